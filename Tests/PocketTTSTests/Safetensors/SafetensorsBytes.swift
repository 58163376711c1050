import Foundation

@testable import PocketTTS

/// Makes safetensors files, good and bad, byte by byte.
enum SafetensorsBytes {
    struct Tensor {
        var name: String
        var dtype = "F32"
        var shape: [Int]
        var data: Data
    }

    /// A file with this header text and body, whatever they say.
    static func file(header: String, body: Data = Data()) -> Data { file(header: Data(header.utf8), body: body) }

    static func file(header: Data, body: Data = Data()) -> Data {
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + body
    }

    /// A well-formed file, the header not padded so that the body's alignment is arbitrary.
    static func file(_ tensors: [Tensor]) -> Data {
        var body = Data()
        let entries = tensors.map { tensor in
            let begin = body.count
            body += tensor.data
            return entry(tensor.name, tensor.dtype, tensor.shape, [begin, body.count])
        }
        return file(header: "{" + entries.joined(separator: ",") + "}", body: body)
    }

    static func entry(_ name: String, _ dtype: String, _ shape: [Int], _ offsets: [Int]) -> String {
        #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    static func floats(_ name: String, _ shape: [Int], _ value: (Int) -> Float = { Float($0) * 0.5 - 1 }) -> Tensor {
        let count = shape.reduce(1, *)
        return Tensor(name: name, shape: shape, data: (0..<count).map(value).withUnsafeBytes { Data($0) })
    }

    /// Random weights of a model, as bf16, named as in a bundle.
    static func model(_ config: ModelConfig) -> [Tensor] {
        var generator = SplitMix(state: 7)
        return config.tensorShapes.sorted { $0.key < $1.key }.map { name, shape in
            var data = Data(capacity: 2 * shape.reduce(1, *))
            for _ in 0..<shape.reduce(1, *) {
                let bits = UInt16(truncatingIfNeeded: generator.next() % 0x80) + 0x3D00
                data.append(contentsOf: [UInt8(bits & 0xFF), UInt8(bits >> 8)])
            }
            return Tensor(name: name, dtype: "BF16", shape: shape, data: data)
        }
    }
}

/// A small deterministic generator.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
