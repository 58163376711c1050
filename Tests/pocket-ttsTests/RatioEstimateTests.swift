import Testing

@testable import pocket_tts

/// Confidence in what two benchmarks differ by.
@Suite struct RatioEstimateTests {
    @Test func aClearDifferenceIsCertain() throws {
        let estimate = try #require(
            RatioEstimate(of: [2.0, 2.1, 1.9, 2.05, 1.95], over: [1.0, 1.02, 0.98, 1.01, 0.99]))
        #expect(abs(estimate.ratio - 2) < 0.05)
        #expect(estimate.isCertain && estimate.low > 1.8 && estimate.high < 2.2)
    }

    @Test func noiseIsNot() throws {
        let estimate = try #require(RatioEstimate(of: [1.0, 1.3, 0.8, 1.1, 0.9], over: [0.9, 1.2, 1.0, 0.85, 1.1]))
        #expect(!estimate.isCertain && estimate.low < 1 && estimate.high > 1)
    }

    @Test func fewMeasurementsShowNothing() throws {
        #expect(try #require(RatioEstimate(of: [2, 2, 2], over: [1, 1, 1])).isCertain == false)
        #expect(RatioEstimate(of: [], over: [1]) == nil)
        #expect(RatioEstimate(of: [0], over: [1]) == nil)
        #expect(RatioEstimate(of: [.nan], over: [1]) == nil)
    }
}
