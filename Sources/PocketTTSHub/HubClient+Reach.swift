extension HubClient {
    /// Asks the hub for its front page once.
    /// - Returns: the time until the answer, whatever it is.
    /// - Throws: ``HubError/offline(file:)`` or ``HubError/network(file:reason:attempts:)``.
    public func reach() async throws -> Duration {
        var retries = environment.retries
        retries.attempts = 1
        let start = ContinuousClock.now
        do {
            _ = try await transport.request(.head, environment.endpoint, sendsToken: false, followsAbroad: false)
        } catch {
            try await Patience(label: "\(environment.endpoint)", retries: retries, observer: { _ in }).afterFailure(
                1, error)
        }
        return .now - start
    }
}
