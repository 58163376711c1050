import Foundation

extension AudioClip {
    /// The clip ending on exactly 80 ms of silence (`end_on_pause`): the silence at its end is cut, the last 20 ms of
    /// what remains fade out, zeros follow. A clip below 20 ms stays as it is.
    ///
    /// Prompts end inside the pause between two words, as in training: one that ends on speech makes the model continue
    /// that utterance, one that ends on a long silence delays its onset.
    func endingOnPause() -> AudioClip {
        let floorDecibels: Float = 35
        let frame = max(1, Int(0.02 * Double(sampleRate)))
        let count = samples.count / frame
        guard count > 0 else { return self }
        let levels = (0..<count).map { index -> Float in
            let squares = samples[index * frame..<(index + 1) * frame].reduce(0) { $0 + Double($1) * Double($1) }
            return 20 * log10(Float((squares / Double(frame)).squareRoot()) + 1e-12)
        }
        let threshold = (levels.max() ?? 0) - floorDecibels
        let end = ((levels.lastIndex { $0 > threshold } ?? 0) + 1) * frame

        var clip = self
        clip.samples.removeLast(samples.count - end)
        let fade = min(Int(0.02 * Double(sampleRate)), end)
        for (i, gain) in Self.ramp(steps: fade).enumerated() { clip.samples[end - fade + i] *= gain }
        clip.samples += [Float](repeating: 0, count: Int(0.08 * Double(sampleRate)))
        return clip
    }

    /// From 1 to 0, each half counted from its own end with fused multiply-adds, as `torch.linspace` does on CPUs that
    /// have them.
    private static func ramp(steps: Int) -> [Float] {
        let step = -1 / Float(max(steps - 1, 1))
        return (0..<steps).map { i in
            i < steps / 2 ? Float(1).addingProduct(step, Float(i)) : steps == 1 ? 1 : -step * Float(steps - 1 - i)
        }
    }
}
