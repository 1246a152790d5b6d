import HTTP
import Testing

extension EndpointSample {
    /// What a hamlet, a commune or an organisation has, named among the parameters.
    static let fundOwners: [String: EndpointSample] = [
        "GET /v1/contributions": .init("/v1/contributions?hamlet=1"),
        "GET /v1/expenditures": .init("/v1/expenditures?hamlet=1"),
        "GET /v1/summary": .init("/v1/summary?hamlet=1"),
        "GET /v1/public/summary": .init("/v1/public/summary?hamlet=1", about: .nothing),
        "GET /v1/statement": .init("/v1/statement?hamlet=1&from=2026-01-01&to=2026-12-31"),
        "GET /v1/ledger-entries": .init("/v1/ledger-entries?hamlet=1&from=2026-01-01&to=2026-12-31"),
        "GET /v1/cash-book": .init("/v1/cash-book?hamlet=1&from=2026-01-01&to=2026-12-31"),
        "GET /v1/vouchers": .init("/v1/vouchers?hamlet=1&year=2026"),
        "GET /v1/voucher-books": .init("/v1/voucher-books?hamlet=1"),
        "POST /v1/voucher-books": .init(
            "/v1/voucher-books", #"{"hamlet":1,"name":"Q4"}"#, pointer: "/hamlet"),
        "GET /v1/opening-balances": .init("/v1/opening-balances?hamlet=1"),
        "GET /v1/bank-entries": .init("/v1/bank-entries?hamlet=1"),
        "GET /v1/fund-transfers": .init("/v1/fund-transfers?hamlet=1"),
        "GET /v1/public/funds": .init("/v1/public/funds?hamlet=1", about: .nothing),
        "GET /v1/public/contributions": .init("/v1/public/contributions?hamlet=1", about: .nothing),
        "GET /v1/public/expenditures": .init("/v1/public/expenditures?hamlet=1", about: .nothing),
        "GET /v1/public/statement": .init(
            "/v1/public/statement?hamlet=1&from=2026-01-01&to=2026-12-31", about: .nothing),
        "GET /v1/public/cash-counts": .init("/v1/public/cash-counts?hamlet=1", about: .nothing),
        "GET /v1/public/periods": .init("/v1/public/periods?hamlet=1", about: .nothing),
    ]
}

/// An owner other than a hamlet, and what names it.
struct OtherOwner: Sendable, CustomTestStringConvertible {
    /// In a body.
    let member: String
    /// Among the parameters.
    let query: String
    let name: String

    static let commune = OtherOwner(
        member: #""commune":"16702""#, query: "commune=16702", name: "PHƯỜNG VINH PHÚ")
    static let union = OtherOwner(
        member: #""organisation":1"#, query: "organisation=1", name: "HỘI PHỤ NỮ PHƯỜNG VINH PHÚ")

    var testDescription: String { query }
}

extension Office {
    /// Opens a fund of `owner`; returns its id.
    func openFund(_ name: String, of owner: OtherOwner) throws -> Int64 {
        let fund = try post("/v1/funds", "{\(owner.member),\"name\":\"\(name)\"}", as: .accountant)
        try #require(fund.status == 201, "\(fund.bodyText)")
        return try #require(fund.integer("/id"))
    }
}
