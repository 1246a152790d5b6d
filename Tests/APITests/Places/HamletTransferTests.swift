import Domain
import HTTP
import TestSupport
import Testing

/// What is dated after a transfer stands in its way, of every dated kind.
@Suite struct HamletTransferTests {
    /// Records in hamlet 1, dated after 2026-11-01.
    private static let records: [(name: String, add: @Sendable (Office) throws -> Void)] = [
        ("nothing", { _ in }),
        (
            "pledge",
            { office in
                let body = #"{"fund":1,"household":1,"amount":1000}"#
                try #require(try office.post("/v1/pledges", body).status == 201)
            }
        ),
        (
            "receipt",
            { office in
                let body = #"{"fund":1,"household":1,"method":"cash","amount":1000}"#
                try #require(try office.contribute(body).status == 201)
            }
        ), ("decision", { office in _ = try office.newDecision(.voted, votedBy: .head) }),
        ("model", { office in _ = try office.newModel(.recognised) }),
        (
            "event",
            { office in
                try #require(try office.post("/v1/community-events", Office.communityEvent()).status == 201)
            }
        ),
        (
            "reversed payment",
            { office in
                let closed = try office.addClosedMonth()
                let body = #"{"reason":"Chi nhầm quỹ"}"#
                try #require(try office.take("reverse", closed.expenditure, body).status == 200)
            }
        ),
        (
            "reversed receipt",
            { office in
                let closed = try office.addClosedMonth()
                let gift = #"{"fund":1,"sponsor_name":"Anh Xa","method":"bank","amount":1000,"received_on":"#
                try #require(try office.contribute(gift + #""2026-09-01"}"#).status == 201)
                let reversed = try office.post(
                    "/v1/contributions/\(closed.contribution)/reverse", #"{"reason":"Nhầm"}"#, as: .treasurer,
                    key: office.newKey(), ifMatch: "*")
                try #require(reversed.status == 200, "\(reversed.bodyText)")
            }
        ),
        (
            "replaced receipt",
            { office in
                let gift = #"{"fund":1,"sponsor_name":"Anh Xa","method":"cash","amount":1000,"received_on":"#
                let id = try #require(try office.contribute(gift + #""2026-09-01"}"#).integer("/id"))
                let replaced = try office.post(
                    "/v1/contributions/\(id)/replace", #"{"reason":"Nhầm","amount":2000}"#, as: .treasurer,
                    key: office.newKey(), ifMatch: "*")
                try #require(replaced.status == 201, "\(replaced.bodyText)")
            }
        ),
        (
            "opening balance",
            { office in try #require(try office.open(1, cash: 5, on: "2026-10-31").status == 201) }
        ),
        (
            "transfer",
            { office in
                let gift = #"{"fund":1,"sponsor_name":"Anh Xa","method":"cash","amount":1000,"received_on":"#
                try #require(try office.contribute(gift + #""2026-09-01"}"#).status == 201)
                let moved = try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":1000"#)
                try #require(moved.status == 201)
            }
        ),
        (
            "interest",
            { office in
                let body = #"{"fund":1,"kind":"interest","amount":5}"#
                let entry = try office.post(
                    "/v1/bank-entries", body, as: .accountant, key: office.newKey())
                try #require(entry.status == 201)
            }
        ), ("count", { office in _ = try office.counted(5000, posts: true) }),
        (
            "profile",
            { office in
                let body = Office.profile(asOf: "2026-11-20")
                try #require(try office.post("/v1/hamlets/1/profiles", body).status == 201)
            }
        ),
        (
            "consultation",
            { office in
                let body = Office.consultation(#""hamlet":1"#, to: "2026-11-15")
                try #require(try office.post("/v1/consultations", body).status == 201)
            }
        ),
        (
            "household",
            { office in
                let body =
                    #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4,"valid_from":"2026-11-20"}"#
                try #require(try office.post("/v1/households", body).status == 201)
            }
        ),
    ]

    @Test(arguments: records.indices)
    func `a record after the effective date stands in the way of a transfer`(_ index: Int) throws {
        let (name, add) = Self.records[index]
        let office = try Office.villageWithParameters()
        try #require(try office.post("/v1/criteria-sets", Office.criteria, as: .officer).status == 201)
        try add(office)
        let body = #"{"commune":"17329","hamlets":[1],\#(Office.order("2026-10-01"))}"#
        // Another person than who recorded the decision.
        let response = try office.post(
            "/v1/hamlet-transfers", body, as: Bearer(.admin, at: .province), key: office.newKey())
        if name == "nothing" {
            #expect(response.status == 201, "\(response.bodyText)")
        } else {
            #expect(Refused(response) == Refused(409, "records-after-effective-date"), "\(name)")
        }
    }
}
