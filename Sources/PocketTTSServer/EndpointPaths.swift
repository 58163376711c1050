/// Advice for requests to paths that do not exist.
enum EndpointPaths {
    /// Each endpoint by the last component of its path.
    private static let byName = [
        "speech": "/v1/audio/speech", "voices": "/v1/audio/voices", "stream": "/v1/audio/stream",
        "models": "/v1/models",
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
