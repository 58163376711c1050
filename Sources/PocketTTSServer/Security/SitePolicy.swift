import HTTPTypes
import Hummingbird
import NIOCore

/// Which web pages may use a server. Any page that a browser shows can send requests to a server on the same machine or
/// network; its origin, and the name that it reached the server by, tell it apart from the server's own page.
public struct SitePolicy: Sendable {
    /// Names that requests may use for the server, in lower case; `nil` for any. IP addresses are always allowed: the
    /// attack uses a name of its own that resolves to this server.
    private let hosts: Set<String>?
    /// The origin whose pages may use the server besides its own, `*` for all; `nil` for none.
    private let origin: String?

    /// Names of the loopback interface.
    public static let loopbackNames: Set = ["localhost", "ip6-localhost"]

    /// - Parameters:
    ///   - hosts: names besides those of the loopback interface; `*` allows any.
    ///   - origin: the origin whose pages may use the server, `*` for all; `nil` for none but the server's own.
    public init(hosts: [String], origin: String? = nil) {
        self.hosts = hosts.contains("*") ? nil : Self.loopbackNames.union(hosts.map { Self.name(of: $0.lowercased()) })
        self.origin = origin
    }

    /// - Parameters:
    ///   - authority: the `Host` header.
    ///   - changesState: whether the request has an effect, as all have that compute.
    /// - Throws: ``APIError`` (403) that says which setting would allow the request.
    func check(authority: String?, headers: HTTPFields, changesState: Bool) throws {
        if let hosts, let authority {
            let name = Self.name(of: authority.lowercased())
            guard hosts.contains(name) || name.hasSuffix(".localhost") || Self.isAddress(name) else {
                throw APIError(
                    status: .forbidden,
                    message:
                        "requests for the host \(name.excerpt) are refused: start the server with --allowed-hosts.",
                    code: "host_not_allowed")
            }
        }
        guard changesState, origin != "*" else { return }
        let sender = headers[.origin]
        if let sender, sender == origin { return }
        // Browsers set it, and pages cannot. They leave it out on plain HTTP, except to the same machine.
        if let site = headers[.secFetchSite] {
            guard site == "same-origin" || site == "none" else { throw Self.crossSite }
            return
        }
        guard let sender else { return }
        let host = sender.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init)
        guard host == authority else { throw Self.crossSite }
    }

    private static let crossSite = APIError(
        status: .forbidden,
        message: "pages of another origin may not use this server: start it with --cors-origin to allow one.",
        code: "origin_not_allowed")

    /// Without the port, without brackets and without a final dot.
    private static func name(of authority: String) -> String {
        var name = Substring(authority)
        if name.hasPrefix("[") {
            name = name.dropFirst().prefix { $0 != "]" }
        } else if let colon = name.lastIndex(of: ":"), name.firstIndex(of: ":") == colon {
            name = name[..<colon]
        }
        if name.hasSuffix(".") { name = name.dropLast() }
        return String(name)
    }

    private static func isAddress(_ name: String) -> Bool { (try? SocketAddress(ipAddress: name, port: 0)) != nil }
}

/// Refuses requests that a ``SitePolicy`` does not allow.
struct SiteMiddleware<Context: RequestContext>: RouterMiddleware {
    let policy: SitePolicy

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isRead = request.method == .get || request.method == .head
        try policy.check(authority: request.head.authority, headers: request.headers, changesState: !isRead)
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    fileprivate static let secFetchSite = HTTPField.Name("sec-fetch-site") ?? .from
}
