/// Character classes as Python's `str` methods and `re` define them.
extension Unicode.Scalar {
    /// `str.isspace`: what `strip`, `split` and `\s` go by. Unlike the White_Space property it has U+001C ... U+001F.
    var isPythonSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// `str.isdigit`: decimal digits of any script, superscripts and circled digits.
    var isPythonDigit: Bool {
        properties.numericType == .decimal || properties.numericType == .digit
    }

    /// `str.upper`. Capitals newer than Unicode 14, the version of the reference's Python, do not exist for it: "ɤ"
    /// stays.
    var pythonUppercase: [Unicode.Scalar] {
        let upper = Array(properties.uppercaseMapping.unicodeScalars)
        return upper.allSatisfy { $0.isOld(14) } ? upper : [self]
    }

    /// Whether it was assigned in a version of Unicode.
    func isOld(_ version: Int) -> Bool {
        value < 0x80 || properties.age.map { ($0.major, $0.minor) <= (version, 0) } ?? false
    }
}

extension String {
    /// `str.strip()`.
    var pythonStripped: String {
        var scalars = unicodeScalars[...].drop { $0.isPythonSpace }
        while let last = scalars.last, last.isPythonSpace { scalars.removeLast() }
        return String(scalars)
    }
}
