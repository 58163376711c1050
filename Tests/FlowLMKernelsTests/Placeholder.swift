import Testing
@testable import FlowLMKernels
@Suite struct Placeholder { @Test func builds() { #expect(Bool(true)) } }
