import NIOCore

/// Addresses of proxies whose `X-Forwarded-For` is believed.
public struct TrustedProxies: Sendable, Equatable {
    /// An address with the bits of it that count.
    private struct Block: Sendable, Equatable {
        var bytes: [UInt8]
        var bits: Int

        func contains(_ address: [UInt8]) -> Bool {
            guard address.count == bytes.count else { return false }
            return (0..<bits).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                return (address[bit / 8] ^ bytes[bit / 8]) & mask == 0
            }
        }
    }

    private var blocks: [Block] = []

    /// Proxies on this machine.
    public static let loopback = (try? TrustedProxies(["127.0.0.0/8", "::1"])) ?? TrustedProxies()

    private init() {}

    /// - Parameter addresses: such as `10.0.0.7`, `10.0.0.0/8` or `fd00::/8`.
    /// - Throws: ``Malformed`` for what is no address.
    public init(_ addresses: [String]) throws(Malformed) {
        for text in addresses {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let bytes = Self.bytes(of: parts[0]) else { throw Malformed(text: text) }
            let bits = parts.count == 1 ? bytes.count * 8 : Int(parts[1]) ?? -1
            guard (0...bytes.count * 8).contains(bits) else { throw Malformed(text: text) }
            blocks.append(Block(bytes: bytes, bits: bits))
        }
    }

    /// What is no address, and no block of addresses.
    public struct Malformed: Error {
        public let text: String
    }

    /// The client behind a connection from `address`: the last address of `X-Forwarded-For` that is none of the
    /// proxies' own, or `address` if that is no trusted proxy.
    func client(forwardedFor fields: [String], address: String?) -> String {
        guard var client = address else { return "unknown" }
        let hops = fields.joined(separator: ",").split(separator: ",").map { hop in String(hop.filter { $0 != " " }) }
        for hop in hops.reversed() {
            guard isTrusted(client), Self.bytes(of: hop) != nil else { break }
            client = hop
        }
        return client
    }

    private func isTrusted(_ address: String) -> Bool {
        guard let bytes = Self.bytes(of: address) else { return false }
        return blocks.contains { $0.contains(bytes) }
    }

    /// Four bytes, or sixteen; an IPv4 address inside IPv6 is the IPv4 address.
    private static func bytes(of text: String) -> [UInt8]? {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        switch address {
        case .v4(let v4): return withUnsafeBytes(of: v4.address.sin_addr) { [UInt8]($0) }
        case .v6(let v6):
            let bytes = withUnsafeBytes(of: v6.address.sin6_addr) { [UInt8]($0) }
            let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            return bytes.starts(with: mapped) ? [UInt8](bytes[12...]) : bytes
        case .unixDomainSocket: return nil
        }
    }
}
