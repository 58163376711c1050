/// The parts of a SentencePiece `.model` file (protobuf `ModelProto`) that encoding and decoding need.
struct SentencePieceFile {
    enum ModelType: Int { case unigram = 1, bpe, word, char }
    enum PieceType: Int { case normal = 1, unknown, control, userDefined, unused, byte }

    struct Piece {
        var bytes: [UInt8] = []
        var score: Float = 0
        var type = PieceType.normal
    }

    var pieces: [Piece] = []
    var modelType = ModelType.unigram
    var byteFallback = false
    var treatWhitespaceAsSuffix = false
    /// What an unknown piece decodes to.
    var unknownSurface = Array(" \u{2047} ".utf8)
    var charsMap: PrecompiledCharsMap?
    var addDummyPrefix = true
    var removeExtraWhitespaces = true
    var escapeWhitespaces = true

    init(_ bytes: [UInt8]) throws(TokenizerFormatError) {
        var reader = ProtobufReader(bytes[...])
        while let (number, value) = try reader.next() {
            switch number {
            case 1: pieces.append(try Self.piece(try value.bytes("piece"), id: pieces.count))
            case 2: try readTrainerSpec(try value.bytes("trainer_spec"))
            case 3: try readNormalizerSpec(try value.bytes("normalizer_spec"))
            case 5: try refuseDenormalizer(try value.bytes("denormalizer_spec"))
            default: break
            }
        }
        guard !pieces.isEmpty else { throw TokenizerFormatError("no pieces: not a SentencePiece model") }
    }

    private static func piece(_ bytes: ArraySlice<UInt8>, id: Int) throws(TokenizerFormatError) -> Piece {
        var piece = Piece()
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: piece.bytes = Array(try value.bytes("piece \(id)"))
            case 2: piece.score = try value.float("score of piece \(id)")
            case 3:
                let raw = try value.integer("type of piece \(id)")
                guard let type = PieceType(rawValue: raw) else {
                    throw TokenizerFormatError("piece \(id) has the unknown type \(raw)")
                }
                piece.type = type
            default: break
            }
        }
        guard !piece.bytes.isEmpty else { throw TokenizerFormatError("piece \(id) is empty") }
        guard piece.score.isFinite else { throw TokenizerFormatError("piece \(id) has the score \(piece.score)") }
        return piece
    }

    private mutating func readTrainerSpec(_ bytes: ArraySlice<UInt8>) throws(TokenizerFormatError) {
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 3:
                let raw = try value.integer("model_type")
                guard let type = ModelType(rawValue: raw) else {
                    throw TokenizerFormatError("unknown model_type \(raw); supported: UNIGRAM, BPE, CHAR")
                }
                modelType = type
            case 24: treatWhitespaceAsSuffix = try value.integer("treat_whitespace_as_suffix") != 0
            case 35: byteFallback = try value.integer("byte_fallback") != 0
            case 44: unknownSurface = Array(try value.bytes("unk_surface"))
            default: break
            }
        }
    }

    private mutating func readNormalizerSpec(_ bytes: ArraySlice<UInt8>) throws(TokenizerFormatError) {
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 2:
                let blob = try value.bytes("precompiled_charsmap")
                charsMap = blob.isEmpty ? nil : try PrecompiledCharsMap(blob)
            case 3: addDummyPrefix = try value.integer("add_dummy_prefix") != 0
            case 4: removeExtraWhitespaces = try value.integer("remove_extra_whitespaces") != 0
            case 5: escapeWhitespaces = try value.integer("escape_whitespaces") != 0
            default: break
            }
        }
    }

    private func refuseDenormalizer(_ bytes: ArraySlice<UInt8>) throws(TokenizerFormatError) {
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            guard number == 2 else { continue }
            guard try value.bytes("precompiled_charsmap").isEmpty else {
                throw TokenizerFormatError("denormalizer_spec rules are not supported: train without them")
            }
        }
    }
}
