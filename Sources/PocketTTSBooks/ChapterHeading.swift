import Foundation

/// The heading of a chapter in plain text: a line such as "CHAPTER IV. The Storm" or "Chapitre 3" that stands alone,
/// perhaps with the chapter's title in the line below.
struct ChapterHeading {
    let title: String

    /// Words that chapters begin with, in the languages of the published models.
    private static let words: Set<String> = [
        "chapter", "part", "book", "letter", "act", "scene", "prologue", "epilogue", "introduction", "preface",
        "foreword", "afterword", "conclusion", "chapitre", "partie", "livre", "avant-propos", "épilogue", "préface",
        "kapitel", "teil", "buch", "vorwort", "nachwort", "einleitung", "prolog", "epilog",
        "capítulo", "capitulo", "parte", "libro", "livro", "prólogo", "epílogo", "prefácio", "introducción",
        "introdução", "capitolo", "prefazione", "introduzione", "prologo", "epilogo", "hoofdstuk", "deel", "boek",
        "voorwoord", "inleiding", "nawoord", "proloog", "epiloog",
    ]
    /// Those that need no number.
    private static let complete: Set<String> = [
        "prologue", "epilogue", "introduction", "preface", "foreword", "afterword", "conclusion", "avant-propos",
        "épilogue", "préface", "vorwort", "nachwort", "einleitung", "prolog", "epilog", "prólogo", "epílogo",
        "prefácio", "introducción", "introdução", "prefazione", "introduzione", "prologo", "epilogo", "voorwoord",
        "inleiding", "nawoord", "proloog", "epiloog",
    ]
    private static let longest = 80

    /// `nil` if the window's line is no heading.
    init?(_ lines: LineWindow) {
        guard let line = lines.current?.text, Self.isHeading(line), lines.next(-1)?.text.isEmpty ?? true else {
            return nil
        }
        let below = lines.next(1)?.text ?? ""
        if below.isEmpty {
            title = line
        } else if below.count <= Self.longest, lines.next(2)?.text.isEmpty ?? true, !Self.isHeading(below) {
            title = "\(line.trimmingCharacters(in: CharacterSet(charactersIn: ".:"))): \(below)"
        } else {
            return nil
        }
    }

    private static func isHeading(_ line: String) -> Bool {
        guard line.count <= longest else { return false }
        let parts = line.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = parts.first.map(bare), words.contains(first) else { return false }
        if complete.contains(first) { return parts.count == 1 || parts[0].last == ":" || parts[0].last == "." }
        guard parts.count > 1 else { return false }
        // "Chapter One" alone, or "Chapter One. The Storm".
        let isSpelled = parts[1].first?.isUppercase == true && (parts.count == 2 || ".:".contains(parts[1].last ?? " "))
        return isNumber(bare(parts[1])) || isSpelled
    }

    /// In small letters, without the marks around it.
    private static func bare(_ word: Substring) -> String {
        word.lowercased().trimmingCharacters(in: .punctuationCharacters.subtracting(CharacterSet(charactersIn: "-")))
    }

    /// Digits or a Roman number.
    private static func isNumber(_ word: String) -> Bool {
        guard !word.isEmpty else { return false }
        return word.allSatisfy(\.isNumber) || word.allSatisfy { "ivxlcdm".contains($0) }
    }
}
