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
        let speaking = guarded.group().add(middleware: AdmissionMiddleware(service: service))
        let speech = SpeechEndpoint(service: service)
        speaking.endpoint("v1/audio/speech", .post) { try await speech.respond(to: $0, context: $1) }
        // Some clients look for voices before they have been given a key.
        addListings(service, to: service.listsVoicesOpenly ? checked.group() : guarded)
        if let uploads = service.uploads {
            let voices = VoiceEndpoints(service: service, uploads: uploads)
            guarded.on("v1/audio/voices", method: .post) { try await voices.create($0, context: $1) }
            guarded.on("v1/audio/voices/{voice}", method: .get) { _, context in
                try voices.voice(try context.parameters.require("voice"))
            }
            guarded.on("v1/audio/voices/{voice}", method: .delete) { _, context in
                try voices.delete(try context.parameters.require("voice"))
            }
        }
        if let administration = service.administration {
            let models = ModelEndpoints(service: service, administration: administration)
            let administered = checked.group().add(middleware: KeyMiddleware(keys: administration.keys))
            administered.on("v1/models", method: .post) { try await models.load($0, context: $1) }
            administered.on("v1/models/{model}", method: .delete) { _, context in
                try models.unload(try context.parameters.require("model"))
            }
        }
        let captioned = CaptionedSpeechEndpoint(service: service)
        speaking.endpoint("dev/captioned_speech", .post) { try await captioned.respond(to: $0, context: $1) }
        let tts = TTSEndpoint(service: service)
        speaking.endpoint("tts", .post) { try await tts.respond(to: $0, context: $1) }
        addCartesia(service, sites: sites)
        addElevenLabs(service, sites: sites)
        if let registry = service.registry {
            guarded.endpoint("metrics", .get) { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: .init(byteBuffer: .init(string: registry.render())))
            }
        }
    }

    private func addListings(_ service: SpeechService, to group: RouterGroup<Context>) {
        let listings = Listings(service: service)
        let isAdministered = service.administration != nil
        group.endpoint("v1/models", .get, beside: isAdministered ? [.post] : []) { request, context in
            // ElevenLabs' clients read another list there; they are known by their key's header.
            request.headers[.elevenLabsKey] == nil
                ? try listings.models().response(from: request, context: context)
                : try ElevenLabsEndpoints(service: service).models().response(from: request, context: context)
        }
        group.endpoint("v1/audio/models", .get) { _, _ in listings.audioModels() }
        group.endpoint("v1/models/{model}", .get, beside: isAdministered ? [.delete] : []) { _, context in
            try listings.model(named: try context.parameters.require("model"))
        }
        let others: [HTTPRequest.Method] = service.uploads == nil ? [] : [.post]
        group.endpoint("v1/audio/voices", .get, beside: others) { _, _ in listings.voices() }
    }

    /// A group whose errors have the form of another service's protocol.
    private func keyed(_ service: SpeechService, sites: SitePolicy?, form: some ErrorForm) -> RouterGroup<Context> {
        let checked = group().add(middleware: ErrorMiddleware(form: form))
        if let sites { checked.add(middleware: SiteMiddleware(policy: sites)) }
        return checked.add(middleware: KeyMiddleware(keys: service.keys))
    }

    private func addCartesia(_ service: SpeechService, sites: SitePolicy?) {
        let guarded = keyed(service, sites: sites, form: CartesiaErrorForm())
        let speaking = guarded.group().add(middleware: AdmissionMiddleware(service: service))
        let cartesia = CartesiaEndpoints(service: service)
        speaking.endpoint("tts/bytes", .post) { try await cartesia.bytes($0, $1) }
        speaking.endpoint("tts/sse", .post) { try await cartesia.events($0, $1) }
        guarded.endpoint("voices", .get) { request, _ in try cartesia.voices(request) }
        guarded.endpoint("voices/{voice}", .get) { _, context in
            try cartesia.voice(id: try context.parameters.require("voice"))
        }
    }

    private func addElevenLabs(_ service: SpeechService, sites: SitePolicy?) {
        let guarded = keyed(service, sites: sites, form: ElevenLabsErrorForm())
        let speaking = guarded.group().add(middleware: AdmissionMiddleware(service: service))
        let elevenLabs = ElevenLabsEndpoints(service: service)
        for (suffix, delivery) in ElevenLabsEndpoints.deliveries {
            speaking.endpoint(RouterPath("v1/text-to-speech/{voice}\(suffix)"), .post) { request, context in
                try await elevenLabs.speak(
                    request, context, voice: try context.parameters.require("voice"), delivery)
            }
        }
        for path: RouterPath in ["v1/voices", "v2/voices"] {
            guarded.endpoint(path, .get) { _, _ in elevenLabs.voices() }
        }
        guarded.endpoint("v1/voices/{voice}", .get) { _, context in
            try elevenLabs.voice(id: try context.parameters.require("voice"))
        }
    }

    /// Answers one method at a path (HEAD beside GET), and others with 405 and the list of those.
    /// - Parameter others: methods that are answered elsewhere.
    private func endpoint(
        _ path: RouterPath, _ method: HTTPRequest.Method, beside others: [HTTPRequest.Method] = [],
        _ answer: @escaping @Sendable (Request, Context) async throws -> some ResponseGenerator
    ) {
        on(path, method: method, use: answer)
        let allowed: [HTTPRequest.Method] = (method == .get ? [.get, .head] : [method]) + others
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
