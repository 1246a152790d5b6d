import Domain
import HTTP
import Store
import TestSupport
import Testing

@testable import API

/// A commune has records from its first day on, as a hamlet has: 16702 is Phường Vinh Phú since 2025-07-01.
@Suite struct OwnerDateTests {
    /// A request about the books of the commune, with its day or month in place of `#`, and its fund in place of `$`.
    struct Dated: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        let member: String
        var bearer = Bearer.accountant
        var isMonth = false

        var testDescription: String { path + member }

        func body(_ day: String, fund: Int64) -> String {
            body.replacing("#", with: isMonth ? String(day.prefix(7)) : day).replacing("$", with: "\(fund)")
        }
    }

    private static let requests = [
        Dated(
            path: "/v1/contributions",
            body: ##"{"fund":$,"sponsor_name":"Anh Xa","method":"cash","amount":5,"received_on":"#"}"##,
            member: "/received_on", bearer: .clerk),
        Dated(
            path: "/v1/cash-counts",
            body: ##"{"fund":$,"denominations":{},"counted_by":[2,4],"on":"#"}"##, member: "/on",
            bearer: .clerk),
        Dated(
            path: "/v1/opening-balances",
            body: ##"{"fund":$,"on":"#","cash":5,"bank":0,"basis":"Sổ giấy","counted_by":["An","Bình"]}"##,
            member: "/on"),
        Dated(
            path: "/v1/fund-transfers", body: ##"{"fund":$,"from":"cash","to":"bank","amount":1,"on":"#"}"##,
            member: "/on", bearer: .treasurer),
        Dated(
            path: "/v1/bank-entries", body: ##"{"fund":$,"kind":"interest","amount":1,"on":"#"}"##,
            member: "/on"),
        Dated(
            path: "/v1/bank-accounts", body: Office.bankAccount(#""commune":"16702""#, from: "#"),
            member: "/valid_from"),
        Dated(
            path: "/v1/periods", body: ##"{"commune":"16702","month":"#"}"##, member: "/month", isMonth: true),
        Dated(
            path: "/v1/bank-reconciliations", body: ##"{"commune":"16702","month":"#","balances":[]}"##,
            member: "/month", isMonth: true),
    ]

    @Test(arguments: requests) func `nothing is dated before the commune was`(_ request: Dated) throws {
        let office = try Office.villageWithBooks()
        _ = try office.secret(of: .treasurer)
        let fund = try office.openFund("Phế liệu", of: .commune)
        func errors(on day: String) throws -> [String] {
            try office.post(
                request.path, request.body(day, fund: fund), as: request.bearer, key: office.newKey()
            )
            .errors
        }
        #expect(try errors(on: "2025-06-30") == [request.member + " date-out-of-range"])
        #expect(try errors(on: "2025-07-01").contains { $0.hasPrefix(request.member) } == false)
    }

    @Test(arguments: requests) func `nothing is dated outside the days of an organisation`(
        _ request: Dated
    ) throws {
        let office = try Office.villageWithBooks()
        _ = try office.secret(of: .treasurer)
        let fund = try office.openFund("Phế liệu", of: .union)
        let set = try office.setValidity(of: 1, from: "2026-02-01", to: "2026-09-30")
        try #require(set.status == 200, "\(set.bodyText)")
        func errors(on day: String) throws -> [String] {
            let body = request.body(day, fund: fund)
                .replacing(OtherOwner.commune.member, with: OtherOwner.union.member)
            return try office.post(request.path, body, as: request.bearer, key: office.newKey()).errors
        }
        for day in ["2026-01-31", "2026-10-01"] {
            #expect(try errors(on: day) == [request.member + " date-out-of-range"], "\(day)")
        }
        for day in ["2026-02-01", "2026-09-30"] {
            #expect(try errors(on: day).contains { $0.hasPrefix(request.member) } == false, "\(day)")
        }
    }

    @Test func `a month after the last day of an owner is none of its months`() throws {
        // The earlier unit of the code ended on 2025-06-30.
        let office = try Office.village()
        try office.read { tx in
            let units = try tx.unitHistory("16702")
            let (before, now) = (try #require(units.first), try #require(units.last))
            #expect(before.validity.to == LocalDate("2025-06-30"))
            let june = try #require(AccountingPeriod.Month(text: "2025-06"))
            let july = try #require(AccountingPeriod.Month(text: "2025-07"))
            let isRefused = try [(june, before), (july, now), (july, before), (june, now)]
                .map { month, unit in
                    do {
                        try tx.check(month, of: .commune(unit.id))
                        return false
                    } catch is Refusal {
                        return true
                    }
                }
            #expect(isRefused == [false, false, true, true])
        }
    }
}
