// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "pocket-tts",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PocketTTS", targets: ["PocketTTS"]),
        .library(name: "PocketTTSAudio", targets: ["PocketTTSAudio"]),
        .library(name: "PocketTTSServer", targets: ["PocketTTSServer"]),
        .library(name: "PocketTTSHub", targets: ["PocketTTSHub"]),
        .library(name: "SpeechText", targets: ["SpeechText"]),
        .library(name: "FlowLMKernels", targets: ["FlowLMKernels"]),
        .executable(name: "pocket-tts", targets: ["pocket-tts"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
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
        .target(name: "SpeechText"),
        .target(
            name: "PocketTTS",
            dependencies: ["FlowLMKernels", "SpeechText", "PocketTTSModels", .product(name: "Yams", package: "Yams")]
        ),
        .target(
            name: "PocketTTSModels",
            path: "Models",
            exclude: ["README.md", "calibration"],
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
        .systemLibrary(
            name: "CLAME", path: "Shims/CLAME", pkgConfig: "lame",
            providers: [.apt(["libmp3lame-dev"]), .brew(["lame"])]
        ),
        .systemLibrary(
            name: "COpusEnc", path: "Shims/COpusEnc", pkgConfig: "libopusenc",
            providers: [.apt(["libopusenc-dev"]), .brew(["libopusenc"])]
        ),
        .systemLibrary(
            name: "CFLAC", path: "Shims/CFLAC", pkgConfig: "flac", providers: [.apt(["libflac-dev"]), .brew(["flac"])]
        ),
        .systemLibrary(
            name: "CEBUR128", path: "Shims/CEBUR128", pkgConfig: "libebur128",
            providers: [.apt(["libebur128-dev"]), .brew(["libebur128"])]
        ),
        .systemLibrary(
            name: "CZip", path: "Shims/CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]
        ),
        .systemLibrary(
            name: "CXML", path: "Shims/CXML", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]
        ),
        .target(name: "PocketTTSBooks", dependencies: ["CZip", "CXML"]),
        .systemLibrary(name: "CSonic", path: "Shims/CSonic", providers: [.apt(["libsonic-dev"])]),
        .target(
            name: "PocketTTSAudio",
            dependencies: ["PocketTTS", "CSndFile", "CSoxr", "CLAME", "COpusEnc", "CFLAC", "CSonic", "CEBUR128"]
        ),
        .target(
            name: "PocketTTSServer",
            dependencies: [
                "PocketTTS", "PocketTTSAudio", "SpeechText",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Page/page.html")]
        ),
        .target(
            name: "PocketTTSHub",
            dependencies: [
                "PocketTTS", "PocketTTSModels",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(name: "PocketTTSParity", dependencies: ["PocketTTS", "SpeechText", "FlowLMKernels"]),
        .executableTarget(
            name: "pocket-tts",
            dependencies: [
                "PocketTTS", "PocketTTSAudio", "PocketTTSBooks", "PocketTTSHub", "PocketTTSModels", "PocketTTSParity",
                "PocketTTSServer", "SpeechText", "FlowLMKernels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "LocalHub",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/LocalHub"
        ),
        .testTarget(name: "FlowLMKernelsTests", dependencies: ["FlowLMKernels", "CFlowKernels"]),
        .testTarget(
            name: "PocketTTSAudioTests", dependencies: ["PocketTTSAudio", "PocketTTS", "FlowLMKernels", "CSndFile"]),
        .testTarget(
            name: "PocketTTSServerTests",
            dependencies: [
                "PocketTTSServer", "PocketTTS", "PocketTTSAudio", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "PocketTTSHubTests",
            dependencies: [
                "PocketTTSHub", "PocketTTS", "PocketTTSModels", "LocalHub",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "PocketTTSBooksTests", dependencies: ["PocketTTSBooks", "CZip"]),
        .testTarget(name: "SpeechTextTests", dependencies: ["SpeechText", "PocketTTS"]),
        .testTarget(name: "PocketTTSTests", dependencies: ["PocketTTS", "PocketTTSParity"]),
        .testTarget(name: "pocket-ttsTests", dependencies: ["pocket-tts", "LocalHub", "PocketTTSAudio"]),
    ],
    swiftLanguageModes: [.v6]
)

// Documentation is built with POCKET_TTS_DOCS=1, so that programs which use the package need not fetch the plugin.
if Context.environment["POCKET_TTS_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
