import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Papers, sums and references of a day before and after a change.
@Suite struct OrganisationLookupTests {
    private static let (before, after) = ("2026-11-14", "2026-11-15")
    private static let clerk = Bearer(.clerk, at: .province)

    /// The union with 1000 received on 2026-11-10; then in 17329 by another name; then 20 received on the 20th.
    private func moved() throws -> (office: Office, fund: Int64, receipts: [Int64]) {
        let office = try Office.villageWithPapers()
        let fund = try office.openFund("Phế liệu", of: .union)
        func give(_ amount: Int, on day: String) throws -> Int64 {
            let gift = try office.contribute(
                """
                {"fund":\(fund),"sponsor_name":"Bán","method":"cash","amount":\(amount),"received_on":"\(day)"}
                """, as: Self.clerk)
            return try #require(gift.integer("/id"), "\(gift.bodyText)")
        }
        let first = try give(1000, on: "2026-11-10")
        let changed = try office.changeOrganisation(
            #""name":"Hội Anh Sơn","unit":"17329""#, on: Self.after)
        try #require(changed.status == 200, "\(changed.bodyText)")
        return (office, fund, [first, try give(20, on: "2026-11-20")])
    }

    @Test func `vouchers, statements and books have the name and the commune of their day`() throws {
        let (office, fund, receipts) = try moved()
        let names = ["HỘI PHỤ NỮ PHƯỜNG VINH PHÚ", "HỘI ANH SƠN"]
        let communes = ["UBND PHƯỜNG VINH PHÚ", "UBND XÃ ANH SƠN"]
        func expect(_ path: String, of version: Int) throws {
            let page = try office.get(path, as: Self.clerk, fields: [("Accept", "text/html")])
            #expect(page.status == 200, "\(path) \(page.bodyText)")
            for index in names.indices {
                #expect(page.bodyText.contains(names[index]) == (index == version), "\(path)")
                #expect(page.bodyText.contains(communes[index]) == (index == version), "\(path)")
            }
        }
        for (version, receipt) in receipts.enumerated() {
            try expect("/v1/contributions/\(receipt)/voucher", of: version)
        }
        for (version, last) in [Self.before, Self.after].enumerated() {
            let period = "organisation=1&from=2026-11-01&to=\(last)"
            try expect("/v1/cash-book?" + period, of: version)
            try expect("/v1/statement?" + period, of: version)
            for path in ["/v1/statement?", "/v1/public/statement?"] {
                let name = try office.get(path + period, as: Self.clerk).text("/name")
                #expect(name?.uppercased() == names[version], "\(path)")
            }
        }
        #expect(try office.get("/v1/funds/\(fund)", as: Self.clerk).status == 200)
        #expect(try office.isClean)
    }

    @Test func `money counts where the organisation was, and what it holds where it is`() throws {
        let (office, _, _) = try moved()
        func figures(_ query: String) throws -> [String] {
            try office.get("/v1/public/reports/money?" + query, as: nil).items("/rows")
                .map { row in
                    "\(row.text("/key") ?? "") \(row.integer("/received") ?? -1) \(row.integer("/balances/cash") ?? -1)"
                }
        }
        #expect(try figures("unit=40&by=commune") == ["16702 501000 500000", "17329 20 1020"])
        #expect(
            try figures("unit=40&by=commune&boundaries=current")
                == ["16702 500000 500000", "17329 1020 1020"])
        #expect(try figures("unit=17329&by=owner") == ["o1 20 1020"])
        #expect(try figures("unit=16702&by=owner&to=2026-11-14").contains("o1 1000 1000"))
        #expect(try figures("unit=17329&by=owner&to=2026-11-14") == [])
        #expect(try office.isClean)
    }

    @Test func `a gift, a model and an event have the version of their day`() throws {
        let office = try Office.villageWithBooks()
        try office.set([("organisation.types", "womens_union; state_agency; community")])
        let changed = try office.changeOrganisation(
            #""name":"Trạm Y tế","type":"state_agency","unit":"17329""#, on: Self.after)
        try #require(changed.status == 200, "\(changed.bodyText)")
        func give(to fund: Int, on day: String) throws -> Response {
            try office.contribute(
                """
                {"fund":\(fund),"organisation":1,"method":"bank","amount":5,"received_on":"\(day)"}
                """, as: Self.clerk)
        }
        let old = try give(to: 3, on: Self.before)
        #expect(old.text("/voucher/party_name") == "Hội Phụ nữ phường Vinh Phú", "\(old.bodyText)")
        #expect(old.text("/source") == "sponsors")
        let new = try give(to: 4, on: Self.after)
        #expect(new.text("/voucher/party_name") == "Trạm Y tế", "\(new.bodyText)")
        #expect(new.text("/source") == "state")
        // It is known only where it was and is.
        #expect(try give(to: 1, on: Self.after).errors == ["/organisation reference-unknown"])
        #expect(try give(to: 4, on: Self.before).errors == ["/organisation reference-unknown"])
        for (day, unit) in [(Self.before, "16702"), (Self.after, "17329")] {
            let event = try office.post(
                "/v1/community-events", Office.communityEvent(#""organisation":1"#, on: day), as: Self.clerk)
            #expect(event.text("/unit") == unit, "\(event.bodyText)")
        }
        #expect(try office.isClean)
    }

    /// Records of the union dated 2026-11-20, which name its unit or keep its type.
    private static let records: [(name: String, blocks: String, add: @Sendable (Office) throws -> Response)] =
        [
            (
                "a receipt in its books", "unit",
                { office in
                    let fund = try office.openFund("Phế liệu", of: .union)
                    return try office.contribute(
                        #"{"fund":\#(fund),"sponsor_name":"Bán","method":"cash","amount":5,"received_on":"2026-11-20"}"#
                    )
                }
            ),
            (
                "an event", "unit",
                { office in
                    try office.post(
                        "/v1/community-events", Office.communityEvent(#""organisation":1"#, on: "2026-11-20"))
                }
            ),
            (
                "a gift", "type",
                { office in
                    try office.contribute(
                        #"{"fund":3,"organisation":1,"method":"cash","amount":5,"received_on":"2026-11-20"}"#)
                }
            ),
        ]

    @Test(arguments: records.indices)
    func `what keeps the unit or the type of its day stands in the way of a change before it`(
        _ index: Int
    ) throws {
        let record = Self.records[index]
        let changes = [
            "unit": #""unit":"17329""#, "type": #""type":"community""#, "name": #""name":"Hội LHPN""#,
        ]
        for (member, change) in changes.sorted(by: { $0.key < $1.key }) {
            let office = try Office.villageWithBooks()
            try office.set([("organisation.types", "womens_union; community")])
            let added = try record.add(office)
            try #require(added.status == 201, "\(added.bodyText)")
            let changed = try office.changeOrganisation(change, on: "2026-11-20")
            if record.blocks == member {
                #expect(Refused(changed) == Refused(409, "records-after-effective-date"), "\(record.name)")
                #expect(try office.changeOrganisation(change, on: "2026-11-21").status == 200)
            } else {
                #expect(changed.status == 200, "\(record.name) \(member) \(changed.bodyText)")
            }
            #expect(try office.isClean)
        }
    }
}
