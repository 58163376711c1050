public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// Speaks the Wyoming protocol, with which Home Assistant finds and uses its voices, over TCP.
///
/// The protocol knows no keys: whoever reaches the port may speak.
public struct WyomingServer: Service {
    public struct Configuration: Sendable {
        public var host = "127.0.0.1"
        public var port = 10200
        public var maxConnections = 64
        /// How long a connection may have nothing to say, on both sides.
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

    /// Serves until a graceful shutdown is asked for: then nobody is let in any more, and those that speak finish.
    public func run() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.socketOption(.so_sndbuf), value: 128 << 10)
            .bind(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        IdleStateHandler(allTimeout: .init(configuration.idleTime)), IdleCloser(),
                        ByteToMessageHandler(WyomingDecoder()),
                    ])
                    return try Connection(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        onRunning(server.channel.localAddress?.port ?? configuration.port)
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    let places = Places(configuration.maxConnections)
                    for try await connection in inbound {
                        guard places.take() else {
                            connection.channel.close(promise: nil)
                            continue
                        }
                        group.addTask {
                            await serve(connection)
                            places.giveBack()
                        }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
        }
    }

    private func serve(_ connection: Connection) async {
        let channel = connection.channel
        do {
            try await connection.executeThenClose { inbound, outbound in
                let conversation = WyomingConversation(
                    service: service, outbound: outbound, client: channel.remoteAddress?.ipAddress ?? "unknown",
                    logger: logger, abort: { channel.close(promise: nil) })
                await withGracefulShutdownHandler {
                    await conversation.run(inbound)
                } onGracefulShutdown: {
                    channel.close(mode: .input, promise: nil)
                }
            }
        } catch {
            // The connection was lost, which is its client's business.
        }
    }
}

/// Connections that there is room for.
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

/// Closes a connection on which nothing happens.
private final class IdleCloser: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

@available(*, unavailable)
extension IdleCloser: Sendable {}
