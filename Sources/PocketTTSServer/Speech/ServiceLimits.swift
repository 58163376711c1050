/// What one request, and all of them together, may take.
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
    /// Bytes of all bodies that are held in memory at once, from all clients.
    public var bufferedBytes = 128 << 20
    /// Until a request's speech must have been delivered.
    public var requestTime = Duration.seconds(600)
    /// How long a client may take no audio before its session is stopped.
    public var stallTime = Duration.seconds(30)
    /// How long a session may wait for more text: a language model may call its tools meanwhile.
    public var textTime = Duration.seconds(300)
    /// Sessions that may wait for a slot.
    public var queueLength = 16
    /// How long they may wait.
    public var queueTime = Duration.seconds(10)

    public init() {}
}
