extension Recognizers {
    /// E-mail addresses, URLs, domain names, file paths, handles and hashtags.
    static func address(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard !isInsideWord(window) else { return nil }
        let first = window[0]
        if first.isSymbol("@") || first.isSymbol("#") { return handle(window, rules) }
        if first.kind == .symbol, !isPathStart(window) { return nil }
        guard let end = addressEnd(window) else { return nil }
        return Reading(end, spokenAddress(window, rules, to: end))
    }

    /// "<https://example.com>", "<bob@example.com>": the brackets are not spoken.
    static func bracketedAddress(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isSymbol("<"), window.kind(1) == .word else { return nil }
        var isAddress = false
        for end in 2..<TokenWindow.ahead - 4 {
            let token = window[end]
            if token.isSymbol(">") {
                return isAddress ? Reading(end + 1, spokenAddress(window, rules, from: 1, to: end)) : nil
            }
            if token.isSymbol("@") || token.isSymbol("/") && window[end - 1].isSymbol("/") { isAddress = true }
            guard token.isWord || token.isDigits || token.kind == .symbol && inner.contains(token.scalar) else {
                return nil
            }
        }
        return nil
    }

    private static func isInsideWord(_ window: TokenWindow) -> Bool {
        let before = window.kind(-1)
        return before == .word || before == .digits || window[-1].isSymbol("@") || window[-1].isSymbol("/")
            || (window[-1].isSymbol(".") && !window[-2].isBlank) || window[-1].isSymbol("-")
    }

    /// Characters that an address may contain besides letters and digits.
    private static let inner: Set<Unicode.Scalar> = [
        ".", "-", "_", "@", "/", ":", "?", "=", "&", "%", "+", "#", "~", "\\",
    ]

    /// The offset after an address that begins at the current token; nil if none does.
    private static func addressEnd(_ window: TokenWindow) -> Int? {
        // Most words are followed by a space: nothing more is looked at.
        switch window.kind(1) {
        case .space, .newline, .end: return nil
        default: break
        }
        if window.kind(0) != .symbol, window.kind(1) == .symbol, !inner.contains(window[1].scalar) { return nil }
        var end = 0
        var at: Int?
        var dots: [Int] = []
        var slashes: [Int] = []
        var hasScheme = false
        while end < TokenWindow.ahead - 4 {
            let kind = window.kind(end)
            guard kind == .word || kind == .digits || kind == .symbol else { break }
            if kind == .symbol {
                let scalar = window[end].scalar
                guard inner.contains(scalar) else { break }
                // A mark before a space or the end belongs to the sentence.
                let next = window.kind(end + 1)
                let isLast =
                    next == .space || next == .newline || next == .end
                    || (next == .symbol && !inner.contains(window[end + 1].scalar))
                if isLast, scalar != "/", scalar != "\\" { break }
                if scalar == ".", window[end + 1].isSymbol("."), end > 0 || !window[2].isSymbol("/") { break }
                switch scalar {
                case "@": at = at ?? end
                case ".": dots.append(end)
                case "/", "\\": slashes.append(end)
                case ":": if end == 1, window[2].isSymbol("/"), window[3].isSymbol("/") { hasScheme = true }
                default: break
                }
            }
            end += 1
        }
        let isDrive = window[1].isSymbol(":") && (window[2].isSymbol("\\")) && window[0].count == 1
        if hasScheme || isDrive { return end > 3 ? end : nil }
        if window[0].lower == "localhost", window[1].isSymbol(":"), window.kind(2) == .digits { return end }
        if let at, at > 0, window.kind(at - 1) != .symbol,
            dots.contains(where: { $0 > at && window.kind($0 + 1) == .word })
        {
            return end
        }
        guard at == nil else { return nil }
        if isPathStart(window), slashes.count > 1 || (!window[0].isSymbol("/") && slashes.count == 1), end > 2 {
            return end
        }
        // "docs/API.md"
        if let slash = slashes.last, let dot = dots.last, dot > slash, dot + 2 == end, window.kind(0) == .word,
            fileExtensions.contains(window[dot + 1].lower)
        {
            return end
        }
        // A domain: its last part is a known top-level domain or "www" stands first.
        guard window.kind(0) != .symbol, let firstDot = dots.first else { return nil }
        let hostEnd = slashes.first ?? end
        let host = dots.filter { $0 < hostEnd }
        guard let lastDot = host.last, window.kind(lastDot + 1) == .word, lastDot + 2 <= hostEnd else { return nil }
        if window[0].lower == "www", firstDot == 1 { return end }
        let isDomain = topLevelDomains.contains(window[lastDot + 1].lower) && window[lastDot + 1].isLowercase
        let isFile = fileExtensions.contains(window[lastDot + 1].lower) && window[lastDot + 1].isLowercase
        guard isDomain || isFile, window[lastDot + 2].kind != .word,
            lastDot + 2 == hostEnd || window[lastDot + 2].isSymbol(":")
                || window[lastDot + 2].isSymbol("?")
        else { return nil }
        return end
    }

    private static func isPathStart(_ window: TokenWindow) -> Bool {
        let isFirst =
            window[-1].isBlank || window[-1].isSymbol("(") || window[-1].isSymbol("\"") || window[-1].isSymbol("'")
        if window[0].isSymbol("~") { return isFirst && window[1].isSymbol("/") }
        if window[0].isSymbol(".") {
            return isFirst && (window[1].isSymbol("/") || (window[1].isSymbol(".") && window[2].isSymbol("/")))
        }
        return isFirst && window[0].isSymbol("/") && window.kind(1) != .symbol
    }

    private static let topLevelDomains: Set<String> = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "ai", "app", "dev", "co", "uk", "de",
        "fr", "it", "es", "pt", "nl", "be", "ch", "at", "br", "mx", "ar", "eu", "us", "ca", "au", "nz", "ie", "jp",
        "cn", "in", "ru", "pl", "se", "no", "dk", "fi", "gr", "tv", "me", "ly", "gg", "sm", "abc", "online", "shop",
        "site", "tech", "blog", "cloud",
    ]

    private static let fileExtensions: Set<String> = [
        "txt", "md", "pdf", "html", "htm", "xml", "json", "yaml", "yml", "csv", "py", "swift", "js", "ts", "c", "h",
        "cpp", "rs", "go", "java", "sh", "jpg", "jpeg", "png", "gif", "svg", "mp3", "mp4", "wav", "flac", "zip", "tar",
        "gz", "exe", "doc", "docx", "xls", "xlsx", "ppt", "log", "toml", "ini", "conf", "css", "safetensors",
    ]

    /// Parts of addresses that are spelled though they have vowels, and those that are read as words.
    private static let spelledParts: Set<String> = [
        "http", "https", "ftp", "www", "html", "htm", "uk", "de", "fr", "it", "es", "pt", "nl", "be", "ch", "at", "br",
        "us", "ca", "au", "nz", "ie", "jp", "cn", "ru", "pl", "se", "dk", "fi", "gr", "eu", "io", "ai", "tv", "sm",
        "pdf", "xml", "csv", "php", "js", "ts", "py", "mp3", "mp4", "gb", "id", "url", "api", "sdk", "cpp", "rs", "sh",
        "md", "png",
    ]

    static func spokenAddress(_ window: TokenWindow, _ rules: Rules, from start: Int = 0, to end: Int) -> String {
        var parts: [String] = []
        for offset in start..<end {
            let token = window[offset]
            switch token.kind {
            case .digits:
                // Digits inside a word are a code: "12df".
                let isInWord = offset + 1 < end && window.kind(offset + 1) == .word
                let isNumber =
                    !isInWord && !token.text.hasPrefix("0")
                    && (token.count <= 2 || token.count <= 4 && token.text.hasSuffix("00"))
                parts.append(isNumber ? rules.cardinal(UInt64(token.number ?? 0), .none) : rules.digits(token.text))
            case .word: parts.append(addressWord(token, rules))
            case .symbol: parts.append(rules.symbolNames[token.scalar] ?? token.text)
            default: parts.append(token.text)
            }
        }
        return parts.joinedWords()
    }

    private static func addressWord(_ token: Token, _ rules: Rules) -> String {
        if token.lower == "jpg" { return "jpeg" }
        let vowels = rules.initialisms.vowels
        let isPronounceable = token.lower.contains { vowels.contains($0) || $0 == "y" }
        if spelledParts.contains(token.lower) || rules.initialisms.spelled.contains(token.text) {
            return rules.spelled(token.text)
        }
        if !isPronounceable, token.text.utf8.count <= 5 { return rules.spelled(token.text) }
        return token.text
    }

    /// "@name" and "#tag".
    private static func handle(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        // "#100DaysOfCode"
        let isWord =
            window.kind(1) == .word
            || window[0].isSymbol("#") && window.kind(1) == .digits && window[2].count > 1
                && window.kind(2) == .word
        guard isWord || (window[0].isSymbol("@") && window[1].isSymbol("_")) else {
            // "#5" and "#42A" are numbers.
            let hasLetter = window.kind(2) == .word && window[2].count == 1
            guard window[0].isSymbol("#"), window.kind(1) == .digits, window.kind(2) != .word || hasLetter else {
                return nil
            }
            guard let (numeral, end) = numeral(window, rules, at: 1) else { return nil }
            let isCode = !numeral.isGrouped && numeral.integer.utf8.count > 6
            let number = isCode ? rules.digits(numeral.integer) : rules.number(numeral, .none)
            return Reading(end, rules.words.number + " " + number + (hasLetter ? " " : ""))
        }
        // "#INV-2024-0042"
        if window[0].isSymbol("#"), window[1].isUppercase, window[2].isSymbol("-"), window.kind(3) == .digits {
            return Reading(1, rules.words.number + " ")
        }
        var end = 1
        while end < 32 {
            let kind = window.kind(end)
            let isInner =
                kind == .word || kind == .digits
                || ((window[end].isSymbol("_") || window[end].isSymbol("."))
                    && (window.kind(end + 1) == .word || window.kind(end + 1) == .digits))
            guard isInner else { break }
            end += 1
        }
        var parts = [rules.symbolNames[window[0].scalar] ?? ""]
        for offset in 1..<end {
            let token = window[offset]
            switch token.kind {
            case .digits: parts.append(rules.code(token.text))
            case .word: parts += camelCase(token.text)
            default: parts.append(rules.symbolNames[token.scalar] ?? token.text)
            }
        }
        return Reading(end, parts.joinedWords())
    }

    /// "ThrowbackThursday" -> "Throwback", "Thursday".
    private static func camelCase(_ text: String) -> [String] {
        var parts: [String] = []
        var wasLower = false
        for character in text {
            if parts.isEmpty || (wasLower && character.isUppercase) { parts.append("") }
            parts[parts.count - 1].append(character)
            wasLower = character.isLowercase
        }
        return parts
    }

    // MARK: Versions and IP addresses

    /// "Python 3.11": the parts of a version are whole numbers.
    static func version(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[1].isSymbol("."), window.kind(2) == .digits, !window[2].text.hasPrefix("0"), window[2].count > 1,
            window[2].count < 4, isVersioned(window, rules),
            let major = window[0].number, let minor = window[2].number, window.kind(3) != .word,
            !(window.kind(3) == .symbol && window.kind(4) == .digits)
        else { return nil }
        let point = rules.numberFormat.decimal == "." ? rules.words.point : rules.words.dot
        return Reading(
            3, [rules.cardinal(UInt64(major), .none), point, rules.cardinal(UInt64(minor), .none)].joinedWords())
    }

    /// Whether the word before is the name of what has versions.
    static func isVersioned(_ window: TokenWindow, _ rules: Rules) -> Bool {
        guard window.kind(-1) == .space else { return false }
        // "Python >= 3.10"
        var place = -2
        while place > -6, window.kind(place) == .symbol, [">", "=", "<", "~", "^"].contains(window[place].text) {
            place -= 1
        }
        if place < -2, window.kind(place) == .space { place -= 1 }
        return versioned.contains(window[place].lower) || rules.has(window[place].lower, as: .version)
    }

    /// Lower-case names of what has versions, the same in all languages.
    private static let versioned: Set<String> = [
        "version", "release", "v", "python", "java", "php", "ruby", "node", "swift", "ios", "ipados", "android",
        "macos", "windows", "ubuntu", "debian", "fedora", "linux", "kernel", "postgresql", "postgres", "mysql",
        "sqlite", "django", "rails", "react", "angular", "vue", "kotlin", "rust", "golang", "go", "gcc", "clang",
        "cmake", "docker", "kubernetes", "firefox", "chrome", "safari", "perl", "numpy", "typescript", "scala", "unity",
        "git",
    ]

    /// "2.10.3", "192.168.0.1".
    static func dotted(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[1].isSymbol("."), window.kind(2) == .digits, window[3].isSymbol("."), window.kind(4) == .digits,
            window.kind(-1) != .digits, numeralIsGrouped(window, rules) == false
        else { return nil }
        var parts = [window[0].text, window[2].text, window[4].text]
        var end = 5
        while window[end].isSymbol("."), window.kind(end + 1) == .digits, parts.count < 20 {
            parts.append(window[end + 1].text)
            end += 2
        }
        if parts.count == 4, parts.allSatisfy({ $0.utf8.count <= 3 }) {
            var spoken = parts.map { rules.digits($0) }.joined(separator: " " + rules.words.dot + " ")
            // A port.
            if window[end].isSymbol(":"), window.kind(end + 1) == .digits {
                spoken += " " + (rules.symbolNames[":"] ?? "") + " " + rules.code(window[end + 1].text)
                end += 2
            }
            return Reading(end, spoken)
        }
        let numbers = parts.map { rules.number(Numeral(integer: $0), .none) }
        return Reading(
            end,
            numbers.joined(
                separator: " " + (rules.numberFormat.decimal == "." ? rules.words.point : rules.words.dot) + " "))
    }

    private static func numeralIsGrouped(_ window: TokenWindow, _ rules: Rules) -> Bool {
        numeral(window, rules, at: 0)?.0.isGrouped ?? false
    }

    /// Digits with marks that have a reading of their own: "24/7".
    static func fixedForm(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(1) == .symbol, window.kind(2) == .digits, window.kind(3) != .digits,
            window.kind(-1) != .digits,
            window[-1].kind != .symbol || window[-1].isSymbol("(") || window[-1].isSymbol("\""),
            let spoken = rules.fixedForms[window[0].text + window[1].text + window[2].text],
            !(window.kind(3) == .symbol && window.kind(4) == .digits)
        else { return nil }
        return Reading(3, spoken)
    }
}
