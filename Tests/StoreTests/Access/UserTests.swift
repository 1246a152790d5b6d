import Domain
import Store
import TestSupport
import Testing

@Suite struct UserTests {
    private static let hash = [UInt8](repeating: 7, count: 32)
    private static let assignment = RoleAssignment(role: .clerk, scope: .unit("16702"))

    private func issued(
        in office: TestStore, _ assignment: RoleAssignment = assignment, days: Int = 30
    ) throws -> AccessToken {
        try office.write { tx in
            let user = try tx.user(named: "Lan") ?? tx.addUser(named: "Lan")
            return try tx.issueToken(for: user, assignment: assignment, hash: Self.hash, daysCount: days)
        }
    }

    @Test func `a user is found by name and by id`() throws {
        let office = try TestStore()
        let lan = try office.write { tx in try tx.addUser(named: "Lan") }
        #expect(try office.read { tx in try tx.user(named: "Lan") } == lan)
        #expect(try office.read { tx in try tx.find(lan.id) } == lan)
        #expect(try office.read { tx in try tx.user(named: "lan") } == nil)
        #expect(try office.read { tx in try tx.find(User.ID(9)) } == nil)
    }

    @Test func `user names are unique`() throws {
        let office = try TestStore()
        _ = try office.write { tx in try tx.addUser(named: "Lan") }
        #expect(throws: Refusal.alreadyExists(.user, at: .name)) {
            try office.write { tx in _ = try tx.addUser(named: "Lan") }
        }
    }

    @Test func `users are listed by id, page by page`() throws {
        let office = try TestStore()
        try office.write { tx in for name in ["Lan", "An", "Minh"] { _ = try tx.addUser(named: name) } }
        #expect(try office.read { tx in try tx.users(after: nil, limit: 2).map(\.name) } == ["Lan", "An"])
        #expect(try office.read { tx in try tx.users(after: User.ID(2), limit: 2).map(\.name) } == ["Minh"])
    }

    @Test(arguments: Role.allCases) func `a token is found by the hash of its secret, for every role`(
        _ role: Role
    ) throws {
        let office = try TestStore()
        let token = try issued(in: office, RoleAssignment(role: role, scope: .unit("16702")))
        #expect(try office.read { tx in try tx.token(hash: Self.hash) } == token)
        #expect(try office.read { tx in try tx.token(hash: [UInt8](repeating: 8, count: 32)) } == nil)
    }

    @Test func `a token for a hamlet round-trips`() throws {
        let office = try TestStore()
        let token = try issued(in: office, RoleAssignment(role: .hamletHead, scope: .hamlet(Hamlet.ID(4))))
        #expect(try office.read { tx in try tx.find(token.id) } == token)
        #expect(try office.read { tx in try tx.find(AccessToken.ID(9)) } == nil)
    }

    @Test func `a token is valid until it expires`() throws {
        let office = try TestStore()
        let token = try issued(in: office, days: 1)
        #expect(token.isValid(at: TestStore.start))
        #expect(token.isValid(at: Instant(milliseconds: token.expiresAt.milliseconds - 1)))
        #expect(!token.isValid(at: token.expiresAt))
        #expect(token.expiresAt == TestStore.start.adding(days: 1))
    }

    @Test func `a revoked token is invalid, and revoking it again changes nothing`() throws {
        let office = try TestStore()
        let token = try issued(in: office)
        let revoked = try office.write { tx in try tx.revoke(token) }
        #expect(!revoked.isValid(at: TestStore.start))
        #expect(try office.read { tx in try tx.find(token.id) } == revoked)
        office.clock.advance(days: 1)
        let before = office.store.changes.lastPosition
        #expect(try office.write { tx in try tx.revoke(revoked) } == revoked)
        #expect(office.store.changes.lastPosition == before)
    }

    @Test func `a use of a token is recorded without a journal row`() throws {
        let office = try TestStore()
        let token = try issued(in: office)
        office.clock.advance(days: 2)
        let before = office.store.changes.lastPosition
        try office.write { tx in try tx.recordUse(of: token.id) }
        #expect(
            try office.read { tx in try tx.find(token.id)?.lastUsedAt } == TestStore.start.adding(days: 2))
        #expect(office.store.changes.lastPosition == before)
    }

    @Test func `tokens are listed by id, including revoked ones`() throws {
        let office = try TestStore()
        let tokens = try office.write { tx in
            let user = try tx.addUser(named: "Lan")
            var tokens: [AccessToken] = []
            for byte in UInt8(1)...3 {
                let hash = [UInt8](repeating: byte, count: 32)
                tokens.append(
                    try tx.issueToken(for: user, assignment: Self.assignment, hash: hash, daysCount: 1))
            }
            tokens[0] = try tx.revoke(tokens[0])
            return tokens
        }
        #expect(try office.read { tx in try tx.tokens(after: nil, limit: 2) } == Array(tokens[0..<2]))
        #expect(try office.read { tx in try tx.tokens(after: tokens[1].id, limit: 2) } == [tokens[2]])
    }

    @Test func `two tokens cannot share a secret`() throws {
        let office = try TestStore()
        _ = try issued(in: office)
        #expect(throws: StoreError.self) { try issued(in: office) }
    }
}
