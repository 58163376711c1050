import Foundation
import Hummingbird
import Logging
import NIOEmbedded
@testable import PocketTTSServer
import PocketTTS
@testable import PocketTTSAudio

/// A service on one of the small random models in Tests/Fixtures, or on the embedded voice, whose words have known
/// times; and its router without a socket.
struct Endpoints {
    let service: SpeechService
    private let logger: Logger
    private let responder: RouterResponder<SpeechRequestContext>

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    private static let random = folder.appending(path: "models/lsd")

    init(
        embedded: Bool = false, capacity: Int = 4, keys: [String] = [], sites: SitePolicy? = nil,
        logsTexts: Bool = false,
        logger: Logger = .silent, aliases: [String: String] = [:], listsVoicesOpenly: Bool = false,
        uploads: VoiceUploads? = nil, administration: ModelAdministration? = nil,
        adjust: (inout ServiceLimits) -> Void = { _ in },
        keeper: ServedModel.VoiceKeeper? = nil
    ) async throws {
        var limits = ServiceLimits()
        adjust(&limits)
        let folder = embedded ? try SpeechModel.embeddedFolder() : try .open(directory: Self.random)
        let synthesizer = try Synthesizer(model: SpeechModel(folder: folder))
        let model = try await ServedModel(
            name: embedded ? "embedded" : "lsd", language: "english", synthesizer: synthesizer,
            voices: embedded ? folder.voices : ["someone": Self.random.appending(path: "voice.safetensors")],
            keeper: keeper, capacity: capacity)
        service = try SpeechService(
            models: [model], limits: limits, keys: keys, registry: .forSpeech(), logsTexts: logsTexts, aliases: aliases,
            listsVoicesOpenly: listsVoicesOpenly, uploads: uploads, administration: administration)
        self.logger = logger
        let router = Router(context: SpeechRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        router.addPocketTTS(service, sites: sites)
        responder = router.buildResponder()
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: Data

        /// The parameter and the message of an error in OpenAI's form.
        var error: (parameter: String?, message: String)? {
            let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
            guard let error = object?["error"] as? [String: Any], let message = error["message"] as? String else {
                return nil
            }
            return (error["param"] as? String, message)
        }
    }

    /// Starts a request; its body has not been written yet.
    func start(
        _ method: HTTPRequest.Method, _ path: String, body: Data = Data(), type: String = "application/json",
        headers: HTTPFields = [:], authority: String? = "localhost", stream: RequestBody? = nil,
        channel: NIOAsyncTestingChannel? = nil
    ) async throws -> Response {
        let connection = channel ?? NIOAsyncTestingChannel()
        if channel == nil { try await connection.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).get() }
        var headers = headers
        headers[.contentType] = type
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: authority, path: path, headerFields: headers),
            body: stream ?? .init(buffer: ByteBuffer(bytes: body)))
        return try await responder.respond(
            to: request, context: .init(source: .init(channel: connection, logger: logger)))
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, body: Data = Data(), type: String = "application/json",
        headers: HTTPFields = [:], authority: String? = "localhost", stream: RequestBody? = nil
    ) async throws -> Answer {
        let response = try await start(
            method, path, body: body, type: type, headers: headers, authority: authority, stream: stream)
        let collector = Collector()
        try await response.body.write(collector)
        return Answer(status: response.status.code, headers: response.headers, body: collector.data)
    }

    func speak(_ json: String) async throws -> Answer {
        try await send(.post, "/v1/audio/speech", body: Data(json.utf8))
    }
}

/// A WAV file of 16 bits, 24 kHz.
func waveFile(_ samples: [Float]) -> Data {
    Data(WAVEncoder.header(sampleRate: 24_000, samples: samples.count) + samples.int16.littleEndianBytes)
}

extension Logger {
    /// Writes nothing.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// Keeps what is written.
final class Collector: ResponseBodyWriter {
    private(set) var data = Data()

    func write(_ buffer: ByteBuffer) async throws { data += Data(buffer: buffer) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
