import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A web server in this process that answers as a test wants, and remembers what it was asked.
package final class LocalServer: Sendable {
    package struct Request: Sendable {
        package let method: HTTPMethod
        package let uri: String
        package let headers: HTTPHeaders

        /// First byte of `Range: bytes=N-`.
        package var rangeStart: Int? {
            headers.first(name: "Range").flatMap { Int($0.dropFirst("bytes=".count).dropLast()) }
        }
    }

    package struct Reply: Sendable {
        package var status: HTTPResponseStatus
        package var headers: HTTPHeaders
        package var body: [UInt8]
        /// Bytes after which the connection breaks.
        package var cutAfter: Int?
        /// Bytes after which nothing more comes.
        package var stallAfter: Int?
        /// The answer waits until this holds.
        package var isReady: (@Sendable () -> Bool)?

        package init(status: HTTPResponseStatus = .ok, headers: HTTPHeaders = [:], body: [UInt8] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    package typealias Answer = @Sendable (_ request: Request, _ earlier: Int) -> Reply

    private let channel: any Channel
    private let log: Log
    package var requests: [Request] { log.requests.withLock { $0 } }
    package var address: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    fileprivate final class Log: Sendable {
        let requests = Mutex<[Request]>([])
        let answer: Answer

        init(_ answer: @escaping Answer) { self.answer = answer }

        func reply(to request: Request) -> Reply {
            let earlier = requests.withLock { requests in
                requests.append(request)
                return requests.count { $0.method == request.method && $0.uri == request.uri } - 1
            }
            return answer(request, earlier)
        }
    }

    private init(channel: any Channel, log: Log) {
        self.channel = channel
        self.log = log
    }

    /// - Parameter answer: gets the request and the number of equal ones before.
    package static func start(_ answer: @escaping Answer) async throws -> LocalServer {
        let log = Log(answer)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LocalServer(channel: channel, log: log)
    }

    package func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let log: Log
        private var head: HTTPRequestHead?

        init(log: Log) { self.log = log }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body: break
            case .end:
                guard let head else { return }
                let request = Request(method: head.method, uri: head.uri, headers: head.headers)
                send(log.reply(to: request), isHead: head.method == .HEAD, context)
            }
        }

        private func send(_ reply: Reply, isHead: Bool, _ context: ChannelHandlerContext) {
            if let isReady = reply.isReady, !isReady() {
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(10)) {
                    let (handler, context) = bound.value
                    handler.send(reply, isHead: isHead, context)
                }
                return
            }
            var headers = reply.headers
            if !headers.contains(name: "Content-Length") {
                headers.add(name: "Content-Length", value: "\(reply.body.count)")
            }
            context.write(
                wrapOutboundOut(.head(.init(version: .http1_1, status: reply.status, headers: headers))), promise: nil)
            let end = reply.cutAfter ?? reply.stallAfter ?? reply.body.count
            if !isHead {
                let body = ByteBuffer(bytes: reply.body.prefix(end))
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            }
            if reply.stallAfter != nil, !isHead { return }
            if reply.cutAfter != nil, !isHead {
                let channel = context.channel
                context.eventLoop.scheduleTask(in: .milliseconds(20)) { channel.close(promise: nil) }
                return
            }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
