import FlowLMKernels
import SpeechText

/// The language model's passes; one at a time, by whichever thread comes first.
extension SpeechEngine {
    /// Reads the next part of a chunk's text: from the voice on. With the last part comes the first frame.
    func prefill(_ stream: SpeechStream) {
        guard let chunk = stream.chunk else { return withLock { finishPass() } }
        let tokens = chunk.text.tokens
        if !stream.isPrefilling { start(chunk, of: stream) }
        let end = min(stream.prefilledTokens + FlowLM.tokensPerPass, tokens.count)
        let slice = tokens[stream.prefilledTokens..<end]
        let isLast = end == tokens.count
        let started = ContinuousClock.now
        if isLast {
            // The reference draws for every pass, also where it has no use for the numbers.
            stream.drawNoise(lmWorkspace.latents.pointer, count: flowLM.latentDim)
            stream.drawNoise(lmWorkspace.latents.pointer, count: flowLM.latentDim)
            flowLM.prefill(slice, thenStep: stream.row, workspace: lmWorkspace)
        } else {
            flowLM.prefill(slice, cache: stream.cache, workspace: lmWorkspace)
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        stream.prefilledTokens = end
        withLock {
            usage.prefillSeconds += seconds
            usage.prefillRows += slice.count + (isLast ? 1 : 0)
            if isLast {
                stream.framesAhead += 1
                finishStep(of: stream, latent: lmWorkspace.latents.pointer, eosLogit: lmWorkspace.eosLogits.pointer[0])
            }
            finishPass()
        }
    }

    private func start(_ chunk: PlannedChunk, of stream: SpeechStream) {
        if !stream.hasBegun {
            for _ in 0..<(stream.plan.voice?.promptPasses ?? 0) {
                stream.drawNoise(stream.previous.pointer, count: flowLM.latentDim)
            }
        }
        stream.reserve(positions: chunk.positions, flowLM: flowLM)
        stream.prefilledTokens = stream.rewind(to: chunk.text.tokens, unit: prefetchUnit)
        stream.prefetched = []
        stream.isPrefilling = true
        stream.step = 0
        stream.eosStep = nil
        let textStart = stream.plan.voice?.length ?? 0
        stream.attention?.begin(text: textStart..<textStart + chunk.text.tokens.count)
        withLock {
            stream.hasBegun = true
            stream.queue.append(.chunkStart(chunk))
            notifyWorkers()
        }
    }

    /// Reads tokens of a chunk that is not known yet. The chunk then starts with as many of them as it has.
    func prefetch(_ tokens: [Int], of stream: SpeechStream) {
        let kept = stream.rewind(to: tokens + [-1], unit: prefetchUnit)
        let slice = tokens[kept..<min(kept + FlowLM.tokensPerPass, tokens.count)]
        let started = ContinuousClock.now
        flowLM.prefill(slice, cache: stream.cache, workspace: lmWorkspace)
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        stream.prefetched += slice
        withLock {
            usage.prefillSeconds += seconds
            usage.prefillRows += slice.count
            finishPass()
        }
    }

    /// One frame for each stream of `batch`.
    func stepBatch() {
        let width = flowLM.latentDim
        rows.removeAll(keepingCapacity: true)
        for (row, stream) in batch.enumerated() {
            rows.append(stream.row)
            (lmWorkspace.previous.pointer + row * width).update(from: stream.previous.pointer, count: width)
            stream.drawNoise(lmWorkspace.latents.pointer + row * width, count: width)
        }
        let started = ContinuousClock.now
        flowLM.step(rows, workspace: lmWorkspace)
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        withLock {
            usage.stepSeconds += seconds
            usage.steps += 1
            for (row, stream) in batch.enumerated() {
                finishStep(
                    of: stream, latent: lmWorkspace.latents.pointer + row * width,
                    eosLogit: lmWorkspace.eosLogits.pointer[row])
            }
            finishPass()
        }
    }

    private func finishPass() {
        isPassing = false
        computing -= 1
        notifyWorkers()
    }

    private func finishStep(of stream: SpeechStream, latent: Rows, eosLogit: Float) {
        guard let chunk = stream.chunk else { return }
        stream.phase = .speaking
        if stream.eosStep == nil, stream.step >= SpeechPlan.framesBeforeEOS, eosLogit > stream.plan.eosThreshold {
            stream.eosStep = stream.step
        }
        if let eosStep = stream.eosStep, stream.step >= eosStep + chunk.framesAfterEOS {
            stream.framesAhead -= 1
            endChunk(of: stream, reachedCap: false)
            return
        }
        let slot = stream.takeSlot()
        stream.latentSlots[slot].pointer.update(from: latent, count: flowLM.latentDim)
        stream.previous.pointer.update(from: latent, count: flowLM.latentDim)
        stream.keepAttention(slot: slot)
        stream.step += 1
        framesMade += 1
        stream.queue.append(.latent(slot: slot))
        if stream.step == chunk.frameCap { endChunk(of: stream, reachedCap: true) }
    }

    private func endChunk(of stream: SpeechStream, reachedCap: Bool) {
        stream.queue.append(.chunkEnd(frames: stream.step, reachedCap: reachedCap))
        stream.advance()
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
