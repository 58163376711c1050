/// What the reference did with a model: `golden.json`, whose format Tests/Fixtures/models/README.md describes.
/// Tensor-valued fields name tensors of `golden.safetensors`.
struct Golden: Decodable {
    struct VoiceEntry: Decodable {
        let id, file, kind: String
        let positions: Int
        let kv, kvWithoutBOS: String?
    }

    struct Text: Decodable {
        struct Chunk: Decodable {
            let text: String
            let tokens: [Int]
            let maxFrames, framesAfterEOS: Int
        }

        let id, text: String
        let maxTokens: Int
        let chunks: [Chunk]
    }

    struct TeacherForced: Decodable {
        struct Output: Decodable {
            let samplerSteps: Int
            let latents: String
        }

        let id: String
        let voice: String?
        let tokens: [Int]
        let frames: Int
        let prefill, inputs, hidden, eosLogits, noise: String
        let outputs: [Output]
    }

    struct Speech: Decodable {
        struct Chunk: Decodable {
            let frames: Int
            let eosStep: Int?
        }

        let id, text: String
        let voice: String?
        let temperature: Double
        let seed: Int64?
        let samplerSteps: Int
        let noiseClamp: Float?
        let maxTokens: Int
        let framesAfterEOS: Int?
        let eosThreshold: Float
        let chunks: [Chunk]
        let sampleCount: Int
        let latents, eosLogits, audio: String
        let audioStride: Int
    }

    struct Mimi: Decodable {
        let id: String
        let frames, sampleCount: Int
        let latents, audio, audioAllAtOnce: String
        let audioStride: Int
    }

    let config, tensors: String
    let voices: [VoiceEntry]
    let texts: [Text]
    let teacherForced: [TeacherForced]
    let speech: [Speech]
    let mimi: [Mimi]
}
