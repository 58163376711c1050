import Foundation
import Testing

/// Files that must be refused, each with a word that the error must contain.
enum BrokenSafetensors {
    struct Case: Sendable, CustomTestStringConvertible {
        var title: String
        var bytes: Data
        var mentions: String
        var testDescription: String { title }
    }

    /// A good file of two tensors: `a` F32 [2, 2] in bytes 0..<16, `b` BF16 [3] in 16..<22.
    static let goodHeader = #"""
        {"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\#
        "b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]}}
        """#
    static let body = Data(0..<22)
    static var good: Data { SafetensorsBytes.file(header: goodHeader, body: body) }

    static var cases: [Case] { files + syntax + strings + structure + sizes + placement }

    /// The good header with one edit, over the same body.
    private static func edit(_ find: String, _ with: String, _ mentions: String) -> Case {
        guard let range = goodHeader.range(of: find) else {
            Issue.record("the edit does not apply: \(find)")
            return Case(title: find, bytes: good, mentions: mentions)
        }
        let header = goodHeader.replacingCharacters(in: range, with: with)
        return Case(
            title: "\(find) → \(with.prefix(60))", bytes: SafetensorsBytes.file(header: header, body: body),
            mentions: mentions)
    }

    private static func header(_ text: String, _ mentions: String, body: Data = Data()) -> Case {
        Case(title: String(text.prefix(60)), bytes: SafetensorsBytes.file(header: text, body: body), mentions: mentions)
    }

    private static func size(_ value: UInt64, _ rest: Data, _ mentions: String) -> Case {
        Case(
            title: "header of \(value) bytes", bytes: withUnsafeBytes(of: value.littleEndian) { Data($0) } + rest,
            mentions: mentions)
    }

    private static let files = [
        Case(title: "empty file", bytes: Data(), mentions: "too short"),
        Case(title: "one byte", bytes: Data([1]), mentions: "too short"),
        Case(title: "seven bytes", bytes: Data(count: 7), mentions: "too short"),
        Case(title: "no header", bytes: Data(count: 8), mentions: "header"),
        size(2, Data("{".utf8), "truncated"),
        size(100_000_001, Data("{}".utf8), "limit"),
        size(99_999_999, Data("{}".utf8), "truncated"),
        size(.max, Data("{}".utf8), "limit"),
        size(1 << 63, Data("{}".utf8), "limit"),
        size(UInt64(Int.max), Data("{}".utf8), "limit"),
        size(UInt64(Int.max) - 7, Data("{}".utf8), "limit"),
        Case(title: "body cut", bytes: good.dropLast(1), mentions: "truncated"),
        Case(title: "body gone", bytes: good.dropLast(22), mentions: "truncated"),
        Case(title: "header cut", bytes: good.prefix(40), mentions: "truncated"),
        Case(title: "a byte too many", bytes: good + [0], mentions: "follow the last tensor"),
        Case(
            title: "a pickle", bytes: Data([0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20]), mentions: "limit"
        ),
        Case(title: "an HTML page", bytes: Data("<!DOCTYPE html><html></html>".utf8), mentions: "limit"),
    ]

    private static let syntax = [
        header("", "{"), header(" {}", "{"), header("[]", "{"), header("null", "{"), header("\u{FEFF}{}", "{"),
        header("{", "expected"), header("{}{}", "follows"), header("{}x", "follows"), header("{} \0", "follows"),
        header("{,}", "expected"), header("{\"a\"}", "':'"), header("{\"a\":}", "expected"),
        header("{a:{}}", "expected"),
        header("{\"a\":1}", "'{'"), header("{\"a\":null}", "'{'"), header("{\"a\":[]}", "'{'"),
        header("{'a':{}}", "expected"), header("{/**/}", "expected"),
        edit("},\"b\"", "}\"b\"", "expected"), edit("]}}", "]},}", "expected"), edit("]}}", "]}", "expected"),
        edit("[2,2]", "[2,2,]", "value"), edit("[2,2]", "[,2]", "value"), edit("[2,2]", "[2 2]", "expected"),
        edit("[2,2]", "[2,2", "expected"), edit("[2,2]", "{}", "expected"), edit("\"F32\"", "32", "expected"),
        header(String(repeating: "{\"a\":", count: 50_000), "nested deeper"),
        header("{\"a\":{\"shape\":" + String(repeating: "[", count: 200_000), "nested deeper"),
        header("{\"__metadata__\":{\"a\":" + String(repeating: "{\"a\":", count: 50_000), "nested deeper"),
    ]

    private static let strings = [
        edit("\"a\"", "\"\\x61\"", "escape"), edit("\"a\"", "\"\\u12\"", "hexadecimal"),
        edit("\"a\"", "\"\\uZZZZ\"", "hexadecimal"),
        edit("\"a\"", "\"\\uD800\"", "surrogate"), edit("\"a\"", "\"\\uDC00\"", "surrogate"),
        edit("\"a\"", "\"\\uD800\\u0041\"", "surrogate"), edit("\"a\"", "\"\\uD83D\\uD83D\"", "surrogate"),
        edit("\"a\"", "\"a\nb\"", "control"), edit("\"a\"", "\"a\0\"", "control"),
        header("{\"abc", "within a string"), header("{\"abc\\", "within a string"),
        Case(
            title: "a name that is not UTF-8",
            bytes: SafetensorsBytes.file(header: Data("{\"".utf8) + [0xFF, 0xC0] + Data("\":{}}".utf8)),
            mentions: "UTF-8"),
        Case(
            title: "an overlong encoding in metadata",
            bytes: SafetensorsBytes.file(
                header: Data("{\"__metadata__\":{\"k\":\"".utf8) + [0xC0, 0x80] + Data("\"}}".utf8)),
            mentions: "UTF-8"),
        Case(
            title: "an encoded surrogate",
            bytes: SafetensorsBytes.file(header: Data("{\"".utf8) + [0xED, 0xA0, 0x80] + Data("\":{}}".utf8)),
            mentions: "UTF-8"),
    ]

    private static let structure = [
        edit("\"b\"", "\"a\"", "twice"), edit("\"b\"", "\"\\u0061\"", "twice"),
        edit("\"dtype\":\"F32\",", "\"dtype\":\"F32\",\"dtype\":\"F32\",", "twice"),
        edit("\"dtype\":\"F32\",", "", "lacks"), edit("\"shape\":[2,2],", "", "lacks"),
        edit(",\"data_offsets\":[0,16]", "", "lacks"),
        edit("\"dtype\":\"F32\"", "\"dtype\":\"F32\",\"device\":\"cpu\"", "unknown field"),
        edit("F32", "f32", "unknown dtype"), edit("F32", "F33", "unknown dtype"), edit("F32", "", "unknown dtype"),
        edit("F32", "../../etc/passwd", "unknown dtype"),
        header("{\"__metadata__\":{\"a\":1}}", "expected"), header("{\"__metadata__\":[]}", "expected"),
        header("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", "twice"),
        header("{\"__metadata__\":{},\"__metadata__\":{}}", "twice"),
    ]

    private static let sizes = [
        edit("[2,2]", "[2,3]", "does not fit"), edit("[2,2]", "[]", "does not fit"),
        edit("[2,2]", "[0]", "does not fit"),
        edit("F32", "F64", "does not fit"), edit("F32", "BOOL", "does not fit"),
        edit("[2,2]", "[-2,-2]", "0 or more"), edit("[2,2]", "[2.0,2]", "expected"),
        edit("[2,2]", "[2e0,2]", "expected"),
        edit("[2,2]", "[02,2]", "leading zero"), edit("[2,2]", "[\"2\",2]", "0 or more"),
        edit("[2,2]", "[true,4]", "0 or more"),
        edit("[2,2]", "[9223372036854775807,9223372036854775807]", "does not fit"),
        edit("[2,2]", "[4611686018427387904,4]", "does not fit"),
        edit("[2,2]", "[4294967296,4294967296]", "does not fit"),
        edit("[2,2]", "[9223372036854775807,2,0]", "does not fit"),
        edit("[2,2]", "[9223372036854775808]", "too large"), edit("[2,2]", "[18446744073709551617]", "too large"),
        edit("[2,2]", "[" + String(repeating: "9", count: 5_000) + "]", "out of range"),
        edit("[2,2]", "[" + String(repeating: "2,", count: 5_000) + "2]", "does not fit"),
        edit("[2,2]", "[-0]", "0 or more"),
        edit("[2,2]", "[" + String(repeating: "0,", count: 4_000_000) + "0]", "too many values"),
        edit("F32\",\"shape\":[2,2]", "F4\",\"shape\":[31]", "does not fit"),
        edit("F32\",\"shape\":[2,2]", "F6_E2M3\",\"shape\":[21]", "does not fit"),
    ]

    private static let placement = [
        edit("[0,16]", "[16,0]", "data_offsets"), edit("[0,16]", "[0]", "data_offsets"),
        edit("[0,16]", "[0,16,16]", "data_offsets"),
        edit("[0,16]", "[]", "data_offsets"), edit("[0,16]", "[-16,0]", "0 or more"),
        edit("[0,16]", "[0,15]", "does not fit"),
        edit("[0,16]", "[4,20]", "gap"), edit("[16,22]", "[14,20]", "overlaps"), edit("[16,22]", "[0,6]", "overlaps"),
        edit("[16,22]", "[18,24]", "gap"), edit("[0,16]", "[6,22]", "gap"),
        edit("[16,22]", "[1000000,1000006]", "gap"),
        edit("[16,22]", "[9223372036854775801,9223372036854775807]", "gap"),
        edit("[16,22]", "[18446744073709551594,18446744073709551600]", "too large"),
        header("{\"a\":{\"dtype\":\"U8\",\"shape\":[1073741824],\"data_offsets\":[0,1073741824]}}", "truncated"),
        header(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2305843009213693951],\"data_offsets\":[0,9223372036854775804]}}",
            "does not fit"),
        header(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1152921504606846975],\"data_offsets\":[0,1152921504606846975]}}",
            "truncated"),
        header("{}", "follow", body: Data([0])),
    ]
}
