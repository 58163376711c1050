import Foundation
internal import PocketTTS

/// What the published English weights of April 2026 are known to give, in the Python package and here.
enum EnglishNumbers {
    static let modelName = "english_2026-04"

    /// Whether the weights look like the published file: its size, its number of tensors, their type.
    static func isPublished(_ checkpoint: Checkpoint) -> Bool {
        let tensors = checkpoint.names.compactMap { checkpoint.view($0) }
        let bytes = tensors.reduce(0) { $0 + $1.bytes.count }
        // The file has 219,029,196 bytes; its header takes some 25 kB of them.
        return tensors.count == 214 && tensors.allSatisfy { $0.dtype == .bf16 }
            && (218_900_000...219_029_196).contains(bytes)
    }

    private static let tokens: [(text: String, ids: [Int])] = [
        ("Hello world, this is a test.", [2994, 578, 262, 285, 277, 267, 1115, 263]),
        ("It costs $3.50 today.", [333, 1649, 261, 1124, 450, 263, 437, 316, 630, 263]),
        (
            "Café naïve – 2026年.",
            [1130, 601, 745, 913, 199, 179, 314, 260, 3977, 260, 365, 316, 365, 543, 233, 189, 184, 263]
        ),
        ("A  b  c.", [383, 260, 557, 260, 331, 263]),
    ]

    static func checkTokens(_ model: SpeechModel) throws -> String {
        for (text, ids) in tokens where model.tokenizer.encode(text) != ids {
            throw Failure("'\(text)' becomes \(model.tokenizer.encode(text)), published \(ids)")
        }
        return "\(tokens.count) texts"
    }

    private static let keys: [Float] = [
        -0.00832703, -0.00160593, -0.00400324, 0.00542767, -0.00520538, 0.00725109, 0.00412817, 0.00337402,
    ]
    private static let values: [Float] = [
        -0.00492142, -0.00129018, 0.00767036, 0.01448909, -0.00316598, 0.09348, 0.00117009, -0.00604142,
    ]

    /// The first position is the BOS row, whatever the voice.
    static func checkKeys(_ model: SpeechModel) throws -> String {
        let first = Voice.beginning(of: model).prefix.contents(layer: 0)
        return try compare([(first.keys, 0, keys), (first.values, 0, values)])
    }

    /// Latents that are sines, decoded frame by frame.
    static func checkCodec(_ model: SpeechModel) throws -> String {
        func samples(frames: Int) -> [Float] {
            var latents: [Float] = []
            for frame in 0..<frames {
                for dimension in 0..<model.latentDim {
                    let product = (frame + 1) * (dimension + 1)
                    latents.append(Float(0.8 * sin(0.37 * Double(product))))
                }
            }
            return model.decode(latents: latents, framesPerCall: 1)
        }
        let four = samples(frames: 4)
        let rms = Float((four.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(four.count, 1))).squareRoot())
        return try compare([
            (four, 0, [0.0005371, 0.0021438, 0.0038239, 0.0031311, -0.0001629, -0.0031992]),
            (four, 1920, [0.0537098, 0.0520044, 0.0502825, 0.0479068]),
            ([rms], 0, [0.0236475]),
            (samples(frames: 20), 36480, [-0.0177266, -0.0165139, -0.0153342]),
        ])
    }

    private static func compare(_ parts: [(actual: [Float], offset: Int, expected: [Float])]) throws -> String {
        var worst: Float = 0
        for part in parts {
            guard part.actual.count >= part.offset + part.expected.count else { throw Failure("too few numbers") }
            for (i, expected) in part.expected.enumerated() {
                let difference = abs(part.actual[part.offset + i] - expected)
                // A NaN must not hide behind `max`.
                worst = difference.isNaN ? .infinity : max(worst, difference)
            }
        }
        guard worst <= 2e-5 else { throw Failure("the largest difference is \(worst), allowed 2e-05") }
        return "largest difference \(worst)"
    }
}
