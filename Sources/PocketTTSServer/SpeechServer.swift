import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// An HTTP server for a speech service: what `pocket-tts serve` runs.
public struct SpeechServer: Service {
    public struct Configuration: Sendable {
        public var host = "127.0.0.1"
        public var port = 8000
        /// Until a request's head must have arrived, and how long an unused connection stays open.
        public var idleTime = Duration.seconds(20)
        public var maxConnections = 1024
        /// The origin whose pages may use the server, `*` for all; `nil` for none but the server's own.
        public var corsOrigin: String?
        /// Names that requests may use for the server besides `localhost`; `*` allows any, as does an empty list where
        /// a key is asked for. Addresses are always allowed.
        public var allowedHosts: [String] = []

        public init() {}
    }

    private let application: Application<RouterResponder<SpeechRequestContext>>
    private let service: SpeechService

    /// - Parameters:
    ///   - configuration: addresses and limits of connections.
    ///   - service: speaks.
    ///   - logger: gets a line per request.
    ///   - onRunning: called with the port once the server listens.
    public init(
        service: SpeechService, configuration: Configuration = .init(), logger: Logger,
        onRunning: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        let router = Router(context: SpeechRequestContext.self)
        // A page under a foreign name has no key: where one is asked for, any name will do.
        let isOpen = service.keys.isEmpty || !configuration.allowedHosts.isEmpty
        let sites = SitePolicy(
            hosts: isOpen ? configuration.allowedHosts + Self.names(of: configuration.host) : ["*"],
            origin: configuration.corsOrigin)
        // Outside of what answers errors, so that pages can read these, too.
        if let origin = configuration.corsOrigin {
            router.add(middleware: ExposedHeadersMiddleware(headers: HTTPField.Name.exposed))
            router.add(
                middleware: CORSMiddleware(
                    allowOrigin: origin == "*" ? .all : .custom(origin),
                    allowHeaders: [.authorization, .contentType, .accept] + HTTPField.Name.openAIClient,
                    allowMethods: [.get, .post, .options]))
        }
        router.add(middleware: ErrorMiddleware())
        router.addPocketTTS(service, sites: sites)
        self.service = service
        application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        SpeechSocketUpgrade(service: service, logger: logger, sites: sites),
                        ConnectionGuard(),
                    ],
                    idleTimeout: .init(configuration.idleTime),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: "pocket-tts",
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.maxConnections)),
            onServerRunning: { channel in onRunning(channel.localAddress?.port ?? configuration.port) }, logger: logger)
    }

    /// Names by which other machines may know this one, if they can reach it.
    private static func names(of host: String) -> [String] {
        guard !host.hasPrefix("127."), host != "::1", host != "localhost" else { return [host] }
        let name = ProcessInfo.processInfo.hostName
        return [host, name, name.prefix { $0 != "." } + ".local"]
    }

    /// Serves until a graceful shutdown begins: then no connection is accepted, and running sessions finish.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: { [service] in
            service.beginShutdown()
        }
    }
}

extension HTTPField.Name {
    /// What OpenAI's JavaScript client sends in a browser.
    fileprivate static let openAIClient = [
        "openai-organization", "openai-project", "x-stainless-arch", "x-stainless-async",
        "x-stainless-custom-poll-interval", "x-stainless-helper-method", "x-stainless-lang", "x-stainless-os",
        "x-stainless-package-version", "x-stainless-poll-helper", "x-stainless-retry-count", "x-stainless-runtime",
        "x-stainless-runtime-version", "x-stainless-timeout",
    ].compactMap { HTTPField.Name($0) }

    /// What a page of another origin may read.
    fileprivate static let exposed: [HTTPField.Name] = [
        .requestID, .retryAfter, .contentDisposition, .spokenModel, .spokenVoice, .ignored,
    ]
}
