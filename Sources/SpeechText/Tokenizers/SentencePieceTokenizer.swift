/// Encodes and decodes as the `sentencepiece` package does with a `.model` file.
struct SentencePieceTokenizer: Sendable {
    private let normalizer: SentencePieceNormalizer
    private let segmenter: Segmenter
    private let unknownID: Int
    /// Ids of the 256 byte pieces, `nil` without byte fallback.
    private let byteIDs: [Int]?
    /// What an id decodes to.
    private let surfaces: [Surface]
    private let unknownSurface: [UInt8]
    private let stripsLeadingSpace: Bool
    private let stripsAllLeadingSpaces: Bool

    private enum Segmenter: Sendable {
        case unigram(UnigramModel)
        case merging(SentencePieceMergeModel)
    }

    private enum Surface: Sendable {
        case text([UInt8])
        case byte(UInt8)
        case unknown
        case control
    }

    init(_ file: SentencePieceFile) throws(TokenizerFormatError) {
        guard !file.treatWhitespaceAsSuffix else {
            throw TokenizerFormatError("treat_whitespace_as_suffix is not supported: train without it")
        }
        var regular: [[UInt8]: Int] = [:]
        var reserved: [[UInt8]: Int] = [:]
        for (id, piece) in file.pieces.enumerated() {
            let isRegular = [.normal, .userDefined, .unused].contains(piece.type)
            let earlier =
                isRegular
                ? regular.updateValue(id, forKey: piece.bytes) : reserved.updateValue(id, forKey: piece.bytes)
            if let earlier { throw TokenizerFormatError("pieces \(earlier) and \(id) are the same") }
        }
        let unknown = file.pieces.indices.filter { file.pieces[$0].type == .unknown }
        guard unknown.count == 1 else {
            throw TokenizerFormatError("\(unknown.count) unknown pieces, exactly one is needed")
        }
        unknownID = unknown[0]
        byteIDs = try Self.byteIDs(file, reserved)

        let userDefined = file.pieces.indices.filter { file.pieces[$0].type == .userDefined }
        let userDefinedTrie = userDefined.isEmpty ? nil : PieceTrie(userDefined.map { (file.pieces[$0].bytes, $0) })
        normalizer = SentencePieceNormalizer(
            charsMap: file.charsMap, addDummyPrefix: file.addDummyPrefix,
            removeExtraWhitespaces: file.removeExtraWhitespaces, escapeWhitespaces: file.escapeWhitespaces,
            userDefined: userDefinedTrie)

        let unused = Set(file.pieces.indices.filter { file.pieces[$0].type == .unused })
        switch file.modelType {
        case .unigram:
            let scores = file.pieces.filter { $0.type == .normal }.map(\.score)
            segmenter = .unigram(
                UnigramModel(
                    trie: PieceTrie(regular.filter { !unused.contains($0.value) }.map { ($0.key, $0.value) }),
                    scores: file.pieces.map { Double($0.score) },
                    unknownID: unknownID,
                    minScore: Double(scores.min() ?? .greatestFiniteMagnitude),
                    precision: .float,
                    userDefined: (Set(userDefined), scores.reduce(.leastNormalMagnitude, max))))
        case .bpe, .char:
            segmenter = .merging(
                SentencePieceMergeModel(
                    pieces: PieceTrie(regular.map { ($0.key, $0.value) }),
                    reserved: PieceTrie(reserved.map { ($0.key, $0.value) }),
                    scores: file.modelType == .bpe ? file.pieces.map(\.score) : nil,
                    unused: unused, userDefined: userDefinedTrie, unknownID: unknownID))
        case .word:
            throw TokenizerFormatError("model_type WORD is not supported: train UNIGRAM, BPE or CHAR")
        }

        // Decoding looks a piece's string up again, reserved pieces first.
        surfaces = file.pieces.map { piece in
            let type = reserved[piece.bytes].map { file.pieces[$0].type } ?? piece.type
            return switch type {
            case .normal, .userDefined, .unused: .text(piece.bytes)
            case .byte: .byte(Self.byteValue(piece.bytes) ?? 0)
            case .unknown: .unknown
            case .control: .control
            }
        }
        unknownSurface = file.unknownSurface
        stripsLeadingSpace = file.addDummyPrefix || file.removeExtraWhitespaces
        stripsAllLeadingSpaces = file.removeExtraWhitespaces
    }

    var vocabularySize: Int { surfaces.count }

    private static func byteIDs(
        _ file: SentencePieceFile, _ reserved: [[UInt8]: Int]
    ) throws(TokenizerFormatError) -> [Int]? {
        for (id, piece) in file.pieces.enumerated() where piece.type == .byte {
            guard file.byteFallback else {
                throw TokenizerFormatError("piece \(id) is a byte piece, but byte_fallback is off")
            }
            guard byteValue(piece.bytes) != nil else { throw TokenizerFormatError("byte piece \(id) names no byte") }
        }
        guard file.byteFallback else { return nil }
        var ids: [Int] = []
        for byte in UInt8.min...UInt8.max {
            guard let id = reserved[byteName(byte)], file.pieces[id].type == .byte else {
                throw TokenizerFormatError("byte_fallback is on, but there is no byte piece for \(byte)")
            }
            ids.append(id)
        }
        return ids
    }

    /// `<0x41>` for 65.
    static func byteName(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)], UInt8(ascii: ">")]
    }

    private static func byteValue(_ name: [UInt8]) -> UInt8? {
        guard name.count == 6, let value = UInt8(String(decoding: name[3..<5], as: UTF8.self), radix: 16),
            byteName(value) == name
        else { return nil }
        return value
    }

    func rewritten(_ scalars: [SourcedScalar]) -> [SourcedScalar] { normalizer.rewritten(scalars) }

    func encode(_ text: [UInt8]) -> [Int] {
        let normalized = normalizer.normalize(text)
        let spans =
            switch segmenter {
            case .unigram(let model): model.segment(normalized)
            case .merging(let model): model.segment(normalized)
            }
        var ids: [Int] = []
        ids.reserveCapacity(spans.count)
        var afterUnknown = false
        for span in spans {
            let isUnknown = span.id == unknownID
            if isUnknown, let byteIDs {
                ids += normalized[span.range].lazy.map { byteIDs[Int($0)] }
            } else if !isUnknown || !afterUnknown {
                // A run of unknown characters is one token.
                ids.append(span.id)
            }
            afterUnknown = isUnknown
        }
        return ids
    }

    func isUnknown(_ id: Int) -> Bool { id == unknownID }

    func isByte(_ id: Int) -> Bool {
        guard surfaces.indices.contains(id), case .byte = surfaces[id] else { return false }
        return true
    }

    func decode(_ ids: some Sequence<Int>) -> [UInt8] {
        var text: [UInt8] = []
        var bytes: [UInt8] = []
        // The dummy prefix is taken away once; with extra spaces removed, all leading spaces are.
        var atStart = true
        var strippedSpace = false
        for id in ids where surfaces.indices.contains(id) {
            if case .byte(let byte) = surfaces[id] {
                bytes.append(byte)
                continue
            }
            Self.appendCharacters(of: &bytes, to: &text)
            if strippedSpace || !text.isEmpty { atStart = false }
            strippedSpace = false
            switch surfaces[id] {
            case .text(var piece):
                if atStart, stripsLeadingSpace, UTF8Bytes.hasPrefix(piece[...], UTF8Bytes.spaceMark) {
                    piece.removeFirst(UTF8Bytes.spaceMark.count)
                    strippedSpace = !stripsAllLeadingSpaces
                }
                text += UTF8Bytes.replacing(UTF8Bytes.spaceMark, with: [UInt8(ascii: " ")], in: piece)
            case .unknown: text += unknownSurface
            case .control, .byte: break
            }
        }
        Self.appendCharacters(of: &bytes, to: &text)
        return text
    }

    /// A run of byte pieces as text; each byte that belongs to no character becomes U+FFFD.
    private static func appendCharacters(of bytes: inout [UInt8], to text: inout [UInt8]) {
        var position = 0
        while position < bytes.count {
            if let length = UTF8Bytes.validLength(of: bytes[...], at: position) {
                text += bytes[position..<(position + length)]
                position += length
            } else {
                text += UTF8Bytes.replacement
                position += 1
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
