import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio
import PocketTTSHub

extension ModelFolder {
    /// The voice that speaks when no voice is given.
    var usualVoice: URL? { ModelFolder.usualVoice(of: voices).flatMap { voices[$0] } }
}

extension ModelOptions.Loaded {
    /// The voice that `name` means: `none`, one of the model's voices, or the path or the address (`https://`,
    /// `hf://`) of a voice file or of a recording. Without a name, the model's usual voice.
    ///
    /// - Parameter usesCache: whether the voice cache is used for voices that take compute.
    func voice(
        _ name: String?, usesCache: Bool = true, onWarning: (AudioWarning) -> Void
    ) async throws -> Voice? {
        guard let name else {
            if let entry = files.entry { return try await published(entry.defaultVoice, entry) }
            guard let usual = files.folder.usualVoice else { return nil }
            return try load(usual, usesCache, onWarning)
        }
        if name == "none" { return nil }
        if let known = voices[name] { return try load(known, usesCache, onWarning) }
        if let entry = files.entry, files.store.catalogue.voiceNames(of: entry).contains(name) {
            return try await published(name, entry)
        }
        if files.store.catalogue.voice(named: name) != nil {
            throw refusal(name)
        }
        guard name.contains("/") || name.contains(".") || FileManager.default.fileExists(atPath: name) else {
            let names = files.entry.map(files.store.catalogue.voiceNames) ?? voices.keys.sorted()
            throw PocketTTSError.fileNotFound(
                path: name, purpose: "voice (the model's: \(names.joined(separator: ", ")); or a recording's path)")
        }
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appending(path: "voice")
        guard let location = ResourceLocation(name, relativeTo: here) else {
            throw HubError.invalid(
                what: "the voice", value: name, allowed: "a name, a path, https://…, or hf://owner/name/path@revision")
        }
        return try load(await files.store.hub.file(location, observer: display.observe), usesCache, onWarning)
    }

    private func published(_ name: String, _ entry: Catalogue.Model) async throws -> Voice {
        let url = try await files.store.voice(name, of: entry, observer: display.observe)
        return try Voice(contentsOf: url, for: model)
    }

    private func load(_ url: URL, _ usesCache: Bool, _ onWarning: (AudioWarning) -> Void) throws(PocketTTSError)
        -> Voice
    {
        let contents = url.pathExtension == "safetensors" ? try VoiceFile.load(contentsOf: url, for: model.config) : nil
        func make() throws(PocketTTSError) -> Voice {
            if let contents { return try Voice(contents, for: model) }
            let recording = try withoutLibraryMessages { () throws(PocketTTSError) in
                try AudioFile.read(contentsOf: url)
            }
            return try Voice(recording: recording, for: model, onWarning: onWarning)
        }
        // A saved state needs no compute.
        if case .keyValueState = contents { return try make() }
        // Only a readable file has a key; for any other, `make` throws the reason.
        guard usesCache, Self.isFile(url) else { return try make() }
        let cache = VoiceCache(files.store.hub.environment)
        let key = try cache.key(file: url, model: files.folder, precision: model.precision)
        return try cache.voice(key, for: model, make: make)
    }

    private static func isFile(_ url: URL) -> Bool {
        let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey, .isReadableKey])
        return values?.isRegularFile == true && values?.isReadable == true
    }

    private func refusal(_ name: String) -> PocketTTSError {
        let origin = files.store.catalogue.voice(named: name)?.origin ?? ""
        return .invalidVoice(
            path: name,
            reason:
                """
                it is made for the published models: add --language \(files.store.catalogue.defaultModel), or clone \
                its recording with --voice \(origin)
                """
        )
    }
}
