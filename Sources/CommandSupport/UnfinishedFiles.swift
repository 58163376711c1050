import Foundation
import Synchronization

/// The files that are being written and must not stay if the process ends before they are complete.
///
/// A second Ctrl-C ends the process without waiting for the command to clean up.
package enum UnfinishedFiles {
    private static let paths = Mutex<Set<String>>([])

    package static func insert(_ path: String) {
        paths.withLock { _ = $0.insert(path) }
    }

    package static func remove(_ path: String) {
        paths.withLock { _ = $0.remove(path) }
    }

    package static func removeAll() {
        paths.withLock { paths in
            for path in paths { unlink(path) }
            paths = []
        }
    }
}

/// Ends the process without the destructors of libraries, which `exit` runs: a frame may still be in work, and
/// OpenBLAS's destructor would free its memory. Files that are not finished are removed.
package func leave(_ code: Int32) -> Never {
    UnfinishedFiles.removeAll()
    fflush(nil)
    _exit(code)
}
