import Hummingbird
import NIOCore

extension Request {
    /// The whole body, which a client that expects to be told so is told to send.
    /// - Throws: ``APIError`` at once for one that is announced to be longer than `limit`, for one that turns out to be,
    ///   and for one that does not arrive in `time`.
    func collectBody(
        in context: some RequestContext, upTo limit: Int, within time: Duration
    ) async throws -> ByteBuffer {
        let tooLong = APIError(
            status: .contentTooLarge, message: "the body is longer than the limit of \(limit) bytes.",
            headers: [.connection: "close"])
        if let announced = headers[.contentLength].flatMap({ Int($0) }), announced > limit { throw tooLong }
        if headers[.expect]?.lowercased() == "100-continue" { (context as? any ConnectionRequestContext)?.invite() }
        let body = body
        return try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask {
                var bytes = ByteBuffer()
                for try await part in body {
                    guard bytes.readableBytes + part.readableBytes <= limit else { throw tooLong }
                    bytes.writeImmutableBuffer(part)
                }
                return bytes
            }
            group.addTask {
                try await Task.sleep(for: time)
                throw APIError(
                    status: .requestTimeout, message: "the body did not arrive in time.", headers: [.connection: "close"])
            }
            defer { group.cancelAll() }
            return try await group.next() ?? ByteBuffer()
        }
    }

    /// Who asks, for taking turns: which key, or from where.
    func client(in context: some RequestContext, _ keys: APIKeys) -> String {
        if keys.count > 1, let key = headers.bearerToken.flatMap(keys.index) { return "key \(key)" }
        let address = (context as? any RemoteAddressRequestContext)?.remoteAddress
        return address?.ipAddress ?? "unknown"
    }
}

extension HTTPFields {
    /// What follows `Bearer` in the `Authorization` header.
    var bearerToken: String? {
        guard let value = self[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }
}
