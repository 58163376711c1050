public import Foundation
public import PocketTTS

/// A model that a service speaks with: loaded, with its voices and its compute threads.
public final class ServedModel: Sendable {
    /// What requests call it.
    public let name: String
    public let synthesizer: Synthesizer
    /// The language that it speaks, such as `en`.
    public let languageCode: String
    let voices: VoiceLibrary
    /// What each voice may be used for, by its name, where that is known.
    let terms: [String: String]
    /// Streams that this machine keeps faster than real time.
    public let capacity: Int
    /// Whether the capacity is that of a machine which has nothing else to do, see ``Admission``.
    let isCapacityEstimated: Bool

    /// Looks up the voice of contents that were seen before (a recording, or a file with an embedding), or makes it
    /// with `make` and keeps it.
    public typealias VoiceKeeper =
        @Sendable (
            _ contents: Data, _ make: () throws(PocketTTSError) -> Voice
        ) throws(PocketTTSError) -> Voice

    /// - Parameters:
    ///   - name: what requests call the model.
    ///   - synthesizer: speaks with it.
    ///   - voices: voice files by name, such as `ModelFolder.voices`, and recordings.
    ///   - mixes: mixes of them by name.
    ///   - language: the language by its English name or its code; `nil` is found from `name`, else English.
    ///   - usualVoice: the voice of requests that name none; `nil` is the usual one of `voices`.
    ///   - terms: licences of voices by their names.
    ///   - keeper: keeps the voices of embeddings and of recordings that clients send; without one each recording is
    ///     encoded for its request.
    ///   - capacity: streams that may speak at once; `nil` measures it, which takes a second or two.
    ///   - isCapacityEstimated: whether fewer may speak where listeners come close to an underrun, as with a capacity
    ///     that is measured.
    ///   - warmUpStreams: streams that speak a little at the start, so that the first listeners do not wait for memory;
    ///     fewer disturb other models less.
    /// - Throws: `PocketTTSError` for a configuration or a voice that makes no sense, or a model that cannot speak.
    public init(
        name: String, language: String? = nil, synthesizer: Synthesizer, voices: [String: URL],
        mixes: [String: VoiceMix] = [:], usualVoice: String? = nil, terms: [String: String] = [:],
        keeper: VoiceKeeper? = nil, capacity: Int? = nil, isCapacityEstimated: Bool = false, warmUpStreams: Int = 8
    ) async throws {
        self.name = name
        languageCode = LanguageNames.code(of: language ?? name)
        self.synthesizer = synthesizer
        self.terms = terms
        self.voices = VoiceLibrary(
            files: voices, mixes: mixes, usual: usualVoice, keeper: keeper, model: synthesizer.model)
        // Loaded now, so that the first request does not wait for it.
        var usual: Voice?
        if let name = self.voices.usual { usual = try await self.voices.voice(name) }
        // A mix that cannot be made is an error now, not at its first use.
        for name in mixes.keys.sorted() { _ = try await self.voices.voice(name) }
        self.isCapacityEstimated = capacity == nil || isCapacityEstimated
        if let capacity {
            self.capacity = max(capacity, 1)
            try await Capacity.warmUp(synthesizer, voice: usual, streams: min(self.capacity, warmUpStreams))
        } else {
            self.capacity = min(
                try await Capacity.measure(synthesizer, voice: usual).streams,
                synthesizer.configuration.maxConcurrentStreams)
        }
    }

    /// Names of the model's voices, sorted.
    public var voiceNames: [String] { voices.names }

    /// The voice that speaks when a request names none.
    public var usualVoice: String? { voices.usual }

    /// A voice by name, loaded when it is first asked for; `nil` if there is none of that name.
    /// - Throws: `PocketTTSError.invalidVoice(path:reason:)` if its file is broken.
    public func voice(named name: String) async throws -> Voice? { try await voices.voice(name) }

    /// Memory that the weights take, about: those of the codec, which are less rounded, are a small part.
    public var weightBytes: Int {
        Self.weightBytes(parameters: synthesizer.model.parameterCount, synthesizer.model.precision)
    }

    /// Memory that so many weights take, about.
    public static func weightBytes(parameters: Int, _ precision: Precision) -> Int {
        let bits =
            switch precision {
            case .f32: 32
            case .bf16: 12
            case .int8: 9
            case .int4: 5
            }
        return parameters * bits / 8
    }

    /// The part of the machine that one stream takes.
    var cost: Double { 1 / Double(capacity) }
}
