import CSndFile
import Foundation
import PocketTTS
import PocketTTSAudio
import Testing

/// Whatever a user gives: a clear error, or a clear warning and a voice.
struct BadAudioTests {
    private let wav16 = SF_FORMAT_WAV | SF_FORMAT_PCM_16

    private func tone(_ count: Int, level: Float = 0.4) -> [Float] { (0..<count).map { level * sin(Float($0) * 0.1) } }

    private func message(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    @Test func missingFile() {
        let url = URL(filePath: "/nowhere/voice.wav")
        #expect(throws: PocketTTSError.fileNotFound(path: url.path, purpose: "recording")) {
            try AudioFile.read(contentsOf: url)
        }
    }

    @Test func folderAndDevice() throws {
        let folder = try TemporaryFolder()
        #expect(message { _ = try AudioFile.read(contentsOf: folder.url) }.contains("not a file but a folder"))
        #expect(message { _ = try AudioFile.read(contentsOf: URL(filePath: "/dev/null")) }.contains("device"))
    }

    @Test(arguments: ["wav", "mp3", "flac", "ogg", "aiff", "raw", "vox", "gsm", "pcm", "txt"])
    func textUnderAnyName(_ suffix: String) throws {
        let folder = try TemporaryFolder()
        let text = Data(String(repeating: "Hello, this is no sound at all.\n", count: 2000).utf8)
        let file = try folder.file("voice.\(suffix)", text)
        #expect(message { _ = try AudioFile.read(contentsOf: file) }.contains("give a WAV, FLAC"))
        #expect(message { _ = try AudioFile.read(data: text, name: "voice") }.contains("give a WAV, FLAC"))
    }

    /// Of all formats that libsndfile writes, only those that are named are read, also behind a tag that it skips.
    @Test func otherFormatsOfTheLibrary() throws {
        let read: Set = [
            SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64, SF_FORMAT_AIFF, SF_FORMAT_AU, SF_FORMAT_FLAC, SF_FORMAT_OGG,
            SF_FORMAT_MPEG,
        ]
        let folder = try TemporaryFolder()
        var refused = 0
        for major in 1...0x3F where !read.contains(major << 16) {
            for subtype in [
                SF_FORMAT_PCM_16, SF_FORMAT_PCM_S8, SF_FORMAT_FLOAT, SF_FORMAT_DPCM_16, SF_FORMAT_VOX_ADPCM,
            ] {
                let name = "\(major)-\(subtype)"
                guard let file = try folder.audio(name, format: major << 16 | subtype, tone(30000)) else { continue }
                refused += 1
                let data = try Data(contentsOf: file)
                let tag = Data("ID3".utf8) + [4, 0, 0, 0, 0, 0, 2, 0, 0]
                for contents in [data, tag + data] {
                    #expect(throws: PocketTTSError.self, "\(name)") { try AudioFile.read(data: contents) }
                }
            }
        }
        #expect(refused > 10)
    }

    @Test func aTaggedFile() throws {
        let folder = try TemporaryFolder()
        guard let file = try folder.audio("a.flac", format: SF_FORMAT_FLAC | SF_FORMAT_PCM_16, tone(30000)) else {
            return
        }
        let tagged = Data("ID3".utf8) + [4, 0, 0, 0, 0, 0, 2, 0, 0] + (try Data(contentsOf: file))
        #expect(try AudioFile.read(data: tagged).samples.count == 30000)
    }

    @Test func emptyFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("a.wav", Data())
        #expect(message { _ = try AudioFile.read(contentsOf: file) }.contains("it is empty"))
        #expect(message { _ = try AudioFile.read(data: Data()) }.contains("it is empty"))
    }

    @Test func headerWithoutSamples() throws {
        let clip = try AudioFile.read(data: waveFile([]))
        #expect(clip.samples.isEmpty)
        #expect(message { _ = try clip.checkedPrompt() }.contains("no samples"))
    }

    @Test func silent() throws {
        let clip = try AudioFile.read(data: waveFile([Float](repeating: 0, count: 48000)))
        #expect(message { _ = try clip.checkedPrompt() }.contains("silent"))
    }

    @Test func notANumber() throws {
        let folder = try TemporaryFolder()
        for bad in [Float.nan, .infinity] {
            var samples = tone(48000)
            samples[777] = bad
            let file = try folder.audio("a.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, samples)
            let clip = try AudioFile.read(contentsOf: #require(file))
            #expect(message { _ = try clip.checkedPrompt() }.contains("sample 777 is \(bad)"))
        }
    }

    @Test func poorButUsable() throws {
        func warnings(_ samples: [Float], rate: Int = 24000) throws -> [AudioWarning] {
            try AudioFile.read(data: waveFile(samples, rate: rate)).checkedPrompt().warnings
        }
        #expect(try warnings(tone(48000)).isEmpty)
        #expect(try warnings(tone(12000)) == [.short(seconds: 0.5)])
        #expect(try warnings(tone(48000), rate: 8000) == [.lowSampleRate(8000)])
        #expect(try warnings(tone(384_000), rate: 192_000).isEmpty)
        guard case .quiet(let peak) = try warnings(tone(48000, level: 0.002)).first else {
            Issue.record("a quiet recording went unnoticed")
            return
        }
        #expect(abs(peak + 54) < 0.2)
        guard case .clipped(let part) = try warnings(tone(48000, level: 3)).first else {
            Issue.record("a clipped recording went unnoticed")
            return
        }
        #expect(part > 0.5)
        let integers = try AudioClip(samples: tone(48000).map { $0 * 32767 }, sampleRate: 24000).checkedPrompt()
        guard case .loud = integers.warnings.first else {
            Issue.record("16-bit samples as floats went unnoticed")
            return
        }
        // A loud tone that is not clipped.
        #expect(try warnings(tone(48000, level: 1)).isEmpty)
    }

    @Test func truncated() throws {
        let folder = try TemporaryFolder()
        for (name, format) in [
            ("a.wav", wav16), ("a.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16),
            ("a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16),
        ] {
            guard let file = try folder.audio(name, format: format, noise(48000)) else { continue }
            let whole = try Data(contentsOf: file)
            let half = try folder.file("half-\(name)", whole.prefix(whole.count / 2))
            let clip = try AudioFile.read(contentsOf: half)
            #expect(clip.warnings == [.endsEarly], "\(name)")
            #expect((10000..<25000).contains(clip.samples.count), "\(name)")
        }
    }

    /// Someone else shortens a recording while it is read: a clip or an error, and the process goes on.
    @Test func shortenedWhileItIsRead() async throws {
        let folder = try TemporaryFolder()
        let whole = waveFile([Float](repeating: 0.1, count: 700_000))
        for _ in 0..<40 {
            let file = try folder.file("recording.wav", whole)
            let sizes = stride(from: whole.count, through: 0, by: -65536)
            async let shortening: Void = Task.detached { for size in sizes { truncate(file.path, size) } }.value
            let outcome = message { _ = try AudioFile.read(contentsOf: file) }
            await shortening
            #expect(["no error", "shortened", "empty", "no audio"].contains(where: outcome.contains), "\(outcome)")
        }
    }

    /// Every prefix of a small file, and every byte of its header set to 255: nothing but an answer.
    @Test func damagedHeaders() throws {
        let folder = try TemporaryFolder()
        for (name, format) in [
            ("a.wav", wav16), ("a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16),
            ("a.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_24),
        ] {
            guard let file = try folder.audio(name, format: format, noise(300)) else { continue }
            let whole = try Data(contentsOf: file)
            var outcomes = 0
            for length in 0..<min(whole.count, 200) {
                outcomes +=
                    message { _ = try AudioFile.read(data: whole.prefix(length)).checkedPrompt() }.isEmpty ? 0 : 1
                var damaged = whole
                damaged[length] = 255
                outcomes += message { _ = try AudioFile.read(data: damaged).checkedPrompt() }.isEmpty ? 0 : 1
            }
            #expect(outcomes == 2 * min(whole.count, 200))
        }
    }

    /// A header that claims gigabytes takes no memory: what is there counts.
    @Test func enormousClaims() throws {
        var data = waveFile(tone(30000))
        for offset in [4, 40] { data.replaceSubrange(offset..<offset + 4, with: [0xff, 0xff, 0xff, 0xff]) }
        #expect(try AudioFile.read(data: data).samples.count == 30000)
        data.replaceSubrange(24..<28, with: [0xff, 0xff, 0xff, 0x7f])
        #expect(message { _ = try AudioFile.read(data: data) }.contains("samples per second"))
        data.replaceSubrange(24..<28, with: [0xc0, 0x5d, 0, 0])
        data.replaceSubrange(22..<24, with: [0xff, 0xff])
        #expect(message { _ = try AudioFile.read(data: data) } != "no error")
    }

    /// Sizes that a writer to a pipe left at zero: the samples up to the file's end count, from a file and from memory.
    @Test(arguments: [0, 36, 36 + 26])
    func sizesOfAPipe(riffSize: Int) throws {
        var data = waveFile(tone(30000))
        if riffSize > 36 {
            data.insert(contentsOf: Array("LIST".utf8) + [18, 0, 0, 0] + [UInt8](repeating: 65, count: 18), at: 36)
        }
        let sizes = data.count - 60_000 - 4
        data.replaceSubrange(4..<8, with: [UInt8(riffSize), 0, 0, 0])
        data.replaceSubrange(sizes..<sizes + 4, with: [0, 0, 0, 0])
        let folder = try TemporaryFolder()
        let file = try folder.file("pipe.wav", data)
        for clip in [try AudioFile.read(data: data), try AudioFile.read(contentsOf: file)] {
            #expect(clip.samples.count == 30000 && clip.warnings.isEmpty)
        }
    }

    /// An empty `data` chunk before another chunk is no pipe's header.
    @Test func anEmptyRecordingStaysEmpty() throws {
        var data = waveFile([])
        data.append(contentsOf: Array("LIST".utf8) + [4, 0, 0, 0, 65, 65, 65, 65])
        data.replaceSubrange(4..<8, with: [UInt8(data.count - 8), 0, 0, 0])
        #expect(try AudioFile.read(data: data).samples.isEmpty)
    }

    @Test func constantAndLong() throws {
        for level in [Float(0.5), -0.25, 1] {
            let clip = AudioClip(samples: [Float](repeating: level, count: 48000), sampleRate: 24000)
            #expect(message { _ = try clip.checkedPrompt() }.contains("no sound"))
        }
        let prompt = try AudioClip(samples: tone(24000 * 21), sampleRate: 24000).checkedPrompt()
        #expect(prompt.warnings == [.long(seconds: 21)])
        #expect(try AudioClip(samples: tone(24000 * 20), sampleRate: 24000).checkedPrompt().warnings.isEmpty)
    }

    @Test func promptsAreCut() throws {
        let clip = try AudioClip(samples: tone(24000 * 40), sampleRate: 24000).checkedPrompt()
        #expect(clip.samples.count == 24000 * 30)
        #expect(clip.warnings == [.cut(seconds: 30)])
    }

    @Test func warningsAreSentences() {
        let all: [AudioWarning] = [
            .cut(seconds: 30), .short(seconds: 0.52), .endsEarly, .quiet(peak: -50), .clipped(part: 0.25),
            .lowSampleRate(8000), .mixedDown(channels: 6),
        ]
        for warning in all { #expect(warning.description.hasSuffix(".") && !warning.description.contains("\n")) }
        #expect(all[3].description.contains("-50.0 dB") && all[4].description.contains("25.0 %"))
    }
}
