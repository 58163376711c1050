import Foundation

/// Runs `body` while stderr leads nowhere: libraries such as libmpg123 print messages there that no setting turns off.
func withoutLibraryMessages<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let saved = dup(STDERR_FILENO)
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer {
        if saved >= 0 { dup2(saved, STDERR_FILENO) }
        for descriptor in [saved, null] where descriptor >= 0 { close(descriptor) }
    }
    if saved >= 0, null >= 0 { dup2(null, STDERR_FILENO) }
    return try body()
}
