import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// The destination of audio: stdout or a player as the audio is made, or a file that appears only when it is complete.
final class AudioOutput {
    private let sound: Sound
    /// Made with the first samples, whose rate it needs.
    private var pipeline: SpeechPipeline?
    private let descriptor: Int32
    /// The destination's name in messages.
    let name: String
    /// The file being written, until it takes its final name.
    private var temporary: String?
    private let player: PlayerProcess?
    /// The samples, where their loudness must be known before they are written.
    private let measured: MeasuredSamples?
    /// Factor of the samples, besides the sound's volume.
    var gain: Float = 1
    /// Whether a loudness is asked for that can only come from a gain of the voice.
    var needsVoiceGain: Bool { sound.loudness != nil && measured == nil }

    /// Opens the output, so that an unwritable path is an error before anything is computed.
    /// - Parameter path: a file, a device, a named pipe, or "-" for stdout.
    /// - Throws: ``OutputError``.
    init(path: String, sound: Sound) throws {
        name = path
        self.sound = sound
        player = nil
        if path == "-" {
            measured = nil
            descriptor = STDOUT_FILENO
            return
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists && status.st_mode & S_IFMT == S_IFDIR {
            throw OutputError.isFolder(path)
        }
        // Devices and pipes are written directly; a file must not be seen half-written.
        if exists && status.st_mode & S_IFMT != S_IFREG {
            measured = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            measured = sound.loudness == nil ? nil : try MeasuredSamples(besides: path)
            let part = "\(path).\(getpid()).part"
            temporary = part
            UnfinishedFiles.insert(part)
            descriptor = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        guard descriptor >= 0 else {
            throw OutputError.cannotWrite(path, "Choose another --output-path.")
        }
    }

    /// Starts a player.
    /// - Throws: ``OutputError`` if it cannot be started.
    init(player: Player, sound: Sound) throws {
        name = player.command
        self.sound = Sound(format: .wav, speed: sound.speed, volume: sound.volume, loudness: sound.loudness)
        let process = try PlayerProcess(player)
        self.player = process
        measured = nil
        descriptor = process.input
    }

    /// Writes the bytes that audio completes, or keeps it until its loudness is known.
    func write(_ chunk: AudioChunk) throws {
        if let measured { return try measured.add(chunk) }
        try encode(chunk, gain: gain)
    }

    private func encode(_ chunk: AudioChunk, gain: Float) throws {
        let pipeline =
            try pipeline
            ?? SpeechPipeline(format: sound.format, sampleRate: chunk.sampleRate, speed: sound.speed)
        self.pipeline = pipeline
        try write(pipeline.encode(chunk, gain: sound.volume * gain))
    }

    /// An event with its times as they are heard.
    func timed(_ event: SpeechEvent) -> SpeechEvent { pipeline?.timed(event) ?? event }

    /// Writes the rest, completes the header, and gives the file its name or waits for the player.
    func finish() throws {
        if let measured, let loudness = sound.loudness { try measured.replay(at: loudness, encode) }
        if let pipeline { try write(pipeline.finish()) }
        try player?.finish()
        guard let temporary else { return }
        let header = pipeline?.completeHeader ?? []
        guard header.isEmpty || pwrite(descriptor, header, header.count, 0) == header.count, close(descriptor) == 0,
            rename(temporary, name) == 0
        else { throw failure() }
        UnfinishedFiles.remove(temporary)
        self.temporary = nil
    }

    /// Removes a file that is not finished, and stops a player.
    func abandon() {
        if let temporary {
            close(descriptor)
            unlink(temporary)
            UnfinishedFiles.remove(temporary)
        }
        temporary = nil
        player?.stop()
    }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE, let player { throw player.failure }
                if errno == EPIPE { throw ReaderGone() }
                throw failure()
            }
            rest = rest.dropFirst(count)
        }
    }

    private func failure() -> OutputError {
        OutputError(
            message: "writing \(name) failed: \(String(cString: strerror(errno))). Nothing was kept.",
            exitCode: OutputError.writingFailed)
    }
}
