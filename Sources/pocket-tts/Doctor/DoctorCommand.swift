import ArgumentParser
import CommandSupport
import Foundation

/// Reports this machine's state as far as speech depends on it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this machine: CPU, libraries, caches, models, network.",
        discussion: examples(
            "pocket-tts doctor", "pocket-tts doctor --json > report.json",
            """
            Each problem is followed by its remedy. The output holds no token and no password: paste it into a bug \
            report. Exit code 65 if speech is impossible.
            """))

    @Flag(help: "Leave the network out.") var offline = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        await runReportingErrors {
            var findings: [Finding] = []
            func add(_ new: [Finding]) {
                findings += new
                if !json { for finding in new { Self.show(finding) } }
            }
            add(MachineFindings.all())
            add(MachineFindings.libraries())
            let storage = StorageFindings()
            add(storage.settings())
            add(storage.caches())
            add(storage.models())
            add(storage.player())
            if !offline { add(await storage.network()) }
            add(await SpeechFindings.all())
            if json { try printJSON(findings) }
            let fatal = findings.count(where: \.isFatal)
            if fatal > 0 {
                throw CheckFailed(message: "\(fatal) problems make speech impossible: see the remedies above.")
            }
        }
    }

    private static func show(_ finding: Finding) {
        let topic = finding.topic.padding(toLength: max(10, finding.topic.count), withPad: " ", startingAt: 0)
        print("\(topic) \(finding.text.oneLine)")
        if let remedy = finding.remedy { print("           -> \(remedy)") }
    }
}
