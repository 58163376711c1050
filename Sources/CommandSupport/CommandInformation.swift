/// The start of a command's discussion: two examples, then `more`.
package func examples(_ first: String, _ second: String, _ more: String = "") -> String {
    "Examples:\n  \(first)\n  \(second)\(more.isEmpty ? "" : "\n\n\(more)")"
}
