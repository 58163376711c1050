// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "pocket-tts",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PocketTTS", targets: ["PocketTTS"]),
        .library(name: "PocketTTSAudio", targets: ["PocketTTSAudio"]),
        .library(name: "PocketTTSHub", targets: ["PocketTTSHub"]),
        .library(name: "FlowLMKernels", targets: ["FlowLMKernels"]),
        .executable(name: "pocket-tts", targets: ["pocket-tts"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
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
            linkerSettings: [.linkedFramework("Accelerate", .when(platforms: [.macOS, .iOS]))]
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
            resources: [.copy("embedded"), .copy("configs"), .copy("catalogue.json")]
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
        .target(
            name: "PocketTTSHub",
            dependencies: [
                "PocketTTS", "PocketTTSModels",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .target(name: "PocketTTSParity", dependencies: ["PocketTTS", "FlowLMKernels"]),
        .executableTarget(
            name: "pocket-tts",
            dependencies: [
                "PocketTTS", "PocketTTSAudio", "PocketTTSHub", "PocketTTSModels", "PocketTTSParity",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "FlowLMKernelsTests", dependencies: ["FlowLMKernels", "CFlowKernels"]),
        .testTarget(name: "PocketTTSAudioTests", dependencies: ["PocketTTSAudio", "PocketTTS", "FlowLMKernels", "CSndFile"]),
        .testTarget(
            name: "PocketTTSHubTests",
            dependencies: [
                "PocketTTSHub", "PocketTTS", "PocketTTSModels",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "PocketTTSTests", dependencies: ["PocketTTS", "PocketTTSParity"]),
        .testTarget(name: "pocket-ttsTests", dependencies: ["pocket-tts"]),
    ],
    swiftLanguageModes: [.v6]
)
