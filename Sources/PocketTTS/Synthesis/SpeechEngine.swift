import FlowLMKernels
import Foundation

/// Two threads that hand each other latents: one steps the language model for all streams together, one decodes.
///
/// The threads keep `SpeechEngine` alive; whoever needs them keeps a ``Lease``, and they end with the last one.
final class SpeechEngine: @unchecked Sendable {
    let flowLM: FlowLM
    let decoder: MimiDecoder
    let maxStreams: Int
    private let sampleRate: Int

    /// Guards everything below and the last group of `SpeechStream`'s fields.
    private let condition = NSCondition()
    private var streams: [SpeechStream] = []
    private var waiting: [SpeechStream] = []
    private var codecWork: [() -> Void] = []
    private var isStopped = false
    private var framesMade = 0
    /// Listeners to resume once the lock is released.
    private var wakeups: [(listener: Listener, result: Result<SpeechEvent?, any Error>)] = []

    typealias Listener = CheckedContinuation<SpeechEvent?, any Error>

    /// Held by the thread that computes, where only one may.
    private let turn: NSLock?

    /// Keeps the engine's threads running.
    final class Lease: Sendable {
        let engine: SpeechEngine

        init(model: SpeechModel, configuration: Synthesizer.Configuration) {
            engine = SpeechEngine(model: model, configuration: configuration)
            for (name, body) in [("flow-lm", engine.runLanguageModel), ("mimi", engine.runCodec)] {
                let thread = Thread(block: body)
                thread.name = "pocket-tts.\(name)"
                thread.stackSize = 4 << 20
                thread.qualityOfService = .userInitiated
                thread.start()
            }
        }

        deinit { engine.stop() }
    }

    private init(model: SpeechModel, configuration: Synthesizer.Configuration) {
        flowLM = model.flowLM
        decoder = model.decoder
        sampleRate = model.sampleRate
        maxStreams = configuration.maxConcurrentStreams
        turn = configuration.threads == 1 ? NSLock() : nil
    }

    // MARK: What listeners call

    /// Starts a stream, or queues it behind those that speak.
    func start(_ stream: SpeechStream) {
        withLock {
            if isStopped {
                stream.isClosed = true
            } else if streams.count < maxStreams {
                streams.append(stream)
            } else {
                waiting.append(stream)
            }
            condition.broadcast()
        }
    }

    /// The stream's next event, `nil` after the last.
    func next(of stream: SpeechStream) async throws -> SpeechEvent? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { listener in
                withLock { listen(to: stream, listener) }
            }
        } onCancel: {
            cancel(stream)
        }
    }

    private func listen(to stream: SpeechStream, _ listener: Listener) {
        stream.listener = listener
        if stream.isCancelled {
            wake(stream, .failure(CancellationError()))
        } else if !stream.events.isEmpty {
            wake(stream, .success(take(stream.events.removeFirst(), of: stream)))
        } else if stream.isClosed {
            wake(stream, .success(nil))
        } else if isStopped {
            wake(stream, .failure(PocketTTSError.shutDown))
        }
    }

    /// Stops a stream's computation; its listener gets `CancellationError`.
    func cancel(_ stream: SpeechStream) {
        withLock {
            guard !stream.isCancelled else { return }
            stream.isCancelled = true
            wake(stream, .failure(CancellationError()))
            remove(stream)
        }
    }

    /// Runs `body` on the codec's thread; the caller's lease must outlive the call.
    func onCodecThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            withLock {
                codecWork.append { continuation.resume(returning: body()) }
                condition.broadcast()
            }
        }
    }

    /// Streams that speak now, and frames that the language model has made so far.
    var load: (streams: Int, frames: Int) { withLock { (streams.count, framesMade) } }

    private func stop() {
        withLock {
            isStopped = true
            for stream in streams + waiting { wake(stream, .failure(PocketTTSError.shutDown)) }
            streams = []
            waiting = []
            condition.broadcast()
        }
    }

    // MARK: Bookkeeping, under the lock

    /// Runs `body` under the lock, then resumes whom it has woken. Never the other way round: resuming takes the task's own
    /// lock, which a task that is being cancelled holds while it waits for ours.
    private func withLock<Value>(_ body: () throws -> Value) rethrows -> Value {
        condition.lock()
        var woken: [(listener: Listener, result: Result<SpeechEvent?, any Error>)] = []
        defer {
            swap(&woken, &wakeups)
            condition.unlock()
            for (listener, result) in woken { listener.resume(with: result) }
        }
        return try body()
    }

    private func wake(_ stream: SpeechStream, _ result: Result<SpeechEvent?, any Error>) {
        guard let listener = stream.listener else { return }
        stream.listener = nil
        wakeups.append((listener, result))
    }

    private func remove(_ stream: SpeechStream) {
        waiting.removeAll { $0 === stream }
        let active = streams.count
        streams.removeAll { $0 === stream }
        if streams.count < active, !waiting.isEmpty { streams.append(waiting.removeFirst()) }
        condition.broadcast()
    }

    /// An event goes to the listener who waits for it, or into the queue.
    private func deliver(_ event: SpeechEvent, of stream: SpeechStream) {
        guard !stream.isCancelled else { return }
        if stream.listener != nil {
            wake(stream, .success(take(event, of: stream)))
        } else {
            stream.events.append(event)
        }
    }

    private func take(_ event: SpeechEvent, of stream: SpeechStream) -> SpeechEvent {
        if case .audio(let chunk) = event, !chunk.isFinal {
            stream.framesAhead -= 1
            condition.broadcast()
        }
        return event
    }

    private func close(_ stream: SpeechStream) {
        stream.isClosed = true
        wake(stream, .success(nil))
        remove(stream)
    }

    private func compute<Value>(_ body: () -> Value) -> Value {
        guard let turn else { return body() }
        return turn.withLock(body)
    }

    // MARK: The language model's thread

    private func runLanguageModel() {
        let workspace = FlowLM.Workspace(for: flowLM, rows: maxStreams)
        var batch: [SpeechStream] = []
        var rows: [FlowLM.StepRow] = []
        batch.reserveCapacity(maxStreams)
        rows.reserveCapacity(maxStreams)

        while waitForBatch(&batch) {
            if let newcomer = batch.first(where: { $0.phase == .needsPrefill }) {
                prefill(newcomer, workspace: workspace.transformer)
                continue
            }
            rows.removeAll(keepingCapacity: true)
            for (row, stream) in batch.enumerated() {
                rows.append(stream.row)
                let offset = row * flowLM.latentDim
                (workspace.previous.pointer + offset).update(from: stream.previous.pointer, count: flowLM.latentDim)
                stream.drawNoise(workspace.latents.pointer + offset, count: flowLM.latentDim)
            }
            compute { flowLM.step(rows, workspace: workspace) }
            for (row, stream) in batch.enumerated() {
                finishStep(
                    of: stream, latent: workspace.latents.pointer + row * flowLM.latentDim,
                    eosLogit: workspace.eosLogits.pointer[row])
            }
        }
    }

    /// All streams that can move: they have something to say and a listener who keeps up. False when the engine stops.
    private func waitForBatch(_ batch: inout [SpeechStream]) -> Bool {
        withLock {
            while !isStopped {
                batch.removeAll(keepingCapacity: true)
                for stream in streams where stream.phase != .done && stream.hasRoom { batch.append(stream) }
                if !batch.isEmpty {
                    // Prefilling makes no frame, stepping makes one each.
                    if !batch.contains(where: { $0.phase == .needsPrefill }) {
                        for stream in batch { stream.framesAhead += 1 }
                    }
                    return true
                }
                condition.wait()
            }
            return false
        }
    }

    /// Starts the stream's next chunk: from the voice, the chunk's text.
    private func prefill(_ stream: SpeechStream, workspace: Transformer.Workspace) {
        let chunk = stream.chunk
        if chunk == 0 {
            for _ in 0..<(stream.plan.voice?.promptPasses ?? 0) {
                stream.drawNoise(stream.previous.pointer, count: flowLM.latentDim)
            }
        }
        post(.chunkStart(chunk), to: stream)
        stream.cache.reset()
        compute {
            _ = flowLM.prefill(tokens: stream.plan.chunks[chunk].tokens, cache: stream.cache, workspace: workspace)
        }
        // The reference draws for every pass, also where it has no use for the numbers.
        stream.drawNoise(stream.previous.pointer, count: flowLM.latentDim)
        stream.previous.pointer.update(from: flowLM.bosLatent, count: flowLM.latentDim)
        stream.step = 0
        stream.eosStep = nil
        withLock { stream.phase = .speaking }
    }

    private func finishStep(of stream: SpeechStream, latent: Rows, eosLogit: Float) {
        let plan = stream.plan
        if stream.eosStep == nil, stream.step >= SpeechPlan.framesBeforeEOS, eosLogit > plan.eosThreshold {
            stream.eosStep = stream.step
        }
        if let eosStep = stream.eosStep, stream.step >= eosStep + plan.framesAfterEOS(chunk: stream.chunk) {
            withLock { stream.framesAhead -= 1 }
            endChunk(of: stream, reachedCap: false)
            return
        }
        let slot = stream.takeSlot()
        stream.latentSlots[slot].pointer.update(from: latent, count: flowLM.latentDim)
        stream.previous.pointer.update(from: latent, count: flowLM.latentDim)
        stream.step += 1
        withLock { framesMade += 1 }
        post(.latent(slot: slot), to: stream)
        if stream.step == plan.frameCaps[stream.chunk] { endChunk(of: stream, reachedCap: true) }
    }

    private func endChunk(of stream: SpeechStream, reachedCap: Bool) {
        post(.chunkEnd(stream.chunk, frames: stream.step, reachedCap: reachedCap), to: stream)
        stream.chunk += 1
        let isLast = stream.chunk == stream.plan.chunks.count
        if isLast { post(.end, to: stream) }
        withLock { stream.phase = isLast ? .done : .needsPrefill }
    }

    private func post(_ item: SpeechStream.Item, to stream: SpeechStream) {
        withLock {
            stream.queue.append(item)
            condition.broadcast()
        }
    }

    // MARK: The codec's thread

    private enum CodecTask {
        case work(() -> Void)
        case item(SpeechStream.Item, SpeechStream)
    }

    private func runCodec() {
        let workspace = MimiDecoder.Workspace(for: decoder, frames: 1)
        let latent = AlignedBuffer<Float>(count: flowLM.latentDim)
        while let task = waitForCodecTask() {
            switch task {
            case .work(let body): body()
            case .item(let item, let stream): process(item, of: stream, latent, workspace)
            }
        }
    }

    /// The oldest item of the stream that has waited longest; `nil` when the engine stops.
    private func waitForCodecTask() -> CodecTask? {
        withLock {
            while !isStopped {
                if !codecWork.isEmpty { return .work(codecWork.removeFirst()) }
                if let index = streams.firstIndex(where: { !$0.queue.isEmpty }) {
                    // The last one served goes to the end, so that all are served in turn.
                    let stream = streams.remove(at: index)
                    streams.append(stream)
                    return .item(stream.queue.removeFirst(), stream)
                }
                condition.wait()
            }
            return nil
        }
    }

    private func process(
        _ item: SpeechStream.Item, of stream: SpeechStream, _ latent: AlignedBuffer<Float>,
        _ workspace: MimiDecoder.Workspace
    ) {
        switch item {
        case .chunkStart(let index):
            stream.codec.reset()
            stream.codecChunk = index
            stream.framesOfChunk = 0
            withLock { deliver(.chunkStarted(stream.progress(frames: 0, reachedCap: false)), of: stream) }
        case .latent(let slot):
            let source = stream.latentSlots[slot].pointer
            for i in 0..<latent.count {
                latent.pointer[i] = source[i] * flowLM.latentStd[i] + flowLM.latentMean[i]
            }
            let chunk = decodeFrame(latent.pointer, of: stream, workspace)
            withLock { deliver(.audio(chunk), of: stream) }
        case .chunkEnd(_, let frames, let reachedCap):
            withLock {
                deliver(.chunkFinished(stream.progress(frames: frames, reachedCap: reachedCap)), of: stream)
            }
        case .end:
            let final = stream.audio([])
            withLock {
                deliver(.audio(final), of: stream)
                close(stream)
            }
        }
    }

    private func decodeFrame(
        _ latent: Rows, of stream: SpeechStream, _ workspace: MimiDecoder.Workspace
    ) -> AudioChunk {
        var samples = [Float](unsafeUninitializedCapacity: decoder.frameSize) { buffer, count in
            if let base = buffer.baseAddress {
                compute { decoder.decode(latent, frames: 1, state: stream.codec, workspace: workspace, to: base) }
            }
            count = decoder.frameSize
        }
        if stream.framesOfChunk == 0 { fadeIn(&samples) }
        stream.framesOfChunk += 1
        defer { stream.samplesSoFar += samples.count }
        return stream.audio(samples)
    }

    /// A fresh codec state starts with a small step, heard as a click: 5 ms of linear fade hide it.
    private func fadeIn(_ samples: inout [Float]) {
        let count = sampleRate / 200
        let step = 1 / Float(max(count - 1, 1))
        for i in 0..<min(count, samples.count) { samples[i] *= Float(i) * step }
    }
}

extension SpeechStream {
    /// Noise for one pass, `[count]`, with the request's temperature and clamp.
    func drawNoise(_ noise: MutableRows, count: Int) {
        let buffer = UnsafeMutableBufferPointer(start: noise, count: count)
        let std = Float(plan.temperature.squareRoot())
        if let clamp = plan.noiseClamp {
            generator.fillTruncatedNormal(buffer, mean: 0, std: std, a: -clamp, b: clamp)
        } else {
            generator.fillNormal(buffer, mean: 0, std: std)
        }
    }

    fileprivate func audio(_ samples: [Float]) -> AudioChunk {
        AudioChunk(
            samples: samples, sampleRate: sampleRate, startTime: Double(samplesSoFar) / Double(sampleRate),
            textRange: plan.chunks[codecChunk].sourceRange, isFinal: samples.isEmpty)
    }

    fileprivate func progress(frames: Int, reachedCap: Bool) -> ChunkProgress {
        let chunk = plan.chunks[codecChunk]
        return ChunkProgress(
            index: codecChunk, count: plan.chunks.count, text: chunk.text, textRange: chunk.sourceRange,
            tokens: chunk.tokens.count, frames: frames, reachedFrameCap: reachedCap)
    }
}
