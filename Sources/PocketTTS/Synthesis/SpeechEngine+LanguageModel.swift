import FlowLMKernels
import SpeechText

/// What a pass of the language model works with.
///
/// `@unchecked Sendable`: the thread that runs the pass has it for itself, as the scheduler allows one pass at a time.
final class LanguageModelPass: @unchecked Sendable {
    fileprivate let workspace: FlowLM.Workspace
    fileprivate var rows: [FlowLM.StepRow] = []

    init(_ flowLM: FlowLM, rows count: Int, in context: ComputeContext) {
        workspace = FlowLM.Workspace(for: flowLM, rows: count, in: context)
        rows.reserveCapacity(count)
    }
}

/// The language model's passes; one at a time, by whichever thread takes the task.
extension SpeechEngine {
    /// Prefills the next part of a chunk's text, after the voice. The last part comes with the first frame.
    func prefill(_ chunk: PlannedChunk, of stream: SpeechStream) {
        let tokens = chunk.text.tokens
        let workspace = pass.workspace
        if !stream.isPrefilling {
            do throws(PocketTTSError) {
                try stream.start(chunk, flowLM: flowLM, prefetchUnit: prefetchUnit)
            } catch {
                return withState { state in
                    state.end(stream, .failed(error))
                    state.finishPass()
                }
            }
            withState { state in
                state.update(stream) { stream, _ in stream.queue.append(.chunkStart(chunk)) }
                state.notify()
            }
        }
        let end = min(stream.prefilledTokens + FlowLM.tokensPerPass, tokens.count)
        let slice = tokens[stream.prefilledTokens..<end]
        let isLast = end == tokens.count
        let started = ContinuousClock.now
        if isLast {
            // The reference draws noise for every pass, even if it does not use the numbers.
            stream.drawNoise(workspace.latents.pointer, count: flowLM.latentDim)
            stream.drawNoise(workspace.latents.pointer, count: flowLM.latentDim)
            flowLM.prefill(slice, thenStep: stream.row, workspace: workspace)
        } else {
            flowLM.prefill(slice, cache: stream.cache, workspace: workspace)
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        stream.prefilledTokens = end
        let result = isLast ? damage.map { .failure($0) } ?? stream.finishStep(workspace, row: 0) : nil
        withState { state in
            state.usage.prefillSeconds += seconds
            state.usage.prefillRows += slice.count + (isLast ? 1 : 0)
            if let result {
                state.update(stream) { stream, _ in stream.framesAhead += 1 }
                state.apply(result, of: stream)
            }
            state.finishPass()
        }
    }

    /// Prefills tokens of a chunk that is not complete yet. The chunk then starts after those of them that it has.
    func prefetch(_ tokens: [Int], of stream: SpeechStream) {
        let kept = stream.rewind(to: tokens + [-1], unit: prefetchUnit)
        let slice = tokens[kept..<min(kept + FlowLM.tokensPerPass, tokens.count)]
        let started = ContinuousClock.now
        flowLM.prefill(slice, cache: stream.cache, workspace: pass.workspace)
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        stream.prefetched += slice
        withState { state in
            state.usage.prefillSeconds += seconds
            state.usage.prefillRows += slice.count
            state.finishPass()
        }
    }

    /// One frame for each stream of `batch`.
    func step(_ batch: [SpeechStream]) {
        let width = flowLM.latentDim
        let workspace = pass.workspace
        pass.rows.removeAll(keepingCapacity: true)
        for (row, stream) in batch.enumerated() {
            pass.rows.append(stream.row)
            (workspace.previous.pointer + row * width).update(from: stream.previous.pointer, count: width)
            stream.drawNoise(workspace.latents.pointer + row * width, count: width)
        }
        let started = ContinuousClock.now
        flowLM.step(pass.rows, workspace: workspace)
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let damage = damage
        withState { state in
            state.usage.stepSeconds += seconds
            state.usage.steps += 1
            for (row, stream) in batch.enumerated() {
                state.apply(damage.map { .failure($0) } ?? stream.finishStep(workspace, row: row), of: stream)
            }
            state.finishPass()
        }
    }
}

extension EngineState {
    /// Takes what a pass has made for a stream: a frame, or an error that ends the stream.
    fileprivate mutating func apply(_ result: Result<SpeechStream.StepResult, PocketTTSError>, of stream: SpeechStream)
    {
        switch result {
        case .success(let step):
            if step.slot != nil { framesMade += 1 }
            update(stream) { stream, _ in stream.apply(step) }
        case .failure(let error): end(stream, .failed(error))
        }
    }
}

/// What the language model's pass does with its stream.
extension SpeechStream {
    /// What a pass has made: a latent, the end of the chunk, or both.
    struct StepResult: Sendable {
        /// Where the latent is.
        var slot: Int?
        var chunkEnd: Item?
    }

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

    /// Keeps the latent of `row`, and decides whether the chunk ends.
    /// - Returns: an error if the model's output is not finite.
    fileprivate func finishStep(_ workspace: FlowLM.Workspace, row: Int) -> Result<StepResult, PocketTTSError> {
        guard let chunk else { return .success(StepResult()) }
        let width = previous.count
        let latent = workspace.latents.pointer + row * width
        let eosLogit = workspace.eosLogits.pointer[row]
        guard eosLogit.isFinite, areFinite(latent, count: width) else {
            return .failure(.notFinite(stage: "the language model", frame: step, text: chunk.text.text))
        }
        let wantsEnd = step >= plan.bounds.framesBeforeEOS && eosLogit > plan.eosThreshold
        if eosStep == nil, isEnd(wantsEnd) { eosStep = step }
        if let eosStep, step >= eosStep + chunk.framesAfterEOS {
            return .success(endChunk(slot: nil, reachedCap: false))
        }
        let slot = takeSlot()
        latentSlots[slot].pointer.update(from: latent, count: width)
        previous.pointer.update(from: latent, count: width)
        keepAttention(slot: slot)
        step += 1
        return .success(step == chunk.frameCap ? endChunk(slot: slot, reachedCap: true) : StepResult(slot: slot))
    }

    /// Whether the chunk's end has come at this frame.
    private func isEnd(_ wantsEnd: Bool) -> Bool {
        guard steering != nil, let weights = attention?.weights else { return wantsEnd }
        return steering?.isEnd(attention: weights, wantsEnd: wantsEnd) ?? wantsEnd
    }

    private func endChunk(slot: Int?, reachedCap: Bool) -> StepResult {
        isPrefilling = false
        return StepResult(slot: slot, chunkEnd: .chunkEnd(frames: step, reachedCap: reachedCap))
    }
}
