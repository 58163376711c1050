import Foundation
import PocketTTS
import PocketTTSAudio
import PocketTTSHub

/// Prints one line about `error` and returns the exit code.
/// - Parameters:
///   - command: the command that failed, such as `pocket-tts models fetch`, whose help a usage error names.
///   - cancelled: the exit code for a cancelled command.
///   - label: stands before the message, such as the name of one of several items.
package func report(_ error: any Error, of command: String, cancelled: Int32 = 70, label: String = "") -> Int32 {
    let (message, code): (String?, Int32) =
        switch error {
        case is ReaderGone: (nil, 0)
        case is CancellationError: (nil, cancelled)
        case let error as WorkerFailure: (nil, error.exitCode == 0 ? 70 : error.exitCode)
        case let error as CheckFailed: (error.message, 65)
        case let error as StrictFailure: ("\(error.message) (an error because of --strict)", 65)
        case let error as UsageError: (error.message, 64)
        case let error as OutputError: (error.message, error.exitCode)
        case let error as any CommandError: (error.description, error.exitCode)
        case let error as PocketTTSError: (error.description, error.exitCode)
        case let error as SpeechFailureError: (error.description, 65)
        case let error as AudioEncodingError: ("\(error): choose another --format.", 65)
        case let error as HubError: (error.description, error.exitCode)
        default: ("internal error: \(error)", 70)
        }
    let help = code == 64 ? " (see \(command) --help)" : ""
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
    package var oneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}

/// Prints a line on stderr.
package func note(_ text: String) { FileHandle.standardError.write(Data("\(text.oneLine)\n".utf8)) }

/// Prints a warning on stderr.
package func warn(_ text: String) { note("pocket-tts: warning: \(text)") }
