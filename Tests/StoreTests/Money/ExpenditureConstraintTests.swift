import Domain
import SQLite
import Store
import Testing

/// The rules of `Expenditure`, said again by the database to whoever goes around the service.
@Suite struct ExpenditureConstraintTests {
    private let office: Office

    /// 1 is booked, 2 is requested, 3 is voided after it was paid; users 1 to 4 asked, checked, approved and paid.
    init() throws {
        office = try Office()
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
    func `two duties do not meet in one person`(_ duties: String) throws {
        #expect(throws: SQLiteError.self) { try change(duties, of: 1) }
    }

    @Test func `who asked does not reject`() throws {
        #expect(throws: SQLiteError.self) {
            try change("state = 'rejected', reason = 'Sai', rejected_by = requested_by", of: 2)
        }
        try change("state = 'rejected', reason = 'Sai', rejected_by = 3", of: 2)
    }

    @Test(arguments: Expenditure.State.allCases)
    func `a state without its duties is refused`(_ state: Expenditure.State) throws {
        guard state != .booked && state != .paid else { return }
        #expect(throws: SQLiteError.self) { try change("state = '\(state.rawValue)'", of: 1) }
    }

    @Test(arguments: Expenditure.State.allCases)
    func `a request that says it is further is refused`(_ state: Expenditure.State) throws {
        guard state != .requested else { return }
        #expect(throws: SQLiteError.self) { try change("state = '\(state.rawValue)'", of: 2) }
    }

    @Test(arguments: [
        "checked_by = NULL", "approved_by = NULL", "paid_by = NULL", "booked_by = NULL", "number = NULL",
        "book = NULL", "paid_on = NULL", "reason = 'Sai'", "voided_by = 2", "rejected_by = 2",
        "state = 'paid'",
    ])
    func `what is booked has all that led there, and nothing else`(_ duties: String) throws {
        #expect(throws: SQLiteError.self) { try change(duties, of: 1) }
    }

    @Test(arguments: [
        "checked_by = 2", "approved_by = 3", "paid_by = 4", "booked_by = 2", "number = 1",
        "paid_on = 20261123",
        "reason = 'Sai'", "voided_by = 2",
    ])
    func `what is only requested has no later duty`(_ duties: String) throws {
        #expect(throws: SQLiteError.self) { try change(duties, of: 2) }
    }

    @Test(arguments: ["voided_by = NULL", "reason = NULL", "number = NULL", "state = 'booked'"])
    func `what is voided keeps its number, says why and by whom`(_ duties: String) throws {
        #expect(throws: SQLiteError.self) { try change(duties, of: 3) }
    }

    @Test(arguments: [
        "amount_dong = 0", "amount_dong = -1", "payee = ''", "purpose = ''", "method = 'gold'",
        "state = 'gone'",
        "requested_by = NULL",
    ])
    func `a value that the domain has no word for is refused`(_ value: String) throws {
        #expect(throws: SQLiteError.self) { try change(value, of: 2) }
    }

    @Test func `an expenditure is never erased`() throws {
        #expect(throws: SQLiteError.self) {
            try RawFile(office.path).run("DELETE FROM expenditure WHERE id = 2")
        }
    }

    @Test(arguments: [
        "in_dong = -1", "out_dong = -1", "money = 'households'", "other = 'cash'",
    ])
    func `a line of a fund's days holds no less than nothing, and names accounts`(_ value: String) throws {
        #expect(throws: SQLiteError.self) { try RawFile(office.path).run("UPDATE fund_day SET \(value)") }
    }

    @Test func `a safe that would hold less than nothing is refused by the database too`() throws {
        #expect(throws: SQLiteError.self) {
            try RawFile(office.path)
                .run("UPDATE ledger_account SET credited_dong = debited_dong + 1 WHERE kind = 'cash'")
        }
    }
}
