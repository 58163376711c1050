/// The `model` of a `tokenizer.json`: Unigram or BPE.
struct TokenizersModel: Sendable {
    private enum Kind: Sendable {
        case unigram(UnigramModel, unknownID: Int)
        case bpe(merges: MergeTable, unknownID: Int?, fusesUnknown: Bool, ignoresMerges: Bool)
    }

    /// Strings by id.
    let pieces: [[UInt8]]
    /// Ids by string.
    let vocabulary: [[UInt8]: Int]
    private let trie: PieceTrie
    private let kind: Kind
    /// Ids of the byte tokens by byte; `nil` without byte fallback, an element for a byte that has none.
    private let byteIDs: [Int?]?

    /// The id of whatever the vocabulary lacks, `nil` if such text is left out.
    var unknownID: Int? {
        switch kind {
        case .unigram(_, let id): id
        case .bpe(_, let id, _, _): id
        }
    }

    init(_ object: JSONObject) throws(TokenizerFormatError) {
        let type = object["type"] == nil ? (object["merges"] == nil ? "Unigram" : "BPE") : try object.string("type")
        switch type {
        case "Unigram":
            let entries = try Self.unigramVocabulary(object)
            guard object["unk_id"] != nil else {
                throw TokenizerFormatError(
                    "\(object.name("unk_id")) is missing: unknown characters could not be encoded")
            }
            let unknownID = try object.integer("unk_id")
            guard entries.indices.contains(unknownID) else {
                throw TokenizerFormatError(
                    "\(object.name("unk_id")) is \(unknownID), the vocabulary has \(entries.count) entries")
            }
            pieces = entries.map(\.piece)
            trie = PieceTrie(entries.enumerated().map { ($1.piece, $0) })
            kind = .unigram(
                UnigramModel(
                    trie: trie, scores: entries.map(\.score), unknownID: unknownID,
                    minScore: entries.map(\.score).min() ?? 0, precision: .double),
                unknownID: unknownID)
        case "BPE":
            pieces = try Self.bpeVocabulary(object)
            trie = PieceTrie(pieces.enumerated().map { ($1, $0) })
            kind = try Self.bpe(object, trie)
        default: throw object.unsupported("model \(type)", supported: "Unigram, BPE")
        }
        vocabulary = Dictionary(pieces.enumerated().map { ($1, $0) }) { _, last in last }
        let trie = trie
        byteIDs =
            try object.bool("byte_fallback", default: false)
            ? (UInt8.min...UInt8.max).map { trie.value(of: SentencePieceTokenizer.byteName($0)) } : nil
    }

    private static func unigramVocabulary(
        _ object: JSONObject
    ) throws(TokenizerFormatError) -> [(piece: [UInt8], score: Double)] {
        var entries: [(piece: [UInt8], score: Double)] = []
        for (id, entry) in try object.array("vocab").enumerated() {
            let name = "\(object.name("vocab"))[\(id)]"
            let pair = try entry.array(name)
            guard pair.count == 2 else { throw TokenizerFormatError("\(name) is not a pair of string and score") }
            entries.append((try pair[0].bytes(name), try pair[1].double(name)))
        }
        return entries
    }

    private static func bpeVocabulary(_ object: JSONObject) throws(TokenizerFormatError) -> [[UInt8]] {
        let entries = try object.object("vocab").entries
        var pieces = [[UInt8]?](repeating: nil, count: entries.count)
        for (piece, value) in entries {
            let text = String(decoding: piece, as: UTF8.self)
            let id = try value.integer("the id of \"\(text)\"")
            guard pieces.indices.contains(id), pieces[id] == nil else {
                throw TokenizerFormatError(
                    "the id \(id) of \"\(text)\" is taken or not below \(entries.count), the size of the vocabulary")
            }
            pieces[id] = piece
        }
        return pieces.compactMap { $0 }
    }

    private static func bpe(_ object: JSONObject, _ trie: PieceTrie) throws(TokenizerFormatError) -> Kind {
        if let dropout = object["dropout"], try dropout.double(object.name("dropout")) != 0 {
            throw TokenizerFormatError("\(object.name("dropout")) makes ids random: set it to null")
        }
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] where object[key] != nil {
            guard try object.bytes(key).isEmpty else {
                throw TokenizerFormatError("\(object.name(key)) is not supported: only byte-pair models without it are")
            }
        }
        var unknownID: Int?
        if object["unk_token"] != nil {
            unknownID = trie.value(of: try object.bytes("unk_token"))
            if unknownID == nil { throw TokenizerFormatError("\(object.name("unk_token")) is not in the vocabulary") }
        }
        return .bpe(
            merges: try MergeTable(try object.array("merges"), name: object.name("merges"), trie), unknownID: unknownID,
            fusesUnknown: try object.bool("fuse_unk", default: false),
            ignoresMerges: try object.bool("ignore_merges", default: false))
    }

    /// Which pairs of ids merge, and in which order.
    private struct MergeTable: MergeRule, Sendable {
        private var merges: [UInt64: (rank: Int32, merged: Int32)] = [:]

        init(_ list: [JSONValue], name: String, _ trie: PieceTrie) throws(TokenizerFormatError) {
            merges.reserveCapacity(list.count)
            for (rank, entry) in list.enumerated() {
                let pair = try Self.pair(entry, "\(name)[\(rank)]")
                guard let left = trie.value(of: pair.0), let right = trie.value(of: pair.1),
                    let merged = trie.value(of: pair.0 + pair.1)
                else { throw TokenizerFormatError("\(name)[\(rank)] merges what is not in the vocabulary") }
                merges[Self.key(left, right)] = (Int32(truncatingIfNeeded: rank), Int32(truncatingIfNeeded: merged))
            }
        }

        /// `["a", "b"]`, or `"a b"` in older files.
        private static func pair(_ entry: JSONValue, _ name: String) throws(TokenizerFormatError) -> ([UInt8], [UInt8])
        {
            if case .string(let text) = entry {
                let parts = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw TokenizerFormatError("\(name) is not two strings") }
                return (Array(parts[0]), Array(parts[1]))
            }
            let parts = try entry.array(name)
            guard parts.count == 2 else { throw TokenizerFormatError("\(name) is not two strings") }
            return (try parts[0].bytes(name), try parts[1].bytes(name))
        }

        private static func key(_ left: Int, _ right: Int) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

        func merge(_ left: MergeSymbol, _ right: MergeSymbol) -> (tag: Int, cost: Double)? {
            merges[Self.key(Int(left.tag), Int(right.tag))].map { (Int($0.merged), Double($0.rank)) }
        }
    }

    /// Ids of one part of the text.
    func encode(_ text: [UInt8]) -> [Int] {
        switch kind {
        case .unigram(let model, let unknownID): return encode(text, model, unknownID)
        case .bpe(let merges, let unknownID, let fusesUnknown, let ignoresMerges):
            if ignoresMerges, let id = trie.value(of: text) { return [id] }
            let symbols = symbols(of: text, unknownID, fusesUnknown)
            return BytePairMerger.merge(symbols, by: merges).map { Int($0.tag) }
        }
    }

    private func encode(_ text: [UInt8], _ model: UnigramModel, _ unknownID: Int) -> [Int] {
        let spans = model.segment(text)
        var ids: [Int] = []
        ids.reserveCapacity(spans.count)
        var index = 0
        while index < spans.count {
            let first = spans[index]
            index += 1
            guard first.id == unknownID else {
                ids.append(first.id)
                continue
            }
            // A run of unknown characters is looked up, and falls back, as one.
            var end = first.range.upperBound
            while index < spans.count, spans[index].id == unknownID {
                end = spans[index].range.upperBound
                index += 1
            }
            let run = text[first.range.lowerBound..<end]
            ids += trie.value(of: run).map { [$0] } ?? bytes(of: run) ?? [unknownID]
        }
        return ids
    }

    private func bytes(of text: ArraySlice<UInt8>) -> [Int]? {
        guard let byteIDs else { return nil }
        let ids = text.compactMap { byteIDs[Int($0)] }
        return ids.count == text.count ? ids : nil
    }

    /// Characters, before merging. A character that is neither known nor spelt in bytes is unknown, or left out where
    /// the model knows no unknown token; an unknown one is written when the next known or unknown one is met, not by
    /// one that is spelt in bytes.
    private func symbols(of text: [UInt8], _ unknownID: Int?, _ fusesUnknown: Bool) -> [MergeSymbol] {
        var symbols: [MergeSymbol] = []
        symbols.reserveCapacity(text.count)
        var pending: MergeSymbol?
        var start = 0
        while start < text.count {
            let length = min(UTF8Bytes.length(ofLead: text[start]), text.count - start)
            let character = text[start..<(start + length)]
            if let id = trie.value(of: character) {
                if let unknown = pending { symbols.append(unknown) }
                pending = nil
                symbols.append(MergeSymbol(start: start, length: length, tag: id))
            } else if let ids = bytes(of: character) {
                for (offset, id) in ids.enumerated() {
                    symbols.append(MergeSymbol(start: start + offset, length: 1, tag: id))
                }
            } else if let unknownID {
                if let unknown = pending, !fusesUnknown { symbols.append(unknown) }
                let fused = fusesUnknown ? pending.map { Int($0.length) } ?? 0 : 0
                pending = MergeSymbol(start: start, length: fused + length, tag: unknownID)
            }
            start += length
        }
        if let unknown = pending { symbols.append(unknown) }
        return symbols
    }
}
