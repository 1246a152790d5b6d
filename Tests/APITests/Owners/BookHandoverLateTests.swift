import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// Between the last day of a commune and the hand-over of its books: what settles and corrects them stays possible, and
/// nothing of it stands in the way for good.
@Suite struct BookHandoverLateTests {
    /// Xã Cũ, unit 6, ended with October 2026; it is 2026-11-23, and fund 5 holds 900,000 in the bank by receipt 1.
    private let village = BookHandoverEndpointTests()

    private func take(
        _ path: String, _ body: String = "", in office: Office, as role: Role
    ) throws -> Response {
        try office.post(
            "/v1/" + path, body, as: Bearer(role, at: .province), key: office.newKey(), ifMatch: "*")
    }

    private func handOver(in office: Office, on day: String) throws -> Response {
        try village.handOver(
            BookHandoverEndpointTests.body.replacing(
                #""effective_on":"2026-11-01""#, with: #""effective_on":"\#(day)""#), in: office)
    }

    /// The approved expenditure of fund 5, of 40,000 from the bank.
    private func approved(in office: Office) throws -> Int64 {
        let asked = try office.request(
            40_000, method: "bank", fund: 5, as: Bearer(.clerk, at: .province))
        let id = try #require(asked.integer("/id"), "\(asked.bodyText)")
        for (step, role) in [("check", Role.accountant), ("approve", .approver)] {
            try #require(try take("expenditures/\(id)/\(step)", in: office, as: role).status == 200)
        }
        return id
    }

    /// A debt of 40,000 of October.
    private func debt(in office: Office) throws -> Int64 {
        let id = try approved(in: office)
        let owed = try take(
            "expenditures/\(id)/owe",
            #"{"kind":"bill","creditor_name":"Thợ Hòa","document":"Hóa đơn 7","on":"2026-10-20"}"#,
            in: office, as: .accountant)
        return try #require(owed.integer("/id"), "\(owed.bodyText)")
    }

    /// Refused while the day is that of the end; accepted today, with `bank` and the books right.
    private func expectHandover(of bank: Int64, in office: Office) throws {
        let early = try handOver(in: office, on: "2026-11-23")
        #expect(Refused(early) == Refused(409, "records-after-effective-date"), "\(early.bodyText)")
        office.clock.advance(days: 1)
        let done = try handOver(in: office, on: "2026-11-24")
        #expect(done.status == 201 && done.integer("/transferred/bank") == bank, "\(done.bodyText)")
        #expect(try office.isClean)
    }

    @Test func `a debt is repaid after the last day, and the books go over`() throws {
        let office = try village.office()
        let debt = try debt(in: office)
        #expect(Refused(try handOver(in: office, on: "2026-11-01")) == Refused(409, "payable-open"))
        let asked = try take(
            "payables/\(debt)/repayments", #"{"amount":40000,"method":"bank"}"#, in: office, as: .clerk)
        let id = try #require(asked.integer("/id"), "\(asked.bodyText)")
        for (step, role) in [("check", Role.accountant), ("approve", .approver), ("pay", .treasurer)] {
            let taken = try take("expenditures/\(id)/\(step)", in: office, as: role)
            try #require(taken.status == 200, "\(step) \(taken.bodyText)")
        }
        try expectHandover(of: 860_000, in: office)
    }

    @Test func `a debt is given after the last day, and the books go over`() throws {
        let office = try village.office()
        let debt = try debt(in: office)
        let gift = try take(
            "payables/\(debt)/gifts", #"{"amount":40000,"consent":"Giấy tặng"}"#, in: office, as: .clerk)
        let id = try #require(gift.integer("/id"), "\(gift.bodyText)")
        try #require(try take("payable-gifts/\(id)/confirm", in: office, as: .approver).status == 200)
        try expectHandover(of: 900_000, in: office)
    }

    @Test func `a receipt is replaced after the last day, and the books go over`() throws {
        let office = try village.office()
        let replaced = try take(
            "contributions/1/replace", #"{"reason":"Sai số tiền","amount":800000}"#, in: office, as: .approver
        )
        try #require(replaced.status == 201, "\(replaced.bodyText)")
        try expectHandover(of: 800_000, in: office)
    }

    @Test func `an expenditure that goes over is paid by the successor, not after the last day`() throws {
        let office = try village.office()
        let id = try approved(in: office)
        let refused = try take("expenditures/\(id)/pay", in: office, as: .treasurer)
        #expect(refused.errors == ["/paid_on date-out-of-range"], "\(refused.bodyText)")
        #expect(try handOver(in: office, on: "2026-11-01").integer("/expenditures") == 2)
    }

    @Test func `the last month of a commune that ended is closed`() throws {
        let office = try village.office()
        let month = #"{"commune_unit":6,"month":"2026-10""#
        let stated = try take(
            "bank-reconciliations", month + #","balances":[]}"#, in: office, as: .accountant)
        try #require(stated.status == 201, "\(stated.bodyText)")
        try #require(try take("bank-reconciliations/1/confirm", in: office, as: .treasurer).status == 200)
        let period = try take("periods", month + "}", in: office, as: .accountant)
        let id = try #require(period.integer("/id"), "\(period.bodyText)")
        for (step, role) in [("submit", Role.accountant), ("close", .approver)] {
            let taken = try take("periods/\(id)/\(step)", in: office, as: role)
            try #require(taken.status == 200, "\(taken.bodyText)")
        }
        let later = try take("periods", #"{"commune_unit":6,"month":"2026-11"}"#, in: office, as: .accountant)
        #expect(later.errors == ["/month date-out-of-range"], "\(later.bodyText)")
        let unknown = try take(
            "periods", #"{"commune_unit":99,"month":"2026-10"}"#, in: office, as: .accountant)
        #expect(unknown.errors == ["/commune_unit reference-unknown"], "\(unknown.bodyText)")
        try #require(try handOver(in: office, on: "2026-11-01").status == 201)
        let closed = try take(
            "periods", #"{"commune_unit":6,"month":"2026-09"}"#, in: office, as: .accountant)
        #expect(Refused(closed) == Refused(410, "closed"), "\(closed.bodyText)")
        #expect(try office.isClean)
    }

    @Test func `the day is one since the last one, until today`() throws {
        let office = try village.office()
        for day in ["2026-10-31", "2026-11-24"] {
            let refused = try handOver(in: office, on: day)
            #expect(refused.errors == ["/effective_on date-out-of-range"], "\(day) \(refused.bodyText)")
        }
        let done = try handOver(in: office, on: "2026-11-10")
        #expect(done.status == 201 && done.text("/effective_on") == "2026-11-10", "\(done.bodyText)")
        for (day, held) in [("2026-11-09", 900_000), ("2026-11-10", 0)] as [(String, Int64)] {
            let old = try office.get(
                "/v1/public/statement?commune_unit=6&from=2026-10-01&to=\(day)", as: nil)
            #expect(old.integer("/closing/bank") == held, "\(day)")
        }
        #expect(try office.isClean)
    }
}
