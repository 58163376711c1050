/// The mean square of the latest latents: noise in the sampler makes it larger than in a model's good speech.
struct LatentEnergy {
    /// Mean squares by frame, modulo their number.
    private var frames: [Float]
    private var count = 0

    /// - Parameter frames: how many latents it covers.
    init(frames: Int) { self.frames = [Float](repeating: 0, count: frames) }

    /// Takes the next frame's latent, as the language model makes it; returns the mean square of the latest ones, `nil`
    /// while there are too few.
    mutating func add(_ latent: UnsafeBufferPointer<Float>) -> Float? {
        frames[count % frames.count] = latent.reduce(0) { $0 + $1 * $1 } / Float(max(1, latent.count))
        count += 1
        return count < frames.count ? nil : frames.reduce(0, +) / Float(frames.count)
    }
}
