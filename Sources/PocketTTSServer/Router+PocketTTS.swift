public import Hummingbird

extension RouterMethods {
    /// Mounts the HTTP doors of a speech service: OpenAI's, the reference's, the page at `/`, health and metrics.
    ///
    /// Errors come in OpenAI's form. With a context that is a ``ConnectionRequestContext``, speech stops as soon as its
    /// client has gone; with others when the next audio cannot be sent.
    /// - Parameter hasPage: whether `/` is ours too.
    public func addPocketTTS(_ service: SpeechService, hasPage: Bool = true) {
        let open = group().add(middleware: ErrorMiddleware())
        open.get("health") { _, _ in jsonResponse(#"{"status":"healthy"}"#) }
        open.get("ready") { _, _ in
            guard !service.admission.isClosed else { throw Admission.Refusal.shuttingDown }
            return jsonResponse(#"{"status":"ready"}"#)
        }
        if hasPage { open.get("/") { _, _ in Page.response } }

        let guarded = group().add(middleware: ErrorMiddleware()).add(middleware: KeyMiddleware(keys: service.keys))
        let speech = SpeechEndpoint(service: service)
        guarded.post("v1/audio/speech") { try await speech.respond(to: $0, context: $1) }
        let listings = Listings(service: service)
        guarded.get("v1/models") { _, _ in listings.models() }
        guarded.get("v1/models/{model}") { _, context in
            try listings.model(named: try context.parameters.require("model"))
        }
        guarded.get("v1/audio/voices") { _, _ in listings.voices() }
        let tts = TTSEndpoint(service: service)
        guarded.post("tts") { try await tts.respond(to: $0, context: $1) }
        if let registry = service.registry {
            guarded.get("metrics") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: .init(byteBuffer: .init(string: registry.render())))
            }
        }
    }
}

private func jsonResponse(_ json: String) -> Response {
    Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: .init(string: json)))
}
