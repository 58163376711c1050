import Foundation
import Logging

/// What takes part in a conversation over a WebSocket.
protocol SocketDialogue: Sendable {
    var socket: SpeechSocket { get }
    /// Handles a message, and reports what is wrong with it.
    /// - Throws: only if the socket takes nothing any more.
    func take(_ json: String) async throws
    /// Completes all texts and returns when they have been spoken.
    func finish() async throws
    /// Stops what is still spoken.
    func cancel()
}

extension SocketDialogue {
    /// Handles messages until the client has left, or the task is cancelled because it has.
    func run(_ inputs: AsyncStream<SocketInput>) async {
        do {
            for await input in inputs {
                switch input {
                case .message(let json):
                    try await take(json)
                    socket.messageTaken()
                case .shutdown:
                    // What has been sent is still spoken.
                    try await finish()
                    socket.close(SocketViolation(code: .goingAway, reason: "the server is shutting down"))
                }
            }
        } catch {
            // The socket takes nothing any more.
        }
        cancel()
    }
}

/// Where WebSockets are, and in whose protocol they speak.
enum SocketEndpoint {
    /// Ours.
    case stream
    case cartesia
    case elevenLabs(voice: String, isMultiContext: Bool)

    /// The endpoint at a path without its query; `nil` if there is none.
    /// - Parameter stream: the path of ours.
    init?(path: String, stream: String) {
        if path == stream {
            self = .stream
            return
        }
        if path == "/tts/websocket" {
            self = .cartesia
            return
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == 4, parts.starts(with: ["v1", "text-to-speech"]),
            let voice = parts[3].removingPercentEncoding, let last = parts.last,
            last == "stream-input" || last == "multi-stream-input"
        else { return nil }
        self = .elevenLabs(voice: voice, isMultiContext: last == "multi-stream-input")
    }

    /// - Parameters:
    ///   - query: of the request that was upgraded.
    ///   - client: who takes turns with others.
    func dialogue(
        _ socket: SpeechSocket, query: [String: String], service: SpeechService, client: String, logger: Logger
    ) -> any SocketDialogue {
        switch self {
        case .stream: SocketConversation(socket: socket, service: service, client: client, logger: logger)
        case .cartesia: CartesiaConversation(socket: socket, service: service, client: client, logger: logger)
        case .elevenLabs(let voice, let isMultiContext):
            ElevenLabsConversation(
                socket: socket, voice: voice, isMultiContext: isMultiContext, query: query, service: service,
                client: client, logger: logger)
        }
    }
}
