/// Collects the headings and paragraphs of a text, and makes chapters of them.
struct ChapterBuilder {
    /// A heading, and what follows up to the next one.
    private struct Section {
        var title: String
        /// 1 is the highest; 0 is what stands before the first heading.
        var level: Int
        var start: Int
        var hasText = false
    }

    /// Bytes that a chapter has at most, about two hours of speech: longer ones are divided at the end of a paragraph.
    static let longest = 100_000

    private var sections: [Section]
    /// Where paragraphs end, in order.
    private var paragraphs: [Int] = []

    /// - Parameters:
    ///   - title: of what stands before the first heading.
    ///   - start: where that begins.
    init(title: String, start: Int = 0) { sections = [Section(title: title, level: 0, start: start)] }

    /// Names what stands before the first heading.
    mutating func setTitle(_ title: String) { sections[0].title = title }

    mutating func heading(_ title: String, level: Int, at start: Int) {
        sections.append(Section(title: title, level: level, start: start))
    }

    /// There are words after the last heading.
    mutating func text() { sections[sections.count - 1].hasText = true }

    mutating func paragraph(endingAt position: Int) { paragraphs.append(position) }

    /// The chapters of the text, which ends at `end`.
    ///
    /// Chapters begin at the highest level of headings that occurs twice, or at lower ones where chapters would be too
    /// long. A heading without text is left out: it is an entry of a table of contents, or the title of a part.
    func chapters(end: Int) -> [Book.Chapter] {
        let counts = Dictionary(sections.dropFirst().map { ($0.level, 1) }, uniquingKeysWith: +)
        let levels = counts.filter { $0.value > 1 }.keys.sorted()
        var chapters = chapters(upTo: levels.first ?? 0, end: end)
        for level in levels.dropFirst() where chapters.contains(where: { $0.size > Self.longest }) {
            chapters = self.chapters(upTo: level, end: end)
        }
        return chapters.flatMap(divided)
    }

    private func chapters(upTo level: Int, end: Int) -> [Book.Chapter] {
        var merged: [Section] = []
        for section in sections {
            if section.level > level, let last = merged.indices.last {
                // The title of a lower section is spoken with its chapter.
                merged[last].hasText = merged[last].hasText || section.hasText
            } else {
                merged.append(section)
            }
        }
        let ends = merged.dropFirst().map(\.start) + [end]
        return zip(merged, ends).compactMap { section, end in
            section.hasText ? Book.Chapter(title: section.title, range: section.start..<max(section.start, end)) : nil
        }
    }

    /// The chapter, or its parts.
    private func divided(_ chapter: Book.Chapter) -> [Book.Chapter] {
        var parts: [Range<Int>] = []
        var start = chapter.range.lowerBound
        var last: Int?
        for end in paragraphs where chapter.range.contains(end) {
            if end - start > Self.longest, let cut = last, cut > start {
                parts.append(start..<cut)
                start = cut
            }
            last = end
        }
        if chapter.range.upperBound - start > Self.longest, let cut = last, cut > start {
            parts.append(start..<cut)
            start = cut
        }
        guard !parts.isEmpty else { return [chapter] }
        return (parts + [start..<chapter.range.upperBound]).enumerated().map { index, range in
            Book.Chapter(title: "\(chapter.title), part \(index + 1)", range: range)
        }
    }
}
