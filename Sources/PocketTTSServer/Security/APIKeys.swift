/// The keys of which a request must carry one. Nothing else sees the keys or compares them.
struct APIKeys: Sendable {
    private let keys: [[UInt8]]

    init(_ keys: [String]) { self.keys = keys.map { Array($0.utf8) } }

    var isEmpty: Bool { keys.isEmpty }
    var count: Int { keys.count }

    /// Which key `candidate` is; `nil` for none. Takes as long for a wrong key as for a right one.
    func index(of candidate: String) -> Int? {
        let candidate = Array(candidate.utf8)
        var found: Int?
        for (index, key) in keys.enumerated() where Self.equal(key, candidate) { found = index }
        return found
    }

    /// Compares all bytes of `key`, whatever the first difference is.
    static func equal(_ key: some RandomAccessCollection<UInt8>, _ candidate: [UInt8]) -> Bool {
        var difference = UInt8(key.count == candidate.count ? 0 : 1)
        for (index, byte) in key.enumerated() { difference |= byte ^ (index < candidate.count ? candidate[index] : 0) }
        return difference == 0
    }
}
