import Foundation
import Testing

/// Voices that take compute are made once, by whichever process comes first.
@Suite struct VoiceCacheTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }
    private let model = Command.fixtures.appending(path: "models/lsd").path
    private var environment: [String: String] { ["HOME": folder.path, "PATH": "/usr/bin:/bin"] }
    private var cache: URL { folder.appending(path: ".cache/pocket-tts/voices") }

    init() throws { scratch = try TemporaryFolder() }

    private func speak(_ voice: String) throws -> Data {
        let result = try Command.run(
            [
                "generate", "Hello.", "--model", model, "--voice", voice, "--temperature", "0.7", "--seed", "3", "-o",
                "-",
            ],
            in: folder, environment: environment)
        #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
        return result.output
    }

    private func kept() throws -> [String] {
        FileManager.default.fileExists(atPath: cache.path)
            ? try FileManager.default.contentsOfDirectory(atPath: cache.path) : []
    }

    @Test func anEmbeddingIsEncodedOnce() throws {
        let other = "other.safetensors"
        let recording = Command.repository.appending(path: "Models/embedded/voices/woman.wav").path
        let exported = try Command.run(
            ["export-voice", recording, other, "--model", model, "-q"], in: folder, environment: environment)
        #expect(exported.code == 0, "\(exported.errors)")
        let otherSpeech = try speak("./\(other)")
        #expect(try kept().isEmpty, "a state is ready as it is")
        let first = try speak("\(model)/voice-embedding.safetensors")
        #expect(try kept().count == 1)
        #expect(first.count > 44 && first != otherSpeech)
        #expect(try speak("\(model)/voice-embedding.safetensors") == first, "the same seed, the same speech")

        // Whatever is kept is what speaks.
        let file = try cache.appending(path: #require(kept().first))
        try FileManager.default.removeItem(at: file)
        try FileManager.default.copyItem(at: folder.appending(path: other), to: file)
        #expect(try speak("\(model)/voice-embedding.safetensors") != first)
        try Data("damaged".utf8).write(to: file)
        #expect(try speak("\(model)/voice-embedding.safetensors") == first, "what cannot be read is made again")
        #expect(try speak("\(model)/voice-embedding-2d.safetensors") == first)
        #expect(try kept().count == 2, "another file, another key")
    }

    @Test func processesShareIt() throws {
        let recording = Command.repository.appending(path: "Models/embedded/voices/woman.wav").path
        let result = try Command.shell(
            """
            for i in 1 2 3; do
                "$0" generate Hello. --model \(model) --voice \(recording) --seed 3 -q -o $i.wav &
                processes="$processes $!"
            done
            wait $processes
            cmp 1.wav 2.wav && cmp 2.wav 3.wav && echo same
            """, in: folder, environment: environment)
        #expect(String(decoding: result.output, as: UTF8.self) == "same\n", "\(result.errors)")
        let files = try kept()
        #expect(files.count == 1 && files.first?.hasSuffix(".safetensors") == true, "\(files)")
    }
}
