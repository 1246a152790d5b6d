import Domain
import HTTP
import Store
import TestSupport
import Testing

@testable import API

/// Who counts cash, and who takes a difference out of the books.
@Suite struct CashCountDutyTests {
    private static let clerkOfHamlet = Bearer(.clerk, at: .xom9)

    @Test func `whoever has no role in the place is named in no count, and on no paper`() throws {
        let office = try Office.villageWithBooks()
        // Persons 9 and 10 exist: one has no role at all, one has it elsewhere.
        _ = try office.secret(of: Bearer(.admin, at: .otherCommune))
        _ = try office.secret(of: Bearer(.supervisor, at: .xom10))
        for (person, name) in [(10, "admin"), (9, "auditor"), (8, "supervisor"), (999, "")] {
            let refused = try office.recordCount(500_000, by: "[1,\(person)]")
            #expect(refused.errors == ["/counted_by/1 reference-unknown"], "\(name) \(refused.bodyText)")
        }
        // A role above the hamlet is one in the hamlet; a revoked one is none.
        _ = try office.secret(of: Bearer(.auditor, at: .province))
        #expect(try office.recordCount(500_000, by: "[1,9]").status == 201)
        let token = try #require(
            try office.read { tx in try tx.currentTokens(of: User.ID(9)).first?.id.number })
        try #require(
            try office.post("/v1/tokens/\(token)/revoke", as: Bearer(.admin, at: .province)).status == 200)
        #expect(try office.recordCount(500_000, by: "[1,9]").errors == ["/counted_by/1 reference-unknown"])
    }

    @Test func `two persons whose roles a hamlet's administrator assigns post no difference`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.recordCount(0, posts: true).integer("/id") == 1)
        let refused = try office.take("confirm", ofCount: 1, as: Self.clerkOfHamlet)
        #expect(Refused(refused) == Refused(403, "role-missing"), "\(refused.bodyText)")
        for role in [Role.accountant, .treasurer, .approver] {
            #expect(refused.text("/detail")?.contains(role.vietnamese) == true, "\(refused.bodyText)")
        }
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 500_000)
        // They may agree on a difference that stays visible.
        try #require(try office.recordCount(0).integer("/id") == 2)
        #expect(try office.take("confirm", ofCount: 2, as: Self.clerkOfHamlet).status == 200)
        // A clerk of the commune may confirm the first one.
        #expect(try office.take("confirm", ofCount: 1, as: .clerk).status == 200)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 0)
        #expect(try office.isClean)
    }

    @Test(arguments: [true, false])
    func `one of the two has a duty about money`(_ isRecorder: Bool) throws {
        let office = try Office.villageWithBooks()
        let treasurer = Bearer(.treasurer, at: .xom9)
        let (first, second) = isRecorder ? (treasurer, Bearer.head) : (.head, treasurer)
        _ = try office.secret(of: treasurer)
        let recorded = try office.recordCount(480_000, posts: true, by: "[1,4]", as: first)
        try #require(recorded.status == 201, "\(recorded.bodyText)")
        #expect(try office.take("confirm", ofCount: 1, as: second).status == 200)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 480_000)
    }
}
