import CPocketTTS
import Foundation
import PocketTTS
import PocketTTSModels

// The functions of pocket_tts.h, which documents them. Each checks its arguments and throws nothing.

/// Never freed: callers may keep it.
nonisolated(unsafe) private let version = strdup(Version.current)

@_cdecl("pocket_tts_version")
public func pocketTTSVersion() -> UnsafePointer<CChar>? { UnsafePointer(version) }

@_cdecl("pocket_tts_model_open")
public func pocketTTSModelOpen(
    _ path: UnsafePointer<CChar>?, _ given: UnsafePointer<pocket_tts_model_options>?,
    _ result: UnsafeMutablePointer<OpaquePointer?>?
) -> pocket_tts_code {
    reporting {
        let result = try place(result, "model")
        result.pointee = Handles.all.insert(try OpenModel(path: string(path, "path"), options(given)))
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_model_sample_rate")
public func pocketTTSModelSampleRate(
    _ model: OpaquePointer?, _ result: UnsafeMutablePointer<Int32>?
) -> pocket_tts_code {
    reporting {
        let result = try place(result, "rate")
        result.pointee = Int32(try Handles.all.find(model, OpenModel.self).model.sampleRate)
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_model_close")
public func pocketTTSModelClose(_ model: OpaquePointer?) -> pocket_tts_code {
    reporting {
        _ = try Handles.all.remove(model, OpenModel.self)
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_voice_open")
public func pocketTTSVoiceOpen(
    _ model: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ result: UnsafeMutablePointer<OpaquePointer?>?
) -> pocket_tts_code {
    reporting {
        let result = try place(result, "voice")
        let model = try Handles.all.find(model, OpenModel.self)
        result.pointee = Handles.all.insert(OpenVoice(try model.voice(try string(name, "name")), model))
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_voice_clone")
public func pocketTTSVoiceClone(
    _ model: OpaquePointer?, _ samples: UnsafePointer<Float>?, _ count: Int,
    _ result: UnsafeMutablePointer<OpaquePointer?>?
) -> pocket_tts_code {
    reporting {
        let result = try place(result, "voice")
        let model = try Handles.all.find(model, OpenModel.self)
        guard let samples, count > 0 else { throw LibraryError.badArgument("there are no samples") }
        let longest = Int(AudioClip.longestPrompt) * model.model.sampleRate
        let voice = try Voice(
            samples: Array(UnsafeBufferPointer(start: samples, count: min(count, longest))),
            sampleRate: model.model.sampleRate, for: model.model)
        result.pointee = Handles.all.insert(OpenVoice(voice, model))
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_voice_close")
public func pocketTTSVoiceClose(_ voice: OpaquePointer?) -> pocket_tts_code {
    reporting {
        _ = try Handles.all.remove(voice, OpenVoice.self)
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_stream_open")
public func pocketTTSStreamOpen(
    _ model: OpaquePointer?, _ voice: OpaquePointer?, _ text: UnsafePointer<CChar>?,
    _ given: UnsafePointer<pocket_tts_stream_options>?, _ result: UnsafeMutablePointer<OpaquePointer?>?
) -> pocket_tts_code {
    reporting {
        let result = try place(result, "stream")
        let model = try Handles.all.find(model, OpenModel.self)
        let voice = try voice.map { try Handles.all.find($0, OpenVoice.self) }
        if let voice, voice.model !== model { throw LibraryError.badArgument("the voice is of another model") }
        guard let text = try string(text, "text") else { throw LibraryError.badArgument("text is NULL") }
        var speech = SpeechOptions()
        if let given = try options(given) {
            if given.seed >= 0 { speech.seed = given.seed }
            if !(given.temperature < 0) { speech.temperature = given.temperature }
            speech.normalization = given.normalizes == 0 ? .off : .auto
            speech.reportsWords = given.reports_words != 0
        }
        result.pointee = Handles.all.insert(
            try OpenStream(model, text: text, voice: voice?.voice, options: speech))
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_stream_read")
public func pocketTTSStreamRead(
    _ stream: OpaquePointer?, _ samples: UnsafeMutablePointer<Float>?, _ capacity: Int,
    _ result: UnsafeMutablePointer<Int>?
) -> pocket_tts_code {
    reporting {
        let result = try place(result, "count")
        let stream = try Handles.all.find(stream, OpenStream.self)
        guard let samples, capacity > 0 else { throw LibraryError.badArgument("there is no room for samples") }
        let count = try stream.read(into: UnsafeMutableBufferPointer(start: samples, count: capacity))
        guard count > 0 else { return POCKET_TTS_END }
        result.pointee = count
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_stream_word")
public func pocketTTSStreamWord(
    _ stream: OpaquePointer?, _ result: UnsafeMutablePointer<pocket_tts_word>?
) -> pocket_tts_code {
    reporting {
        let result = try place(result, "word")
        guard let size = try options(UnsafePointer(result))?.size else { return POCKET_TTS_BAD_ARGUMENT }
        let next = try Handles.all.find(stream, OpenStream.self).word()
        guard let word = next.word else { return next.isOver ? POCKET_TTS_END : POCKET_TTS_NONE }
        result.pointee = pocket_tts_word(
            size: size, text_start: word.textRange.lowerBound, text_end: word.textRange.upperBound, start: word.start,
            end: word.end)
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_stream_cancel")
public func pocketTTSStreamCancel(_ stream: OpaquePointer?) -> pocket_tts_code {
    reporting {
        try Handles.all.find(stream, OpenStream.self).cancel()
        return POCKET_TTS_OK
    }
}

@_cdecl("pocket_tts_stream_close")
public func pocketTTSStreamClose(_ stream: OpaquePointer?) -> pocket_tts_code {
    reporting {
        try Handles.all.remove(stream, OpenStream.self).cancel()
        return POCKET_TTS_OK
    }
}
