public import Hummingbird

extension RouterMethods {
    /// Mounts all HTTP doors of a speech service.
    public func addPocketTTS() {
        get("health") { _, _ in HTTPResponse.Status.ok }
    }
}
