import CommandSupport
import Foundation

/// Runs a command's body in a task that Ctrl-C cancels, and ends the process with one line on stderr and the
/// documented exit code if it fails.
func runReportingErrors(_ body: sending @escaping () async throws -> Void) async {
    signal(SIGPIPE, SIG_IGN)
    // Before the body starts: it may open an output file at once, which a signal must not leave behind.
    let interruption = Interruption()
    let task = Task(operation: body)
    interruption.onSignal { task.cancel() }
    do {
        try await task.value
        // A signal that arrived too late to stop anything still counts.
        if let code = interruption.exitCode { leave(code) }
    } catch {
        leave(report(error, cancelled: interruption.exitCode ?? 70))
    }
}

/// Prints one line about `error` and returns the exit code.
/// - Parameters:
///   - cancelled: the exit code for a cancelled command.
///   - label: stands before the message, such as the name of one of several items.
func report(_ error: any Error, cancelled: Int32 = 70, label: String = "") -> Int32 {
    report(error, of: CommandLineArguments.command, cancelled: cancelled, label: label)
}
