/// What only German writes: "der 3. Versuch", "am 3.5.", "Ludwig XIV.", "60er Jahre", "20-jährig", "3-mal", "Hauptstr.
/// 5".
extension German {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits:
            series(window) ?? hours(window) ?? one(window) ?? dayOrOrdinal(window) ?? compound(window)
                ?? half(window) ?? spacedTelephone(window)
        case .word:
            extraTime(window) ?? phrases.reading(window) ?? ruler(window) ?? street(window) ?? following(window)
                ?? sentence(window)
                ?? minute(window) ?? dated(window)
        case .symbol: markBeforeDigits(window) ?? half(window) ?? genderMark(window) ?? birth(window)
        default: nil
        }
    }

    private func dayOrOrdinal(_ window: TokenWindow) -> Reading? {
        dayAndMonth(window) ?? secondDay(window) ?? ordinal(window)
    }

    private func hours(_ window: TokenWindow) -> Reading? {
        Recognizers.dottedHours(window, self) ?? Recognizers.dottedTime(window, self, after: ["um"]) ?? hour(window)
            ?? hourRange(window)
    }

    private func one(_ window: TokenWindow) -> Reading? { oneUnit(window) ?? oneBeforeAdjective(window) }

    /// "Wir brauchen 1 neuen Drucker": the adjective shows the form.
    private func oneBeforeAdjective(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "1", window.kind(-1) == .space, window.kind(1) == .space, window[2].isLowercase,
            window[2].count > 3, window.kind(3) == .space, window[4].isCapitalized,
            !functionWords.contains(window[2].lower)
        else { return nil }
        let previous = window[-2].lower
        let isDative = Self.oneDatives.contains(previous)
        guard isDative || Self.transitives.contains(previous) || ["für", "ohne"].contains(previous) else { return nil }
        switch window[2].lower.suffix(2) {
        case "en" where isDative: return Reading(1, gender(of: window[4].lower) == .feminine ? "einer" : "einem")
        case "en": return Reading(1, "einen")
        case "es" where !isDative: return Reading(1, "ein")
        default: return window[2].lower.hasSuffix("e") && !isDative ? Reading(1, "eine") : nil
        }
    }

    private static let oneDatives: Set<String> = ["mit", "aus", "von", "bei"]

    private func series(_ window: TokenWindow) -> Reading? {
        ordinalRange(window) ?? ordinalSeries(window) ?? postcode(window)
            ?? Recognizers.postcode(window, self)
    }

    // MARK: Compounds

    /// "60er Jahre", "1990er", "20-jähriger", "3-mal", "3x", "2-fach", "100%ig", "3D-Drucker", "10-km-Lauf".
    private func compound(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, window.kind(-1) != .word,
            !window[-1].isSymbol(",") || window.kind(-2) != .digits
        else { return nil }
        if window[1].lower == "er" || window[1].lower == "ern" {
            let ending = window[1].lower.dropFirst(2)
            let isDecade = value % 10 == 0
            return Reading(
                2, (isDecade && window[0].count <= 4 ? decade(value) : cardinal(UInt64(value), .none) + "er") + ending)
        }
        if window[1].lower == "x", !Recognizers.isOperand(window),
            window.kind(2) == .space ? window.kind(3) == .word : window[2].isBlank
        {
            return Reading(2, word(value) + "mal")
        }
        if window[1].lower == "mal" { return Reading(2, word(value) + "mal") }
        let percent = window.skippingSpace(1)
        if window[percent].isSymbol("%"), window[percent + 1].isWord, window[percent + 1].lower.hasPrefix("ig") {
            return Reading(percent + 2, (value == 100 ? "hundert" : word(value)) + "prozent" + window[percent + 1].text)
        }
        if window[1].isWord,
            ["jährig", "fach", "stündig", "tägig", "köpfig", "stellig", "monatig", "wöchig", "minütig"].contains(
                where: { window[1].lower.hasPrefix($0) })
        {
            return Reading(2, word(value) + window[1].text)
        }
        if window[1].text == "D", value < 10, !window[2].isBlank { return Reading(2, word(value) + " D") }
        // "500-€-Schein"
        if window[1].isSymbol("-"), window[2].isSymbol("€"), window[3].isSymbol("-") {
            return Reading(3, word(value) + "-Euro")
        }
        guard window[1].isSymbol("-"), window[2].isWord else { return nil }
        if window[2].text == "D" { return Reading(3, word(value) + " D") }
        // "10-km-Lauf"
        if window[3].isSymbol("-"), window.kind(4) == .word, let unit = units[window[2].text] {
            return Reading(3, word(value) + "-" + (unit.gender == .feminine ? unit.plural : unit.singular))
        }
        // "3-Zi.-Wohnung"
        if window[2].text == "Zi", window[3].isSymbol("."), window[4].isSymbol("-") {
            return Reading(4, word(value) + "-Zimmer")
        }
        // "ein 12-Jähriger"
        let isAge = window[2].lower.hasPrefix("jährig")
        guard window[2].isLowercase || isAge, window[2].count > 2 else { return nil }
        return Reading(3, word(value) + window[2].lower)
    }

    func word(_ value: Int) -> String { value == 1 ? "ein" : cardinal(UInt64(value), .none) }

    /// "um 14.30 Uhr" is read by the engine; "von 9-17 Uhr" is a range of hours.
    private func hourRange(_ window: TokenWindow) -> Reading? {
        guard window[0].count <= 2, let from = window[0].number, from <= 24, window.kind(-1) != .digits else {
            return nil
        }
        let spaced = window.kind(1) == .space
        let mark = window.skippingSpace(1)
        guard window[mark].isSymbol("-") || window[mark].isSymbol("\u{2013}"),
            let to = window[window.skippingSpace(mark + 1)].number, to <= 24
        else { return nil }
        let end = window.skippingSpace(mark + 1) + 1
        guard spaced == (window.kind(mark + 1) == .space), window.kind(end) == .space, window[end + 1].text == "Uhr"
        else { return nil }
        return Reading(end + 2, "\(cardinal(UInt64(from), .none)) bis \(word(to)) Uhr")
    }

    /// "um 15 h": a time of day.
    private func hour(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, value <= 24, window[0].count <= 2, window.kind(-1) == .space,
            ["um", "ab", "gegen"].contains(window[-2].lower)
        else { return nil }
        let mark = window.skippingSpace(1)
        guard window[mark].text == "h", window.kind(mark + 1) != .digits, window.kind(mark + 1) != .word else {
            return nil
        }
        return Reading(mark + 1, word(value) + " Uhr")
    }

    /// "1/2 Stunde" -> "eine halbe Stunde".
    private func half(_ window: TokenWindow) -> Reading? {
        // "um 1/2 8"
        if let end = Recognizers.halfEnd(window, at: 0), window.kind(end) == .space, window.kind(end + 1) == .digits,
            let hour = window[end + 1].number, (1...12).contains(hour), window.kind(-1) == .space,
            ["um", "gegen", "ab", "bis", "vor", "nach", "von"].contains(window[-2].lower)
        {
            return Reading(end + 2, "halb " + cardinal(UInt64(hour), .none))
        }
        guard let (whole, place) = Recognizers.half(window, self), whole == nil, window[place].isCapitalized else {
            return nil
        }
        switch gender(of: window[place].lower) {
        case .feminine: return Reading(place - 1, "eine halbe")
        case .neuter: return Reading(place - 1, "ein halbes")
        default: return Reading(place - 1, "ein halber")
        }
    }

    /// "030 / 123456".
    private func spacedTelephone(_ window: TokenWindow) -> Reading? {
        guard window[0].text.hasPrefix("0"), (3...6).contains(window[0].count), window.kind(1) == .space,
            window[2].isSymbol("/"),
            window.kind(3) == .space, window.kind(4) == .digits, window.kind(-1) != .digits
        else { return nil }
        var groups = [window[0].text, window[4].text]
        var end = 5
        // "0800 / 123 45 67"
        while groups.count < 6, window.kind(end) == .space, window.kind(end + 1) == .digits,
            (2...4).contains(window[end + 1].count)
        {
            groups.append(window[end + 1].text)
            end += 2
        }
        let count = groups.dropFirst().reduce(0) { $0 + $1.utf8.count }
        guard (4...9).contains(count), window.kind(end) != .word else { return nil }
        return Reading(end, groups.map { digits($0) }.joined(separator: ", "))
    }

    // MARK: Rulers

    /// "Ludwig XIV.", "Papst Johannes Paul II.", "Ludwigs XIV.", "von Friedrich II."; "XX. Jahrhundert".
    private func ruler(_ window: TokenWindow) -> Reading? {
        guard let value = Recognizers.roman(window[0]), value < 100,
            window[0].text.utf8.count > 1 || window[1].isSymbol(".")
        else { return nil }
        let hasFullStop = window[1].isSymbol(".")
        if hasFullStop, window.kind(2) == .space,
            window[3].lower.hasPrefix("jahrhundert") || window[3].lower.hasPrefix("jh")
        {
            let previous = window.kind(-2) == .word ? window[-2].lower : ""
            let isOblique = ["im", "des", "dem", "vom", "zum"].contains(previous)
            return Reading(
                2,
                ordinal(
                    UInt64(value),
                    Agreement(
                        gender: .neuter, grammaticalCase: isOblique ? .dative : .nominative,
                        isDefinite: previous == "das")))
        }
        // "XX. Olympische Spiele", "(II. Weltkrieg)": nothing stands before.
        if hasFullStop, window.kind(2) == .space, window[3].isCapitalized, window[0].text.utf8.count > 1,
            window[-1].isBlank && window.kind(-1) != .space || window[-1].isSymbol("(") || window[-2].isSymbol(","),
            !Self.sentenceStarts.contains(window[3].lower)
        {
            return Reading(2, ordinal(UInt64(value), Agreement(gender: gender(of: window[3].lower))))
        }
        // "Der XIV. Kongress", "die II. Liga": after an article, an ordinal as any other.
        if hasFullStop, window.kind(2) == .space, window[3].isCapitalized,
            let agreement = ordinalAgreement(window, noun: window[3])
        {
            return Reading(2, ordinal(UInt64(value), agreement))
        }
        guard window.kind(-1) == .space, window[-2].isCapitalized, !window[-2].isUppercase, value < 40,
            !romanCardinalHeads.contains(window[-2].lower)
        else { return nil }
        guard hasFullStop else {
            guard Self.rulers.contains(window[-2].lower) else { return nil }
            return Reading(1, epithet(window, value))
        }
        guard window[0].text.utf8.count > 1 || Self.rulers.contains(window[-2].lower) else { return nil }
        // The full stop is kept where it ends the sentence, too.
        let isLast =
            window.kind(2) == .end || window.kind(2) == .newline
            || Recognizers.endsSentence(window, at: 1) && Self.sentenceStarts.contains(window[3].lower)
        return Reading(2, epithet(window, value) + (isLast ? "." : ""))
    }

    static let sentenceStarts = RuleTables.words(
        """
        er sie es der die das ein eine in im am als nach seit mit unter danach dort so sein seine ihr ihre und aber doch
        auch dann diese dieser
        """
    )

    /// "der Vierzehnte" in the case that the words before the name ask for.
    private func epithet(_ window: TokenWindow, _ value: Int) -> String {
        let name = window[-2].lower
        let isFeminine = Self.feminineRulers.contains(name)
        let stem = ordinalStem(UInt64(value))
        let number = stem.prefix(1).uppercased() + stem.dropFirst()
        if Self.rulers.contains(String(name.dropLast())), name.hasSuffix("s"), !Self.rulers.contains(name) {
            return (Self.feminineRulers.contains(String(name.dropLast())) ? "der " : "des ") + number + "en"
        }
        // The word before the first capitalised word of the name.
        var offset = -4
        while offset > -10, window.kind(offset + 1) == .space, window[offset].isCapitalized,
            !functionWords.contains(window[offset].lower)
        {
            offset -= 2
        }
        let head = window.kind(offset) == .word ? window[offset].lower : ""
        if ["von", "mit", "unter", "bei", "zu", "nach", "seit", "aus", "vom", "zum", "neben", "dem"].contains(head) {
            return (isFeminine ? "der " : "dem ") + number + "en"
        }
        if ["für", "gegen", "durch", "ohne", "um", "den", "über"].contains(head) {
            return isFeminine ? "die " + number + "e" : "den " + number + "en"
        }
        return (isFeminine ? "die " : "der ") + number + "e"
    }

    private static let rulers = RuleTables.words(
        """
        ludwig friedrich wilhelm karl heinrich otto paul johannes benedikt georg eduard jakob philipp franz leopold
        maximilian joseph josef leo pius gregor elisabeth katharina napoleon ferdinand albert konrad rudolf peter iwan
        nikolaus alexander christian gustav margarethe maria august ramses albrecht
        """)
    private static let feminineRulers: Set<String> = [
        "elisabeth", "katharina", "margarethe", "maria", "beatrix", "victoria",
    ]

    // MARK: Addresses and laws

    /// "Hauptstr. 5" -> "Hauptstraße", "Bahnhofspl. 3" -> "Bahnhofsplatz", "Rechnungsnr. 5" -> "Rechnungsnummer".
    private func street(_ window: TokenWindow) -> Reading? {
        let word = window[0]
        if word.count > 4, window[1].isSymbol("."), let ending = ["nr": "ummer", "pl": "latz"][word.lower.suffix(2)] {
            let ends = Recognizers.endsSentence(window, at: 1)
            return Reading(2, word.text.dropLast() + ending + (ends ? "." : ""))
        }
        guard word.lower.hasSuffix("str"), word.count > 3, window[1].isSymbol(".") else {
            guard word.lower == "str", window[1].isSymbol("."), window[-1].isSymbol("-") || window.kind(-1) != .word
            else { return nil }
            return Reading(2, "Straße")
        }
        let ends = Recognizers.endsSentence(window, at: 1)
        return Reading(2, word.text + "aße" + (ends ? "." : ""))
    }

    /// The "S." of "§ 5 Abs. 2 S. 2 BGB": a sentence of a law.
    private func sentence(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "S", window[1].isSymbol("."), window.kind(window.skippingSpace(2)) == .digits,
            window.kind(-1) == .space, window.kind(-2) == .digits, window[-4].isSymbol("."),
            ["abs", "art"].contains(window[-5].lower)
        else { return nil }
        return Reading(2, "Satz")
    }

    /// The "Min." of "in der 89. Min.".
    private func minute(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "Min", window[1].isSymbol("."), window.kind(-1) == .space, window[-2].isSymbol("."),
            window.kind(-3) == .digits
        else { return nil }
        return Reading(2, "Minute" + (Recognizers.endsSentence(window, at: 1) && !window[3].isCapitalized ? "." : ""))
    }

    /// "3:2 n. V.", "4:3 i. E.": extra time and penalties.
    private func extraTime(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "n" || window[0].text == "i", window[1].isSymbol("."), window.kind(-1) == .space,
            window.kind(-2) == .digits, window[-3].isSymbol(":")
        else { return nil }
        let isTime = window[0].text == "n"
        let second = window.skippingSpace(2)
        guard window[second].text == (isTime ? "V" : "E") else { return nil }
        let spoken = isTime ? "nach Verlängerung" : "im Elfmeterschießen"
        let isDotted = window[second + 1].isSymbol(".")
        let ends = isDotted && Recognizers.endsSentence(window, at: second + 1)
        return Reading(isDotted ? second + 2 : second + 1, spoken + (ends ? "." : ""))
    }

    /// "v. 3.4.2020": the date of a paper.
    private func dated(_ window: TokenWindow) -> Reading? {
        let day = window.skippingSpace(2)
        guard window[0].text == "v", window[1].isSymbol("."), window.kind(day) == .digits,
            window[day + 1].isSymbol("."),
            window.kind(window.skippingSpace(day + 2)) == .digits
                || months[window[window.skippingSpace(day + 2)].lower] != nil
        else { return nil }
        return Reading(2, "vom")
    }

    /// "S. 12 f.": and the page after it.
    private func following(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "f", window[1].isSymbol("."), window.kind(window.skippingSpaceBack(-1)) == .digits
        else {
            return nil
        }
        let ends = Recognizers.endsSentence(window, at: 1) && !window[2].isSymbol(")")
        return Reading(2, "folgende" + (ends ? "." : ""))
    }

    /// "Schüler*innen", "Schüler:innen", "Schüler_innen", "Schüler/innen": a short pause.
    private func genderMark(_ window: TokenWindow) -> Reading? {
        guard ["*", ":", "_", "/"].contains(window[0].text), window.kind(-1) == .word, window[-1].isCapitalized else {
            return nil
        }
        let ending = window[1].isSymbol("-") && window[0].isSymbol("/") ? 2 : 1
        guard ["innen", "in"].contains(window[ending].text) else { return nil }
        return Reading(ending, " ")
    }

    /// "*1985": born in 1985.
    private func birth(_ window: TokenWindow) -> Reading? {
        guard window[0].isSymbol("*"), window[-1].isBlank || window[-1].isSymbol("("),
            window.kind(window.skippingSpace(1)) == .digits, window[window.skippingSpace(1)].count != 3
        else { return nil }
        let isYear = window[window.skippingSpace(1)].count == 4
        let isDate = window[window.skippingSpace(1) + 1].isSymbol(".")
        guard isYear && window.kind(1) == .digits || isDate && window[window.skippingSpace(1)].count <= 2 else {
            return nil
        }
        return Reading(1, "geboren" + (window.kind(1) == .space ? "" : " "))
    }

    /// "Fax: -68", "'98".
    private func markBeforeDigits(_ window: TokenWindow) -> Reading? {
        // "Fax: -68": an extension.
        let head = window[-2].isSymbol(":") ? window[-3] : window[-2]
        if window[0].isSymbol("-"), window.kind(1) == .digits, window.kind(-1) == .space,
            ["fax", "durchwahl", "dw", "telefax", "tel"].contains(head.lower)
        {
            return Reading(1, "")
        }
        return Recognizers.apostropheYear(window, self)
    }
}
