import FlowLMKernels

/// The thread that steps the language model for all streams together.
extension SpeechEngine {
    func runLanguageModel() {
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
}
