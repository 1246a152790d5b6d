extension EndpointSample {
    /// Books to take away.
    static let cashBooks: [String: EndpointSample] = [
        "GET /v1/hamlets/{id}/cash-book": .init(
            "/v1/hamlets/1/cash-book?from=2026-01-01&to=2026-12-31&account=bank"),
        "GET /v1/hamlets/{id}/ledger-entries": .init(
            "/v1/hamlets/1/ledger-entries?from=2026-01-01&to=2026-12-31"),
    ]
}
