import Foundation
import Hummingbird
import NIOHTTP1
import PocketTTS
import PocketTTSAudio

/// An error in the form of OpenAI's interface: a status, and a JSON object with a message, a type, the parameter and a
/// code.
struct APIError: HTTPResponseError, Equatable {
    var status: HTTPResponse.Status
    var message: String
    /// The field of the request that is wrong.
    var parameter: String?
    var code: String?
    var headers: HTTPFields = [:]

    static func badRequest(_ message: String, parameter: String? = nil, code: String? = nil) -> APIError {
        APIError(status: .badRequest, message: message, parameter: parameter, code: code)
    }

    static let needsKey = APIError(
        status: .unauthorized,
        message: "a valid API key is needed: Authorization: Bearer KEY, X-API-Key or xi-api-key.",
        code: "invalid_api_key", headers: [.wwwAuthenticate: "Bearer"])

    /// For a client that can still read, at best: it has closed its sending side.
    static let clientHasGone = APIError(
        status: .badRequest, message: "the client closed its side of the connection before the response: keep it open.",
        headers: [.connection: "close"])

    static func notAllowed(_ allowed: [HTTPRequest.Method]) -> APIError {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return APIError(
            status: .methodNotAllowed, message: "this endpoint takes \(list) only.", headers: [.allow: list])
    }

    /// What the JSON object says.
    struct Details: Encodable {
        let message: String
        let type: String
        let param: String?
        let code: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(message, forKey: .message)
            try container.encode(type, forKey: .type)
            // Clients expect the keys, also without a value.
            try container.encode(param, forKey: .param)
            try container.encode(code, forKey: .code)
        }

        enum CodingKeys: CodingKey { case message, type, param, code }
    }

    private struct Body: Encodable {
        let error: Details
    }

    var details: Details { Details(message: message, type: type, param: parameter, code: code) }

    private var type: String {
        switch status.code {
        case 401, 403: "authentication_error"
        case 400..<500: "invalid_request_error"
        default: "server_error"
        }
    }

    /// The JSON object.
    var json: ByteBuffer { ByteBuffer(json: Body(error: details)) }

    func response(from request: Request, context: some RequestContext) -> Response { response(in: OpenAIErrorForm()) }

    func response(in form: some ErrorForm) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: .init(byteBuffer: form.json(self)))
    }
}

extension APIError {
    /// What a client sees of any error: nothing of the server that it need not know.
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as PocketTTSError: self.init(error)
        case let error as ModelLoadingError: self.init(error)
        case let error as SpeechFailureError:
            self.init(status: .internalServerError, message: error.description, code: "speech_failed")
        case let refusal as Admission.Refusal: self.init(refusal)
        case let error as DecodingError: self = .badRequest(error.explanation, parameter: error.field)
        case let error as HTTPParserError: self.init(error)
        case let error as any HTTPResponseError where error.status == .notFound:
            self.init(status: error.status, message: "there is no endpoint at this path.")
        case let error as any HTTPResponseError:
            self.init(status: error.status, message: (error as? HTTPError)?.body ?? error.status.reasonPhrase)
        default: self.init(status: .internalServerError, message: "internal error: try again.")
        }
    }

    private init(_ refusal: Admission.Refusal) {
        switch refusal {
        case .busy(let seconds):
            self.init(
                status: .serviceUnavailable, message: "too many requests at once: try again in \(seconds) s.",
                code: "overloaded", headers: [.retryAfter: "\(seconds)"])
        case .shuttingDown:
            self.init(
                status: .serviceUnavailable, message: "the server is shutting down: try again.", code: "shutting_down",
                headers: [.retryAfter: "1"])
        }
    }

    /// A request that is no HTTP: nothing that follows on its connection can be parsed.
    private init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow:
            self.init(
                status: .requestHeaderFieldsTooLarge,
                message: "the request's head is too long: send fewer or shorter header fields.")
        case .invalidEOFState: self = .clientHasGone
        default: self.init(status: .badRequest, message: "the request is not valid HTTP/1.1: \(error).")
        }
        headers[.connection] = "close"
    }

    private init(_ error: PocketTTSError) {
        switch error {
        case .emptyText, .textTooLong, .textChunkTooLong, .invalidText:
            self = .badRequest(error.description, parameter: "input")
        case .invalidOption(let name, let value, let allowed):
            // Options are called as flags are; fields have underscores.
            let field = name.replacing("-", with: "_")
            self = .badRequest("\(field) is \(value), allowed: \(allowed).", parameter: field)
        case .fileUnusable(path: "voice_wav", _), .invalidVoice(path: "voice_wav", _):
            self = .badRequest(error.description, parameter: "voice_wav")
        case .invalidVoice(path: "voice", let reason): self = .badRequest(reason, parameter: "voice")
        case .invalidCheckpoint(_, tensor: "mimi.encoder", _):
            self = .badRequest(
                "the model of this server cannot clone voices: use one of its voices.", parameter: "voice_wav")
        case .sessionOver: self = .badRequest(error.description, parameter: "text")
        case .cloningCancelled: self = .clientHasGone
        case .shutDown:
            self.init(
                status: .serviceUnavailable, message: "the server is shutting down: try again.", code: "shutting_down")
        case .outOfMemory:
            self.init(
                status: .serviceUnavailable, message: "the server has no memory for this request: use a shorter text.")
        case .notFinite:
            self.init(status: .internalServerError, message: "the model failed: lower the temperature.")
        case .fileNotFound, .fileUnusable, .invalidConfig, .invalidCheckpoint, .invalidTokenizer, .invalidVoice:
            self.init(status: .internalServerError, message: "a file of the server is damaged or missing: see its log.")
        }
    }
}

extension DecodingError {
    private var context: Context {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            context
        @unknown default: Context(codingPath: [], debugDescription: "")
        }
    }

    /// The dotted path of the field that is wrong.
    fileprivate var field: String? {
        var path = context.codingPath.map(\.stringValue)
        if case .keyNotFound(let key, _) = self { path.append(key.stringValue) }
        return path.isEmpty ? nil : path.joined(separator: ".")
    }

    fileprivate var explanation: String {
        guard let field else { return "the body is not a valid JSON object: \(context.debugDescription)" }
        return switch self {
        case .keyNotFound: "\(field) is missing."
        case .typeMismatch(let type, _): "\(field) has the wrong type: \(Self.name(of: type)) is expected."
        case .valueNotFound: "\(field) is null."
        default: "\(field) cannot be read."
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Double.Type, is Float.Type: "a number"
        case is any BinaryInteger.Type: "an integer"
        case is Bool.Type: "true or false"
        default: "something else"
        }
    }
}
