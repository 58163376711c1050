import Foundation
@testable import PocketTTSServer
import Testing

@Suite struct FormTests {
    private static let type = "multipart/form-data; boundary=\"xyz\""

    private func multipart(_ parts: String...) throws -> FormFields {
        let body = parts.map { "--xyz\r\n\($0)\r\n" }.joined() + "--xyz--\r\n"
        return try FormFields(Data(body.utf8), contentType: Self.type)
    }

    @Test func textsAndFiles() throws {
        let form = try multipart(
            "Content-Disposition: form-data; name=\"text\"\r\n\r\nHallo Welt\r\nund noch eine Zeile",
            """
            content-disposition: form-data; name="voice_wav"; filename="../../etc/passwd"\r\n\
            Content-Type: audio/wav\r\n\r\nRIFF\r\n\r\n--xy
            """,
            "Content-Disposition: form-data; name=\"empty\"\r\n\r\n")
        #expect(form.texts == ["text": "Hallo Welt\r\nund noch eine Zeile", "empty": ""])
        #expect(form.files == ["voice_wav": Data("RIFF\r\n\r\n--xy".utf8)])
    }

    @Test func filesInEveryForm() throws {
        let form = try multipart(
            // Left empty in a browser, then a name with a semicolon, RFC 5987's, and none at all.
            """
            Content-Disposition: form-data; name="empty"; filename=""\r\n\
            Content-Type: application/octet-stream\r\n\r\n
            """,
            "Content-Disposition: form-data; filename=\"a; name=b.wav\"; name=\"first\"\r\n\r\n1",
            "Content-Disposition: form-data; name=\"second\"; filename*=UTF-8''x%20y.wav\r\n\r\n2",
            "Content-Disposition: form-data; name=\"voice_wav\"\r\n\r\n3")
        #expect(form.files == ["first": Data("1".utf8), "second": Data("2".utf8), "voice_wav": Data("3".utf8)])
        #expect(form.texts.isEmpty)
    }

    @Test func fieldsAreBounded() {
        let fields = Data(String(repeating: "a=1&", count: 1_000_000).utf8)
        #expect(throws: APIError.badRequest("the form has more than 64 fields.")) {
            try FormFields(fields, contentType: "application/x-www-form-urlencoded")
        }
        let part = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        let most = Data((String(repeating: part, count: 64) + "--xyz--\r\n").utf8)
        #expect(throws: Never.self) { try FormFields(most, contentType: Self.type) }
        let many = Data((String(repeating: part, count: 65) + "--xyz--\r\n").utf8)
        #expect(throws: APIError.self) { try FormFields(many, contentType: Self.type) }
    }

    @Test func urlEncoded() throws {
        let form = try FormFields(
            Data("text=Hello+w%C3%B6rld%2B&voice_url=".utf8),
            contentType: "application/x-www-form-urlencoded; charset=utf-8")
        #expect(form.texts == ["text": "Hello wörld+", "voice_url": ""])
    }

    @Test func whatIsNoFormIsRefused() {
        for (body, type) in [
            ("{}", "application/json"), ("", ""), ("text=%zz", "application/x-www-form-urlencoded"),
            ("anything", "multipart/form-data"), ("anything", Self.type), ("--xyz\r\n", Self.type),
            ("--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ends", Self.type),
            ("--xyz\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--xyz--", Self.type),
            ("--xyz\r\n\r\n", Self.type), ("--xyz\r\n\r\n--xyz--", Self.type),
        ] {
            #expect(throws: APIError.self, "\(body)") { try FormFields(Data(body.utf8), contentType: type) }
        }
    }

    @Test func textMustBeUTF8() {
        var body = Data("--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n".utf8)
        body += [0xFF, 0xFE] + Data("\r\n--xyz--\r\n".utf8)
        #expect(throws: APIError.badRequest("\"text\" is not UTF-8.", parameter: "text")) {
            try FormFields(body, contentType: Self.type)
        }
    }

    @Test func keysAreComparedWhole() {
        let keys = APIKeys(["first", "second"])
        #expect(keys.index(of: "first") == 0 && keys.index(of: "second") == 1)
        for wrong in ["", "firs", "first1", "FIRST", "fi\0st"] { #expect(keys.index(of: wrong) == nil) }
    }
}
