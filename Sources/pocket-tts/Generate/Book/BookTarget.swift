import CommandSupport
import Foundation
import PocketTTSAudio

/// Where a book's speech goes.
enum BookTarget {
    /// A file per chapter.
    case folder(URL)
    /// One file, and files of chapter marks beside it.
    case file(URL)
    /// An audiobook with chapters, which ffmpeg makes.
    case m4b(URL)

    /// - Parameters:
    ///   - path: what `--output-path` says; `nil` = a folder named for the book.
    ///   - book: the book's file.
    init(path: String?, book: URL) throws {
        let path = path ?? "./\(book.deletingPathExtension().lastPathComponent)/"
        let url = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path.hasSuffix("/") || exists && isFolder.boolValue {
            self = .folder(url)
        } else if ["m4b", "m4a"].contains(url.pathExtension.lowercased()) {
            guard Program.find("ffmpeg") != nil else {
                throw UsageError(
                    "\(path) needs ffmpeg, which is not in PATH: install it (Debian: apt install ffmpeg), or name an "
                        + ".mp3, .opus, .flac or .wav.")
            }
            self = .m4b(url)
        } else {
            self = .file(url)
        }
    }

    /// Where the chapters' files and the record of them are.
    var workFolder: URL {
        switch self {
        case .folder(let url): url
        case .file(let url), .m4b(let url): url.appendingPathExtension("chapters")
        }
    }
}

/// Programs of this system.
enum Program {
    /// The path of a program in `PATH`.
    static func find(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { access($0, X_OK) == 0 }
    }
}
