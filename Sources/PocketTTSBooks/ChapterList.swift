/// Makes chapters of headings and of where they are.
struct ChapterList {
    /// A heading in a text.
    struct Heading {
        var title: String
        /// 1 is the highest.
        var level: Int
        /// Where it begins, and where the text after it begins.
        var start, textStart: Int
    }

    /// Bytes that a chapter has at most, about two hours of speech: longer ones are divided at the end of a paragraph.
    static let longest = 100_000

    /// The chapters of a text.
    /// - Parameters:
    ///   - headings: in order.
    ///   - isEmpty: whether a range of the text has no words.
    ///   - whole: the range of the text.
    ///   - title: of the text, for what has no heading of its own.
    ///   - paragraphs: where paragraphs end, in order.
    static func chapters(
        _ headings: [Heading], of whole: Range<Int>, title: String, paragraphs: [Int], isEmpty: (Range<Int>) -> Bool
    ) -> [Book.Chapter] {
        let level = level(of: headings)
        let marks = headings.filter { $0.level <= level }
        var chapters: [Book.Chapter] = []
        var start = whole.lowerBound
        var name = title
        // What stands before the first heading, and the text of each. A heading without a text is a table of contents,
        // or the title of what follows.
        for (mark, end) in zip(marks + [nil], marks.map(\.start) + [whole.upperBound]) {
            let range = start..<max(end, start)
            let textStart = chapters.isEmpty && start == whole.lowerBound ? start : marksTextStart(marks, start) ?? start
            if !isEmpty(min(textStart, range.upperBound)..<range.upperBound) {
                chapters.append(Book.Chapter(title: name, range: range))
            }
            if let mark {
                start = mark.start
                name = mark.title
            }
        }
        return chapters.flatMap { divided($0, paragraphs) }
    }

    private static func marksTextStart(_ marks: [Heading], _ start: Int) -> Int? {
        marks.first { $0.start == start }?.textStart
    }

    /// The highest level that occurs at least twice; 0 if none does.
    private static func level(of headings: [Heading]) -> Int {
        let counts = Dictionary(headings.map { ($0.level, 1) }, uniquingKeysWith: +)
        return counts.filter { $0.value > 1 }.keys.min() ?? 0
    }

    private static func divided(_ chapter: Book.Chapter, _ paragraphs: [Int]) -> [Book.Chapter] {
        guard chapter.size > longest else { return [chapter] }
        var parts: [Range<Int>] = []
        var start = chapter.range.lowerBound
        while chapter.range.upperBound - start > longest {
            let end =
                paragraphs.last { $0 > start + longest / 2 && $0 <= start + longest && $0 < chapter.range.upperBound }
                ?? paragraphs.first { $0 > start + longest / 2 } ?? chapter.range.upperBound
            guard end < chapter.range.upperBound else { break }
            parts.append(start..<end)
            start = end
        }
        parts.append(start..<chapter.range.upperBound)
        guard parts.count > 1 else { return [chapter] }
        return parts.enumerated().map { index, range in
            Book.Chapter(title: "\(chapter.title), part \(index + 1)", range: range)
        }
    }
}
