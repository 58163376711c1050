import Hummingbird
import HummingbirdTesting
import PocketTTSServer
import Testing

@Suite struct HealthTests {
    @Test func aLiveServerSaysSo() async throws {
        let router = Router()
        router.addPocketTTS()
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/health", method: .get) { #expect($0.status == .ok) }
        }
    }
}
