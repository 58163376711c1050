import ArgumentParser
import PocketTTSModels

/// What `pocket-tts serve` and the server's program say of themselves.
package enum ServeInformation {
    package static let command = "pocket-tts serve"

    package static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve speech: OpenAI's interface, the reference's, a WebSocket, Wyoming, and a page to try it.",
        discussion: examples(
            "pocket-tts serve", "pocket-tts serve --language english --port 8080",
            """
            Every setting may also come from the environment (--max-streams is POCKET_TTS_MAX_STREAMS) or from a JSON \
            file ("maxStreams"); flags come first, then the environment. docs/SERVER.md has them all.
            """),
        version: Version.current)
}
