import ArgumentParser

/// The endpoint for Home Assistant.
package struct WyomingFlags: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Also serve the Wyoming protocol, for Home Assistant, on this port (usual: 10200).")
    package var wyomingPort: Int?
    @Option(help: "The address to serve it on (default: 127.0.0.1, this machine only).")
    package var wyomingHost: String?
    @Flag(help: "Serve it on other addresses than this machine's: the protocol has no keys.")
    package var wyomingWithoutApiKey = false

    package init() {}
}
