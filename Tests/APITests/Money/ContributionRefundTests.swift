import API
import Domain
import HTTP
import TestSupport
import Testing
import Verify

/// What a contribution that was paid back still counts for: 500,000 đồng of household 1 on pledge 1.
@Suite struct ContributionRefundTests {
    private func refunded(_ dong: Int64, in office: Office) throws -> Int64 {
        let refund = try #require(try office.refund(1, dong).integer("/id"))
        for step in ["check", "approve", "pay"] {
            let response = try office.take(step, refund)
            try #require(response.status == 200, "\(response.bodyText)")
        }
        return refund
    }

    private func check(
        _ office: Office, received: Int64, state: String, refunded: Int64, participants: Int64,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let pledge = try office.get("/v1/pledges/1")
        #expect(pledge.integer("/received") == received, sourceLocation: location)
        #expect(pledge.text("/state") == state, sourceLocation: location)
        #expect(
            try office.get("/v1/contributions/1").integer("/refunded") == refunded, sourceLocation: location)
        let lists = [
            try office.get("/v1/hamlets/1/contributions"),
            try office.get("/v1/public/hamlets/1/contributions", as: nil),
        ]
        for list in lists {
            #expect(list.items().last?.integer("/refunded") == refunded, sourceLocation: location)
            #expect(list.items().last?.integer("/amount") == 500_000, sourceLocation: location)
        }
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(
            summary.integer("/years/0/participating_households") == participants, sourceLocation: location)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [], sourceLocation: location)
    }

    @Test func `a contribution that was refunded whole counts neither for its pledge nor as participation`()
        throws
    {
        let office = try Office.villageWithBooks()
        let before = try office.get("/v1/hamlets/1/summary").integer("/years/0/participating_households") ?? 0
        try check(office, received: 500_000, state: "partly", refunded: 0, participants: before)
        let refund = try refunded(500_000, in: office)
        try check(office, received: 0, state: "confirmed", refunded: 500_000, participants: before - 1)
        try #require(try office.take("void", refund).status == 200)
        try check(office, received: 500_000, state: "partly", refunded: 0, participants: before)
    }

    @Test func `a partial refund leaves a participant with an open pledge`() throws {
        let office = try Office.villageWithBooks()
        let before = try office.get("/v1/hamlets/1/summary").integer("/years/0/participating_households") ?? 0
        _ = try refunded(200_000, in: office)
        try check(office, received: 300_000, state: "partly", refunded: 200_000, participants: before)
        _ = try refunded(300_000, in: office)
        try check(office, received: 0, state: "confirmed", refunded: 500_000, participants: before - 1)
    }

    @Test func `every step of a refund changes the tag of its receipt and of the lists`() throws {
        let office = try Office.villageWithBooks()
        let targets = ["/v1/contributions/1", "/v1/hamlets/1/contributions"]
        func tags() throws -> [String?] { try targets.map { try office.get($0).field("ETag") } }
        var seen = [try tags()]
        let refund = try #require(try office.refund(1, 1000).integer("/id"))
        seen.append(try tags())
        for step in ["check", "approve", "pay"] {
            _ = try office.take(step, refund)
            seen.append(try tags())
        }
        for index in targets.indices { #expect(Set(seen.map { $0[index] }).count == seen.count) }
        // The tag that is shown is the one that the voiding wants.
        let stale = try office.void(1, ifMatch: seen[0][0])
        #expect(Refused(stale) == Refused(412, "version-mismatch"))
        #expect(try office.void(1, ifMatch: seen.last?[0] ?? "").code == "has-refunds")
    }

    @Test func `a pledge of a hamlet that has ended is waived when its money is paid back`() throws {
        let office = try Office.villageWithBooks()
        let pledged = try office.post("/v1/pledges", #"{"fund":1,"household":2,"amount":500000}"#)
        let id = try #require(pledged.integer("/id"))
        _ = try office.confirm(id)
        let gift = #"{"fund":1,"household":2,"pledge":\#(id),"method":"cash","amount":500000}"#
        let contribution = try #require(try office.contribute(gift).integer("/id"))
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let refund = try #require(try office.refund(contribution, 500_000, as: .clerk).integer("/id"))
        for step in ["check", "approve", "pay"] {
            try #require(try office.take(step, refund).status == 200)
        }
        let pledge = try office.get("/v1/pledges/\(id)")
        #expect(pledge.text("/state") == "waived" && pledge.integer("/received") == 0)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
        try #require(try office.take("void", refund).status == 200)
        #expect(try office.get("/v1/pledges/\(id)").integer("/received") == 500_000)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
