import Foundation
import Testing

@Suite struct DoctorTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }

    init() throws { scratch = try TemporaryFolder() }

    private struct Finding: Decodable {
        let topic, text: String
        let remedy: String?
    }

    private func run(_ arguments: [String] = [], _ more: [String: String] = [:]) throws -> CommandResult {
        let own = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
        return try Command.run(["doctor"] + arguments, in: folder, environment: own.merging(more) { _, new in new })
    }

    @Test func reportsTheMachineWithoutSecrets() throws {
        let result = try run(
            ["--json"],
            ["HF_TOKEN": "hf_secret", "https_proxy": "http://user:secret@127.0.0.1:1", "POCKET_TTS_CPU": "portable"])
        #expect(result.code == 0, "\(result.errors)")
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(!text.contains("secret") && text.contains("(login)@127.0.0.1:1") && text.contains("HF_TOKEN=(set)"))
        let findings = try JSONDecoder().decode([Finding].self, from: result.output)
        let topics = Set(findings.map(\.topic))
        #expect(
            topics.isSuperset(of: [
                "program", "system", "cpu", "kernels", "memory", "blas", "audio", "cache", "model", "player", "network",
                "speech",
            ]))
        #expect(findings.contains { $0.topic == "kernels" && $0.text.hasPrefix("portable") })
        #expect(
            findings.contains {
                $0.topic == "network" && $0.text.contains("the proxy 127.0.0.1:1 (https_proxy)") && $0.remedy != nil
            })
        #expect(findings.contains { $0.topic == "model" && $0.remedy == "pocket-tts models fetch english" })
    }

    /// A cache below a file cannot be made, whoever asks.
    @Test func reportsACacheThatCannotBeMade() throws {
        let file = folder.appending(path: "file")
        try Data().write(to: file)
        let result = try run(["--offline", "--json"], ["XDG_CACHE_HOME": file.path])
        let findings = try JSONDecoder().decode([Finding].self, from: result.output)
        let voices = findings.first { $0.topic == "cache" && $0.text.hasPrefix("voices") }
        #expect(voices?.text.hasSuffix("not writable") == true)
        #expect(voices?.remedy?.contains("set XDG_CACHE_HOME to a writable folder") == true)
    }

    @Test func namesARemedyForEachProblem() throws {
        let result = try run(["--offline"], ["HF_ENDPOINT": "ftp://nowhere", "POCKET_TTS_CPU": "pentium"])
        #expect(result.code == 65 && result.errors.contains("1 problems"), "\(result.errors)")
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(text.contains("HF_ENDPOINT is 'ftp://nowhere'") && text.contains("-> correct or unset the variable"))
        #expect(text.contains("-> POCKET_TTS_CPU=pentium has no effect"))
        #expect(!text.contains("network"))
    }
}
