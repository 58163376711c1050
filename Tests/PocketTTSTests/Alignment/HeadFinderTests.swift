import FlowLMKernels
@testable import PocketTTS
import Testing

@Suite struct HeadFinderTests {
    @Test func findsTheHeadsOfTheEmbeddedVoice() throws {
        let folder = try SpeechModel.embeddedFolder()
        let model = try SpeechModel(folder: folder)
        let voices = try folder.voices.values.map { try Voice(contentsOf: $0, for: model) }
        let finder = HeadFinder(model: model, voices: voices, options: SpeechOptions(seed: 0))
        let (scores, energy) = try finder.examine(
            "The old man sat down on the bench, and looked at the river. It was cold.")
        let known = try #require(model.alignment.latentEnergy)
        // Of fewer words. The voice whose latents are the larger ones counts.
        #expect(try (0.7 * known..<1.1 * known).contains(#require(energy)))
        #expect(scores.count == 24)
        let chosen = HeadFinder.choose(from: scores)
        #expect(Set(chosen).isSuperset(of: [.init(layer: 3, head: 1), .init(layer: 3, head: 2)]))
        // On so short a text one of the last layers may come in.
        #expect(chosen.allSatisfy { (2...5).contains($0.layer) })
    }

    @Test func choosesFromHeadsThatGoOn() {
        func score(_ head: Int, monotonicity: Double = 1, visited: Double = 1, energy: Double) -> HeadFinder.Score {
            .init(
                head: .init(layer: 0, head: head), entropy: 0.5, monotonicity: monotonicity, visited: visited,
                energy: energy)
        }
        let scores = [
            score(0, energy: 0.8), score(1, energy: 0.6), score(2, energy: 0.5),
            score(3, monotonicity: 0.9, energy: 0.9),
            score(4, visited: 0.5, energy: 0.9), score(5, energy: -0.2),
        ]
        #expect(HeadFinder.choose(from: scores).map(\.head) == [0, 1])
        #expect(HeadFinder.choose(from: [score(0, energy: -0.1)]).isEmpty)
        #expect(HeadFinder.choose(from: (0..<9).map { score($0, energy: 0.7) }).count == HeadFinder.most)
    }
}
