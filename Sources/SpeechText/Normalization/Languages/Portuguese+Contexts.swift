/// What only Portuguese writes: "século XX", "D. Pedro II", "1.º", "anos 80", "3:30 da tarde", whole millions before a
/// noun.
extension Portuguese {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits: numberReading(window) ?? dateReading(window)
        case .word: mobile(window) ?? phrases.reading(window) ?? nameReading(window) ?? roman(window)
        case .symbol: Recognizers.apostropheYear(window, self) ?? half(window)
        default: nil
        }
    }

    private func numberReading(_ window: TokenWindow) -> Reading? {
        Recognizers.temperature(window, self) ?? count(window)
    }

    private func count(_ window: TokenWindow) -> Reading? {
        schoolDay(window) ?? spoons(window) ?? score(window) ?? pressure(window) ?? taxNumber(window)
            ?? wholeNumber(window)
    }

    private func wholeNumber(_ window: TokenWindow) -> Reading? {
        thousandAlone(window) ?? postcode(window) ?? Recognizers.dottedOrdinal(window, self) ?? half(window)
            ?? Recognizers.wholeMillions(window, self) { _ in "de" }
    }

    private func dateReading(_ window: TokenWindow) -> Reading? {
        dayPart(window) ?? Recognizers.dottedTime(window, self, after: ["às", "as", "das"]) ?? clockAlone(window)
            ?? Recognizers.shortDate(window, self, after: ["em", "dia", "no", "até"]) ?? degreeOrdinal(window)
    }

    private func nameReading(_ window: TokenWindow) -> Reading? {
        Recognizers.saint(window, Self.saints, "São") ?? lady(window) ?? towards(window) ?? street(window)
    }

    /// "3ª feira", "5ª-feira": days of the week that have numbers.
    private func schoolDay(_ window: TokenWindow) -> Reading? {
        let suffix = window[1].isSymbol(".") ? 2 : 1
        guard window[0].count == 1, window.kind(suffix) == .word,
            let name = ["2": "segunda", "3": "terça", "4": "quarta", "5": "quinta", "6": "sexta"][window[0].text],
            ["ª", "a"].contains(window[suffix].lower),
            window.kind(suffix + 1) == .space || window[suffix + 1].isSymbol("-"),
            ["feira", "feiras"].contains(window[suffix + 2].lower), window.kind(-1) != .digits
        else { return nil }
        return Reading(suffix + 3, "\(name)-\(window[suffix + 2].lower)")
    }

    /// "2 c. de sopa", "1 colh. (chá)".
    private func spoons(_ window: TokenWindow) -> Reading? {
        let isHalf = window[0].text == "1" && window[1].isSymbol("/") && window[2].text == "2"
        guard case (let numeral, var end)? = Recognizers.numeral(window, self, at: 0), numeral.fraction == nil else {
            return nil
        }
        if isHalf { end = 3 }
        guard window.kind(end) == .space, ["c", "col", "colh"].contains(window[end + 1].lower),
            window.kind(-1) != .symbol
        else { return nil }
        var place = window.skippingSpace(window[end + 2].isSymbol(".") ? end + 3 : end + 2)
        let isBracketed = window[place].isSymbol("(")
        if isBracketed { place += 1 }
        if window[place].lower == "de" { place = window.skippingSpace(place + 1) }
        guard ["sopa", "chá", "café", "sobremesa"].contains(window[place].lower),
            !isBracketed || window[place + 1].isSymbol(")")
        else { return nil }
        let kind = " de " + window[place].lower
        let noun = Noun("colher" + kind, "colheres" + kind, .feminine)
        return Reading(
            isBracketed ? place + 2 : place + 1, isHalf ? "meia " + noun.singular : quantity(numeral, noun))
    }

    /// "Flamengo 3 x 1 Vasco", "venceu por 2x0": goals.
    private func score(_ window: TokenWindow) -> Reading? {
        let isSpaced = window.kind(1) == .space
        let cross = window.skippingSpace(1)
        let second = isSpaced ? cross + 2 : cross + 1
        guard window[cross].lower == "x", isSpaced == (window.kind(cross + 1) == .space), window[0].count <= 2,
            let home = window[0].number, window.kind(second) == .digits, window[second].count <= 2,
            let guest = window[second].number, window.kind(second + 1) != .word,
            window.kind(second + 1) != .symbol || window.kind(second + 2) != .digits
        else { return nil }
        let next = window[second + 2]
        // "Santos 2 x 2 Bahia (0 x 1)"
        if window[-1].isSymbol("("), window[second + 1].isSymbol(")"), home < 10, guest < 10 {
            return Reading(second + 1, "\(cardinal(UInt64(home), .none)) a \(cardinal(UInt64(guest), .none))")
        }
        guard window.kind(-1) == .space else { return nil }
        let isBetweenNames =
            window[-2].isCapitalized && !functionWords.contains(window[-2].lower)
            && (window.kind(second + 1) != .space || next.isCapitalized || ["sobre", "contra"].contains(next.lower))
        let isWon = ["por", "placar", "goleada", "vitória"].contains(window[-2].lower) && !next.isLowercase
        let isAgainst = window.kind(second + 1) == .space && ["sobre", "contra"].contains(next.lower)
        guard isBetweenNames || isWon || isAgainst else { return nil }
        return Reading(second + 1, "\(cardinal(UInt64(home), .none)) a \(cardinal(UInt64(guest), .none))")
    }

    /// "Pressão 12/8", "pressão de 12/8".
    private func pressure(_ window: TokenWindow) -> Reading? {
        let head = ["de", "em", "estava", "era", "a"].contains(window[-2].lower) ? -4 : -2
        guard window[1].isSymbol("/"), window.kind(2) == .digits, window.kind(-1) == .space,
            window[head].lower == "pressão", let high = window[0].number, let low = window[2].number,
            window.kind(3) != .word, !window[3].isSymbol("/")
        else { return nil }
        let spoken = "\(cardinal(UInt64(high), .none)) por \(cardinal(UInt64(low), .none))"
        guard let (unit, end) = Recognizers.unit(window, self, at: window.skippingSpace(3), isSpaced: true) else {
            return Reading(3, spoken)
        }
        return Reading(end, spoken + " " + unit.plural)
    }

    /// "cel.: (11) 91234-5678"; "aos min. 89"; "Apto de 75 m²".
    private func mobile(_ window: TokenWindow) -> Reading? {
        let after = window.skippingSpace(2)
        if window[0].lower == "cel", window[1].isSymbol("."),
            window[2].isSymbol(":") || window[after].isSymbol("(") || window.kind(after) == .digits
        {
            return Reading(2, window[0].isCapitalized ? "Celular" : "celular")
        }
        if window[0].lower == "min", window[1].isSymbol("."), window.kind(-1) == .space, window.kind(after) == .digits,
            ["o", "no", "do", "ao", "aos"].contains(window[-2].lower)
        {
            return Reading(2, "minuto")
        }
        if window[0].text == "Apto", window.kind(1) == .space,
            window.kind(2) == .digits || window[2].lower == "de" && window.kind(4) == .digits
        {
            return Reading(1, "Apartamento")
        }
        return nil
    }

    /// "1100-001 Lisboa", "CEP 01310-100".
    private func postcode(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 4 || window[0].count == 5, window[1].isSymbol("-"), window.kind(2) == .digits,
            window[2].count == 3, window.kind(-1) != .digits, window.kind(3) != .digits, window.kind(3) != .word
        else { return nil }
        let isAfterHead = window.kind(-1) == .space && ["cep", "postal"].contains(window[-2].lower)
        guard isAfterHead || window.kind(3) == .space && window[4].isCapitalized else { return nil }
        return Reading(3, digits(window[0].text) + ", " + digits(window[2].text))
    }

    private static let saints: Set<String> = [
        "paulo", "joão", "pedro", "bento", "josé", "miguel", "francisco", "martinho", "jorge", "luís", "bernardo",
        "sebastião", "vicente", "tomé", "lourenço", "mateus", "marcos", "lucas", "gonçalo",
    ]

    /// "D. Maria": a lady's name ends in "a", or is one of the few that do not.
    private func lady(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "D", window[1].isSymbol("."), window.kind(2) == .space, window[3].isCapitalized,
            window[3].lower.hasSuffix("a")
                || ["inês", "isabel", "beatriz", "leonor", "carmen", "irene", "filomena"].contains(window[3].lower)
        else { return nil }
        return Reading(2, "dona")
    }

    /// "R. 7 de Setembro", "R. das Flores": a street.
    private func street(_ window: TokenWindow) -> Reading? {
        let isNamed = ["da", "das", "do", "dos", "de"].contains(window[3].lower) && window[5].isCapitalized
        guard window[0].text == "R", window[1].isSymbol("."), window.kind(2) == .space,
            isNamed || window.kind(3) == .digits && window.kind(4) == .space && window[5].lower == "de"
        else { return nil }
        return Reading(2, "rua")
    }

    /// "p/ você"
    private func towards(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "p", window[1].isSymbol("/"), window.kind(2) == .space, window.kind(-1) != .word,
            window.kind(-1) != .symbol
        else { return nil }
        return Reading(2, "para")
    }

    /// "1 mil pessoas": the one is not said.
    private func thousandAlone(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "1", window.kind(1) == .space, window[2].lower == "mil", window.kind(-1) != .symbol
        else { return nil }
        return Reading(3, "mil")
    }

    /// "123.456.789-09" and "12.345.678/0001-95": the numbers of Brazilian tax payers, digit by digit.
    private func taxNumber(_ window: TokenWindow) -> Reading? {
        var groups = [window[0].text]
        var marks = ""
        var end = 1
        while groups.count < 5, window.kind(end) == .symbol, ".-/".unicodeScalars.contains(window[end].scalar),
            window.kind(end + 1) == .digits
        {
            marks += window[end].text
            groups.append(window[end + 1].text)
            end += 2
        }
        let shape = groups.map(\.utf8.count)
        let isTaxNumber =
            shape == [3, 3, 3, 2] && marks == "..-" || shape == [2, 3, 3, 4, 2] && marks == "../-"
            || shape == [2, 3, 3, 1] && marks == "..-"
        guard isTaxNumber, window.kind(-1) != .symbol, window.kind(end) != .word else { return nil }
        return Reading(end, groups.map { digits($0) }.joined(separator: ", "))
    }

    /// "1/2 hora" -> "meia hora", "2 1/2 xícaras" -> "duas xícaras e meia".
    private func half(_ window: TokenWindow) -> Reading? {
        if let (end, noun) = Recognizers.halfAfterNoun(window, self) {
            return Reading(end, isFeminine(noun) ? "meia" : "meio")
        }
        guard let (whole, place) = Recognizers.half(window, self), window[place].isLowercase else { return nil }
        let noun = window[place]
        let isFeminine = isFeminine(noun.lower)
        let ending = isFeminine ? "meia" : "meio"
        guard let whole else { return Reading(place - 1, ending) }
        // "1 1/2 xícaras": the noun agrees with the half, too.
        if whole == 1, noun.lower.hasSuffix("s") {
            return Reading(place - 1, (isFeminine ? "uma" : "um") + " e " + ending)
        }
        return Reading(
            place + 1, cardinal(whole, isFeminine ? .feminine : .masculine) + " " + noun.text + " e " + ending)
    }

    /// "15h da tarde": an hour above twelve with a part of the day is said in twelve hours.
    private func dayPart(_ window: TokenWindow) -> Reading? {
        guard let time = Recognizers.time(window, self, at: 0), let hour = window[0].number, hour > 12, hour < 21,
            window.kind(time.end) == .space, window[time.end + 1].lower == "da", window.kind(time.end + 2) == .space,
            window[time.end + 3].lower == "tarde"
        else { return nil }
        var clock = ClockTime(hour: hour - 12)
        let minute = window[1].isSymbol(":") || window[1].isWord ? window[2] : Token.end
        if time.end > 2 { clock.minute = minute.number }
        if window[3].isSymbol(":") { clock.second = window[4].number }
        return Reading(time.end, self.time(clock))
    }

    /// "14.30" alone in a line: a time.
    private func clockAlone(_ window: TokenWindow) -> Reading? {
        guard window.kind(-1) == .end || window.kind(-1) == .newline, window[1].isSymbol("."),
            window.kind(2) == .digits, window[2].count == 2,
            window.kind(3) == .end || window.kind(3) == .newline, let hour = window[0].number, hour <= 24,
            window[0].count == 2,
            let minute = window[2].number, minute < 60
        else { return nil }
        return Reading(3, time(ClockTime(hour: hour, minute: minute)))
    }

    private func degreeOrdinal(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("°"), let value = window[0].number, value > 0, value < 100, window.kind(2) == .space,
            window[3].isLowercase,
            ["o", "do", "ao", "no", "seu"].contains(Recognizers.context(window, self, to: 2).previous),
            months[window[3].lower] == nil, !functionWords.contains(window[3].lower)
        else { return nil }
        return Reading(2, ordinal(UInt64(value), .masculine))
    }

    private func roman(_ window: TokenWindow) -> Reading? {
        guard window.kind(-1) == .space, window[-2].isWord || window[-2].isSymbol(".") else { return nil }
        let isDotted = window[-2].isSymbol(".")
        let head = isDotted ? window[-3].lower : window[-2].lower
        guard let value = Recognizers.roman(window[0]) else { return nil }
        let isSecond = (head == "e" || head == "ao") && window[-4].isUppercase && window[-6].lower == "séculos"
        if isSecond || ["século", "séculos", "séc", "sécs"].contains(head) {
            return Reading(1, value <= 10 ? ordinal(UInt64(value), .masculine) : cardinal(UInt64(value), .none))
        }
        guard !isDotted else { return nil }
        if ["o", "a", "do", "da", "no", "na", "ao"].contains(head), window.kind(1) == .space, window[2].isWord,
            value < 100,
            !["C", "D", "M", "L"].contains(window[0].text)
        {
            let isFeminine = head.hasSuffix("a")
            return Reading(1, ordinal(UInt64(value), isFeminine ? .feminine : .masculine))
        }
        guard Self.rulers.contains(head), window[-2].isCapitalized, value < 40, window.kind(1) != .word else {
            return nil
        }
        return Reading(1, regnal(value, after: window[-2].text))
    }

    private static let rulers = RuleTables.words(
        """
        pedro joão manuel afonso sancho dinis fernando duarte sebastião henrique filipe josé maria luís carlos isabel
        paulo bento pio leão gregório jorge eduardo guilherme napoleão frederico nicolau alexandre catarina francisco
        """)
}
