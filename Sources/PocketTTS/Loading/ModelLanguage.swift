import Foundation
public import SpeechText

extension ModelConfig {
    /// The language that the addresses of the weights and of the tokenizer name, as the published ones do
    /// (`hf://kyutai/pocket-tts/languages/french/…`), else the only one that the config lists; `nil` if there is none.
    public var language: Language? {
        let addresses = [
            weightsPath, weightsPathWithoutVoiceCloning, flowLM.weightsPath, flowLM.lookupTable.tokenizerPath,
        ]
        for address in addresses.compactMap(\.self) {
            let parts = address.split(separator: "/").map(String.init)
            if let place = parts.firstIndex(of: "languages"), place + 1 < parts.count,
                let language = Language(name: parts[place + 1])
            {
                return language
            }
        }
        return languages.count == 1 ? Language(name: languages[0]) : nil
    }
}

extension ModelFolder {
    /// The language of the model: that of its config's addresses, or the one that the config or the folder is named
    /// for. A folder without a config is read as English.
    public var language: Language? {
        config.language ?? Language(name: configURL.deletingPathExtension().lastPathComponent)
            ?? Language(name: directory.lastPathComponent) ?? (isConfigGuessed || isEmbedded ? .english : nil)
    }

    private var isEmbedded: Bool { directory.lastPathComponent == "embedded" }
}
