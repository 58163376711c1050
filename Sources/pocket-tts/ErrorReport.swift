import ArgumentParser
import Foundation
import PocketTTS
import PocketTTSAudio
import PocketTTSHub

/// The command line is wrong.
struct UsageError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

/// The reader of stdout has closed it, which is not a failure.
struct ReaderGone: Error {}

/// The speech is probably wrong, and `--strict` makes that an error.
struct StrictFailure: Error {
    let message: String
}

/// The output cannot be created or written.
struct OutputError: Error {
    let message: String
    let exitCode: Int32

    /// `EX_CANTCREAT` of sysexits.h.
    static let cannotCreate: Int32 = 73
    /// `EX_IOERR`.
    static let writingFailed: Int32 = 74

    static func isFolder(_ path: String) -> OutputError {
        OutputError(message: "\(path) is a folder: name a file to write.", exitCode: cannotCreate)
    }

    /// The system's last error with `advice`.
    static func cannotWrite(_ path: String, _ advice: String) -> OutputError {
        OutputError(
            message: "cannot write \(path): \(String(cString: strerror(errno))). \(advice)", exitCode: cannotCreate)
    }
}

/// Runs a command's body in a task that Ctrl-C cancels, and ends the process with one line on stderr and the
/// documented exit code if it fails.
func runReportingErrors(_ body: sending @escaping () async throws -> Void) async {
    signal(SIGPIPE, SIG_IGN)
    // Before the body starts: it may open an output file at once, which a signal must not leave behind.
    let interruption = Interruption()
    let task = Task(operation: body)
    interruption.onSignal { task.cancel() }
    do {
        try await task.value
        // A signal that arrived too late to stop anything still counts.
        if let code = interruption.exitCode { leave(code) }
    } catch {
        leave(report(error, cancelled: interruption.exitCode ?? 70))
    }
}

/// Ends the process without the destructors of libraries, which `exit` runs: a frame may still be in work, and
/// OpenBLAS's destructor would free its memory. Files that are not finished are removed.
func leave(_ code: Int32) -> Never {
    UnfinishedFiles.removeAll()
    fflush(nil)
    _exit(code)
}

/// Prints one line about `error` and returns the exit code.
/// - Parameters:
///   - cancelled: the exit code for a cancelled command.
///   - label: stands before the message, such as the name of one of several items.
func report(_ error: any Error, cancelled: Int32 = 70, label: String = "") -> Int32 {
    let (message, code): (String?, Int32) =
        switch error {
        case is ReaderGone: (nil, 0)
        case is CancellationError: (nil, cancelled)
        case let error as WorkerFailure: (nil, error.exitCode == 0 ? 70 : error.exitCode)
        case let error as CheckFailed: (error.message, 65)
        case let error as StrictFailure: ("\(error.message) (an error because of --strict)", 65)
        case let error as UsageError: (error.message, 64)
        case let error as OutputError: (error.message, error.exitCode)
        case let error as PocketTTSError: (error.description, error.exitCode)
        case let error as AudioEncodingError: ("\(error): choose another --format.", 65)
        case let error as HubError: (error.description, error.exitCode)
        default: ("internal error: \(error)", 70)
        }
    let help = code == 64 ? " (see \(CommandLineArguments.command) --help)" : ""
    if let message { note("pocket-tts: \(label)\(message)\(help)") }
    return code
}

extension PocketTTSError {
    /// As sysexits.h has them.
    fileprivate var exitCode: Int32 {
        switch self {
        case .fileNotFound, .fileUnusable: 66
        case .invalidOption: 64
        case .invalidConfig, .invalidCheckpoint, .invalidTokenizer, .invalidVoice, .emptyText, .textTooLong,
            .textChunkTooLong, .invalidText, .notFinite:
            65
        case .sessionOver, .shutDown, .cloningCancelled, .outOfMemory: 70
        }
    }
}

extension HubError {
    /// As sysexits.h has them.
    fileprivate var exitCode: Int32 {
        switch self {
        case .invalid: 64
        case .damaged, .notAHub: 65
        case .offline, .notFound: 66
        case .network, .busy, .status: 69
        case .disk, .diskFull: 74
        case .gated: 77
        }
    }
}

extension String {
    /// The string without control characters, which a hostile file name or text may hold.
    var oneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
