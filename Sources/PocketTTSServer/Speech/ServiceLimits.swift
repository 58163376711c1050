/// What one request, and all together, may take.
public struct ServiceLimits: Sendable, Equatable {
    /// Characters of text in one request, as OpenAI has it.
    public var textCharacters = 4096
    /// Bytes of an uploaded recording with its form.
    public var uploadBytes = 20 << 20
    /// Seconds of an uploaded recording that are read.
    public var uploadSeconds = 30.0
    /// Bytes of any other request's body.
    public var bodyBytes = 256 << 10
    /// Until a request's body must have arrived.
    public var bodyTime = Duration.seconds(60)
    /// Until a request's speech must have been heard.
    public var requestTime = Duration.seconds(600)
    /// How long a listener may take no audio before it is given up.
    public var stallTime = Duration.seconds(30)
    /// Streams that may wait for their turn.
    public var queueLength = 16
    /// How long they may wait.
    public var queueTime = Duration.seconds(10)

    public init() {}
}
