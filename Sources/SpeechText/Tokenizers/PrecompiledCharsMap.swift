/// The normalisation rules inside a SentencePiece model: a double-array trie (Darts) from UTF-8 prefixes to
/// NUL-terminated replacements.
///
/// Layout: size of the trie in bytes (32 bits, little endian), the trie's 32-bit units, the replacements.
struct PrecompiledCharsMap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    init(_ blob: ArraySlice<UInt8>) throws(TokenizerFormatError) {
        func word(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
        guard blob.count > 4 else { throw TokenizerFormatError("precompiled_charsmap is \(blob.count) bytes long") }
        let size = Int(word(blob.prefix(4)))
        let body = blob.dropFirst(4)
        guard size < body.count, size >= 4, size % 4 == 0 else {
            throw TokenizerFormatError("precompiled_charsmap: a trie of \(size) bytes does not fit into \(body.count)")
        }
        // One copy of what may be megabytes: all platforms of Swift are little-endian.
        units = [UInt32](unsafeUninitializedCapacity: size / 4) { units, count in
            body.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(units).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<size]))
            }
            count = size / 4
        }
        replacements = Array(body.dropFirst(size))
    }

    /// Matches of rules at `start`, shortest first: where they end, and where their replacement starts.
    private func forEachMatch(
        in bytes: ArraySlice<UInt8>, at start: Int, _ body: (_ end: Int, _ replacement: Int) -> Bool
    ) {
        func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & (1 << 9)) >> 6)) }
        var node = offset(units[0])
        var position = start
        while position < bytes.endIndex {
            let byte = bytes[position]
            node ^= Int(byte)
            guard node < units.count else { return }
            let unit = units[node]
            guard unit & (1 << 31 | 0xFF) == UInt32(byte) else { return }
            node ^= offset(unit)
            position += 1
            if unit & (1 << 8) != 0 {
                guard node < units.count, body(position, Int(units[node] & ~(1 << 31))) else { return }
            }
        }
    }

    private func replacement(at start: Int) -> ArraySlice<UInt8> {
        guard start < replacements.count else { return [] }
        return replacements[start...].prefix { $0 != 0 }
    }

    /// The longest rule that matches at `start`, `nil` when none does.
    func longestMatch(in bytes: ArraySlice<UInt8>, at start: Int) -> (end: Int, replacement: ArraySlice<UInt8>)? {
        var best: (Int, Int)?
        forEachMatch(in: bytes, at: start) { end, replacement in
            best = (end, replacement)
            return true
        }
        return best.map { ($0.0, replacement(at: $0.1)) }
    }

    /// What the shortest rule that `bytes` starts with replaces it by, `nil` when none does.
    func shortestReplacement(for bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var found: Int?
        forEachMatch(in: bytes, at: bytes.startIndex) { _, replacement in
            found = replacement
            return false
        }
        return found.map(replacement(at:))
    }
}
