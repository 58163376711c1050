import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// The audio files of a folder, and the voice files that they become.
struct RecordingFolder {
    struct Recording {
        let file: URL
        /// Another recording of the folder with the same name but for the suffix.
        let twin: URL?

        /// The name of the voice file.
        /// - Throws: ``PocketTTSError/fileUnusable(path:reason:)`` when another recording has the same.
        func voiceFile() throws(PocketTTSError) -> String {
            let name = file.deletingPathExtension().lastPathComponent + ".safetensors"
            guard let twin else { return name }
            throw .fileUnusable(
                path: file.path, reason: "\(name) is already made of \(twin.lastPathComponent): rename one of the two.")
        }
    }

    let recordings: [Recording]
    /// Audio files of formats that are not supported.
    let unreadable: [URL]

    init(_ folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
        var first: [String: URL] = [:]
        recordings = files.filter { AudioFile.suffixes.contains($0.pathExtension.lowercased()) }.map { file in
            let name = file.deletingPathExtension().lastPathComponent
            defer { first[name] = first[name] ?? file }
            return Recording(file: file, twin: first[name])
        }
        unreadable = files.filter { AudioFile.unreadableSuffixes.contains($0.pathExtension.lowercased()) }
    }

    /// Why a file of ``unreadable`` is left out.
    static func refusal(_ file: URL) -> String {
        let suffix = file.pathExtension.lowercased()
        return
            """
            \(file.lastPathComponent) is left out, since \(suffix) is not supported: convert it first, for example \
            with ffmpeg -i IN OUT.wav.
            """
    }
}
