/// What happens when a chunk's speech fails.
public enum FailurePolicy: String, Sendable, Equatable, CaseIterable, Codable {
    /// Failures are reported, the speech stays as it is: byte for byte the reference's.
    case keep
    /// Each chunk is held back until it is complete, and spoken again where it failed: with its end steered if that was
    /// wrong, with other random numbers, with less noise, then in parts. For files: first audio comes when the first
    /// chunk is complete.
    case retry
    /// The first failure ends the request with a ``SpeechFailureError``.
    case error
}

/// Another attempt at a chunk that failed.
public struct SpeechRetry: Sendable, Equatable {
    public enum Change: String, Sendable, Equatable, CaseIterable, Codable {
        /// The attention decides with the model when the chunk ends (``SpeechOptions/steersEnd``).
        case end
        /// The next seed.
        case seed
        /// The next seed and half the temperature, or the model's own where that is lower still.
        case temperature
        /// The chunk in two or more parts, at that temperature.
        case parts
    }

    /// The chunk, from 0, and which attempt at it begins, from 1.
    public let chunk: Int
    public let attempt: Int
    public let change: Change
    /// Why: the failures of the attempt before.
    public let failures: [SpeechFailure]
}

/// Speech failed and the request asked for an error then.
public struct SpeechFailureError: Error, Sendable, Equatable, CustomStringConvertible {
    public let failure: SpeechFailure

    public var description: String {
        let place = failure.textRange.map { " at bytes \($0.lowerBound) to \($0.upperBound) of the text" } ?? ""
        return "the speech failed (\(failure.kind.rawValue))\(place), \(failure.time) s in. "
            + "Try another seed or a lower temperature, or the policy \"retry\"."
    }
}
