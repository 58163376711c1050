import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// A server of its own for a speech service: what `pocket-tts serve` runs.
public struct SpeechServer: Service {
    public struct Configuration: Sendable {
        public var host = "127.0.0.1"
        public var port = 8000
        /// Until a request's head must have arrived, and how long an unused connection stays open.
        public var idleTime = Duration.seconds(20)
        public var maxConnections = 1024
        /// The origin whose pages may speak, `*` for all; `nil` for none but ours.
        public var corsOrigin: String?

        public init() {}
    }

    private let application: Application<RouterResponder<SpeechRequestContext>>
    private let service: SpeechService

    /// - Parameter onRunning: called with the port once the server listens.
    public init(
        service: SpeechService, configuration: Configuration = .init(), logger: Logger,
        onRunning: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        let router = Router(context: SpeechRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        if let origin = configuration.corsOrigin {
            router.add(
                middleware: CORSMiddleware(
                    allowOrigin: origin == "*" ? .all : .custom(origin),
                    allowHeaders: [.authorization, .contentType, .accept], allowMethods: [.get, .post, .options],
                    exposedHeaders: [HTTPField.Name.requestID.rawName]))
        }
        router.addPocketTTS(service)
        self.service = service
        application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        SpeechSocketUpgrade(service: service, logger: logger, allowedOrigin: configuration.corsOrigin),
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

    /// Serves until a graceful shutdown is asked for: then nobody is let in any more, and those that speak finish.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: { [service] in
            service.beginShutdown()
        }
    }
}
