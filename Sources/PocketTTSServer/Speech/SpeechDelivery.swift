import Hummingbird
import Logging

/// Writes an utterance into a response, and one line into the log when it is over.
struct SpeechDelivery: Sendable {
    let utterance: Utterance
    private let logger: Logger
    private let line: Logger.Metadata
    private let connection: (any ConnectionRequestContext)?

    init(utterance: Utterance, request: SpeechRequest, context: some RequestContext, logsText: Bool) {
        self.utterance = utterance
        logger = context.logger
        connection = context as? any ConnectionRequestContext
        var line: Logger.Metadata = [
            "model": "\(request.model.name)", "format": "\(request.format.rawValue)",
            "characters": "\(request.text.count)",
        ]
        if logsText { line["text"] = "\(request.text)" }
        self.line = line
    }

    func body(of framing: some Framing) -> ResponseBody {
        ResponseBody { writer in
            connection?.onClose { [weak utterance] in utterance?.cancel(.disconnected) }
            defer { connection?.onClose(nil) }
            let started = ContinuousClock.now
            var usage = Utterance.Usage()
            do {
                try await utterance.forEachPart(giveUp: { connection?.close() }) { part in
                    if case .end(let total) = part { usage = total }
                    if let bytes = framing.frame(part) { try await writer.write(bytes) }
                }
                log("spoken", usage, since: started)
            } catch {
                log(explanation(of: error), usage, since: started)
                guard !(error is Utterance.Stop), let bytes = framing.frame(APIError(error)) else {
                    // Without the end of the body the client knows that this is not all.
                    connection?.close()
                    throw error
                }
                try await writer.write(bytes)
            }
            try await writer.finish(nil)
        }
    }

    private func explanation(of error: any Error) -> String {
        switch error {
        case Utterance.Stop.timeLimit: "stopped: over the time limit"
        case Utterance.Stop.stalled: "stopped: the listener took no audio"
        case is Utterance.Stop, is CancellationError: "stopped: the listener has gone"
        default: "failed: \(error)"
        }
    }

    private func log(_ message: String, _ usage: Utterance.Usage, since started: ContinuousClock.Instant) {
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        var line = line
        line["audio_seconds"] = "\(usage.seconds.rounded(toPlaces: 2))"
        line["wall_seconds"] = "\(seconds.rounded(toPlaces: 2))"
        logger.info("\(message)", metadata: line)
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let scale = Double((0..<places).reduce(1) { product, _ in product * 10 })
        return (self * scale).rounded() / scale
    }
}
