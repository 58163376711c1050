import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The whole body, with its place in `budget`; a client that expects `100 Continue` gets it.
    /// - Throws: ``APIError`` at once for a body that is compressed, announced to be longer than `limit`, or over what
    ///   is left of `budget`; for one that turns out to be; and for one that does not arrive in `time`.
    func collectBody(
        in context: some RequestContext, upTo limit: Int, within time: Duration, budget: BodyBudget
    ) async throws -> (bytes: ByteBuffer, reservation: BodyBudget.Reservation) {
        if let coding = headers[.contentEncoding]?.lowercased(), coding != "identity" {
            throw APIError(
                status: .unsupportedMediaType,
                message: "the body is compressed (\(coding.excerpt)): send it without Content-Encoding.",
                headers: [.acceptEncoding: "identity", .connection: "close"])
        }
        let tooLong = APIError(
            status: .contentTooLarge, message: "the body is longer than the limit of \(limit) bytes.",
            headers: [.connection: "close"])
        let reservation = budget.makeReservation()
        if let announced = headers[.contentLength].flatMap({ Int($0) }) {
            guard announced <= limit else { throw tooLong }
            try reservation.grow(to: announced)
        }
        if headers[.expect]?.lowercased() == "100-continue" { (context as? any ConnectionRequestContext)?.invite() }
        let body = body
        let bytes = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask {
                var bytes = ByteBuffer()
                for try await part in body {
                    guard bytes.readableBytes + part.readableBytes <= limit else { throw tooLong }
                    try reservation.grow(to: bytes.readableBytes + part.readableBytes)
                    bytes.writeImmutableBuffer(part)
                }
                return bytes
            }
            group.addTask {
                try await Task.sleep(for: time)
                throw APIError(
                    status: .requestTimeout, message: "the body did not arrive in time.",
                    headers: [.connection: "close"])
            }
            defer { group.cancelAll() }
            return try await group.next() ?? ByteBuffer()
        }
        return (bytes, reservation)
    }

    /// The whole body of a request that has no files.
    /// - Throws: as ``collectBody(in:upTo:within:budget:)``.
    func collectJSON(in context: some RequestContext, _ service: SpeechService) async throws -> Data {
        let (bytes, reservation) = try await collectBody(
            in: context, upTo: service.limits.bodyBytes, within: service.limits.bodyTime, budget: service.bodies)
        defer { withExtendedLifetime(reservation) {} }
        return Data(buffer: bytes)
    }

    /// Who asks, for taking turns: which key, or from which address.
    func client(in context: some RequestContext, _ service: SpeechService) -> String {
        let address = (context as? any RemoteAddressRequestContext)?.remoteAddress?.ipAddress
        let query = uri.queryParameters.map { (String($0.key), String($0.value)) }
        return service.client(headers, query: query, address: address)
    }
}

extension HTTPFields {
    /// The keys that a request carries, wherever clients of one service or another put them.
    /// - Parameter query: of the request's address: a browser's WebSocket can set no header.
    func keys(query: [(name: String, value: String)]) -> [String] {
        let names: Set = ["api_key", "access_token", "xi_api_key", "xi-api-key"]
        return [bearerToken, self[.cartesiaKey], self[.elevenLabsKey]].compactMap(\.self)
            + query.filter { names.contains($0.name) }.map(\.value)
    }

    /// What follows `Bearer` in the `Authorization` header.
    var bearerToken: String? {
        guard let value = self[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }
}

extension SpeechService {
    /// Who asks: the key if there are several, else the address, which a trusted proxy reports.
    func client(_ headers: HTTPFields, query: [(name: String, value: String)] = [], address: String?) -> String {
        let key = headers.keys(query: query).lazy.compactMap(keys.index).first
        if keys.count > 1, let key { return "key \(key)" }
        return trustedProxies.client(forwardedFor: headers[values: .forwardedFor], address: address)
    }
}

extension HTTPField.Name {
    static let cartesiaKey = HTTPField.Name("x-api-key") ?? .from
    static let elevenLabsKey = HTTPField.Name("xi-api-key") ?? .from
    fileprivate static let forwardedFor = HTTPField.Name("x-forwarded-for") ?? .from
}
