import Testing

@Suite struct SupportTests {
    @Test func aDifferenceFromNaNIsNotSmall() {
        #expect(largestDifference([1, 2], [1, 2.5]) == 0.5)
        #expect(largestDifference([1, .nan], [1, 2]) == .infinity)
        #expect(largestDifference([1, 2, 3], [.nan, 2, 3]) == .infinity)
        #expect(largestDifference([.nan], [.nan]) == .infinity)
        #expect(largestDifference([1], [1, 2]) == .infinity)
    }
}
