import CommandSupport
import PocketTTSServer

extension WyomingFlags {
    static let kinds: [String: SettingsReader.Kind] = [
        "wyomingPort": .integer, "wyomingHost": .text, "wyomingWithoutApiKey": .flag,
    ]

    /// `nil` if it is not to be served.
    func configuration(_ reader: SettingsReader) throws -> WyomingServer.Configuration? {
        guard let port = try reader.number(wyomingPort, "wyomingPort", in: 0...65_535) else { return nil }
        var configuration = WyomingServer.Configuration()
        configuration.port = port
        configuration.host = reader.text(wyomingHost, "wyomingHost") ?? configuration.host
        let needsNoKey = try reader.isOn(wyomingWithoutApiKey, "wyomingWithoutApiKey")
        guard isLoopback(configuration.host) || needsNoKey else {
            throw UsageError(
                """
                \(configuration.host) can be reached from other machines, and the Wyoming protocol has no keys: give \
                --wyoming-without-api-key to allow every client.
                """
            )
        }
        return configuration
    }
}

/// Whether an address can be reached from this machine only.
func isLoopback(_ host: String) -> Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
