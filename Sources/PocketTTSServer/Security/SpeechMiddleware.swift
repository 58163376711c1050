import Hummingbird
import Logging

/// Tells every error in OpenAI's form, with one line in the log, and gives every response its request's id.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let told = APIError(error)
            response = told.response(from: request, context: context)
            if request.method == .head { response = response.createHeadResponse() }
            let isOurs = told.status.code >= 500 && !(error is Admission.Refusal)
            // The path is the client's own words, the message may quote them: neither is for the log.
            var line: Logger.Metadata = ["status": "\(told.status.code)", "endpoint": "\(context.endpointPath ?? "none")"]
            if let parameter = told.parameter { line["parameter"] = "\(parameter)" }
            if isOurs { line["error"] = "\(error)" }
            context.logger.log(level: isOurs ? .error : .info, "refused", metadata: line)
        }
        if let id = context.logger[metadataKey: "hb.request.id"] { response.headers[.requestID] = "\(id)" }
        return response
    }
}

/// Asks for one of the service's keys, if it has any.
struct KeyMiddleware<Context: RequestContext>: RouterMiddleware {
    let keys: APIKeys

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard keys.isEmpty || request.headers.bearerToken.flatMap(keys.index) != nil else {
            throw APIError.needsKey
        }
        return try await next(request, context)
    }
}
