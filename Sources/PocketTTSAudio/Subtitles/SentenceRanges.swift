/// Where sentences end in a text, for readers: a mark and a space behind it end one, unless the mark belongs to an
/// abbreviation or the text goes on with a small letter. A blank line ends one, too.
enum SentenceRanges {
    /// UTF-8 ranges of the sentences of `text`, without the space around them, in order.
    static func find(in text: String) -> [Range<Int>] {
        let scalars = Array(text.unicodeScalars)
        var ranges: [Range<Int>] = []
        var (start, end, offset): (Int?, Int, Int) = (nil, 0, 0)
        for (index, scalar) in scalars.enumerated() {
            let next = offset + UTF8.width(scalar)
            if !scalar.properties.isWhitespace {
                start = start ?? offset
                end = next
            }
            offset = next
            guard let first = start, endsSentence(scalars, at: index) else { continue }
            ranges.append(first..<end)
            start = nil
        }
        if let start { ranges.append(start..<end) }
        return ranges
    }

    private static let marks = Set(".!?\u{2026}".unicodeScalars)
    private static let closers = Set("\"'\u{201D}\u{2019})]\u{BB}".unicodeScalars)
    private static let abbreviations: Set = [
        "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "fig", "jr", "sr", "e.g", "i.e", "approx", "inc", "ltd",
    ]

    /// Whether a sentence ends in front of the white space at `index`.
    private static func endsSentence(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        guard index > 0, scalars[index].properties.isWhitespace else { return false }
        if scalars[index] == "\n", scalars[index - 1] == "\n" { return true }
        var last = index - 1
        while last > 0, closers.contains(scalars[last]) { last -= 1 }
        guard marks.contains(scalars[last]) else { return false }
        if let next = scalars[index...].first(where: { !$0.properties.isWhitespace }), next.properties.isLowercase {
            return false
        }
        return scalars[last] != "." || !isAbbreviation(scalars[..<last])
    }

    /// Whether a full stop behind `scalars` shortens a word: a known one, or a single capital.
    private static func isAbbreviation(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        let letters = scalars.reversed().prefix { $0.properties.isAlphabetic || $0 == "." }.reversed()
        if letters.count == 1, let letter = letters.first { return letter.properties.isUppercase && letter != "I" }
        return abbreviations.contains(String(String.UnicodeScalarView(letters)).lowercased())
    }
}
