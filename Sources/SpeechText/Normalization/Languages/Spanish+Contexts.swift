/// What only Spanish writes: "siglo XX", "Felipe V", "1.º", "años 80", "n.º 5", whole millions before a noun.
extension Spanish {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits: numberReading(window) ?? dateReading(window)
        case .word: every(window) ?? minute(window) ?? phrases.reading(window) ?? nameReading(window) ?? roman(window)
        case .symbol: Recognizers.apostropheYear(window, self) ?? half(window)
        default: nil
        }
    }

    private func numberReading(_ window: TokenWindow) -> Reading? {
        Recognizers.temperature(window, self) ?? count(window)
    }

    private func count(_ window: TokenWindow) -> Reading? {
        Recognizers.dottedOrdinal(window, self) ?? rooms(window) ?? spoons(window) ?? half(window)
            ?? Recognizers.wholeMillions(
                window, self
            ) { _ in "de" }
            ?? Recognizers.postcode(window, self)
    }

    private func dateReading(_ window: TokenWindow) -> Reading? {
        oneOClock(window) ?? dottedHours(window) ?? Recognizers.dottedTime(window, self, after: Self.timeHeads)
            ?? hoursAndMinutes(window)
            ?? Recognizers.shortDate(window, self, after: ["el", "del", "al", "día"]) ?? degreeOrdinal(window)
    }

    private func nameReading(_ window: TokenWindow) -> Reading? {
        Recognizers.saint(window, Self.saints, "san") ?? monthAndDay(window)
    }

    /// "3 hab.": few are rooms, many are inhabitants.
    private func rooms(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 1, let count = window[0].number, window.kind(1) == .space, window[2].lower == "hab",
            window[3].isSymbol("."), window.kind(-1) != .symbol
        else { return nil }
        let ends = window.kind(4) == .end || window.kind(4) == .newline
        return Reading(
            4,
            quantity(Numeral(integer: String(count)), Noun("habitación", "habitaciones", .feminine)) + (ends ? "." : "")
        )
    }

    /// "1 c/s", "2 c.s.", "1 c/c": a large and a small spoon.
    private func spoons(_ window: TokenWindow) -> Reading? {
        guard let (numeral, end) = Recognizers.numeral(window, self, at: 0), numeral.fraction == nil,
            window.kind(end) == .space, window[end + 1].text == "c",
            window[end + 2].isSymbol("/") || window[end + 2].isSymbol("."),
            let name = ["s": "cucharada", "c": "cucharadita"][window[end + 3].text], window.kind(end + 4) != .word
        else { return nil }
        let isDotted = window[end + 2].isSymbol(".") && window[end + 4].isSymbol(".")
        return Reading(isDotted ? end + 5 : end + 4, quantity(numeral, Noun(name, name + "s", .feminine)))
    }

    /// "en el min. 89".
    private func minute(_ window: TokenWindow) -> Reading? {
        // "Hab. 204"
        if window[0].text == "Hab", window[1].isSymbol("."), window.kind(2) == .space, window.kind(3) == .digits {
            return Reading(2, "habitación")
        }
        guard window[0].lower == "min", window[1].isSymbol("."), window.kind(-1) == .space,
            ["el", "al", "del"].contains(window[-2].lower), window.kind(window.skippingSpace(2)) == .digits
        else { return nil }
        return Reading(2, "minuto")
    }

    /// "c/8 h": every eight hours.
    private func every(_ window: TokenWindow) -> Reading? {
        guard window[0].lower == "c", window[1].isSymbol("/"), window.kind(-1) != .word else { return nil }
        let number = window.skippingSpace(2)
        let unit = window[window.skippingSpace(number + 1)].lower
        guard window.kind(number) == .digits, ["h", "hs", "hrs", "horas", "días", "min", "minutos"].contains(unit)
        else {
            return nil
        }
        return Reading(2, "cada" + (number == 2 ? " " : ""))
    }

    /// "a la 1": one o'clock.
    private func oneOClock(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "1", window.kind(-1) == .space, window[-2].lower == "la", window.kind(-3) == .space,
            ["a", "es", "de", "desde", "hasta", "hacia"].contains(window[-4].lower),
            window.kind(1) != .space || window.kind(2) != .word || functionWords.contains(window[2].lower),
            window.kind(1) != .symbol || [",", ".", ";", "?", "!", ")"].contains(window[1].text),
            window.kind(1) != .word, window.kind(2) != .digits
        else { return nil }
        return Reading(1, "una")
    }

    /// "20.30 horas"
    private func dottedHours(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("."), window[2].count == 2, window[0].count <= 2, let hour = window[0].number,
            hour <= 24, let minute = window[2].number, minute < 60, window.kind(3) == .space,
            window[4].lower == "horas"
        else { return nil }
        return Reading(3, time(ClockTime(hour: hour, minute: minute)))
    }

    /// "1/2 hora" -> "media hora", "2 1/2 tazas" -> "dos tazas y media".
    private func half(_ window: TokenWindow) -> Reading? {
        if let (end, noun) = Recognizers.halfAfterNoun(window, self) {
            return Reading(end, isFeminine(noun) ? "media" : "medio")
        }
        guard let (whole, place) = Recognizers.half(window, self), window[place].isLowercase else { return nil }
        let noun = window[place]
        let isFeminine = isFeminine(noun.lower)
        let ending = isFeminine ? "a" : "o"
        guard let whole else { return Reading(place - 1, "medi" + ending) }
        // "1 1/2 tazas": the noun agrees with the half, too.
        if whole == 1, noun.lower.hasSuffix("s") {
            return Reading(place - 1, "un\(isFeminine ? "a" : "o") y medi\(ending)")
        }
        return Reading(
            place + 1,
            cardinal(whole, Agreement(gender: isFeminine ? .feminine : .masculine, precedesNoun: true)) + " "
                + noun.text + " y medi" + ending)
    }

    private static let saints: Set<String> = [
        "juan", "pedro", "pablo", "francisco", "josé", "miguel", "martín", "sebastián", "antonio", "isidro", "fernando",
        "lorenzo", "luis", "agustín", "ignacio", "mateo", "marcos", "lucas",
    ]
    private static let timeHeads: Set<String> = ["las", "la"]

    /// "abril 30", "junio 11 2000": the month first, where no noun follows.
    private func monthAndDay(_ window: TokenWindow) -> Reading? {
        guard let month = months[window[0].lower] else { return nil }
        let place = window[1].isSymbol(".") ? 2 : 1
        guard window.kind(place) == .space, let day = window[place + 1].number, (1...31).contains(day),
            window[place + 1].count <= 2
        else { return nil }
        var date = CalendarDate(day: day, month: month, order: .monthFirst)
        var end = place + 2
        if window.kind(end) == .space, window.kind(end + 1) == .digits, window[end + 1].count == 4 {
            date.year = window[end + 1].text
            end += 2
        }
        let isAlone =
            window.kind(end) == .end || window.kind(end) == .newline
            || (window.kind(end) == .symbol && window.kind(end + 1) != .digits)
        return isAlone || date.year != nil && window.kind(end) == .space ? Reading(end, self.date(date)) : nil
    }

    /// "2 h 30 min": hours and minutes.
    private func hoursAndMinutes(_ window: TokenWindow) -> Reading? {
        guard window[0].count <= 2, let hours = window[0].number else { return nil }
        let mark = window.skippingSpace(1)
        guard window[mark].text == "h" else { return nil }
        let second = window.skippingSpace(mark + 1)
        guard let minutes = window[second].number, minutes < 60 else { return nil }
        let unit = window.skippingSpace(second + 1)
        guard window[unit].text == "min" else { return nil }
        let amount = { (value: Int) in Numeral(integer: String(value)) }
        return Reading(
            unit + 1,
            quantity(amount(hours), Noun("hora", "horas", .feminine)) + " y "
                + quantity(amount(minutes), Noun("minuto", "minutos", .masculine)))
    }

    /// "1°" before a noun: the sign of a degree for an ordinal, as after an article.
    private func degreeOrdinal(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("°"), let value = window[0].number, value > 0, value < 100, window.kind(2) == .space,
            window[3].isLowercase,
            ["el", "del", "al", "su"].contains(Recognizers.context(window, self, to: 2).previous),
            months[window[3].lower] == nil, !functionWords.contains(window[3].lower)
        else { return nil }
        return Reading(2, ordinal(UInt64(value), Agreement(gender: .masculine, precedesNoun: true)))
    }

    private func roman(_ window: TokenWindow) -> Reading? {
        guard window.kind(-1) == .space, window[-2].isWord else { return nil }
        // "siglo xix", "año mcmlxxxix"
        let head = window[-2].lower
        let isCentury =
            head == "siglo" || head == "siglos" || head == "s"
            || (head == "y" || head == "al") && window[-4].isUppercase
                && ["siglos", "siglo"].contains(window[-6].lower)
        let takesLowerCase = isCentury || head == "año"
        let numeral = takesLowerCase ? window[0].text.uppercased() : window[0].text
        guard let value = Recognizers.roman(numeral) else { return nil }
        if isCentury || head == "año" { return Reading(1, cardinal(UInt64(value), .none)) }
        if ["capítulo", "cap", "congreso", "edición", "aniversario", "república"].contains(head), window[0].isUppercase
        {
            return Reading(
                1,
                head == "capítulo" || head == "cap"
                    ? cardinal(UInt64(value), .none)
                    : ordinal(UInt64(value), head == "edición" || head == "república" ? .feminine : .masculine))
        }
        // "el XX aniversario", "la II República"
        if ["el", "la", "del", "al"].contains(head), window[0].text.utf8.count > 1 || window.kind(1) == .space,
            window.kind(1) == .space,
            window[2].isWord, value < 100, window[0].isUppercase, window[0].text != "C", window[0].text != "D"
        {
            let isFeminine = head == "la" || self.isFeminine(window[2].lower)
            return Reading(
                1, ordinal(UInt64(value), Agreement(gender: isFeminine ? .feminine : .masculine, precedesNoun: true)))
        }
        guard Self.rulers.contains(head), window[-2].isCapitalized, window[0].isUppercase, value < 40,
            window.kind(1) != .word
        else { return nil }
        return Reading(1, regnal(value, after: window[-2].text))
    }

    private static let rulers = RuleTables.words(
        """
        felipe carlos alfonso fernando enrique luis isabel juan pablo benedicto pío león gregorio jorge eduardo
        guillermo jaime pedro sancho ramiro napoleón federico nicolás alejandro catalina francisco jacobo josé maría
        ricardo leopoldo alberto balduino
        """)
}
