import Domain
import SQLite
import Store
import TestSupport
import Testing

/// The rules of `Expenditure` as enforced by the schema against anyone who bypasses the service.
@Suite struct ExpenditureConstraintTests {
    private let office: TestStore

    /// 1 is booked, 2 is requested, 3 was voided after payment; users 1 to 4 requested, checked, approved and paid.
    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            _ = try tx.receive(500_000, from: .sponsor, in: village)
            let paid = try tx.spend(120_000, by: officers, in: village)
            _ = try tx.take(.book, on: paid, by: officers, in: village)
            _ = try tx.request(1000, in: village)
            _ = try tx.take(.void, on: tx.spend(1000, by: officers, in: village), by: officers, in: village)
        }
    }

    private func change(_ change: String, of id: Int) throws {
        try RawFile(office.path).run("UPDATE expenditure SET \(change) WHERE id = \(id)")
    }

    @Test(arguments: [
        "approved_by = requested_by", "paid_by = requested_by", "paid_by = checked_by",
        "paid_by = approved_by",
        "booked_by = paid_by", "state = 'voided', reason = 'Sai', voided_by = paid_by",
    ])
    func `the schema enforces the separation of duties`(_ actors: String) throws {
        #expect(throws: SQLiteError.self) { try change(actors, of: 1) }
    }

    @Test func `the requester cannot reject`() throws {
        #expect(throws: SQLiteError.self) {
            try change("state = 'rejected', reason = 'Sai', rejected_by = requested_by", of: 2)
        }
        try change("state = 'rejected', reason = 'Sai', rejected_by = 3", of: 2)
    }

    @Test(arguments: Expenditure.State.allCases)
    func `a state that contradicts the recorded duties is refused`(_ state: Expenditure.State) throws {
        guard state != .booked && state != .paid else { return }
        #expect(throws: SQLiteError.self) { try change("state = '\(state.rawValue)'", of: 1) }
    }

    @Test(arguments: Expenditure.State.allCases)
    func `a request without duties cannot have a later state`(_ state: Expenditure.State) throws {
        guard state != .requested else { return }
        #expect(throws: SQLiteError.self) { try change("state = '\(state.rawValue)'", of: 2) }
    }

    @Test(arguments: [
        "checked_by = NULL", "approved_by = NULL", "paid_by = NULL", "booked_by = NULL", "number = NULL",
        "book = NULL", "paid_on = NULL", "reason = 'Sai'", "voided_by = 2", "rejected_by = 2",
        "state = 'paid'",
    ])
    func `a booked expenditure needs exactly its duties and voucher`(_ actors: String) throws {
        #expect(throws: SQLiteError.self) { try change(actors, of: 1) }
    }

    @Test(arguments: [
        "checked_by = 2", "approved_by = 3", "paid_by = 4", "booked_by = 2", "number = 1",
        "paid_on = 20261123",
        "reason = 'Sai'", "voided_by = 2",
    ])
    func `a request has no later duties or voucher`(_ actors: String) throws {
        #expect(throws: SQLiteError.self) { try change(actors, of: 2) }
    }

    @Test(arguments: ["voided_by = NULL", "reason = NULL", "number = NULL", "state = 'booked'"])
    func `a voided expenditure keeps its number, reason and person`(_ actors: String) throws {
        #expect(throws: SQLiteError.self) { try change(actors, of: 3) }
    }

    @Test(arguments: [
        "amount_dong = 0", "amount_dong = -1", "payee = ''", "purpose = ''", "method = 'gold'",
        "state = 'gone'",
        "requested_by = NULL",
    ])
    func `a value that the domain does not allow is refused`(_ value: String) throws {
        #expect(throws: SQLiteError.self) { try change(value, of: 2) }
    }

    @Test func `an expenditure cannot be deleted`() throws {
        #expect(throws: SQLiteError.self) {
            try RawFile(office.path).run("DELETE FROM expenditure WHERE id = 2")
        }
    }

    @Test(arguments: [
        "amount = -1", "vouchers = -1", "unit = NULL", "amount = 'gold'",
    ])
    func `a sum is never negative, in amount or in vouchers`(_ value: String) throws {
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT count(*) FROM ledger_sum") ?? 0 > 0)
        #expect(throws: SQLiteError.self) { try raw.run("UPDATE ledger_sum SET \(value)") }
    }

    @Test(arguments: [
        "1000000, 1, 'h1', 1, 'cash', 'cash', '', 'dong', 5, 20261123",
        "1000000, 1, 'h1', 1, 'cash', 'households', '', 'dong', 0, 20261123",
        "1000000, 0, 'h1', 1, 'cash', 'households', '', 'dong', 5, 20261123",
        "1000000, 1, NULL, 1, 'cash', 'households', '', 'dong', 5, 20261123",
    ])
    func `a posting has two accounts, an amount, a line and an owner`(_ values: String) throws {
        let raw = try RawFile(office.path)
        #expect(throws: SQLiteError.self) { try raw.run("INSERT INTO posting VALUES (\(values))") }
    }

    @Test(arguments: ["UPDATE posting SET amount = amount + 1", "DELETE FROM posting"])
    func `a posting is never changed and never erased`(_ script: String) throws {
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT count(*) FROM posting") ?? 0 > 0)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
    }
}
