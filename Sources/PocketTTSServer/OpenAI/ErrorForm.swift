import NIOCore

/// How an error reads in a protocol.
protocol ErrorForm: Sendable {
    /// The body of a response that reports it.
    func json(_ error: APIError) -> ByteBuffer
}

/// `{"error": {"message", "type", "param", "code"}}`.
struct OpenAIErrorForm: ErrorForm {
    func json(_ error: APIError) -> ByteBuffer { error.json }
}

extension APIError {
    /// A code for protocols that have one for every error.
    var errorCode: String {
        if let code { return code }
        return switch status.code {
        case 401: "invalid_api_key"
        case 403: "forbidden"
        case 404: "not_found"
        case 408: "timeout"
        case 413: "too_large"
        case 429, 503: "overloaded"
        case 400..<500: "invalid_request"
        default: "server_error"
        }
    }
}
