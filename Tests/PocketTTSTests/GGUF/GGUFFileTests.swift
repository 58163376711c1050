import Foundation
import Testing

@testable import PocketTTS

@Suite struct GGUFFileTests {
    private static let fixture = Fixtures.model("phonon-gguf").appending(path: "model.q8.gguf")

    /// A file of one tensor `x`, F32 [2], whose parts a test replaces.
    struct Parts {
        var magic = Array("GGUF".utf8)
        var version: UInt32 = 3
        var tensorCount: UInt64 = 1
        var metadataCount: UInt64?
        var metadata: [[UInt8]] = []
        var name = Array("x".utf8)
        var nameLength: UInt64?
        var dimensions: UInt32?
        var sizes: [UInt64] = [2]
        var type: UInt32 = 0
        var offset: UInt64 = 0
        var body: [UInt8] = .init(repeating: 0, count: 8)

        var bytes: [UInt8] {
            var bytes = magic + Self.le(version) + Self.le(tensorCount)
            bytes += Self.le(metadataCount ?? UInt64(metadata.count)) + metadata.flatMap(\.self)
            bytes += Self.le(nameLength ?? UInt64(name.count)) + name
            bytes += Self.le(dimensions ?? UInt32(sizes.count)) + sizes.flatMap(Self.le)
            bytes += Self.le(type) + Self.le(offset)
            return bytes + [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32) + body
        }

        static func le(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }

        static func entry(_ key: String, _ type: UInt32, _ value: [UInt8]) -> [UInt8] {
            le(UInt64(key.utf8.count)) + Array(key.utf8) + le(type) + value
        }
    }

    private static func open(_ bytes: [UInt8]) throws -> GGUFFile {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gguf")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try GGUFFile(contentsOf: url)
    }

    private static func reason(_ bytes: [UInt8]) throws -> String {
        let error = #expect(throws: PocketTTSError.self) { try open(bytes) }
        guard case .invalidCheckpoint(_, _, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return ""
        }
        return reason
    }

    @Test func aSmallFileIsRead() throws {
        var parts = Parts()
        parts.metadata = [
            Parts.entry("a", 8, Parts.le(UInt64(3)) + Array("abc".utf8)),
            Parts.entry(
                "b", 9, Parts.le(UInt32(9)) + Parts.le(UInt64(1)) + Parts.le(UInt32(0)) + Parts.le(UInt64(2)) + [1, 2]),
            Parts.entry("general.alignment", 4, Parts.le(UInt32(32))),
        ]
        parts.body = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
        let tensor = try #require(try Self.open(parts.bytes).tensor(named: "x"))
        #expect(tensor.shape == [2])
        #expect(try tensor.floats() == [1, -2])
    }

    @Test func blocksOfEightBitsAreWidened() throws {
        var parts = Parts()
        parts.type = 8
        parts.sizes = [32, 2]
        let block: [UInt8] = [0x00, 0x38] + (0..<32).map { UInt8(bitPattern: Int8($0 - 16)) }  // scale 0.5
        parts.body = block + [0x00, 0xC0] + [UInt8](repeating: 127, count: 32)  // scale -2
        let tensor = try #require(try Self.open(parts.bytes).tensor(named: "x"))
        #expect(tensor.shape == [2, 32])
        #expect(try tensor.floats() == (0..<32).map { Float($0 - 16) / 2 } + [Float](repeating: -254, count: 32))
    }

    @Test func everyTruncationIsReported() throws {
        let bytes = Parts().bytes
        for count in 0..<bytes.count {
            #expect(throws: PocketTTSError.self, "\(count) bytes") { try Self.open(Array(bytes[..<count])) }
        }
        let whole = [UInt8](try Data(contentsOf: Self.fixture))
        for count in stride(from: 0, to: whole.count, by: 997) {
            #expect(throws: PocketTTSError.self, "\(count) bytes") { try Self.open(Array(whole[..<count])) }
        }
    }

    @Test func noChangedByteTraps() throws {
        let whole = [UInt8](try Data(contentsOf: Self.fixture))
        var random = SystemRandomNumberGenerator()
        for place in stride(from: 0, to: 1500, by: 5) {
            var bytes = whole
            bytes[place] = UInt8.random(in: 0...255, using: &random)
            let file = try? Self.open(bytes)
            for name in file?.names ?? [] { _ = file?.tensor(named: name)?.elementCount }
        }
    }

    struct Crafted: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]

        init(_ message: String, _ edit: (inout Parts) -> Void) {
            testDescription = message
            var parts = Parts()
            edit(&parts)
            bytes = parts.bytes
        }
    }

    @Test(arguments: [
        Crafted("does not start with 'GGUF'") { $0.magic = Array("GGML".utf8) },
        Crafted("version 1") { $0.version = 1 },
        Crafted("version 4") { $0.version = 4 },
        Crafted("number of tensors is 18446744073709551615, too large") { $0.tensorCount = .max },
        Crafted("number of tensors is 9223372036854775807, more than") { $0.tensorCount = UInt64(Int64.max) },
        Crafted("number of metadata entries is 4611686018427387904, more than") { $0.metadataCount = 1 << 62 },
        Crafted("a tensor's name is 18446744073709551615, too large") { $0.nameLength = .max },
        Crafted("a tensor's name is 2000 bytes long") { $0.nameLength = 2000 },
        Crafted("a tensor's name is not UTF-8") { $0.name = [0xFF] },
        Crafted("5 dimensions") { $0.sizes = [1, 1, 1, 1, 1] },
        Crafted("4294967295 dimensions") { $0.dimensions = .max },
        Crafted("too large") { $0.sizes = [1 << 32, 1 << 32] },
        Crafted("a size is 18446744073709551615, too large") { $0.sizes = [.max] },
        Crafted("no whole number of blocks") {
            $0.type = 8
            $0.sizes = [16, 2]
        },
        Crafted("has type Q4_K, known: F32, F16, BF16, Q8_0") { $0.type = 12 },
        Crafted("has type number 99") { $0.type = 99 },
        Crafted("starts at 4, no multiple of the alignment") { $0.offset = 4 },
        Crafted("leaves a gap before it") { $0.offset = 32 },
        Crafted("the offset is 18446744073709551584, too large") { $0.offset = .max - 31 },
        Crafted("ends beyond any file") {
            $0.offset = UInt64(Int64.max) - 31
            $0.sizes = [16]
        },
        Crafted("truncated: 4 bytes are missing") { $0.body = .init(repeating: 0, count: 4) },
        Crafted("92 bytes follow the last tensor") { $0.body = .init(repeating: 0, count: 100) },
        Crafted("general.alignment is 0") { $0.metadata = [Parts.entry("general.alignment", 4, Parts.le(UInt32(0)))] },
        Crafted("general.alignment is 12") {
            $0.metadata = [Parts.entry("general.alignment", 4, Parts.le(UInt32(12)))]
        },
        Crafted("'a' has the unknown type 13") { $0.metadata = [Parts.entry("a", 13, [])] },
        Crafted("'a' has the unknown type 77") {
            $0.metadata = [Parts.entry("a", 9, Parts.le(UInt32(77)) + Parts.le(UInt64(1)))]
        },
        Crafted("'a' is 9223372036854775807, more than") {
            $0.metadata = [Parts.entry("a", 9, Parts.le(UInt32(10)) + Parts.le(UInt64(Int64.max)))]
        },
        Crafted("'a' is nested too deep") {
            let level = Parts.le(UInt32(9)) + Parts.le(UInt64(1))
            $0.metadata = [Parts.entry("a", 9, level + level + level + level + level + level)]
        },
    ])
    func aCraftedFileIsRefusedWithItsFault(file: Crafted) throws {
        #expect(try Self.reason(file.bytes).contains(file.testDescription))
    }

    @Test func twoTensorsOfOneNameAreRefused() throws {
        var parts = Parts()
        parts.tensorCount = 2
        // The description of the one tensor, twice, before the same body.
        let one =
            Parts.le(UInt64(1)) + Array("x".utf8) + Parts.le(UInt32(1)) + Parts.le(UInt64(2)) + Parts.le(UInt32(0))
        let head = Array("GGUF".utf8) + Parts.le(UInt32(3)) + Parts.le(UInt64(2)) + Parts.le(UInt64(0))
        let bytes = head + one + Parts.le(UInt64(0)) + one + Parts.le(UInt64(32))
        let padding = [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32 + 64)
        #expect(try Self.reason(bytes + padding).contains("'x' appears twice"))
    }
}
