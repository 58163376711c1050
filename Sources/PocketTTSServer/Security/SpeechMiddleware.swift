import HTTPTypes
import Hummingbird
import Logging

/// Reports every error in the form of a protocol, with one line in the log, and gives every response its request's id.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    var form: any ErrorForm = OpenAIErrorForm()

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            var report = APIError(error)
            // The router's own: errors of endpoints name what is missing.
            if report.status == .notFound, error is HTTPError {
                report.message = EndpointPaths.advice(for: request.uri.path)
            }
            response = report.response(in: form)
            if request.method == .head { response = response.createHeadResponse() }
            let isOurs = report.status.code >= 500 && !(error is Admission.Refusal)
            // The path and the message may contain the client's text, which is not for the log.
            var line: Logger.Metadata = [
                "status": "\(report.status.code)", "endpoint": "\(context.endpointPath ?? "none")",
            ]
            if let parameter = report.parameter { line["parameter"] = "\(parameter.escapedForLog)" }
            if isOurs { line["error"] = "\("\(error)".escapedForLog)" }
            context.logger.log(level: isOurs ? .error : .info, "refused", metadata: line)
        }
        if let id = context.logger[metadataKey: "hb.request.id"] { response.headers[.requestID] = "\(id)" }
        return response
    }
}

/// Requires one of the service's keys, if it has any.
struct KeyMiddleware<Context: RequestContext>: RouterMiddleware {
    let keys: APIKeys

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        guard keys.isEmpty || request.headers.keys(query: query).contains(where: { keys.index(of: $0) != nil }) else {
            throw APIError.needsKey
        }
        return try await next(request, context)
    }
}

/// Refuses requests for speech that could not even wait for their turn, whatever their bodies say.
struct AdmissionMiddleware<Context: RequestContext>: RouterMiddleware {
    let service: SpeechService

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        try service.refuseIfFull(client: request.client(in: context, service))
        return try await next(request, context)
    }
}

/// Names the headers that pages of another origin may read. Hummingbird does so on preflight responses only, where
/// browsers do not look.
struct ExposedHeadersMiddleware<Context: RequestContext>: RouterMiddleware {
    let headers: [HTTPField.Name]

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if response.headers[.accessControlAllowOrigin] != nil {
            response.headers[.accessControlExposeHeaders] = headers.map(\.rawName).joined(separator: ", ")
        }
        return response
    }
}
