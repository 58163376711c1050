import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS

/// Writes a model's weights as products read them.
struct Pack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a model's weights in a form that needs no loading.",
        discussion: examples(
            "pocket-tts pack english.safetensors --language english --precision int8",
            "pocket-tts pack ./my-model/packed.safetensors --model ./my-model",
            """
            A packed file is mapped into memory and used in place: a process speaks sooner, and processes share the \
            memory. The speech is the same, bit for bit. Put the file into the model's folder and name it by --model. \
            It is refused if it is damaged, or if the file that it was made from lies beside it and has changed since. \
            It works on every CPU.
            """))

    @Argument(help: "The .safetensors file to write.")
    var output: String
    @OptionGroup var model: ModelOptions

    func validate() throws {
        guard output.hasSuffix(".safetensors") else {
            throw ValidationError("the file to write, \(output), must end in .safetensors.")
        }
    }

    func run() async throws {
        await runReportingErrors {
            let folder = try await model.files(observer: { _ in }).folder
            try ModelPacker.pack(folder, to: model.precision, output: URL(fileURLWithPath: output))
        }
    }
}
