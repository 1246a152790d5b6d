import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Until money has moved, an expenditure or a refund ends by its requester and by the office.
@Suite struct ExpenditureExitTests {
    /// The id of an expenditure brought to `state`.
    private func expenditure(_ office: Office, in state: String) throws -> Int64 {
        let id = try #require(try office.request(10_000).integer("/id"))
        let steps = ["requested": [], "checked": ["check"], "approved": ["check", "approve"]][state] ?? []
        for step in steps { try #require(try office.take(step, id).status == 200) }
        return id
    }

    @Test(arguments: ["requested", "checked", "approved"])
    func `the requester withdraws a request`(_ state: String) throws {
        let office = try Office.villageWithBooks()
        let id = try expenditure(office, in: state)
        let other = try office.take("withdraw", id, as: .clerk)
        #expect(Refused(other) == Refused(409, "not-requester"))
        #expect(other.text("/detail")?.contains("phê duyệt") == true, "\(other.bodyText)")
        let withdrawn = try office.take("withdraw", id)
        #expect(withdrawn.status == 200 && withdrawn.text("/state") == "withdrawn")
        #expect(withdrawn.text("/reason") == "Đã có nguồn khác")
        for step in ["check", "approve", "pay", "reject", "cancel", "withdraw"] {
            #expect(Refused(try office.take(step, id)) == Refused(409, "invalid-transition"), "\(step)")
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: ["requested", "checked", "approved"])
    func `the office ends a request of somebody else`(_ state: String) throws {
        let office = try Office.villageWithBooks()
        let id = try expenditure(office, in: state)
        let (step, end) = state == "approved" ? ("cancel", "cancelled") : ("reject", "rejected")
        let ended = try office.take(step, id)
        #expect(ended.status == 200 && ended.text("/state") == end)
        #expect(ended.integer("/\(end)_by") == 5)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `the requester does not cancel`() throws {
        let office = try Office.villageWithBooks()
        let id = try #require(try office.request(10_000, as: .accountant).integer("/id"))
        try #require(try office.take("check", id).status == 200)
        try #require(try office.take("approve", id).status == 200)
        let own = try office.take("cancel", id, as: .accountant)
        #expect(Refused(own) == Refused(409, "own-request"))
        #expect(try office.take("withdraw", id, as: .accountant).status == 200)
    }

    @Test(arguments: ["cancel", "withdraw"])
    func `a receipt whose approved refund ended can be voided`(_ step: String) throws {
        let office = try Office.villageWithBooks()
        let refund = try #require(try office.refund(1, 100_000).integer("/id"))
        try #require(try office.take("check", refund).status == 200)
        try #require(try office.take("approve", refund).status == 200)
        let early = try office.void(1)
        #expect(Refused(early) == Refused(409, "has-refunds"))
        #expect(early.text("/detail")?.contains("hủy khoản đã duyệt") == true)
        try #require(try office.take(step, refund).status == 200)
        #expect(try office.void(1).status == 200)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `money that was approved and then spent elsewhere leaves an exit`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(400_000)
        _ = try office.spent(200_000)
        #expect(try office.take("pay", id).status == 409)
        #expect(try office.take("cancel", id).status == 200)
    }
}
