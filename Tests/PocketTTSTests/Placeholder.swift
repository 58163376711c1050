import Testing
@testable import PocketTTS
@Suite struct Placeholder { @Test func builds() { #expect(Bool(true)) } }
