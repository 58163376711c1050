/// What a benchmark speaks: the texts of scripts/bench peers, by their number of words.
enum BenchText: String, CaseIterable {
    case one = "1"
    case fifteen = "15"
    case hundred = "100"
    /// One chunk of more than 500 frames, to see what a long context costs.
    case long

    var text: String {
        switch self {
        case .one: "Hello."
        case .fifteen: "The old ferry crosses the wide river twice a day, even when winter storms come."
        case .hundred, .long: Self.bakery
        }
    }

    /// Tokens per chunk; `nil` = the usual number.
    var maxTokens: Int? { self == .long ? 1000 : nil }

    private static let bakery = """
        At first light the baker opens his door and lets the warm air out into the street. A dog comes by, sits down \
        and waits, because it knows what happens next. The baker breaks a roll in two, throws one half and eats the \
        other. Nobody speaks; the town is still asleep, and the only sound is the clock above the square. By seven \
        there are 12 people in the queue: a nurse on her way home, two masons, a student with wet hair. They talk \
        about the rain, the price of flour, the match on Sunday. Was it fair? They never agree.
        """
}
