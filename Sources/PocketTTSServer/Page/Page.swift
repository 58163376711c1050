import Hummingbird

/// The page at `/`: one file, part of the program.
enum Page {
    static var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8",
                // Everything is in the page: nothing is fetched from elsewhere.
                .contentSecurityPolicy: """
                default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; \
                media-src blob:; img-src data:; base-uri 'none'; frame-ancestors 'none'
                """,
                .xContentTypeOptions: "nosniff",
                .cacheControl: "no-cache",
            ], body: .init(byteBuffer: .init(bytes: PackageResources.page_html)))
    }
}
