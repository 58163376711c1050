import Foundation

/// `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in either case, as curl and Python read them.
public struct ProxySettings: Sendable, Equatable {
    /// A proxy and the variable that names it.
    struct Proxy: Sendable, Equatable, CustomStringConvertible {
        let url: URL
        let variable: String

        /// Without the password that its address may hold.
        var description: String { "\(url.host ?? ""):\(url.port ?? 80) (\(variable))" }
    }

    /// By the scheme of the address that is asked for.
    private var proxies: [String: Proxy] = [:]
    private var exceptions: [String] = []

    init(_ variables: [String: String]) throws(HubError) {
        for scheme in ["http", "https"] {
            let names = ["\(scheme)_proxy", "\(scheme.uppercased())_PROXY", "all_proxy", "ALL_PROXY"]
            guard let name = names.first(where: { variables[$0]?.isEmpty == false }), let text = variables[name] else {
                continue
            }
            let address = text.contains("://") ? text : "http://\(text)"
            guard let url = URL(string: address), url.scheme == "http", url.host?.isEmpty == false else {
                throw .invalid(what: name, value: text, allowed: "http://[user:password@]host:port")
            }
            proxies[scheme] = Proxy(url: url, variable: name)
        }
        exceptions = (variables["no_proxy"] ?? variables["NO_PROXY"] ?? "").lowercased()
            .split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The proxy that a request to `url` goes through, `nil` for none.
    func proxy(for url: URL) -> Proxy? {
        guard let host = url.host?.lowercased() else { return nil }
        let isException = exceptions.contains { entry in
            let name = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
            let named =
                name.contains(":") && !name.contains("::")
                ? host + ":\(url.port ?? (url.scheme == "https" ? 443 : 80))" : host
            return entry == "*" || named == name || named.hasSuffix("." + name)
        }
        return isException ? nil : proxies[url.scheme ?? ""]
    }
}
