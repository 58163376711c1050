/// A number as it stands in the text, without its separators.
struct Numeral: Sendable, Equatable {
    enum Sign: Sendable { case none, minus, plus, plusMinus }

    var sign = Sign.none
    /// Digits before the decimal mark; may be empty (".5").
    var integer: String
    /// Digits after the decimal mark; nil if there is no mark.
    var fraction: String?
    /// Whether the digits are written in groups: such a number is never a year or a telephone number.
    var isGrouped = false
    /// Whether a full stop is the decimal mark in a language that writes a comma: it is read as a full stop.
    var hasPoint = false

    /// The part before the decimal mark; nil if it does not fit.
    var value: UInt64? { integer.isEmpty ? 0 : UInt64(integer) }

    /// Whether it is exactly one, as "1" and "1.00" are.
    var isOne: Bool { value == 1 && (fraction ?? "").allSatisfy { $0 == "0" } && sign != .minus }

    /// Whether digits stand for themselves: "007".
    var hasLeadingZero: Bool { integer.utf8.count > 1 && integer.utf8.first == UInt8(ascii: "0") }
}

/// A day of the calendar as it is written. Any part may be missing, but not all.
struct CalendarDate: Sendable, Equatable {
    /// What the written form looks like, for languages that read "June 5" and "5 June" differently.
    enum Order: Sendable { case dayFirst, monthFirst, yearFirst }

    var day: Int?
    /// 1 to 12.
    var month: Int?
    /// The digits of the year as written: "2027", "05".
    var year: String?
    var order: Order
    /// The month's name as the text writes it; nil where the date is all digits.
    var writtenMonth: String?
    /// Whether a comma stands before the year: it is kept as a pause.
    var hasComma = false
    /// The word before the date, in lower case, for agreement ("am 3. Mai").
    var previousWord = ""
}

/// A time of day as it is written.
struct ClockTime: Sendable, Equatable {
    enum Half: Sendable { case none, am, pm }

    var hour: Int
    var minute: Int?
    var second: Int?
    var half = Half.none
    /// Whether it is a length of time: "2 h 30 min".
    var isDuration = false
    /// Whether it is certainly a time of day: "at 10:15:30 UTC".
    var isClock = false
}
