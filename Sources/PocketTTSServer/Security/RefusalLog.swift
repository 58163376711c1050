import Logging
import Synchronization

/// One line in the log for a connection, however much its client gets wrong on it; internal errors are all logged.
final class RefusalLog: Sendable {
    private let logger: Logger
    private let hasLogged = Mutex(false)

    init(_ logger: Logger) { self.logger = logger }

    func note(_ error: APIError, of cause: any Error, _ where: Logger.Metadata) {
        var line = `where`
        line["status"] = "\(error.status.code)"
        if error.status == .internalServerError {
            line["error"] = "\("\(cause)".escapedForLog)"
            return logger.error("refused", metadata: line)
        }
        let isFirst = hasLogged.withLock { hasLogged in
            defer { hasLogged = true }
            return !hasLogged
        }
        if isFirst { logger.info("refused", metadata: line) }
    }
}
