import Foundation
import Testing

@testable import PocketTTS

@Suite struct SafetensorsFileTests {
    private func open(_ bytes: Data, _ body: (SafetensorsFile) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("t.safetensors")
            try bytes.write(to: url)
            try body(try SafetensorsFile(contentsOf: url))
        }
    }

    @Test func aGoodFileIsRead() throws {
        let bytes = SafetensorsBytes.file(
            header: BrokenSafetensors.goodHeader.dropLast()
                + #","__metadata__":{"format":"pt","é\u00e9\ud83d\ude00":"\n"},"e":"#
                + #"{ "shape" : [ 0 , 9223372036854775807 ] , "data_offsets" : [ 16 , 16 ] , "dtype" : "I8" } }   "#,
            body: BrokenSafetensors.body)
        try open(bytes) { file in
            #expect(file.names == ["a", "b", "e"])
            #expect(file.metadata == ["format": "pt", "éé😀": "\n"])
            let a = try #require(file.tensor(named: "a"))
            #expect(a.dtype == .f32 && a.shape == [2, 2] && a.elementCount == 4)
            #expect(Data(a.bytes) == Data(0..<16))
            #expect(file.tensor(named: "e")?.elementCount == 0)
            #expect(file.tensor(named: "c") == nil)
        }
    }

    @Test(arguments: BrokenSafetensors.cases)
    func aBrokenFileIsATypedError(_ broken: BrokenSafetensors.Case) throws {
        let error = pocketError("\(broken.title)") { try open(broken.bytes) { _ in } }
        guard case .invalidCheckpoint(let path, _, let reason) = error else {
            Issue.record("\(broken.title): \(String(describing: error))")
            return
        }
        #expect(path.hasSuffix("t.safetensors"))
        #expect(reason.contains(broken.mentions), "\(broken.title): \(reason)")
        #expect(!reason.contains("\n") && reason.count < 500)
    }

    @Test func thereAreManyBrokenFiles() { #expect(BrokenSafetensors.cases.count >= 60) }

    @Test func whatIsNotAReadableFileIsATypedError() throws {
        try withTemporaryFolder { folder in
            let missing = folder.appendingPathComponent("no.safetensors")
            #expect(
                pocketError { _ = try SafetensorsFile(contentsOf: missing, purpose: "voice") }
                    == .fileNotFound(path: missing.path, purpose: "voice"))
            #expect(
                pocketError { _ = try SafetensorsFile(contentsOf: missing.appendingPathComponent("x")) }
                    == .fileNotFound(path: missing.path + "/x", purpose: "weights"))
            let pipe = folder.appendingPathComponent("pipe")
            #expect(mkfifo(pipe.path, 0o600) == 0)
            let locked = folder.appendingPathComponent("locked")
            try BrokenSafetensors.good.write(to: locked)
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked.path)
            // The superuser may read anything.
            for url in getuid() == 0 ? [folder, pipe] : [folder, pipe, locked] {
                let error = pocketError { _ = try SafetensorsFile(contentsOf: url) }
                guard case .fileUnusable(url.path, _) = error else {
                    Issue.record("\(url.path): \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test func floatsConvertExactlyAtAnyAlignment() throws {
        var generator = SplitMix(state: 1)
        let halves = (0...UInt16.max).map { $0 }
        let data = halves.withUnsafeBytes { Data($0) }
        let singles = (0..<257).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()) & 0x7F7F_FFFF)
        }
        for padding in 0..<4 {
            let bytes = SafetensorsBytes.file([
                .init(name: "pad", dtype: "U8", shape: [padding], data: Data(count: padding)),
                .init(name: "f16", dtype: "F16", shape: [65_536], data: data),
                .init(name: "bf16", dtype: "BF16", shape: [256, 256], data: data),
                .init(name: "f32", shape: [257], data: singles.withUnsafeBytes { Data($0) }),
            ])
            try open(bytes) { file in
                let f16 = try #require(file.tensor(named: "f16")).floats()
                let bf16 = try #require(file.tensor(named: "bf16")).floats()
                let f32 = try #require(file.tensor(named: "f32")).floats()
                #expect(f32 == singles)
                for bits in halves {
                    let wide = Float(bitPattern: UInt32(bits) << 16)
                    let isSame = bf16[Int(bits)].bitPattern == wide.bitPattern
                    if !isSame { Issue.record("bf16 \(bits)") }
                    let want = Self.half(bits)
                    let got = f16[Int(bits)]
                    if want.isNaN ? !got.isNaN : got.bitPattern != want.bitPattern {
                        Issue.record("f16 \(bits): \(got), \(want)")
                    }
                }
            }
        }
    }

    /// IEEE half by definition.
    private static func half(_ bits: UInt16) -> Float {
        let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
        let magnitude: Float =
            switch exponent {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    @Test func aTensorOutlivesItsFileAndItsReleasedPages() throws {
        let tensor = try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("t.safetensors")
            try SafetensorsBytes.file([SafetensorsBytes.floats("x", [100, 100])]).write(to: url)
            return try #require(try SafetensorsFile(contentsOf: url).tensor(named: "x"))
        }
        let before = try tensor.floats()
        tensor.releasePages()
        #expect(try tensor.floats() == before)
        #expect(before[3] == 0.5)
    }

    @Test func aConversionOfTheWrongKindIsAnError() throws {
        try open(SafetensorsBytes.file([.init(name: "i", dtype: "I64", shape: [2], data: Data(count: 16))])) { file in
            let tensor = try #require(file.tensor(named: "i"))
            #expect(tensor.int64s() == [0, 0])
            #expect(throws: PocketTTSError.self) { _ = try tensor.floats() }
            let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: 1)
            defer { buffer.deallocate() }
            #expect(throws: PocketTTSError.self) { try tensor.copyFloats(to: buffer) }
        }
    }

    /// A width that overflows when it is doubled fits no model, and is no reason to trap.
    @Test func aRoundedWidthThatOverflows() throws {
        let header =
            #"{"__metadata__":{"pocket_tts.rounded_version":"1","pocket_tts.precision":"int4"},"#
            + #""w":{"dtype":"U8","shape":[0,9223372036854775807],"data_offsets":[0,0]},"#
            + #""v":{"dtype":"U8","shape":[0,3],"data_offsets":[0,0]}}"#
        try open(SafetensorsBytes.file(header: header, body: Data())) { file in
            #expect(FileRounding.shapesBefore(file) == ["w": [0, .max], "v": [0, 6]])
        }
    }

    /// Thousands of random edits of a good header: each is either read consistently or refused, nothing crashes.
    @Test func mutatedHeadersNeverCrash() throws {
        var generator = SplitMix(state: 42)
        let alphabet = Array("{}[]\":,0123456789-.eE\\u \u{0}ntfBFdtypeshapeoffsets".utf8) + [0xFF, 0xC3, 0xED, 0xA0]
        let original = Array(
            (BrokenSafetensors.goodHeader.dropLast() + #","__metadata__":{"format":"pt"}}"#).utf8)
        var (accepted, refused) = (0, 0)
        for _ in 0..<6_000 {
            var header = original
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let place = Int.random(in: 0..<header.count, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: header[place] = alphabet.randomElement(using: &generator) ?? 0
                case 1: header.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
                case 2: header.remove(at: place)
                case 3: header.insert(contentsOf: header[place..<min(header.count, place + 12)], at: 0 + place)
                default: header.removeLast(min(header.count - 1, Int.random(in: 0..<8, using: &generator)))
                }
            }
            do {
                let parsed = try header.withUnsafeBytes { try SafetensorsHeader(json: $0, bodySize: 22) }
                let covered = parsed.entries.values.map(\.range.count).reduce(0, +)
                #expect(covered == 22)
                accepted += 1
            } catch let error as HeaderProblem {
                #expect(!error.reason.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 4_000 && accepted > 50, "\(accepted) accepted, \(refused) refused")
    }
}
