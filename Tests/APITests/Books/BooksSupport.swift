extension EndpointSample {
    /// Books to take away.
    static let cashBooks: [String: EndpointSample] = [
        "GET /v1/hamlets/{id}/cash-book": .init(
            "/v1/hamlets/1/cash-book?from=2026-01-01&to=2026-12-31&account=bank"),
        "GET /v1/hamlets/{id}/ledger-entries": .init(
            "/v1/hamlets/1/ledger-entries?from=2026-01-01&to=2026-12-31"),
        "GET /v1/funds/{id}/ledger": .init("/v1/funds/1/ledger?year=2026"),
        "GET /v1/hamlets/{id}/vouchers": .init("/v1/hamlets/1/vouchers?year=2026"),
        "GET /v1/ledger/beancount": .init("/v1/ledger/beancount?hamlet=1"),
        "GET /v1/reports/money": .init("/v1/reports/money?unit=16702", about: .commune),
        "GET /v1/public/reports/money": .init("/v1/public/reports/money?unit=40", about: .nothing),
    ]
}
