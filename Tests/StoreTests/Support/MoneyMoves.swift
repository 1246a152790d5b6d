import Domain
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// A village with moves of all kinds.
///
/// Opening balances of fund 1: 1 confirmed, then voided; 2 confirmed. Of fund 2: 3 voided before it was confirmed; 4
/// recorded. Transfers: 1 from the bank to the safe, 2 to fund 2, 3 to fund 2 and voided. Interest 1 with a reference, a
/// fee 2, and interest 3, voided.
struct MoveSample {
    let office: TestStore

    /// A copy of the village.
    init() throws { office = try TestStore(copyOf: MoveSample.filled.get().path) }

    /// Filled once and copied by each test.
    private static let filled = Result {
        let office = try TestStore()
        try fill(office)
        office.store.close()
        return office
    }

    private static func fill(_ office: TestStore) throws {
        let village = try Village(in: office)
        try office.write(by: village.clerk.id) { tx in
            try tx.addDecisions(of: village)
            try tx.save(
                Fund(id: try tx.newID(), owner: .hamlet(village.hamlet.id), name: "Quỹ đèn", version: 1))
        }
        // By nobody, so that the persons of the payloads stand.
        try office.write { tx in
            for fund in [1, 1, 2, 2] as [Int64] {
                let opening = try tx.recordOpening(of: Identifier(fund), by: village)
                if opening.id.number < 3 { try tx.confirm(opening, by: village.clerk.id) }
                if !opening.id.number.isMultiple(of: 2) {
                    try tx.void(opening: opening.id, by: village.clerk.id)
                }
            }
            try tx.recordTransfer(from: .bank, to: .cash, by: village)
            for _ in 0..<2 { try tx.recordTransfer(into: Identifier(2), by: village) }
            try tx.void(tx.existing(FundTransfer.ID(3)).voided(by: village.clerk.id, for: "Sai", at: tx.now))
            try tx.recordEntry(.interest, 5000, reference: "LAI 11", by: village)
            try tx.recordEntry(.fee, 2000, by: village)
            try tx.recordEntry(.interest, 3000, by: village)
            try tx.void(tx.existing(BankEntry.ID(3)).voided(by: village.clerk.id, for: "Sai", at: tx.now))
        }
    }

    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }
}

extension WriteTransaction {
    /// An opening balance of 2026-11-01: 20 000 in cash, 30 000 in the bank.
    borrowing func recordOpening(
        of fund: Fund.ID, by village: Village, cash: Int64 = 20_000, bank: Int64 = 30_000
    ) throws -> OpeningBalance {
        let opening = OpeningBalance(
            id: try newID(), owner: .hamlet(village.hamlet.id), fund: fund, on: try .day("2026-11-01"),
            cash: Dong(cash), bank: Dong(bank), basis: "Biên bản kiểm kê", countedBy: ["An", "Bình"],
            recordedBy: village.accountant.id, recordedAt: now)
        try record(opening)
        return opening
    }

    borrowing func confirm(_ opening: OpeningBalance, by person: User.ID) throws {
        try save(opening.taking(.confirm, by: person), replacing: opening)
    }

    borrowing func void(opening id: OpeningBalance.ID, by person: User.ID) throws {
        let old = try existing(id)
        let voiding = Contribution.Voiding(reason: "Đếm sai", by: person, at: now)
        try save(old.taking(.void, by: person).with(voiding), replacing: old)
    }

    /// A transfer of 1000 today, to another fund by decision 1.
    borrowing func recordTransfer(
        _ amount: Int64 = 1000, from: Contribution.Method = .cash, to: Contribution.Method = .bank,
        into fund: Fund.ID? = nil, by village: Village
    ) throws {
        try record(
            FundTransfer(
                id: try newID(), owner: .hamlet(village.hamlet.id), fund: village.fund.id,
                recipient: fund.map { FundTransfer.Recipient(fund: $0, decision: Identifier(1)) },
                from: from, to: to, amount: Dong(amount), on: .sample, recordedBy: village.accountant.id,
                recordedAt: now))
    }

    borrowing func recordEntry(
        _ kind: BankEntry.Kind, _ amount: Int64, reference: String? = nil, on day: LocalDate = .sample,
        by village: Village
    ) throws {
        try record(
            BankEntry(
                id: try newID(), owner: .hamlet(village.hamlet.id), fund: village.fund.id, kind: kind,
                amount: Dong(amount), on: day, reference: reference, recordedBy: village.accountant.id,
                recordedAt: now))
    }
}
