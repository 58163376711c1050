import Foundation
import LocalHub
import Testing

/// What README.md and docs/VOICES.md ask a new user to do, on a machine that has nothing yet.
@Suite struct HubCommandTests {
    private static let recording = Command.repository.appending(path: "Models/embedded/voices/woman.wav")
    private let right = ["HF_TOKEN": SmallHub.token]

    /// Runs a command that must succeed.
    private func succeed(_ hub: SmallHub, _ arguments: [String], _ more: [String: String] = [:]) throws -> CommandResult
    {
        let result = try hub.run(arguments, more)
        #expect(result.code == 0, "\(arguments): \(result.errors)")
        return result
    }

    private func text(_ result: CommandResult) -> String { String(decoding: result.output, as: UTF8.self) }

    @Test func fromNothingToAClonedVoice() async throws {
        try await SmallHub.with { hub in
            try FileManager.default.copyItem(at: Self.recording, to: hub.home.appending(path: "mine.wav"))
            #expect(text(try succeed(hub, ["models"])).contains("english  english   no"))
            #expect(hub.server.requests.isEmpty, "listing needs no network")

            let fetched = try succeed(hub, ["models", "fetch", "english"], right)
            #expect(
                fetched.errors.contains("fetching model.safetensors") && fetched.errors.contains("english is on disk"))
            #expect(text(try succeed(hub, ["models"])).contains("english  english   yes "))
            let voices = text(try succeed(hub, ["voices"]))
            #expect(voices.contains(try Regex(#"alba \* +yes +english +yes +CC-BY-4.0 +hf://"#)), "\(voices)")
            #expect(voices.contains(try Regex("cosette +yes +english +no +CC-BY-NC-4.0, non-commercial")), "\(voices)")

            // The published model speaks now that it is here, and a recording's clone: the same from the cache.
            let clone = ["generate", "Hello.", "--voice", "mine.wav", "--temperature", "0.7", "--seed", "3", "-o", "-"]
            let requests = hub.server.requests.count
            #expect(try succeed(hub, ["generate", "Hello.", "-o", "-"]).output.count > 44)
            let first = try succeed(hub, clone)
            let cache = hub.home.appending(path: ".cache/pocket-tts/voices")
            #expect(try FileManager.default.contentsOfDirectory(atPath: cache.path).count == 1)
            #expect(first.output.count > 44 && first.errors.isEmpty)
            #expect(try succeed(hub, clone) == first)
            #expect(try succeed(hub, clone + ["--no-voice-cache"]) == first)
            #expect(try succeed(hub, clone, ["HF_HUB_OFFLINE": "1"]) == first)

            #expect(try succeed(hub, ["export-voice", "mine.wav", "mine.safetensors"]).errors.contains("positions"))
            try FileManager.default.createDirectory(
                at: hub.home.appending(path: "all"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: Self.recording, to: hub.home.appending(path: "all/other.wav"))
            _ = try succeed(hub, ["export-voice", "all", "files"])
            let exact = ["generate", "Hello.", "--temperature", "0", "-o", "-", "--voice"]
            let direct = try succeed(hub, exact + ["mine.wav"])
            #expect(try succeed(hub, exact + ["./mine.safetensors"]) == direct)
            #expect(try succeed(hub, exact + ["files/other.safetensors"]) == direct)
            #expect(hub.server.requests.count == requests, "what is on disk needs no network")

            let bench = ["bench", "--language", "english", "--texts", "1", "--precision", "bf16", "--runs", "1"]
            #expect(text(try succeed(hub, bench + ["--json"])).contains(#""model" : "english""#))

            await hub.server.stop()
            #expect(try succeed(hub, clone) == first, "nor a hub")
            #expect(try succeed(hub, ["models", "rm", "english"]).errors.contains("freed"))
            #expect(text(try succeed(hub, ["models"])).contains("english  english   no"))
        }
    }

    @Test func withoutATokenTheOpenWeightsSpeakButCannotClone() async throws {
        try await SmallHub.with { hub in
            try FileManager.default.copyItem(at: Self.recording, to: hub.home.appending(path: "mine.wav"))
            let clone = ["generate", "Hello.", "--language", "english", "--voice", "mine.wav", "-q", "-o", "-"]
            // The open weights come anyway; the message says why, and how to get the others.
            for first in [["generate", "Hello.", "--language", "english", "-o", "-"], ["models", "fetch", "english"]] {
                let fetched = try succeed(hub, first)
                #expect(
                    fetched.errors.contains("cannot clone") && fetched.errors.contains("hf auth login"),
                    "\(fetched.errors)")
            }
            #expect(text(try succeed(hub, ["models"])).contains("yes, cannot clone"))
            #expect(try succeed(hub, ["generate", "Hello.", "-o", "-"]).output.count > 44)
            let refused = try hub.run(clone)
            #expect(refused.code == 65 && refused.output.isEmpty)
            #expect(
                refused.errors.contains("hf auth login") && refused.errors.contains("models fetch")
                    && refused.errors.split(separator: "\n").count == 1)

            // Logged in as `hf auth login` does it, and fetched again.
            let login = hub.home.appending(path: ".cache/huggingface/token")
            try Data("\(SmallHub.token)\n".utf8).write(to: login)
            _ = try succeed(hub, ["models", "fetch", "english"])
            #expect(try succeed(hub, clone).output.count > 44)
            let gets = hub.server.requests.filter { $0.method == .GET }.map(\.uri)
            #expect(gets.count == 4 && Set(gets).count == 4, "nothing is fetched twice: \(gets)")
        }
    }

    /// Before the published model is on disk, its voices need an option and the embedded ones do not.
    @Test func voicesMarksWhatGenerateAccepts() async throws {
        try await SmallHub.with { hub in
            let listed = text(try succeed(hub, ["voices"]))
            #expect(listed.contains(try Regex("woman +(\\* +)?yes +english +yes")), "\(listed)")
            #expect(listed.contains(try Regex("alba +--language english +english +no")), "\(listed)")
            #expect(hub.server.requests.isEmpty, "listing needs no network")
            struct Row: Decodable { let name: String, isAccepted: Bool }
            let rows = try JSONDecoder().decode([Row].self, from: succeed(hub, ["voices", "--json"]).output)
            for name in ["woman", "alba"] {
                let code = try hub.run(["generate", "Hi.", "--voice", name, "-q", "-o", "-"]).code
                #expect((code == 0) == rows.first { $0.name == name }?.isAccepted, "\(name)")
            }
            #expect(text(try succeed(hub, ["voices", "--language", "english"])).contains(try Regex("alba \\* +yes")))
            #expect(try hub.run(["voices", "--config", "hf://kyutai/pocket-tts/config.yaml"]).code == 0)
        }
    }

    @Test func tokenizeFetchesTheTokenizerAlone() async throws {
        try await SmallHub.with { hub in
            let result = try succeed(hub, ["tokenize", "--language", "english", "Hello.", "--json"])
            #expect(text(result).contains("Hello"))
            #expect(hub.server.requests.filter { $0.method == .GET }.map(\.uri.lastComponent) == ["tokenizer.json"])
            let config = hub.home.appending(path: "catalogue/configs/english.yaml").path
            #expect(try succeed(hub, ["tokenize", "--config", config, "Hello.", "--json"]).output == result.output)
            #expect(hub.server.requests.count { $0.method == .GET } == 1)
        }
    }

    @Test func offlineWithoutFilesIsReportedAndTouchesNothing() async throws {
        try await SmallHub.with { hub in
            let refused = try hub.run(
                ["generate", "Hello.", "--language", "english", "-o", "-"], ["HF_HUB_OFFLINE": "1"])
            #expect(refused.code == 66 && refused.errors.contains("HF_HUB_OFFLINE"), "\(refused.errors)")
            #expect(try succeed(hub, ["generate", "Hello.", "-o", "-"], ["HF_HUB_OFFLINE": "1"]).output.count > 44)
            #expect(hub.server.requests.isEmpty)
        }
    }

    /// Both ask for the weights before either gets an answer.
    @Test func twoProcessesFetchAFileOnce() async throws {
        let asked = Counter()
        let isWeights: @Sendable (LocalServer.Request) -> Bool = { $0.uri.hasPrefix("/kyutai/pocket-tts/") }
        try await SmallHub.with(change: { reply, request, _ in
            guard isWeights(request), request.method == .HEAD else { return }
            asked.increase()
            reply.isReady = { asked.value >= 2 }
        }) { hub in
            let result = try Command.shell(
                """
                "$0" models fetch english & one=$!
                "$0" models fetch english & two=$!
                wait $one; echo $?
                wait $two; echo $?
                """, in: hub.home, environment: hub.environment(right))
            #expect(text(result) == "0\n0\n", "\(result.errors)")
            let gets = hub.server.requests.filter { $0.method == .GET }.map(\.uri)
            #expect(gets.count == 3 && Set(gets).count == 3, "\(gets)")
            #expect(hub.server.requests.count { isWeights($0) && $0.method == .HEAD } == 2)
        }
    }

    /// The weights break off in the first process, which is killed; the next goes on where it ended.
    @Test func aKilledDownloadIsContinuedByTheNextProcess() async throws {
        try await SmallHub.with(change: { reply, request, earlier in
            if request.method == .GET, request.uri.hasPrefix("/kyutai/pocket-tts/"), earlier == 0 {
                reply.stallAfter = 200_000
            }
        }) { hub in
            let blobs = ".cache/huggingface/hub/models--kyutai--pocket-tts/blobs"
            let result = try Command.shell(
                """
                "$0" models fetch english -q & process=$!
                until [ -s \(blobs)/*.incomplete ]; do sleep 0.02; done
                kill -KILL $process; wait $process
                "$0" models fetch english -q; echo $?
                """, in: hub.home, environment: hub.environment(right))
            #expect(text(result) == "0\n")
            let parts = hub.server.requests.filter { $0.method == .GET && $0.uri.hasPrefix("/kyutai/pocket-tts/") }
            #expect(parts.count == 2 && (parts.last?.rangeStart ?? 0) > 0)
            #expect(try succeed(hub, ["generate", "Hello.", "-o", "-"]).output.count > 44)
        }
    }
}

extension String {
    /// The part after the last slash.
    fileprivate var lastComponent: Substring { split(separator: "/").last ?? "" }
}
