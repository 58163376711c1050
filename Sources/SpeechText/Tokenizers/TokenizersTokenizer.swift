/// Encodes and decodes as the `tokenizers` package does with a `tokenizer.json`.
struct TokenizersTokenizer: Sendable {
    private let normalizer: TokenizersNormalizer?
    private let preTokenizer: TokenizersPreTokenizer?
    private let model: TokenizersModel
    private let addedTokens: TokenizersAddedTokens
    private let decoder: TokenizersDecoder
    /// Strings by id; `nil` = left out when decoding.
    private let surfaces: [[UInt8]?]
    /// What is put around the ids of a text, with `nil` for the text itself.
    private let template: [Int?]

    let vocabularySize: Int

    init(json: [UInt8]) throws(TokenizerFormatError) {
        let document: JSONValue
        do throws(JSONError) { document = try JSONValue(json) } catch { throw TokenizerFormatError(error.reason) }
        let root = try JSONObject(document, path: "")
        let version = root["version"] == nil ? "1.0" : try root.string("version")
        guard version == "1.0" else { throw TokenizerFormatError("version \(version) is not supported, 1.0 is") }
        for key in ["truncation", "padding"] where root[key] != nil {
            throw TokenizerFormatError("\(key) is not supported: set it to null")
        }
        normalizer = root["normalizer"] == nil ? nil : try TokenizersNormalizer(try root.object("normalizer"))
        preTokenizer = root["pre_tokenizer"] == nil ? nil : try TokenizersPreTokenizer(try root.object("pre_tokenizer"))
        model = try TokenizersModel(try root.object("model"))
        addedTokens = try TokenizersAddedTokens(
            root["added_tokens"] == nil ? [] : try root.objects("added_tokens"),
            vocabulary: model.vocabulary, vocabularySize: model.pieces.count, normalizer: normalizer)
        decoder = try TokenizersDecoder(root["decoder"] == nil ? nil : try root.object("decoder"))
        let size = model.pieces.count + addedTokens.count
        vocabularySize = size
        template =
            root["post_processor"] == nil
            ? [nil] : try Self.template(try root.object("post_processor"), vocabularySize: size)
        let (model, addedTokens) = (model, addedTokens)
        surfaces = (0..<size).map { id in
            let text = addedTokens.text(of: id) ?? model.pieces[id]
            return addedTokens.special.contains(text) ? nil : text
        }
    }

    private static func template(_ object: JSONObject, vocabularySize: Int) throws(TokenizerFormatError) -> [Int?] {
        let type = try object.string("type")
        guard type == "TemplateProcessing" else {
            throw object.unsupported("post-processor \(type)", supported: "only TemplateProcessing")
        }
        var template: [Int?] = []
        for piece in try object.objects("single") {
            if piece["Sequence"] != nil {
                guard try piece.object("Sequence").string("id") == "A" else {
                    throw piece.unsupported("a second text", supported: "templates of one text")
                }
                template.append(nil)
                continue
            }
            let name = try piece.object("SpecialToken").string("id")
            for id in try object.object("special_tokens").object(name).array("ids") {
                let id = try id.integer("an id of \(name)")
                guard 0..<vocabularySize ~= id else {
                    throw TokenizerFormatError("\(piece.path): the id \(id) of \(name) is not in the vocabulary")
                }
                template.append(id)
            }
        }
        return template
    }

    func encode(_ text: [UInt8]) -> [Int] {
        let ids = encodeText(text)
        return template.flatMap { $0.map { [$0] } ?? ids }
    }

    private func encodeText(_ text: [UInt8]) -> [Int] {
        var ids: [Int] = []
        for part in addedTokens.split(text, normalized: false) {
            switch part {
            case .token(let id): ids.append(id)
            case .text(let range):
                guard !range.isEmpty else { continue }
                let raw = Array(text[range])
                let normalized = normalizer?.normalize(raw) ?? raw
                encodeNormalized(normalized, isFirst: range.lowerBound == 0, into: &ids)
            }
        }
        return ids
    }

    private func encodeNormalized(_ text: [UInt8], isFirst: Bool, into ids: inout [Int]) {
        for part in addedTokens.split(text, normalized: true) {
            switch part {
            case .token(let id): ids.append(id)
            case .text(let range):
                guard !range.isEmpty else { continue }
                let segment = TokenizersSegment(
                    text: Array(text[range]), isFirst: isFirst && range.lowerBound == 0)
                for segment in preTokenizer?.split(segment) ?? [segment] { ids += model.encode(segment.text) }
            }
        }
    }

    func decode(_ ids: some Sequence<Int>) -> [UInt8] {
        decoder.decode(ids.compactMap { surfaces.indices.contains($0) ? surfaces[$0] : nil })
    }

    func isUnknown(_ id: Int) -> Bool { id == model.unknownID }

    func isByte(_ id: Int) -> Bool {
        guard surfaces.indices.contains(id), let text = surfaces[id] else { return false }
        return TokenizersDecoder.byte(text) != nil
    }

    var decodesLocally: Bool { decoder.isLocal }
}
