import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// What everyone sees of debts: what for and how much, as of the end of the last month, and never to whom.
@Suite struct PayablePublicTests {
    private static let list = "/v1/public/hamlets/1/payables"

    /// The figures of each debt, newest first.
    private func shown(_ office: Office) throws -> [[Int64?]] {
        try office.get(Self.list, as: nil).items()
            .map { debt in
                ["amount", "repaid", "given", "corrected", "outstanding"].map { debt.integer("/" + $0) }
            }
    }

    private func reverse(_ path: String, in office: Office, as bearer: Bearer) throws -> Response {
        try office.post(
            "/v1/\(path)/reverse", #"{"reason":"Ghi nhầm"}"#, as: bearer, key: office.newKey(), ifMatch: "*")
    }

    @Test func `debts are public once their month has ended, as they were at its end`() throws {
        let office = try Office.villageWithBooks()
        let debt = try office.owed(5000, #""kind":"bill","creditor_name":"Thợ Hòa Bí Mật""#)
        let wrong = try office.owed(7000)
        try #require(try office.voidMove("payables", wrong).status == 200)
        _ = try office.repaid(debt, 1000)
        #expect(try shown(office) == [])
        office.clock.advance(days: 8)
        // December: what became of it in November is public, and what becomes of it now is not yet.
        try #require(try office.give(debt, 2000).status == 201)
        try #require(try office.take("confirm", ofGift: 1).status == 200)
        _ = try office.repaid(debt, 500)
        #expect(try shown(office) == [[5000, 1000, 0, 0, 4000]])
        let list = try office.get(Self.list, as: nil)
        let row = try #require(list.items().first)
        #expect(row.text("/as_of") == "2026-11-30" && row.text("/owed_on") == "2026-11-23")
        #expect(row.text("/item") == "Vật liệu" && row.integer("/fund") == 1)
        #expect(!list.bodyText.contains("Hòa") && !list.bodyText.contains("Giấy"))
        #expect(try office.get("/v1/public/payables?hamlet=1", as: nil).json == list.json)
        office.clock.advance(days: 31)
        #expect(try shown(office) == [[5000, 1500, 2000, 0, 1500]])
    }

    @Test func `the debts of a month are those of its statement, whatever was reversed since`() throws {
        let office = try Office.villageWithBooks()
        let gift = #"{"fund":2,"sponsor_name":"Hồng Lam","method":"bank","amount":4000}"#
        try #require(try office.contribute(gift).status == 201)
        let first = try office.owed(5000, #""kind":"bill","creditor_name":"Thợ Hòa""#)
        let second = try office.owed(3000, #""kind":"bill","creditor_name":"Thợ Bình""#)
        let repayment = try office.repaid(first, 2000)
        try #require(try office.take("book", repayment).status == 200)
        try #require(try office.give(first, 1000).status == 201)
        let receipt = try #require(try office.take("confirm", ofGift: 1).integer("/contribution"))
        office.clock.advance(days: 8)
        try office.counted(498_000, on: "2026-11-30")
        try office.close("2026-11")
        let november = [[3000, 0, 0, 0, 3000], [5000, 2000, 1000, 0, 2000]] as [[Int64?]]
        #expect(try shown(office) == november)
        for (path, bearer) in [
            ("payables/\(second)", .approver), ("expenditures/\(repayment)", .accountant),
            ("contributions/\(receipt)", .treasurer),
        ] as [(String, Bearer)] {
            let reversed = try reverse(path, in: office, as: bearer)
            try #require(reversed.status == 200, "\(reversed.bodyText)")
        }
        #expect(try shown(office) == november)
        office.clock.advance(days: 31)
        #expect(try shown(office) == [[3000, 0, 0, 3000, 0], [5000, 0, 0, 0, 5000]])
        let statement = try office.get(
            "/v1/public/hamlets/1/statement?from=2026-12-01&to=2026-12-31", as: nil)
        #expect(statement.integer("/debts/before") == 5000 && statement.integer("/debts/after") == 5000)
        #expect(try office.isClean)
    }

    @Test(arguments: [#""creditor_name":"Thợ Hòa Bí Mật""#, #""household":2"#])
    func `nobody learns from the receipt of a gift to whom the rest is owed`(_ creditor: String) throws {
        let office = try Office.villageWithBooks()
        let debt = try office.owed(5000, #""kind":"bill",\#(creditor)"#)
        try #require(try office.give(debt, 2000).status == 201)
        let confirmed = try office.take("confirm", ofGift: 1)
        let receipt = try #require(confirmed.integer("/contribution"), "\(confirmed.bodyText)")
        let issued = try office.get("/v1/contributions/\(receipt)")
        let (name, code) = (
            try #require(issued.text("/voucher/party_name")), try #require(issued.text("/voucher/code"))
        )
        let list = try office.get("/v1/public/hamlets/1/contributions", as: nil)
        let row = try #require(list.items().first { $0.text("/number") == issued.text("/voucher/number") })
        #expect(row.integer("/amount") == 2000 && row.text("/name") == "Nhà hảo tâm", "\(list.bodyText)")
        let shown = try office.get("/v1/public/receipts/\(code)", as: nil)
        #expect(shown.status == 200 && !shown.bodyText.contains(name), "\(shown.bodyText)")
        let part =
            try office.read { tx in
                try tx.logEntries(1...office.lastPosition)
                    .map { String(decoding: $0.publicPart, as: UTF8.self) }
            }
            .last { $0.contains("contribution.recorded") }
        #expect(part?.contains(#""amount":2000"#) == true && part?.contains(name) == false, "\(part ?? "")")
        #expect(try office.isClean)
    }

    @Test func `the log says of a debt what the list says of it`() throws {
        let office = try Office.villageWithBooks()
        let debt = try office.owed(5000)
        office.clock.advance(days: 8)
        let row = try #require(try office.get(Self.list, as: nil).items().first)
        let parts = try office.read { tx in
            try tx.logEntries(1...office.lastPosition).map { String(decoding: $0.publicPart, as: UTF8.self) }
        }
        let part = try #require(parts.first { $0.contains("payable.recorded") })
        #expect(row.integer("/id") == debt)
        #expect(part.contains(#""amount":5000"#) && row.integer("/amount") == 5000, "\(part)")
        #expect(part.contains(#""fund":1"#) && row.integer("/fund") == 1, "\(part)")
        #expect(
            part.contains(row.text("/owed_on") ?? "?") && part.contains(row.text("/item") ?? "?"), "\(part)")
    }

    /// Acts that nobody else may see, in order.
    private static let acts: [(name: String, act: @Sendable (Office) throws -> Response)] = [
        ("record a gift", { try $0.give(1, 1009) }),
        ("record another gift", { try $0.give(1, 1013) }),
        ("withdraw a gift", { try $0.take("withdraw", ofGift: 2, as: .head) }),
        ("request a repayment", { try $0.repay(1, 1019) }),
        ("check it", { try $0.take("check", 2) }), ("approve it", { try $0.take("approve", 2) }),
        ("record a slip", { try $0.handOver(1021, receipts: (2, 2)) }),
        ("void the slip", { try $0.voidMove("hand-over-slips", 1) }),
    ]

    @Test func `what is only recorded or requested changes no public response`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.owed(50_000) == 1)
        try #require(try office.collect(30_000, from: 2).integer("/id") == 2)
        office.clock.advance(days: 8)
        func look() throws -> [String: String] {
            var seen: [String: String] = [:]
            for target in PublicTargets.all {
                let response = try office.get(target, as: nil)
                seen[target] =
                    response.status == 200 ? response.bodyText + (response.field("ETag") ?? "") : ""
            }
            return seen
        }
        var before = try look()
        #expect(before["/v1/public/hamlets/1/payables"]?.contains("50000") == true)
        for (name, act) in Self.acts {
            let response = try act(office)
            try #require((200...201).contains(response.status), "\(name): \(response.bodyText)")
            let after = try look()
            for target in PublicTargets.all where after[target] != before[target] {
                Issue.record("\(name) changes \(target)")
            }
            before = after
        }
    }

    @Test func `pages of debts follow one another`() throws {
        let office = try Office.villageWithBooks()
        for amount in [1000, 2000, 3000] as [Int64] { _ = try office.owed(amount) }
        office.clock.advance(days: 8)
        let first = try office.get(Self.list + "?limit=2", as: nil)
        #expect(first.ids == [3, 2])
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(try office.get(Self.list + "?limit=2&cursor=\(cursor)", as: nil).ids == [1])
    }
}
