public import Foundation
public import PocketTTS

/// Fetches files of the hub, and of plain web addresses, into the caches that the Python packages use too.
///
/// A file on disk is used without the network. A file that two processes want at once is fetched once.
public final class HubClient: Sendable {
    public let environment: HubEnvironment
    let cache: HubCache
    let transport: HTTPTransport

    public convenience init(_ environment: HubEnvironment) {
        self.init(environment, cache: HubCache(folder: environment.hubCache))
    }

    init(_ environment: HubEnvironment, cache: HubCache) {
        self.environment = environment
        self.cache = cache
        transport = HTTPTransport(environment)
    }

    /// Where a file is on disk, `nil` if it is not. Never touches the network.
    public func localCopy(of file: HubFile) -> URL? { cache.find(file) }

    /// The file's place on disk, after fetching it if it is not there.
    ///
    /// The hub is asked which commit a branch or a tag means now. When it does not answer, or the newer file cannot be
    /// stored, the file that is on disk is used.
    /// - Throws: ``HubError``, or `CancellationError`. A part that arrived is kept for the next attempt.
    public func file(_ file: HubFile, observer: @escaping DownloadObserver = { _ in }) async throws -> URL {
        let known = cache.find(file)
        if let known, file.isPinned || environment.isOffline { return known }
        guard !environment.isOffline else { throw HubError.offline(file: "\(file)") }
        do {
            return try await fetch(file, patient: known == nil, observer)
        } catch let error as HubError {
            guard let known, error != .notFound(file: "\(file)") else { throw error }
            return known
        }
    }

    /// - Parameter patient: whether the hub is asked repeatedly when it does not answer.
    private func fetch(_ file: HubFile, patient: Bool, _ observer: @escaping DownloadObserver) async throws -> URL {
        let announced = try await announcement(of: file, patient: patient, observer)
        if let present = cache.find(file, commit: announced.commit) {
            // A cache that cannot be written serves its files all the same.
            try? cache.remember(file, commit: announced.commit)
            return present
        }
        try cache.tag()
        let blob = cache.blob(file, etag: announced.etag)
        let lock = try await FileLock.acquire(cache.lock(file, etag: announced.etag)) {
            observer(.waiting(file: file.name))
        }
        defer { withExtendedLifetime(lock) {} }
        // Another process may have stored it meanwhile.
        if cache.find(file, commit: announced.commit) == nil, !Disk.exists(blob) {
            let download = FileDownload(
                transport: transport, url: address(file, revision: announced.commit), label: file.name,
                sendsToken: true, size: announced.size, check: ContentCheck(etag: announced.etag),
                part: blob.appendingPathExtension("incomplete"), retries: environment.retries, observer: observer,
                refusal: { [self] in refusal($0, file) })
            try await download.run()
            try Disk.move(download.part, to: blob)
            observer(.finished(file: file.name, bytes: Disk.size(blob)))
        }
        let url = try cache.link(file, commit: announced.commit, etag: announced.etag)
        // Last, so that a branch means the old commit until the new file is here.
        try cache.remember(file, commit: announced.commit)
        return url
    }

    /// The file at a plain web address, which is fetched once and then kept.
    public func file(at url: URL, observer: @escaping DownloadObserver = { _ in }) async throws -> URL {
        let suffix = url.pathExtension.isEmpty ? "" : ".\(url.pathExtension)"
        let name = ContentHash.sha256(Data(url.absoluteString.utf8)) + suffix
        let target = environment.webCache.appending(path: name)
        if Disk.exists(target) { return target }
        guard !environment.isOffline else { throw HubError.offline(file: url.absoluteString) }
        let lock = try await FileLock.acquire(target.appendingPathExtension("lock")) {
            observer(.waiting(file: url.lastPathComponent))
        }
        defer { withExtendedLifetime(lock) {} }
        if Disk.exists(target) { return target }
        let part = target.appendingPathExtension("incomplete")
        // The file may have changed since the part was fetched.
        Disk.remove(part)
        let download = FileDownload(
            transport: transport, url: url, label: url.lastPathComponent, sendsToken: false, size: nil, check: .none,
            part: part, retries: environment.retries, observer: observer,
            refusal: { response in
                response.status == 404
                    ? .notFound(file: url.absoluteString)
                    : .status(code: response.status, file: url.absoluteString, message: nil)
            })
        try await download.run()
        try Disk.move(part, to: target)
        observer(.finished(file: url.lastPathComponent, bytes: Disk.size(target)))
        return target
    }

    /// A file on this disk, on the hub or on the web.
    public func file(_ location: ResourceLocation, observer: @escaping DownloadObserver = { _ in }) async throws -> URL
    {
        switch location {
        case .file(let url): url
        case .web(let url): try await file(at: url, observer: observer)
        case .hub(let repository, let path, let revision):
            try await file(HubFile(repository: repository, path: path, revision: revision), observer: observer)
        }
    }

    /// What the hub says of a file before it sends it.
    private struct Announcement {
        let commit, etag: String
        let size: Int?
    }

    private func announcement(
        of file: HubFile, patient: Bool, _ observer: @escaping DownloadObserver
    ) async throws -> Announcement {
        var retries = environment.retries
        if !patient { retries.attempts = 1 }
        let patience = Patience(label: file.name, retries: retries, observer: observer)
        let response = try await patience.repeating {
            try await self.transport.request(
                .head, self.address(file, revision: file.revision), sendsToken: true, followsAbroad: false)
        }
        guard (200..<400).contains(response.status) else { throw refusal(response, file) }
        guard let commit = response.header("X-Repo-Commit"), HubCache.isCommit(commit) else {
            throw HubError.notAHub(file: "\(file)", reason: "X-Repo-Commit is missing")
        }
        guard let etag = (response.header("X-Linked-Etag") ?? response.header("ETag")).map(Self.plain),
            Self.isFileName(etag)
        else {
            throw HubError.notAHub(file: "\(file)", reason: "the etag is missing")
        }
        let length = (200..<300).contains(response.status) ? response.number("Content-Length") : nil
        // A file that is asked for by its commit is stored under it, whatever a mirror answers.
        return Announcement(
            commit: file.isPinned ? file.revision : commit, etag: etag, size: response.number("X-Linked-Size") ?? length
        )
    }

    /// `W/"abc"` without what is around `abc`.
    private static func plain(etag: String) -> String {
        (etag.hasPrefix("W/") ? String(etag.dropFirst(2)) : etag).trimmingCharacters(
            in: CharacterSet(charactersIn: "\""))
    }

    /// Etags become file names.
    private static func isFileName(_ etag: String) -> Bool {
        (1...128).contains(etag.utf8.count) && !etag.hasPrefix(".")
            && etag.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
            }
    }

    private func address(_ file: HubFile, revision: String) -> URL {
        var allowed = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
        let revision = revision.addingPercentEncoding(withAllowedCharacters: allowed) ?? revision
        allowed.insert("/")
        let path = file.path.addingPercentEncoding(withAllowedCharacters: allowed) ?? file.path
        let repository = file.repository.addingPercentEncoding(withAllowedCharacters: allowed) ?? file.repository
        return URL(string: "\(environment.endpoint.absoluteString)/\(repository)/resolve/\(revision)/\(path)")
            ?? environment.endpoint
    }

    private func refusal(_ response: HTTPTransport.Response, _ file: HubFile) -> HubError {
        switch response.status {
        // The repository is gated or private.
        case 401, 403: return .gated(repository: file.repository, hasToken: environment.token != nil)
        case 404: return .notFound(file: "\(file)")
        default:
            return .status(code: response.status, file: "\(file)", message: response.header("X-Error-Message"))
        }
    }
}
