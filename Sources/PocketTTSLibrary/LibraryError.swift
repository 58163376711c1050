import CPocketTTS
import PocketTTS

/// Mistakes of the library's caller.
enum LibraryError: Error, CustomStringConvertible {
    case badHandle
    case badArgument(String)

    var description: String {
        switch self {
        case .badHandle: "the handle is NULL, closed or of another kind"
        case .badArgument(let reason): reason
        }
    }
}

/// Runs the body of a function of the library: its errors become a code and a text.
func reporting(_ body: () throws -> pocket_tts_code) -> pocket_tts_code {
    do {
        return try body()
    } catch {
        library_keep_error("\(error)")
        return code(of: error)
    }
}

private func code(of error: any Error) -> pocket_tts_code {
    switch error {
    case LibraryError.badHandle: POCKET_TTS_BAD_HANDLE
    case is LibraryError: POCKET_TTS_BAD_ARGUMENT
    case is CancellationError: POCKET_TTS_CANCELLED
    case let error as PocketTTSError:
        switch error {
        case .fileNotFound, .fileUnusable: POCKET_TTS_NO_FILE
        case .invalidOption: POCKET_TTS_BAD_ARGUMENT
        case .outOfMemory: POCKET_TTS_NO_MEMORY
        case .cloningCancelled: POCKET_TTS_CANCELLED
        case .sessionOver, .shutDown: POCKET_TTS_FAILED
        default: POCKET_TTS_BAD_DATA
        }
    default: POCKET_TTS_FAILED
    }
}

/// The string that a caller gave, `nil` for NULL.
/// - Throws: ``LibraryError/badArgument(_:)`` if it is no UTF-8.
func string(_ text: UnsafePointer<CChar>?, _ name: String) throws(LibraryError) -> String? {
    guard let text else { return nil }
    guard let string = String(validatingCString: text) else { throw .badArgument("\(name) is no UTF-8") }
    return string
}

/// The place that a caller gave for a result.
func place<Value>(_ pointer: UnsafeMutablePointer<Value>?, _ name: String) throws(LibraryError)
    -> UnsafeMutablePointer<Value>
{
    guard let pointer else { throw .badArgument("\(name) is NULL") }
    return pointer
}

/// The options that a caller gave, which begin with their size; `nil` for NULL.
func options<Options>(_ pointer: UnsafePointer<Options>?) throws(LibraryError) -> Options? {
    guard let pointer else { return nil }
    let stated = UnsafeRawPointer(pointer).load(as: Int.self)
    guard stated >= MemoryLayout<Options>.size else {
        throw .badArgument("options.size is \(stated), expected: \(MemoryLayout<Options>.size)")
    }
    return pointer.pointee
}
