import Foundation

/// The files that come with the package: the embedded model and the published models' configs.
public enum ModelFiles {
    /// The folder of the small model that speaks when no other is on disk; `nil` if the files were not installed.
    public static var embedded: URL? { locate("embedded") }

    /// The folder of the published models' configs.
    public static var configs: URL? { locate("configs") }

    /// What is published: models, voices, licences (`catalogue.json`).
    public static var catalogue: URL? { locate("catalogue.json") }

    /// Looks, in this order, where `POCKET_TTS_MODELS` says, beside the executable (SwiftPM puts resources there), in
    /// the `share` folder of an installation, and, in a debug build, in the sources.
    ///
    /// `Bundle.module` would do most of this, but ends the process when it finds nothing.
    private static func locate(_ name: String) -> URL? {
        let environment = ProcessInfo.processInfo.environment["POCKET_TTS_MODELS"].map { URL(fileURLWithPath: $0) }
        let executable = Bundle.main.bundleURL
        var folders = [
            environment,
            executable.appending(path: "pocket-tts_PocketTTSModels.resources"),
            executable.appending(path: "pocket-tts_PocketTTSModels.bundle"),
            executable.appending(path: "../share/pocket-tts").standardizedFileURL,
        ]
        #if DEBUG
        // Not in a release: what is installed must not depend on the folder it was built in.
        folders.append(URL(fileURLWithPath: #filePath).deletingLastPathComponent())
        #endif
        return folders.compactMap { $0?.appending(path: name) }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }
}
