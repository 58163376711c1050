/// One line of what `doctor` finds.
struct Finding: Encodable {
    /// What the line is about, such as `cpu`.
    let topic: String
    let text: String
    /// The command or the change that solves a problem; `nil` when there is none.
    var remedy: String?
    /// Whether speech is impossible until the problem is solved.
    var isFatal = false
}
