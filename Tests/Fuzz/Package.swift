// swift-tools-version: 6.1
import PackageDescription

/// The fuzz targets, in a package of their own so that the product's needs neither the sanitizer nor their flags.
/// `scripts/test fuzz` builds and runs it.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: ["FuzzSupport"] + dependencies)
}

func product(_ name: String) -> Target.Dependency { .product(name: name, package: "pocket-tts") }

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "pocket-tts", path: "../.."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CFuzzer"),
        .target(name: "FuzzSupport", dependencies: ["CFuzzer"]),
        fuzzer("FuzzText", [product("SpeechText")]),
        fuzzer("FuzzFiles", [product("PocketTTS"), product("PocketTTSAudio"), product("PocketTTSHub")]),
        fuzzer(
            "FuzzServer",
            [
                product("PocketTTSServer"), product("PocketTTSAudio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOWebSocket", package: "swift-nio"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
