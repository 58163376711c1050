/// What can go wrong while files are fetched.
public enum HubError: Error, Sendable, Equatable {
    /// The network may not be used (`HF_HUB_OFFLINE`), and the file is not on disk.
    case offline(file: String)
    /// The repository asks for an account that has accepted its terms. `hasToken`: one was sent, and refused.
    case gated(repository: String, hasToken: Bool)
    /// There is no such repository, revision or file.
    case notFound(file: String)
    /// The server refused for good.
    case status(code: Int, file: String, message: String?)
    /// The server asks to wait longer than a program should.
    case busy(file: String, seconds: Int)
    /// The server could not be reached, or broke off, as often as was tried.
    case network(file: String, reason: String, attempts: Int)
    /// The file that arrived is not the one that was announced.
    case damaged(file: String, reason: String)
    /// The answer lacks what a hub's answer has.
    case notAHub(file: String, reason: String)
    /// The disk has too little room; both in bytes.
    case diskFull(path: String, needed: Int, free: Int)
    /// A file of the cache cannot be written or read.
    case disk(path: String, reason: String)
    /// An address, a name or a setting is malformed.
    case invalid(what: String, value: String, allowed: String)
}

extension HubError: CustomStringConvertible {
    /// One line: what, where, and what to do about it.
    public var description: String {
        switch self {
        case .offline(let file):
            "\(file) is not on this disk and HF_HUB_OFFLINE forbids the network: fetch it once without that setting."
        case .gated(let repository, let hasToken):
            "\(repository) is gated: accept its terms at https://huggingface.co/\(repository) and "
                + (hasToken
                    ? "check that the token is of the same account." : "log in with `hf auth login`, or set HF_TOKEN.")
        case .notFound(let file):
            "\(file) does not exist on the hub: check the repository, the path and the revision."
        case .status(let code, let file, let message):
            "the server answered \(code) for \(file)\(message.map { " (\($0))" } ?? "")."
        case .busy(let file, let seconds):
            "the server asks to wait \(seconds) s for \(file): try again then."
        case .network(let file, let reason, let attempts):
            "\(file) could not be fetched (\(reason); \(attempts) attempts): check the connection and try "
                + "again, what arrived is kept."
        case .damaged(let file, let reason):
            "\(file) arrived damaged: \(reason). Nothing was kept; try again."
        case .notAHub(let file, let reason):
            "the server of \(file) does not answer as a hub does: \(reason). Check HF_ENDPOINT and the proxy."
        case .diskFull(let path, let needed, let free):
            "\(path) has \(free) bytes free, \(needed) are needed: make room, or set HF_HOME to another disk."
        case .disk(let path, let reason):
            "cannot use \(path): \(reason). Check its permissions and its disk, or set HF_HOME to another folder."
        case .invalid(let what, let value, let allowed):
            "\(what) is '\(value)', allowed: \(allowed)."
        }
    }
}
