public import PocketTTS

/// The way of speech from the engine to its bytes: events -> gain, speed and sample rate -> encoder. Parts of the text
/// may ask for a rate of their own, and for pauses, whose length is exact. Whoever runs it writes the bytes
/// to their sink: a file, a pipe, a response, a socket.
///
///     let pipeline = try SpeechPipeline(format: .mp3, sampleRate: model.sampleRate)
///     for try await event in try await synthesizer.events(text, voice: voice) {
///         try sink.write(pipeline.process(event))
///     }
///
/// The final event flushes the encoder. A sink that can seek then writes ``completeHeader`` over its first bytes.
public final class SpeechPipeline {
    /// Speeds that a pipeline takes, as OpenAI has them.
    public static let speeds = TimeStretcher.speeds

    public let format: AudioFormat
    private let encoder: any StreamingEncoder
    private let sampleRate: Int
    private let speed: Double
    /// What stretches speech of the latest rate; `nil` where that stays as it is.
    private var stretcher: TimeStretcher?
    private var stretchedSpeed: Double
    private let resampler: StreamingResampler?
    private var limiter: PeakLimiter
    /// When the listener has what the model made.
    public private(set) var playback = PlaybackTime()
    private var isFinished = false

    /// - Parameters:
    ///   - format: of the bytes.
    ///   - sampleRate: samples per second of the model.
    ///   - speed: 1 leaves speech as the model makes it, 2 halves its time. Pauses that the text asks for keep theirs.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for a speed out of range, ``AudioEncodingError``
    ///   if the format has no place for the sample rate.
    public convenience init(format: AudioFormat, sampleRate: Int, speed: Double = 1) throws {
        try self.init(encoding: AudioEncoding(format), sampleRate: sampleRate, speed: speed)
    }

    /// - Parameters:
    ///   - encoding: of the bytes; its sample rate may be another than the model's.
    ///   - sampleRate: samples per second of the model.
    ///   - speed: 1 leaves speech as the model makes it, 2 halves its time. Pauses that the text asks for keep theirs.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for a speed or a rate out of range,
    ///   ``AudioEncodingError`` if the format has no place for the sample rate.
    public init(encoding: AudioEncoding, sampleRate: Int, speed: Double = 1) throws {
        format = encoding.format
        self.sampleRate = sampleRate
        self.speed = speed
        stretchedSpeed = speed
        stretcher = speed == 1 ? nil : try TimeStretcher(sampleRate: sampleRate, speed: speed)
        let rate = encoding.sampleRate ?? sampleRate
        resampler = rate == sampleRate ? nil : try StreamingResampler(from: sampleRate, to: rate)
        encoder = try encoding.makeEncoder(sampleRate: rate)
        limiter = PeakLimiter(sampleRate: sampleRate)
    }

    /// The bytes that an event completes.
    /// - Throws: ``AudioEncodingError`` if the encoder's library fails.
    public func process(_ event: SpeechEvent) throws -> [UInt8] {
        guard case .audio(let chunk) = event else { return [] }
        return chunk.isFinal ? try finish() : try encode(chunk)
    }

    /// The event with its times as they are heard. ``process(_:)`` must have had the audio before.
    public func timed(_ event: SpeechEvent) -> SpeechEvent {
        switch event {
        case .word(let word):
            return .word(
                WordTime(
                    textRange: word.textRange, start: playback.played(at: word.start),
                    end: playback.played(at: word.end)))
        case .mark(let mark):
            return .mark(
                MarkTime(name: mark.name, textOffset: mark.textOffset, time: playback.played(at: mark.time)))
        case .audio(var chunk):
            chunk.startTime = playback.played(at: chunk.startTime)
            return .audio(chunk)
        case .failure(let failure):
            return .failure(
                SpeechFailure(
                    kind: failure.kind, textRange: failure.textRange, time: playback.played(at: failure.time),
                    chunk: failure.chunk, attempt: failure.attempt))
        case .chunkStarted, .chunkFinished, .retry: return event
        }
    }

    /// Seconds that a listener needs for a chunk of the model's audio.
    public func playedSeconds(_ chunk: AudioChunk) -> Double {
        chunk.isSilence ? chunk.duration : chunk.duration / speed(of: chunk)
    }

    /// The bytes that audio completes; some may be kept back until more comes.
    /// - Parameters:
    ///   - chunk: samples at the pipeline's input rate.
    ///   - gain: factor of the samples.
    /// - Throws: ``AudioEncodingError`` if the encoder's library fails.
    public func encode(_ chunk: AudioChunk, gain: Float = 1) throws -> [UInt8] {
        guard !chunk.samples.isEmpty else { return [] }
        let wanted = chunk.isSilence ? 1 : speed(of: chunk)
        playback.note(chunk, speed: wanted)
        guard !chunk.isSilence else { return try settle() + deliver(chunk.samples) }
        let settled = wanted == stretchedSpeed ? [] : try settle()
        stretchedSpeed = wanted
        if stretcher == nil, stretchedSpeed != 1 {
            stretcher = try TimeStretcher(sampleRate: sampleRate, speed: stretchedSpeed)
        }
        return settled + (try encode(gain == 1 ? chunk.samples : chunk.samples.map { $0 * gain }))
    }

    /// The bytes that samples of the latest rate complete.
    /// - Throws: ``AudioEncodingError`` if the encoder's library fails.
    public func encode(_ samples: [Float]) throws -> [UInt8] {
        // Floats hold any value: they leave as the model makes them. The stretcher works on 16 bits.
        var samples = format == .f32le && stretcher == nil ? samples : limiter.process(samples)
        if let stretcher { samples = stretcher.process(samples) }
        return try deliver(samples)
    }

    /// The bytes that are left, once: for speech that ends without its final event.
    /// - Throws: ``AudioEncodingError`` if the encoder's library fails.
    public func finish() throws -> [UInt8] {
        guard !isFinished else { return [] }
        isFinished = true
        let settled = try settle()
        let resampled = resampler?.finish() ?? []
        return settled + (resampled.isEmpty ? [] : try encoder.encode(resampled)) + (try encoder.finish())
    }

    /// After the last bytes: what a file's first bytes become now that its length is known; empty if nothing changes.
    public var completeHeader: [UInt8] { encoder.completeHeader }

    private func speed(of chunk: AudioChunk) -> Double {
        let limits = Self.speeds
        return min(max(speed * chunk.rate, limits.lowerBound), limits.upperBound)
    }

    /// The bytes of what the stretcher has kept back; it begins anew.
    private func settle() throws -> [UInt8] {
        let rest = stretcher?.finish() ?? []
        stretcher = nil
        return try deliver(rest)
    }

    private func deliver(_ samples: [Float]) throws -> [UInt8] {
        let samples = resampler?.process(samples) ?? samples
        return samples.isEmpty ? [] : try encoder.encode(samples)
    }
}
