import Foundation
import PocketTTS
import PocketTTSAudio
import Testing

struct VoiceSelectionTests {
    private func selection() throws -> (VoiceSelection, SpeechModel) {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/models/lsd")
        let model = try SpeechModel(folder: .open(directory: folder))
        let file = folder.appending(path: "voice.safetensors")
        return (VoiceSelection(model: model, voices: ["alba": file, "jean": file]), model)
    }

    @Test func numbersAreTheFirstReleasesOrder() throws {
        let (selection, _) = try selection()
        #expect(selection.current == nil)
        try selection.choose(index: 3)
        #expect(selection.current != nil)
        #expect(VoiceSelection.numbered[3] == "jean")
        #expect(throws: PocketTTSError.self) { try selection.choose(index: 8) }
        #expect(throws: PocketTTSError.self) { try selection.choose(index: -1) }
        #expect(throws: PocketTTSError.self) { try selection.choose(index: 1) }
    }

    @Test func referenceAudioComesFirstUntilItIsCleared() throws {
        let (selection, _) = try selection()
        try selection.choose("alba")
        let chosen = try #require(selection.current)
        try selection.setReferenceAudio(samples: noise(16000).map { $0 * 0.5 }, sampleRate: 16000)
        let reference = try #require(selection.current)
        #expect(reference !== chosen)
        #expect(throws: PocketTTSError.self) { try selection.setReferenceAudio(samples: [], sampleRate: 24000) }
        #expect(selection.current === reference, "a refused recording changes nothing")
        selection.clearReferenceAudio()
        #expect(selection.current === chosen)
    }
}
