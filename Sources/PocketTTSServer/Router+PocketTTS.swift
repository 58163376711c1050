public import Hummingbird

extension RouterMethods {
    /// Mounts the HTTP endpoints of a speech service: OpenAI's, the reference's, the page at `/`, health and metrics.
    ///
    /// Errors come in OpenAI's form. With a context that is a ``ConnectionRequestContext``, speech stops as soon as its
    /// client has left; with others when the next audio cannot be sent.
    /// - Parameters:
    ///   - service: speaks.
    ///   - hasPage: whether `/` is the page.
    ///   - sites: which web pages may use the endpoints; `nil` does not check.
    public func addPocketTTS(_ service: SpeechService, hasPage: Bool = true, sites: SitePolicy? = nil) {
        let open = group().add(middleware: ErrorMiddleware())
        open.endpoint("health", .get) { _, _ in jsonResponse(#"{"status":"healthy"}"#) }
        open.endpoint("ready", .get) { _, _ in
            guard !service.admission.isClosed else { throw Admission.Refusal.shuttingDown }
            return jsonResponse(#"{"status":"ready"}"#)
        }
        let checked = group().add(middleware: ErrorMiddleware())
        if let sites { checked.add(middleware: SiteMiddleware(policy: sites)) }
        if hasPage { checked.endpoint("/", .get) { _, _ in Page.response } }

        let guarded = checked.group().add(middleware: KeyMiddleware(keys: service.keys))
        let speech = SpeechEndpoint(service: service)
        guarded.endpoint("v1/audio/speech", .post) { try await speech.respond(to: $0, context: $1) }
        let listings = Listings(service: service)
        guarded.endpoint("v1/models", .get) { _, _ in listings.models() }
        guarded.endpoint("v1/models/{model}", .get) { _, context in
            try listings.model(named: try context.parameters.require("model"))
        }
        guarded.endpoint("v1/audio/voices", .get) { _, _ in listings.voices() }
        let tts = TTSEndpoint(service: service)
        guarded.endpoint("tts", .post) { try await tts.respond(to: $0, context: $1) }
        if let registry = service.registry {
            guarded.endpoint("metrics", .get) { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: .init(byteBuffer: .init(string: registry.render())))
            }
        }
    }

    /// Answers one method at a path (HEAD beside GET), and others with 405 and the list of those.
    private func endpoint(
        _ path: RouterPath, _ method: HTTPRequest.Method,
        _ answer: @escaping @Sendable (Request, Context) async throws -> some ResponseGenerator
    ) {
        on(path, method: method, use: answer)
        let allowed: [HTTPRequest.Method] = method == .get ? [.get, .head] : [method]
        if method == .get {
            head(path) { try await answer($0, $1).response(from: $0, context: $1).createHeadResponse() }
        }
        for other: HTTPRequest.Method in [.get, .head, .post, .put, .patch, .delete, .options]
        where !allowed.contains(other) {
            on(path, method: other) { _, _ -> Response in throw APIError.notAllowed(allowed) }
        }
    }
}

private func jsonResponse(_ json: String) -> Response {
    Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: .init(string: json)))
}
