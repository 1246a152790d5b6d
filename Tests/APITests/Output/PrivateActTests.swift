import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// A private act is seen by nobody who polls: no public response, and no tag, differs before and after it, until the
/// month ends.
@Suite struct PrivateActTests {
    /// An act of a household or of the office that nobody else may see, by its name.
    private struct Act: Sendable {
        let name: String
        let take: @Sendable (Office) throws -> Response
    }

    private static func step(_ household: Int, _ step: String, _ body: String) -> Act {
        Act(name: "\(step) \(household)") { office in
            try office.post("/v1/households/\(household)/\(step)", body, ifMatch: "*")
        }
    }

    private static func post(
        _ path: String, _ body: String = "", as bearer: Bearer = .clerk, ifMatch: String? = nil
    ) -> Act {
        Act(name: path + " " + body) { try $0.post(path, body, as: bearer, ifMatch: ifMatch) }
    }

    private static let acts = [
        // A household that was forgotten: of whatever day, it was not known at the end of November.
        post("/v1/households", #"{"hamlet":1,"code":"N1","head_name":"Cao Thị Én","persons":31}"#),
        post(
            "/v1/households",
            #"{"hamlet":1,"code":"N2","head_name":"Cao Én","persons":37,"valid_from":"2026-11-01"}"#),
        Act(name: "correct 1") { try $0.patch("/v1/households/1", #"{"persons":41}"#) },
        step(2, "change", #"{"on":"2026-11-15","persons":43}"#),
        step(2, "change", #"{"on":"2026-12-01","head_name":"Trần Văn Ba"}"#),
        Act(name: "correct 2") { try $0.patch("/v1/households/2", #"{"persons":47}"#) },
        step(3, "move", #"{"on":"2026-11-20","hamlet":2,"code":"H009"}"#),
        step(4, "move", #"{"on":"2026-11-20"}"#),
        step(1, "split", #"{"on":"2026-11-25","code":"N3","head_name":"Nguyễn Văn Út","persons":3}"#),
        post("/v1/pledges", #"{"fund":2,"household":2,"amount":53000}"#),
        post("/v1/pledges/2/confirm", ifMatch: "*"),
        post("/v1/pledges/2/waive", ifMatch: "*"),
        post("/v1/decisions", Office.decision),
        post("/v1/hamlets/1/profiles", #"{"as_of":"2026-12-01","households":5,"persons":61}"#),
        Act(name: "an opening balance that nobody confirmed") {
            try $0.open(#"{"fund":2,"on":"2026-10-31","cash":59000,"bank":0\#(Office.openingFacts)}"#)
        },
        Act(name: "request a payment") { try $0.request(1000, method: "cash") },
        Act(name: "check") { try $0.take("check", 1) },
        Act(name: "approve") { try $0.take("approve", 1) },
        post(
            "/v1/models",
            Office.model("Vườn của ông Bình").replacing(#""collective""#, with: #""individual""#)),
        post("/v1/models/1/register", ifMatch: "*"),
        // One that keeps no books and has no model.
        post("/v1/organisations", #"{"name":"Công ty Bình Minh","type":"enterprise"}"#),
        post("/v1/organisations/3/change", #"{"name":"Công ty Minh Bình"}"#, ifMatch: "*"),
        post("/v1/organisations/3/validity", #"{"valid_from":"2020-01-01"}"#, ifMatch: "*"),
    ]

    private struct Seen: Equatable {
        let status: Int
        /// Nil for a problem, which contains the request's id.
        let json: JSONValue?
        /// A new tag would tell that something happened.
        let tag: String?
    }

    private func look(_ office: Office) throws -> [String: Seen] {
        var seen: [String: Seen] = [:]
        for target in PublicTargets.all {
            let response = try office.get(target, as: nil)
            #expect(response.status == 200 || response.status == 404, "\(target) \(response.bodyText)")
            let isShown = response.status == 200
            seen[target] = Seen(
                status: response.status, json: isShown ? response.json : nil,
                tag: isShown ? response.field("ETag") : nil)
        }
        return seen
    }

    /// Acts in the books of the commune, whose fund is 5, and of a union, whose fund is 6.
    private static let actsOfOthers = [
        post("/v1/voucher-books", #"{"commune":"16702","name":"Q7"}"#, as: .accountant),
        post("/v1/bank-accounts", Office.bankAccount(#""commune":"16702""#), as: .accountant),
        Act(name: "a credit") { try $0.credit(59_000, "FT59", payer: "NGUYEN VAN AN") },
        post("/v1/bank-credits/1/ignore", #"{"reason":"Lãi"}"#, as: .accountant, ifMatch: "*"),
        Act(name: "a reconciliation") {
            try $0.recordReconciliation("2026-11", of: #""commune":"16702""#, [(account: 1, dong: 59_000)])
        },
        Act(name: "count") {
            try $0.recordCount(61_000, fund: 5, by: "[2,4]", as: .clerk)
        },
        Act(name: "withdraw the count") { try $0.take("withdraw", ofCount: 1, as: .treasurer) },
        Act(name: "an opening balance of a union") {
            try $0.open(#"{"fund":6,"on":"2026-10-31","cash":67000,"bank":0\#(Office.openingFacts)}"#)
        },
        Act(name: "request") { try $0.request(71, method: "cash", fund: 5, as: .clerk) },
        Act(name: "check") { try $0.take("check", 1) },
        Act(name: "reject") { try $0.take("reject", 1) },
        Act(name: "print") { try $0.post("/v1/contributions/2/prints", as: .clerk, key: $0.newKey()) },
    ]

    @Test func `nor does one in the books of communes and organisations`() throws {
        let office = try Office.villageWithVouchers()
        for owner in [OtherOwner.commune, .union] {
            let fund = try office.openFund("Phế liệu", of: owner)
            let gift = #"{"fund":\#(fund),"household":1,"method":"cash","amount":61000}"#
            try #require(try office.contribute(gift).status == 201)
        }
        office.clock.advance(days: 8)
        try expectNoChange(by: Self.actsOfOthers, in: office)
    }

    @Test func `no private act changes a public response before the month ends`() throws {
        let office = try Office.villageWithBooks()
        office.clock.advance(days: 8)
        try office.set([("organisation.types", "enterprise")])
        try expectNoChange(by: Self.acts, in: office)
    }

    private func expectNoChange(by acts: [Act], in office: Office) throws {
        var before = try look(office)
        for act in acts {
            let response = try act.take(office)
            try #require((200...201).contains(response.status), "\(act.name): \(response.bodyText)")
            let after = try look(office)
            for target in PublicTargets.all where after[target] != before[target] {
                Issue.record("\(act.name) changes \(target)")
            }
            before = after
        }
    }

    @Test func `households are those of the month's end as it was known then`() throws {
        let office = try Office.villageWithBooks()
        let target = "/v1/public/hamlets/1"
        // Recorded in November, and public from December on.
        #expect(try office.get(target, as: nil).json.at("/households") == .null)
        #expect(try office.get(target, as: nil).json.at("/households_on") == .null)
        office.clock.advance(days: 8)
        try office.set([("organisation.types", "enterprise")])
        for act in Self.acts { _ = try act.take(office) }
        let november = try office.get(target, as: nil)
        #expect(november.integer("/households") == 4 && november.text("/households_on") == "2026-11-30")
        office.clock.advance(days: 31)
        let december = try office.get(target, as: nil)
        #expect(december.text("/households_on") == "2026-12-31")
        #expect(december.integer("/households") == (try office.get("/v1/hamlets/1").integer("/households")))
        #expect(december.integer("/households") == 5)
        // An earlier day shows the month before it, as it was known at its end.
        for (day, count, monthEnd) in [
            ("2026-12-30", 4, "2026-11-30"), ("2026-12-31", 5, "2026-12-31"), ("2027-01-01", 5, "2026-12-31"),
        ] as [(String, Int64, String)] {
            let list = try office.get("/v1/public/hamlets?unit=16702&as_of=\(day)", as: nil)
            #expect(list.integer("/data/0/households") == count, "\(day)")
            #expect(list.text("/data/0/households_on") == monthEnd, "\(day)")
        }
        // Two households of hamlet 2 are too few.
        #expect(try office.get("/v1/public/hamlets/2", as: nil).json.at("/households") == .null)
    }

    @Test func `of a month's profiles the first is public, once the month has ended`() throws {
        let office = try Office.village()
        func days(_ query: String = "") throws -> [String] {
            try office.get("/v1/public/hamlets/1/profiles" + query, as: nil).items()
                .compactMap { $0.text("/as_of") }
        }
        func record(_ day: String) throws {
            let body = #"{"as_of":"\#(day)","households":30,"persons":90}"#
            try #require(try office.post("/v1/hamlets/1/profiles", body).status == 201)
        }
        for day in ["2026-10-31", "2026-11-20", "2026-11-21", "2026-10-01"] { try record(day) }
        #expect(try days() == ["2026-10-31"])
        office.clock.advance(days: 8)
        #expect(try days() == ["2026-11-20", "2026-10-31"])
        #expect(try days("?as_of=2026-11-29") == ["2026-10-31"])
        // A later record of the same month replaces nothing.
        try record("2026-11-30")
        #expect(try days() == ["2026-11-20", "2026-10-31"])
        #expect(try office.get("/v1/hamlets/1/profiles").items().count == 5)
    }

    @Test func `every public endpoint is looked at`() {
        let paths = Service.table.filter { $0.access == .anonymous }.map(\.path.text)
        #expect(Set(paths) == Set(PublicTargets.queries.keys))
    }

    @Test func `the sum of a matter does not grow by a place of 1 or 2 people`() throws {
        let office = try Office.village()
        let target = "/v1/public/reports/consultations?unit=16702&matter=sap-nhap"
        let large = Office.consultation(#""hamlet":1"#, to: "2026-05-15")
        try #require(try office.post("/v1/consultations", large).status == 201)
        let before = try office.get(target, as: nil)
        let small = Office.consultation(
            #""hamlet":2"#, eligible: 2, agreed: 1, disagreed: 1, invalid: 0, to: "2026-05-15")
        try #require(try office.post("/v1/consultations", small).status == 201)
        let after = try office.get(target, as: nil)
        for member in ["eligible", "invited", "participated", "agreed", "disagreed", "invalid"] {
            #expect(after.integer("/" + member) == before.integer("/" + member), "\(member)")
        }
        #expect(after.items("/communes") == before.items("/communes"))
        #expect(before.integer("/suppressed") == 0 && after.integer("/suppressed") == 1)
    }
}
