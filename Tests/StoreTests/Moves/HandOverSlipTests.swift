import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// Cash in the hands of collectors: read back, kept by the schema, and every damage found.
@Suite struct HandOverSlipTests {
    /// Receipts 1 of 500, 2 of 300 and 3 of 70 in the hand of the village's clerk; 3 is voided.
    ///
    /// Slips: 1 of 400 is confirmed, 2 of 100 is confirmed and voided, 3 of 50 recorded, 4 of 60 voided before it was
    /// confirmed, 5 of 80 confirmed, and reversed on the next day.
    static let filled = Result {
        let office = try TestStore()
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            let receipts = try [500, 300, 70].map { try tx.collect($0, in: village, by: officers) }
            try tx.void(receipts[2].voided(by: officers.approver, for: "Sai", at: tx.now))
            for (amount, steps) in [
                (400, [.confirm]), (100, [.confirm, .void]), (50, []), (60, [.void]), (80, [.confirm]),
            ]
                as [(Int64, [HandOverSlip.Step])]
            {
                var slip = HandOverSlip(
                    id: try tx.newID(), owner: .hamlet(village.hamlet.id), fund: village.fund.id,
                    collector: village.clerk.id, on: .sample, amount: Dong(amount),
                    receipts: HandOverSlip.Receipts(first: receipts[0].id, last: receipts[1].id),
                    recordedBy: officers.accountant, recordedAt: tx.now)
                try tx.record(slip)
                for step in steps {
                    var next = try slip.taking(
                        step, by: step == .void ? officers.approver : officers.treasurer)
                    if step == .void {
                        next = next.with(
                            Contribution.Voiding(reason: "Sai", by: officers.approver, at: tx.now))
                    }
                    try tx.save(next, replacing: slip)
                    slip = next
                }
                guard amount == 80 else { continue }
                let next = try slip.reversed(
                    Contribution.Voiding(
                        reason: "Sai", by: officers.approver, at: tx.now, reversedOn: LocalDate.sample.next))
                try tx.save(next, replacing: slip)
            }
        }
        office.store.close()
        return office
    }

    private func sample() throws -> TestStore { try TestStore(copyOf: Self.filled.get().path) }

    private func discrepancies(after script: String) throws -> [Discrepancy] {
        let office = try sample()
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }

    @Test func `slips are sound, and read back as they were written`() throws {
        let office = try sample()
        #expect(try office.discrepancies() == [])
        try office.read { tx in
            let owner = FundOwner.hamlet(Identifier(1))
            let slips = try tx.handOverSlips(
                of: owner, fund: nil, collector: nil, state: nil, before: nil, limit: 10)
            #expect(slips.map(\.state) == [.voided, .voided, .recorded, .voided, .confirmed])
            #expect(slips.map { $0.confirmedBy != nil } == [true, false, false, true, true])
            #expect(slips.map { $0.voiding?.reversedOn != nil } == [true, false, false, false, false])
            let balances = try tx.collectorBalances(of: owner, fund: nil, until: nil)
            #expect(balances.map(\.received) == [Dong(800)] && balances.map(\.handedOver) == [Dong(400)])
            #expect(balances.map(\.inHand) == [Dong(400)])
            #expect(try tx.balances(of: owner) == Balances(cash: Dong(400), bank: .zero))
            #expect(try tx.opening(of: owner, fund: Identifier(1), before: .sample).inHand == .zero)
        }
    }

    /// What keeps the month of the sample's day open, and what was handed over since does not.
    @Test(arguments: [
        // As it is: slip 5 comes back on the next day.
        ("", 320),
        (
            "UPDATE hand_over_slip SET handed_on = 20261124, reversed_on = NULL, state = 'confirmed' WHERE id = 5",
            320
        ),
        ("UPDATE hand_over_slip SET handed_on = 20261124, reversed_on = 20261125 WHERE id = 5", 400),
        (
            "UPDATE contribution SET received_on = 20261124, reversed_on = 20261125, voided_ms = 1 WHERE id = 2",
            20
        ),
        ("UPDATE contribution SET reversed_on = 20261125, voided_ms = 1 WHERE id = 2", 20),
    ])
    func `a month is open while its cash is in hand, whatever was reversed later`(
        _ script: String, _ expected: Int64
    ) throws {
        let office = try sample()
        if !script.isEmpty { try RawFile(office.path).tamper(script) }
        let amounts = try office.read { tx in
            try tx.handBlockers(until: .sample, of: .hamlet(Identifier(1)))
                .map { blocker -> Int64 in
                    guard case .cashInHand(_, _, _, let amount) = blocker else { return -1 }
                    return amount.amount
                }
        }
        #expect(amounts == [expected])
    }

    @Test func `a changed value in any column of any slip is found`() throws {
        // Its folder goes with it.
        let office = try sample()
        defer { withExtendedLifetime(office) {} }
        let columns = try RawFile(office.path).connection
            .all("SELECT name, type FROM pragma_table_info('hand_over_slip')") { row in
                (name: row.text(0), type: row.text(1))
            }
        #expect(columns.count > 15)
        for id in 1...5 {
            for (name, type) in columns {
                let other = type == "INTEGER" ? "coalesce(\(name), 0) + 100" : "coalesce(\(name), '') || 'x'"
                let found = try discrepancies(
                    after: "UPDATE hand_over_slip SET \(name) = \(other) WHERE id = \(id)")
                #expect(!found.isEmpty, "\(id) \(name)")
            }
            #expect(try !discrepancies(after: "DELETE FROM hand_over_slip WHERE id = \(id)").isEmpty, "\(id)")
        }
    }

    @Test func `a slip above what was received is found`() throws {
        let found = try discrepancies(
            after: "UPDATE contribution SET collector = 2 WHERE collector IS NOT NULL")
        #expect(found.contains(.columnDiffers(.handOverSlip, id: 1, column: "amount_dong")), "\(found)")
        #expect(found.contains(.columnDiffers(.handOverSlip, id: 1, column: "first_receipt")), "\(found)")
    }

    @Test(arguments: [
        "UPDATE hand_over_slip SET amount_dong = 1 WHERE id = 1",
        "UPDATE hand_over_slip SET state = 'recorded' WHERE id = 1",
        "UPDATE hand_over_slip SET state = 'confirmed', confirmed_by = collector, posted_position = 1 WHERE id = 3",
        "UPDATE hand_over_slip SET state = 'confirmed', confirmed_by = recorded_by, posted_position = 1 WHERE id = 3",
        "UPDATE hand_over_slip SET void_reason = NULL, voided_by = NULL, voided_ms = NULL WHERE id = 2",
        """
        UPDATE hand_over_slip SET state = 'voided', void_reason = 'x', voided_by = confirmed_by, voided_ms = 1
        WHERE id = 1
        """,
        "UPDATE contribution SET void_reason = 'x', voided_by = collector, voided_ms = 1 WHERE id = 1",
        "DELETE FROM hand_over_slip", "UPDATE contribution SET collector = NULL WHERE id = 1",
    ])
    func `the schema keeps slips as they were written`(_ script: String) throws {
        let office = try sample()
        let raw = try RawFile(office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
        // The folder is removed with the office.
        #expect(office.store.changes.lastPosition > 0)
    }

    @Test func `no slip takes more than is in hand on any day since`() throws {
        let office = try sample()
        let day = LocalDate.sample
        #expect(
            throws: Refusal.collector(.tooLittleInHand(Identifier(1), on: day, inHand: Dong(320)))
        ) {
            try office.write { tx in
                let owner = FundOwner.hamlet(Identifier(1))
                try tx.checkHand(
                    of: Identifier(1), for: Identifier(1), of: owner, from: day, less: Dong(321))
            }
        }
    }
}

extension WriteTransaction {
    /// A receipt of cash that the village's clerk received, recorded by the accountant.
    fileprivate borrowing func collect(
        _ dong: Int64, in village: Village, by officers: Officers
    ) throws -> Contribution {
        let owner = FundOwner.hamlet(village.hamlet.id)
        var sums = ContributionSums(owner: owner)
        let series = Voucher.Series(owner: owner, kind: .receipt, year: LocalDate.sample.year, book: "01")
        let voucher = Voucher(
            series: series, number: try nextNumber(in: series, on: .sample, after: sums), issuedOn: .sample,
            amount: Dong(dong), partyName: "Nguyễn Văn An", partyAddress: "", reason: "Góp quỹ")
        let receipt = Contribution(
            id: try newID(), owner: owner, fund: village.fund.id, donor: .household(village.households[0].id),
            isAnonymous: false, pledge: nil, method: .cash, bankReference: nil, receivedOn: .sample,
            voucher: voucher, collector: village.clerk.id, recordedBy: officers.accountant, recordedAt: now)
        try record(receipt, in: village.hamlet.commune, adding: &sums)
        try save(sums)
        return receipt
    }
}
