import Crypto
public import Foundation
public import PocketTTS

/// Fetches files of the hub, and of plain web addresses, into the caches that the Python packages use too.
///
/// What is on disk is used without a word to the network; what two processes want at once is fetched once.
public final class HubClient: Sendable {
    public let environment: HubEnvironment
    let cache: HubCache
    private let transport: HTTPTransport

    public init(_ environment: HubEnvironment) {
        self.environment = environment
        cache = HubCache(folder: environment.hubCache)
        transport = HTTPTransport(environment)
    }

    /// Where a file is on disk, `nil` if it is not. Never touches the network.
    public func localCopy(of file: HubFile) -> URL? { cache.find(file) }

    /// The file's place on disk, after fetching it if it is not there.
    ///
    /// A branch or a tag is asked for anew; without a connection, what it was last is taken.
    /// - Throws: ``HubError``, or `CancellationError`; what arrived is kept for the next time.
    public func file(_ file: HubFile, observer: @escaping DownloadObserver = { _ in }) async throws -> URL {
        let known = cache.find(file)
        if let known, file.isPinned || environment.isOffline { return known }
        guard !environment.isOffline else { throw HubError.offline(file: "\(file)") }
        let announced: Announcement
        do {
            announced = try await announcement(of: file, patient: known == nil, observer)
        } catch let error as HubError {
            guard let known, error != .notFound(file: "\(file)") else { throw error }
            return known
        }
        try cache.tag()
        try cache.remember(file, commit: announced.commit)
        let blob = cache.blob(file, etag: announced.etag)
        let lock = try await FileLock.acquire(cache.lock(file, etag: announced.etag)) {
            observer(.waiting(file: file.name))
        }
        defer { withExtendedLifetime(lock) {} }
        if !Disk.exists(blob) {
            let download = FileDownload(
                transport: transport, url: address(file, revision: announced.commit), label: file.name,
                sendsToken: true, size: announced.size, check: ContentCheck(etag: announced.etag),
                part: blob.appendingPathExtension("incomplete"), retries: environment.retries, observer: observer,
                refusal: { [self] in refusal($0, file) })
            try await download.run()
            try Disk.move(download.part, to: blob)
            observer(.finished(file: file.name, bytes: Disk.size(blob)))
        }
        return try cache.link(file, commit: announced.commit, etag: announced.etag)
    }

    /// A plain web address's file, which is fetched once and then kept.
    public func file(at url: URL, observer: @escaping DownloadObserver = { _ in }) async throws -> URL {
        let suffix = url.pathExtension.isEmpty ? "" : ".\(url.pathExtension)"
        let name = SHA256.hash(data: Data(url.absoluteString.utf8)).hex + suffix
        let target = environment.webCache.appending(path: name)
        if Disk.exists(target) { return target }
        guard !environment.isOffline else { throw HubError.offline(file: url.absoluteString) }
        let lock = try await FileLock.acquire(target.appendingPathExtension("lock")) {
            observer(.waiting(file: url.lastPathComponent))
        }
        defer { withExtendedLifetime(lock) {} }
        if Disk.exists(target) { return target }
        let part = target.appendingPathExtension("incomplete")
        // Nothing says that the file is still the one of which a part is here.
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
    public func file(_ location: ResourceLocation, observer: @escaping DownloadObserver = { _ in }) async throws -> URL {
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
                .HEAD, self.address(file, revision: file.revision), sendsToken: true, followsAbroad: false)
        }
        guard (200..<400).contains(response.status) else { throw refusal(response, file) }
        guard let commit = response.header("X-Repo-Commit"), HubCache.isCommit(commit) else {
            throw HubError.notAHub(file: "\(file)", reason: "X-Repo-Commit is missing")
        }
        guard let etag = (response.header("X-Linked-Etag") ?? response.header("ETag")).map(Self.plain), Self.isFileName(etag)
        else {
            throw HubError.notAHub(file: "\(file)", reason: "the etag is missing")
        }
        let length = (200..<300).contains(response.status) ? response.number("Content-Length") : nil
        // What was asked for by its commit is found by it again, whatever a mirror says.
        return Announcement(commit: file.isPinned ? file.revision : commit, etag: etag, size: response.number("X-Linked-Size") ?? length)
    }

    /// `W/"abc"` without what is around `abc`.
    private static func plain(etag: String) -> String {
        (etag.hasPrefix("W/") ? String(etag.dropFirst(2)) : etag).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    }

    /// Etags become file names.
    private static func isFileName(_ etag: String) -> Bool {
        (1...128).contains(etag.utf8.count) && !etag.hasPrefix(".")
            && etag.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0)) }
    }

    private func address(_ file: HubFile, revision: String) -> URL {
        var allowed = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
        let revision = revision.addingPercentEncoding(withAllowedCharacters: allowed) ?? revision
        allowed.insert("/")
        let path = file.path.addingPercentEncoding(withAllowedCharacters: allowed) ?? file.path
        let repository = file.repository.addingPercentEncoding(withAllowedCharacters: allowed) ?? file.repository
        return URL(string: "\(environment.endpoint.absoluteString)/\(repository)/resolve/\(revision)/\(path)") ?? environment.endpoint
    }

    private func refusal(_ response: HTTPTransport.Response, _ file: HubFile) -> HubError {
        switch response.status {
        // A repository that is gated, or private, to those who are not logged in.
        case 401, 403: return .gated(repository: file.repository, hasToken: environment.token != nil)
        case 404: return .notFound(file: "\(file)")
        default:
            return .status(code: response.status, file: "\(file)", message: response.header("X-Error-Message"))
        }
    }
}
