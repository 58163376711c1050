public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// Serves the Wyoming protocol, with which Home Assistant finds and uses voices, over TCP.
///
/// The protocol has no keys: every client that reaches the port may use it.
public struct WyomingServer: Service {
    public struct Configuration: Sendable {
        public var host = "127.0.0.1"
        public var port = 10200
        public var maxConnections = 64
        /// How long a connection may be silent on both sides while no session waits for text.
        public var idleTime = Duration.seconds(60)

        public init() {}
    }

    private typealias Connection = NIOAsyncChannel<WyomingEvent, ByteBuffer>

    private let service: SpeechService
    private let configuration: Configuration
    private let logger: Logger
    private let onRunning: @Sendable (Int) -> Void

    /// - Parameter onRunning: called with the port once the server listens.
    public init(
        service: SpeechService, configuration: Configuration = .init(), logger: Logger,
        onRunning: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.service = service
        self.configuration = configuration
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Serves until a graceful shutdown begins: then no connection is accepted, and running sessions finish.
    public func run() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.socketOption(.so_sndbuf), value: 128 << 10)
            .bind(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = WyomingConnection(channel)
                    // A session may wait for its text as long as the service lets it.
                    let idleTime = configuration.idleTime + service.limits.textTime
                    try channel.pipeline.syncOperations.addHandlers([
                        IdleStateHandler(allTimeout: .init(idleTime)), CloseHandler(connection),
                        ByteToMessageHandler(WyomingDecoder()),
                    ])
                    return (
                        try Connection(
                            wrappingChannelSynchronously: channel,
                            configuration: .init(isOutboundHalfClosureEnabled: true)),
                        connection
                    )
                }
            }
        onRunning(server.channel.localAddress?.port ?? configuration.port)
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    let places = Places(configuration.maxConnections)
                    for try await (stream, connection) in inbound {
                        guard places.take() else {
                            connection.close()
                            continue
                        }
                        group.addTask {
                            await serve(stream, connection)
                            places.giveBack()
                        }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
        }
    }

    private func serve(_ stream: Connection, _ connection: WyomingConnection) async {
        let client = stream.channel.remoteAddress?.ipAddress ?? "unknown"
        do {
            try await stream.executeThenClose { inbound, outbound in
                let conversation = WyomingConversation(
                    service: service, outbound: outbound, connection: connection, client: client, logger: logger)
                await withGracefulShutdownHandler {
                    await conversation.run(inbound)
                } onGracefulShutdown: {
                    connection.endInput()
                }
            }
        } catch {
            // The connection was lost: no report can arrive.
        }
    }
}

/// Counts the connections that are still allowed.
private final class Places: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func giveBack() { free.withLock { $0 += 1 } }
}

/// Closes a connection on which nothing happens, and reports one that its client closes.
private final class CloseHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: WyomingConnection

    init(_ connection: WyomingConnection) { self.connection = connection }

    func channelInactive(context: ChannelHandlerContext) {
        connection.clientClosed()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
        if let event = event as? ChannelEvent, event == .inputClosed { connection.clientClosed() }
        context.fireUserInboundEventTriggered(event)
    }
}

@available(*, unavailable)
extension CloseHandler: Sendable {}
