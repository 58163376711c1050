/// Watches one chunk for failures while its frames come in: causal, a frame at a time, each kind reported once.
struct FailureDetector {
    struct Finding: Equatable {
        let kind: SpeechFailure.Kind
        /// Indices of the words concerned.
        let words: Range<Int>?
        /// The frame at which it was noticed.
        let frame: Int
    }

    private let thresholds: FailureThresholds
    private let words: Int
    private let lastWordLimit: Int
    private(set) var findings: [Finding] = []

    private var frame = 0
    private var coverage: WordCoverage
    /// The furthest word that was attended to; -1 at first.
    private var furthest = -1
    private var framesPastFurthest = 0
    private var framesBack = 0
    private var earliestBack = 0
    private var repeatedMass: Float = 0
    private var framesAtLast = 0
    private var isAtLast = false
    private var babble = 0
    private var silent = 0
    private var clipped = 0
    private var energy: LatentEnergy
    private let largestEnergy: Float
    /// Words before it have been judged.
    private var judged = 0

    /// - Parameters:
    ///   - words: words of the chunk; with none only the audio is watched.
    ///   - lastWordTokens: tokens of the last word.
    ///   - latentEnergy: of good speech, see ``ModelAlignment``; `nil` = noise is not looked for.
    init(
        words: Int, lastWordTokens: Int, latentEnergy: Float? = nil, thresholds: FailureThresholds = .init()
    ) {
        self.words = words
        self.thresholds = thresholds
        energy = LatentEnergy(frames: thresholds.latentFrames)
        largestEnergy = latentEnergy.map { $0 * thresholds.latentEnergyRatio } ?? .infinity
        lastWordLimit = thresholds.longestLastWord(tokens: lastWordTokens)
        coverage = WordCoverage(words: words)
    }

    /// Takes the next frame: each word's share of the attention, `[words]`, its samples and their root mean square,
    /// and its latent.
    mutating func add(
        _ weights: [Float], samples: UnsafeBufferPointer<Float>, level: Float, latent: UnsafeBufferPointer<Float>
    ) {
        watch(samples, level)
        if let energy = energy.add(latent), energy > largestEnergy { report(.noise, nil) }
        if words > 0 { watch(weights, isSilent: level < thresholds.silence) }
        frame += 1
    }

    /// The chunk is complete.
    /// - Parameters:
    ///   - reachedCap: whether it was cut at the frame cap.
    ///   - endsInMark: whether a mark follows the last word: attention goes there once the word is spoken.
    mutating func finish(reachedCap: Bool, endsInMark: Bool = false) {
        if reachedCap { report(.runOn, words > 0 ? words - 1..<words : nil) }
        guard words > 0 else { return }
        judge(upTo: max(0, furthest))
        let spoken = ((0..<words).last { coverage.isSpoken($0) } ?? -1) + 1
        if spoken < words {
            report(.earlyEnd, spoken..<words)
        } else if endsInMark, isAtLast, !reachedCap {
            report(.earlyEnd, words - 1..<words)
        }
    }

    private mutating func report(_ kind: SpeechFailure.Kind, _ words: Range<Int>?) {
        let isKnown = findings.contains { $0.kind == kind && (kind != .skippedWords || $0.words == words) }
        guard !isKnown else { return }
        findings.append(Finding(kind: kind, words: words, frame: frame))
    }

    // MARK: Audio

    private mutating func watch(_ samples: UnsafeBufferPointer<Float>, _ level: Float) {
        // A sum of squares is a number only if all samples are.
        if !level.isFinite { report(.nonFinite, nil) }
        silent = level < thresholds.silence ? silent + 1 : 0
        if silent == thresholds.silentFrames { report(.silence, nil) }
        for sample in samples {
            clipped = abs(sample) >= thresholds.fullScale ? clipped + 1 : 0
            if clipped == thresholds.clippedSamples { report(.clipping, nil) }
        }
    }

    // MARK: Attention

    private mutating func watch(_ weights: [Float], isSilent: Bool) {
        var top = 0
        for word in weights.indices where weights[word] > weights[top] { top = word }
        coverage.add(weights)
        guard weights[top].isFinite else { return report(.nonFinite, nil) }

        babble = weights[top] < thresholds.unattended && !isSilent ? babble + 1 : 0
        if babble == thresholds.babbleFrames { report(.babble, nil) }

        isAtLast = weights[words - 1] >= thresholds.attended
        watchOrder(top, isAttended: weights[top] >= thresholds.attended)
        for word in 0..<max(0, furthest - 1) { repeatedMass += weights[word] }
        if repeatedMass > thresholds.repeatedFrames {
            report(.repetition, earliestBack..<max(earliestBack + 1, furthest))
        }

        if furthest == words - 1 { framesAtLast += 1 }
        if framesAtLast == lastWordLimit { report(.runOn, words - 1..<words) }
        if framesPastFurthest >= 3 { judge(upTo: max(0, furthest - 1)) }
    }

    private mutating func watchOrder(_ top: Int, isAttended: Bool) {
        guard isAttended else { return }
        if top > furthest {
            furthest = top
            framesPastFurthest = 0
        }
        framesPastFurthest += 1
        if top < furthest {
            earliestBack = framesBack == 0 ? top : min(earliestBack, top)
            framesBack += 1
            if framesBack == thresholds.framesBack { report(.jumpBack, earliestBack..<furthest) }
        } else {
            framesBack = 0
        }
    }

    /// Reports the words up to `end` that were passed without having been spoken.
    private mutating func judge(upTo end: Int) {
        var word = judged
        while word < end {
            var next = word
            while next < end, !coverage.isSpoken(next) { next += 1 }
            if next > word { report(.skippedWords, word..<next) }
            word = next + 1
        }
        judged = max(judged, end)
    }
}
