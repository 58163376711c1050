// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "pocket-tts",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PocketTTS", targets: ["PocketTTS"]),
        .library(name: "PocketTTSAudio", targets: ["PocketTTSAudio"]),
        .library(name: "FlowLMKernels", targets: ["FlowLMKernels"]),
        .executable(name: "pocket-tts", targets: ["pocket-tts"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .systemLibrary(
            name: "COpenBLAS",
            path: "Shims/COpenBLAS",
            pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]
        ),
        .target(name: "CFlowKernels", path: "Shims/CFlowKernels"),
        .target(
            name: "FlowLMKernels",
            dependencies: ["COpenBLAS", "CFlowKernels"],
            linkerSettings: [
                .linkedLibrary("lapacke", .when(platforms: [.linux])),
                .linkedFramework("Accelerate", .when(platforms: [.macOS, .iOS])),
            ]
        ),
        .target(
            name: "PocketTTS",
            dependencies: ["FlowLMKernels", "PocketTTSModels", .product(name: "Yams", package: "Yams")]
        ),
        .target(
            name: "PocketTTSModels",
            path: "Models",
            exclude: ["README.md"],
            sources: ["ModelFiles.swift"],
            resources: [.copy("embedded"), .copy("configs")]
        ),
        .systemLibrary(
            name: "CSndFile", path: "Shims/CSndFile", pkgConfig: "sndfile",
            providers: [.apt(["libsndfile1-dev"]), .brew(["libsndfile"])]
        ),
        .systemLibrary(
            name: "CSoxr", path: "Shims/CSoxr", pkgConfig: "soxr",
            providers: [.apt(["libsoxr-dev"]), .brew(["libsoxr"])]
        ),
        .target(name: "PocketTTSAudio", dependencies: ["PocketTTS", "CSndFile", "CSoxr"]),
        .target(name: "PocketTTSParity", dependencies: ["PocketTTS", "FlowLMKernels"]),
        .executableTarget(
            name: "pocket-tts",
            dependencies: [
                "PocketTTS", "PocketTTSAudio", "PocketTTSModels", "PocketTTSParity", "FlowLMKernels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "FlowLMKernelsTests", dependencies: ["FlowLMKernels", "CFlowKernels"]),
        .testTarget(name: "PocketTTSAudioTests", dependencies: ["PocketTTSAudio", "PocketTTS", "FlowLMKernels", "CSndFile"]),
        .testTarget(name: "PocketTTSTests", dependencies: ["PocketTTS", "PocketTTSParity"]),
        .testTarget(name: "pocket-ttsTests", dependencies: ["pocket-tts"]),
    ],
    swiftLanguageModes: [.v6]
)
