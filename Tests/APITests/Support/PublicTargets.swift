import API
import Domain
import HTTP

@testable import API

/// Every public endpoint with its filters, dates and boundaries, in the village.
enum PublicTargets {
    private static let hamlets: [Int64] = [1, 2]

    private static let boundaries = ["historical", "current"]
    private static let lists = ["", "?fund=1", "?from=2026-11-01&to=2026-11-30", "?to=2026-10-31"]

    private static let owners = ["?hamlet=1", "?hamlet=2", "?commune=16702", "?organisation=1"]

    /// The queries of each path of the endpoint table.
    static let queries: [String: [String]] = [
        "/v1/public/hamlets": [
            "?unit=40", "?unit=16702", "?unit=16702&q=xom", "?unit=16702&as_of=2026-01-01",
            "?unit=16702&as_of=2026-11-20", "?unit=16702&as_of=2026-11-23", "?unit=16702&as_of=2026-11-30",
        ],
        "/v1/public/hamlets/{id}": [""],
        "/v1/public/hamlets/{id}/summary": boundaries.map { "?boundaries=" + $0 },
        "/v1/public/hamlets/{id}/funds": [""],
        "/v1/public/funds/{id}/vietqr": ["", "?amount=500000"],
        "/v1/public/hamlets/{id}/contributions": lists,
        "/v1/public/hamlets/{id}/expenditures": lists,
        "/v1/public/hamlets/{id}/cash-counts": [""],
        "/v1/public/hamlets/{id}/periods": [""],
        "/v1/public/hamlets/{id}/payables": [""],
        "/v1/public/hamlets/{id}/statement": [
            "?from=2026-01-01&to=2026-12-31", "?from=2026-11-01&to=2026-11-23",
        ]
        .flatMap { period in boundaries.map { period + "&boundaries=" + $0 } },
        "/v1/public/funds": owners, "/v1/public/cash-counts": owners, "/v1/public/periods": owners,
        "/v1/public/payables": owners, "/v1/public/book-handovers": owners,
        "/v1/public/contributions": owners.flatMap {
            [$0, $0 + "&fund=1", $0 + "&from=2026-11-01&to=2026-11-30"]
        },
        "/v1/public/expenditures": owners.flatMap {
            [$0, $0 + "&fund=1", $0 + "&from=2026-11-01&to=2026-11-30"]
        },
        "/v1/public/statement": owners.flatMap { owner in
            boundaries.map { owner + "&from=2026-01-01&to=2026-12-31&boundaries=" + $0 }
        },
        "/v1/public/summary": owners.flatMap { owner in boundaries.map { owner + "&boundaries=" + $0 } },
        "/v1/public/hamlets/{id}/profiles": ["", "?as_of=2026-11-20", "?as_of=2026-11-30"],
        "/v1/public/hamlets/{id}/models": ["", "?kind=individual", "?area=economy", "?boundaries=current"],
        "/v1/public/models/{id}": [""],
        "/v1/public/decisions": ["?hamlet=1", "?hamlet=2", "?commune=16702"],
        "/v1/public/decisions/{id}": [""],
        "/v1/public/log/checkpoint": [""], "/v1/public/log/key": [""],
        "/v1/public/log/tile/{tile}": [], "/v1/public/log/proof": [], "/v1/public/log/consistency": [],
        "/v1/public/receipts/{code}": [],
        "/v1/public/parameters": ["", "?unit=16702", "?as_of=2026-11-23"],
        "/v1/public/reports/models": ["area", "state", "kind", "level"]
            .flatMap { grouping in boundaries.map { "?unit=40&by=\(grouping)&boundaries=\($0)" } }
            + ["?unit=16702&from=2026-11-01&to=2026-11-23"],
        "/v1/public/reports/money": ["commune", "hamlet", "owner", "year", "month", "source", "fund"]
            .flatMap { grouping in boundaries.map { "?unit=40&by=\(grouping)&boundaries=\($0)" } }
            + ["?unit=16702&from=2026-11-01&to=2026-11-23", "?unit=16702&to=2025-06-30&by=hamlet"],
        "/v1/public/reports/community-events": ["?unit=40", "?unit=16702", "?unit=40&from=2026-11-01"],
        "/v1/public/reports/consultations": boundaries.flatMap {
            ["?unit=40&matter=sap-nhap&boundaries=\($0)", "?unit=16702&matter=sap-nhap&boundaries=\($0)"]
        },
    ]

    static let all = queries.sorted { $0.key < $1.key }
        .flatMap { path, queries in
            let ids = path.contains("{id}") ? hamlets : [1]
            return ids.flatMap { id in
                queries.map { path.replacing("{id}", with: "\(id)") + $0 }
            }
        }
}
