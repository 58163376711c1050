import Foundation

/// An error of a library that only some commands use.
package protocol CommandError: Error, CustomStringConvertible {
    /// As sysexits.h has them.
    var exitCode: Int32 { get }
}

/// The command line is wrong.
package struct UsageError: Error {
    package let message: String

    package init(_ message: String) { self.message = message }
}

/// The reader of stdout has closed it, which is not a failure.
package struct ReaderGone: Error {
    package init() {}
}

/// The speech is probably wrong, and `--strict` makes that an error.
package struct StrictFailure: Error {
    package let message: String

    package init(message: String) { self.message = message }
}

/// The output cannot be created or written.
package struct OutputError: Error {
    package let message: String
    package let exitCode: Int32

    package init(message: String, exitCode: Int32) {
        self.message = message
        self.exitCode = exitCode
    }

    /// `EX_CANTCREAT` of sysexits.h.
    package static let cannotCreate: Int32 = 73
    /// `EX_IOERR`.
    package static let writingFailed: Int32 = 74

    package static func isFolder(_ path: String) -> OutputError {
        OutputError(message: "\(path) is a folder: name a file to write.", exitCode: cannotCreate)
    }

    /// Makes a folder, and those above it.
    package static func makeFolder(_ url: URL) throws(OutputError) {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
            let reason = cause.map { String(cString: strerror(Int32(truncatingIfNeeded: ($0 as NSError).code))) }
            throw OutputError(
                message:
                    """
                    cannot make the folder \(url.path): \(reason ?? error.localizedDescription). Choose another one.
                    """,
                exitCode: cannotCreate)
        }
    }

    /// The system's last error with `advice`.
    package static func cannotWrite(_ path: String, _ advice: String) -> OutputError {
        OutputError(
            message: "cannot write \(path): \(String(cString: strerror(errno))). \(advice)", exitCode: cannotCreate)
    }
}

/// Some of several items failed. Each was reported already.
package struct CheckFailed: Error {
    package let message: String

    package init(message: String) { self.message = message }
}

/// A worker has ended; what was wrong is on stderr already.
package struct WorkerFailure: Error {
    package let exitCode: Int32

    package init(exitCode: Int32) { self.exitCode = exitCode }
}
