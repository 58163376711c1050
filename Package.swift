// swift-tools-version: 6.1
import PackageDescription

/// For what only the server and its tests need.
let server = TargetDependencyCondition.when(traits: ["Server"])

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
        .library(name: "pockettts", type: .dynamic, targets: ["PocketTTSLibrary"]),
        .executable(name: "pocket-tts", targets: ["pocket-tts"]),
        .executable(name: "pocket-tts-server", targets: ["pocket-tts-server"]),
    ],
    traits: [
        .default(enabledTraits: ["Server"]),
        // Without it SwiftPM fetches 2 packages and not 26; nothing but the server needs the others.
        .trait(name: "Server", description: "Speech over HTTP, WebSocket and Wyoming."),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
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
        .target(name: "CMappedFile", path: "Shims/CMappedFile"),
        .systemLibrary(name: "CMalloc", path: "Shims/CMalloc"),
        .target(
            name: "PocketTTS",
            dependencies: [
                "CMappedFile", "FlowLMKernels", "SpeechText", "PocketTTSModels",
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .target(
            name: "PocketTTSModels",
            path: "Models",
            exclude: ["README.md", "calibration"],
            sources: ["ModelFiles.swift", "Version.swift"],
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
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms", condition: server),
                .product(name: "HTTPTypes", package: "swift-http-types", condition: server),
                .product(name: "Hummingbird", package: "hummingbird", condition: server),
                .product(name: "HummingbirdCore", package: "hummingbird", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "Metrics", package: "swift-metrics", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras", condition: server),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras", condition: server),
                .product(name: "NIOPosix", package: "swift-nio", condition: server),
                .product(name: "NIOWebSocket", package: "swift-nio", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
            ],
            resources: [.embedInCode("Page/page.html")]
        ),
        .systemLibrary(
            name: "CCurl", path: "Shims/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CCrypto", path: "Shims/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]
        ),
        .target(
            name: "PocketTTSHub",
            dependencies: [
                "PocketTTS", "PocketTTSModels", "CCurl",
                .target(name: "CCrypto", condition: .when(platforms: [.linux])),
            ]
        ),
        .target(name: "CPocketTTS", path: "Shims/CPocketTTS"),
        .target(name: "PocketTTSLibrary", dependencies: ["CPocketTTS", "PocketTTS", "PocketTTSModels"]),
        .target(name: "PocketTTSParity", dependencies: ["PocketTTS", "SpeechText", "FlowLMKernels"]),
        .target(
            name: "CommandSupport",
            dependencies: [
                "PocketTTS", "PocketTTSAudio", "PocketTTSHub", "PocketTTSModels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "pocket-tts",
            dependencies: [
                "CommandSupport", "PocketTTS", "PocketTTSAudio", "PocketTTSBooks", "PocketTTSHub", "PocketTTSModels",
                "PocketTTSParity", "SpeechText", "FlowLMKernels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "pocket-tts-server",
            dependencies: [
                "CMalloc", "CommandSupport", "PocketTTS", "PocketTTSHub", "PocketTTSServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
                .product(name: "SystemPackage", package: "swift-system", condition: server),
            ]
        ),
        .target(
            name: "LocalHub",
            dependencies: [
                "PocketTTSHub",
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(name: "NIOPosix", package: "swift-nio", condition: server),
            ],
            path: "Tests/LocalHub"
        ),
        .testTarget(name: "FlowLMKernelsTests", dependencies: ["FlowLMKernels", "CFlowKernels"]),
        .testTarget(
            name: "PocketTTSAudioTests", dependencies: ["PocketTTSAudio", "PocketTTS", "FlowLMKernels", "CSndFile"]),
        .testTarget(
            name: "PocketTTSServerTests",
            dependencies: [
                "PocketTTSServer", "PocketTTS", "PocketTTSAudio",
                .product(name: "Hummingbird", package: "hummingbird", condition: server),
                .product(name: "NIOEmbedded", package: "swift-nio", condition: server),
            ]
        ),
        .testTarget(
            name: "PocketTTSHubTests",
            dependencies: [
                "PocketTTSHub", "PocketTTS", "PocketTTSModels", "LocalHub",
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
            ]
        ),
        .testTarget(name: "PocketTTSBooksTests", dependencies: ["PocketTTSBooks", "CZip"]),
        .testTarget(name: "SpeechTextTests", dependencies: ["SpeechText", "PocketTTS"]),
        .testTarget(name: "PocketTTSTests", dependencies: ["PocketTTS", "PocketTTSParity"]),
        .testTarget(
            name: "pocket-ttsTests", dependencies: ["pocket-tts", "pocket-tts-server", "LocalHub", "PocketTTSAudio"]),
    ],
    swiftLanguageModes: [.v6]
)

// Documentation is built with POCKET_TTS_DOCS=1, so that programs which use the package need not fetch the plugin.
if Context.environment["POCKET_TTS_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
