import Logging
import Synchronization

/// One line in the log for a connection, however much its client gets wrong on it; failures of ours are all told.
final class RefusalLog: Sendable {
    private let logger: Logger
    private let hasTold = Mutex(false)

    init(_ logger: Logger) { self.logger = logger }

    func note(_ error: APIError, of cause: any Error, _ where: Logger.Metadata) {
        var line = `where`
        line["status"] = "\(error.status.code)"
        if error.status == .internalServerError {
            line["error"] = "\(cause)"
            return logger.error("refused", metadata: line)
        }
        let isFirst = hasTold.withLock { hasTold in
            defer { hasTold = true }
            return !hasTold
        }
        if isFirst { logger.info("refused", metadata: line) }
    }
}
