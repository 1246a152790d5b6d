import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

extension Office {
    /// The notes of an amount, most valuable first, as the member `denominations` has them.
    static func notes(of dong: Int64) -> String {
        var rest = dong
        let counts = CashCount.Denomination.allCases.compactMap { denomination -> String? in
            let count = rest / denomination.rawValue
            rest -= count * denomination.rawValue
            return count == 0 ? nil : #""\#(denomination.rawValue)":\#(count)"#
        }
        precondition(rest == 0, "\(dong) cannot be counted")
        return "{" + counts.joined(separator: ",") + "}"
    }

    /// Records a count of a fund's cash by the head (user 1), together with the clerk (user 2).
    func recordCount(
        _ dong: Int64, fund: Int64 = 1, on day: String? = nil, posts: Bool = false,
        by counters: String = "[1,2]",
        as bearer: Bearer = .head, key: String? = nil
    ) throws -> Response {
        let on = day.map { #","on":"\#($0)""# } ?? ""
        // Whoever counts has a role there: persons 1 to 5.
        for bearer in [Bearer.head, .clerk, .accountant, .treasurer, .approver] { _ = try secret(of: bearer) }
        return try post(
            "/v1/cash-counts",
            """
            {"fund":\(fund),"denominations":\(Office.notes(of: dong)),"counted_by":\(counters),\
            "post_difference":\(posts),"note":"Bí mật: két ở nhà trưởng xóm"\(on)}
            """, as: bearer, key: key ?? newKey())
    }

    /// Confirms or withdraws a count, by default as the clerk.
    func take(
        _ step: String, ofCount id: Int64, as bearer: Bearer? = .clerk, ifMatch: String? = "*",
        secret: String? = nil, key: String? = nil
    ) throws -> Response {
        try post(
            "/v1/cash-counts/\(id)/\(step)", as: secret == nil ? bearer : nil, key: key ?? newKey(),
            ifMatch: ifMatch,
            fields: secret.map { [("Authorization", "Bearer " + $0)] } ?? [])
    }

    /// The id of a count that two persons agreed on.
    @discardableResult
    func counted(
        _ dong: Int64, fund: Int64 = 1, on day: String? = nil, posts: Bool = false
    ) throws -> Int64 {
        let recorded = try recordCount(dong, fund: fund, on: day, posts: posts)
        let id = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        let confirmed = try take("confirm", ofCount: id)
        try #require(confirmed.status == 200, "\(confirmed.bodyText)")
        return id
    }

    func recordMonth(
        _ month: String, of owner: String = #""hamlet":1"#, as bearer: Bearer = .accountant
    ) throws -> Response {
        try post("/v1/periods", #"{\#(owner),"month":"\#(month)"}"#, as: bearer)
    }

    /// Performs `step` of a month, by default as the person of the step's role.
    func take(
        _ step: String, ofMonth id: Int64, _ body: String? = nil, as bearer: Bearer? = nil,
        ifMatch: String? = "*",
        secret: String? = nil, key: String? = nil
    ) throws -> Response {
        let usual: (bearer: Bearer, body: String) =
            switch step {
            case "submit": (.accountant, "")
            case "close": (.approver, "")
            default: (.approver, #"{"reason":"Ghi sót một phiếu thu"}"#)
            }
        return try post(
            "/v1/periods/\(id)/\(step)", body ?? usual.body, as: secret == nil ? bearer ?? usual.bearer : nil,
            key: key ?? newKey(), ifMatch: ifMatch,
            fields: secret.map { [("Authorization", "Bearer " + $0)] } ?? [])
    }

    /// The id of a month that lacked nothing and was closed.
    @discardableResult
    func close(_ month: String, of owner: String = #""hamlet":1"#) throws -> Int64 {
        let recorded = try recordMonth(month, of: owner)
        let id = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        let missing = try get("/v1/periods/\(id)", as: .accountant).items("/missing")
        if missing.contains(where: { $0.text("/en")?.contains("reconcil") == true }) {
            try reconciled(month, of: owner)
        }
        for step in ["submit", "close"] {
            let taken = try take(step, ofMonth: id)
            try #require(taken.status == 200, "\(month) \(step): \(taken.bodyText)")
        }
        return id
    }

    /// 2026-12-01 in a village whose hamlet 1 moved money in November.
    ///
    /// Fund 1 holds 499,000 in cash: receipt 1 of 500,000, and expenditure 1 of 1000, paid and booked. Expenditure 2 of
    /// 2000 is approved and can be paid since November 23. Fund 2 holds receipt 2, 4000 in the bank, which is reconciled.
    static func villageInDecember() throws -> Office {
        let office = try villageWithBooks()
        let gift = #"{"fund":2,"sponsor_name":"Hồng Lam","method":"bank","amount":4000}"#
        try #require(try office.contribute(gift).integer("/id") == 2)
        try #require(try office.spent(1000) == 1)
        try #require(try office.take("book", 1).status == 200)
        try #require(try office.approved(2000) == 2)
        office.clock.advance(days: 8)
        try office.reconciled("2026-11")
        return office
    }

    /// The same after November was counted and closed: month 1, count 1.
    static func villageWithClosedMonth() throws -> Office {
        let office = try villageInDecember()
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.close("2026-11") == 1)
        return office
    }

    /// True when verification finds nothing.
    var isClean: Bool {
        get throws { try read { tx in try tx.verification().discrepancies } == [] }
    }
}

extension EndpointSample {
    static let periods: [String: EndpointSample] = [
        "POST /v1/cash-counts": .init(
            "/v1/cash-counts",
            #"{"fund":1,"denominations":{"500000":1},"counted_by":[1,2,3,4],"on":"2026-11-23"}"#,
            pointer: "/fund"),
        "GET /v1/cash-counts": .init("/v1/cash-counts?hamlet=1"),
        "GET /v1/cash-counts/{id}": .init("/v1/cash-counts/1"),
        "POST /v1/cash-counts/{id}/confirm": .init("/v1/cash-counts/1/confirm"),
        "POST /v1/cash-counts/{id}/withdraw": .init("/v1/cash-counts/1/withdraw"),
        "GET /v1/public/hamlets/{id}/cash-counts": .init("/v1/public/hamlets/1/cash-counts", about: .nothing),
        "POST /v1/periods": .init("/v1/periods", #"{"hamlet":1,"month":"2026-08"}"#, pointer: "/hamlet"),
        "GET /v1/periods": .init("/v1/periods?hamlet=1"),
        "GET /v1/periods/{id}": .init("/v1/periods/1"),
        "POST /v1/periods/{id}/submit": .init("/v1/periods/1/submit"),
        "POST /v1/periods/{id}/close": .init("/v1/periods/2/close"),
        "POST /v1/periods/{id}/reopen": .init("/v1/periods/2/reopen", #"{"reason":"Ghi sót một phiếu thu"}"#),
        "GET /v1/public/hamlets/{id}/periods": .init("/v1/public/hamlets/1/periods", about: .nothing),
    ]

    /// Count 1 of the cash of fund 1, recorded, which several may confirm; count 2, confirmed, with a difference that
    /// stays open.
    ///
    /// Month 1, September, open; month 2, October, submitted.
    static func addPeriods(to office: Office) throws {
        let count = try office.recordCount(500_000, by: "[1,2,3,4,5]")
        try #require(count.integer("/id") == 1, "\(count.bodyText)")
        try #require(try office.counted(490_000) == 2)
        for (id, month) in [(1, "2026-09"), (2, "2026-10")] as [(Int64, String)] {
            try #require(try office.recordMonth(month).integer("/id") == id)
        }
        try #require(try office.take("submit", ofMonth: 2).status == 200)
    }
}
