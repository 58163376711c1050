import Foundation
package import PocketTTS

/// Looks a model on disk over, without Python.
package struct ModelCheck {
    /// One thing that was looked at.
    package struct Result: Codable, Sendable, Equatable {
        package let name: String
        package let passed: Bool
        /// What was found.
        package let detail: String
    }

    private let folder: ModelFolder
    private let precision: Precision
    private let isPublishedEnglish: Bool

    /// - Parameter name: of the published model, if it was opened by name.
    package init(folder: ModelFolder, name: String?, precision: Precision) {
        self.folder = folder
        self.precision = precision
        isPublishedEnglish = name == EnglishNumbers.modelName || EnglishNumbers.isPublished(folder.checkpoint)
    }

    /// - Parameter report: called with each result as it comes.
    package func run(_ report: (Result) -> Void) {
        func check(_ name: String, _ body: () throws -> String) -> Bool {
            do {
                report(Result(name: name, passed: true, detail: try body()))
                return true
            } catch {
                report(Result(name: name, passed: false, detail: "\(error)"))
                return false
            }
        }
        _ = check("values are finite", finiteValues)
        var loaded: SpeechModel?
        guard
            check(
                "tokenizer and tensors fit the config",
                {
                    let model = try SpeechModel(folder: folder, precision: precision)
                    loaded = model
                    return "\(model.parameterCount) parameters, \(model.tokenizer.vocabularySize) tokens"
                }), let model = loaded
        else { return }
        _ = check("tokens are in the text table") {
            let tokens = model.tokenizer.encode("Hello, World! 2026 – naïve ñ 年 😀\n")
            guard tokens.allSatisfy({ (0..<model.config.flowLM.lookupTable.nBins).contains($0) }) else {
                throw Failure("token \(tokens.max() ?? 0) of \(model.config.flowLM.lookupTable.nBins)")
            }
            return "\(tokens.count) tokens of a text with every kind of character"
        }
        for (name, url) in folder.voices.sorted(by: { $0.key < $1.key }) {
            _ = check("voice \(name)") { "\(try Voice(contentsOf: url, for: model).length) positions" }
        }
        _ = check("codec") {
            let samples = model.decode(latents: [Float](repeating: 0, count: 2 * model.latentDim), framesPerCall: 1)
            guard samples.allSatisfy(\.isFinite) else { throw Failure("silence is decoded to what is not a number") }
            return "two frames, \(samples.count) samples"
        }
        _ = check("cloning") {
            guard folder.canClone else { return "not with these open weights: they have no encoder" }
            let tone = (0..<model.sampleRate).map { 0.3 * sin(Float($0) * 0.05) }
            let voice = try Voice(samples: tone, sampleRate: model.sampleRate, for: model)
            guard voice.prefix.contents(layer: 0).keys.allSatisfy(\.isFinite) else {
                throw Failure("a tone is encoded to what is not a number")
            }
            return "one second, \(voice.length) positions"
        }
        guard isPublishedEnglish else { return }
        _ = check("token ids of the published tokenizer") { try EnglishNumbers.checkTokens(model) }
        _ = check("keys and values of the first position") { try EnglishNumbers.checkKeys(model) }
        _ = check("samples of given latents") { try EnglishNumbers.checkCodec(model) }
    }

    private func finiteValues() throws -> String {
        var count = 0
        for name in folder.checkpoint.names {
            guard let tensor = folder.checkpoint.view(name) else { continue }
            guard tensor.dtype.isWeight else { continue }
            if let index = try tensor.floats().firstIndex(where: { !$0.isFinite }) {
                throw Failure("\(name) has a value that is not a number, at \(index)")
            }
            tensor.releasePages()
            count += 1
        }
        return "\(count) tensors"
    }
}

/// Something is not as it should be.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
