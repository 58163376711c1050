/// The progress of a download.
public enum DownloadProgress: Sendable, Equatable {
    /// Another process fetches the same file: its result will be used.
    case waiting(file: String)
    /// Bytes that are on disk, of `total` where it is known. `resumed` of them were there before.
    case received(file: String, bytes: Int, total: Int?, resumed: Int)
    /// An attempt failed and another follows after `seconds`.
    case retrying(file: String, reason: String, seconds: Double)
    case finished(file: String, bytes: Int)
}

/// Receives all progress, on any thread.
public typealias DownloadObserver = @Sendable (DownloadProgress) -> Void
