import ArgumentParser
import PocketTTSServer

/// The door for Home Assistant.
struct WyomingFlags: ParsableArguments {
    @Option(parsing: .unconditional, help: "Also speak the Wyoming protocol, for Home Assistant, on this port (usual: 10200).")
    var wyomingPort: Int?
    @Option(help: "The address to speak it on (default: 127.0.0.1, this machine only).")
    var wyomingHost: String?
    @Flag(help: "Speak it on other addresses than this machine's: the protocol knows no keys.")
    var wyomingWithoutApiKey = false

    static let names: Set = ["wyomingPort", "wyomingHost", "wyomingWithoutApiKey"]

    /// `nil` if it is not to be spoken.
    func configuration(_ reader: SettingsReader) throws -> WyomingServer.Configuration? {
        guard let port = try reader.number(wyomingPort, "wyomingPort", in: 0...65_535) else { return nil }
        var configuration = WyomingServer.Configuration()
        configuration.port = port
        configuration.host = reader.text(wyomingHost, "wyomingHost") ?? configuration.host
        guard isLoopback(configuration.host) || reader.isOn(wyomingWithoutApiKey, "wyomingWithoutApiKey") else {
            throw UsageError(
                "\(configuration.host) can be reached from other machines, and the Wyoming protocol knows no keys: give --wyoming-without-api-key to let anybody speak.")
        }
        return configuration
    }
}

/// Whether an address can be reached from this machine only.
func isLoopback(_ host: String) -> Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
