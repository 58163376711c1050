/// Advice for requests to paths that do not exist.
enum EndpointPaths {
    /// Each endpoint by the last component of its path.
    private static let byName = [
        "speech": "/v1/audio/speech", "voices": "/v1/audio/voices", "stream": "/v1/audio/stream",
        "models": "/v1/models",
        "captioned_speech": "/dev/captioned_speech", "bytes": "/tts/bytes", "sse": "/tts/sse",
        "websocket": "/tts/websocket", "stream-input": "/v1/text-to-speech/{voice}/stream-input",
        "multi-stream-input": "/v1/text-to-speech/{voice}/multi-stream-input",
        "text-to-speech": "/v1/text-to-speech/{voice}",
        "tts": "/tts", "health": "/health", "healthz": "/health", "ready": "/ready", "metrics": "/metrics",
    ]

    /// The error message for a path without an endpoint: the endpoint of the same name, or all of them.
    static func advice(for path: String) -> String {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if let known = byName[name] { return "there is no endpoint at this path: use \(known)." }
        let all = Set(byName.values).sorted().joined(separator: ", ")
        return "there is no endpoint at this path. The endpoints are \(all)."
    }
}
