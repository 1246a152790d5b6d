import Domain
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// A village whose fund owes.
///
/// Payable 1 of 1000: repaid 300 by expenditure 2 from the bank, 400 given (gift 1, confirmed), gift 2 of 100 recorded,
/// repayment 3 of 200 requested. Payable 2 of 50 is voided. Payable 3 of 70 is a bill to a household, whose gift 3 is
/// withdrawn. Payable 4 of 60 was given by gift 4, whose receipt is voided. Payable 5 of 40 was reversed on the next
/// day.
struct PayableSample {
    let office: TestStore

    /// A copy of the village.
    init() throws { office = try TestStore(copyOf: PayableSample.filled.get().path) }

    /// Filled once and copied by each test.
    private static let filled = Result {
        let office = try TestStore()
        try fill(office)
        office.store.close()
        return office
    }

    private static func fill(_ office: TestStore) throws {
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            _ = try tx.receive(500, from: .sponsor, in: village, method: .bank)
            let debt = try tx.owe(1000, by: officers, in: village)
            _ = try tx.repay(debt, 300, method: .bank, by: officers, in: village)
            let gift = try tx.recordGift(of: debt, 400, by: village)
            _ = try tx.confirm(gift, of: debt, by: officers, in: village)
            _ = try tx.recordGift(of: debt, 100, by: village)
            try tx.request(tx.repayment(of: debt, 200, in: village), in: village.hamlet.commune)
            let wrong = try tx.owe(50, by: officers, in: village)
            try tx.void(wrong.voided(by: officers.approver, for: "Ghi sai", at: tx.now))
            let household = village.households[0]
            let bill = try tx.owe(
                70, to: Payable.Creditor(household: household.id, name: household.headName, address: "Xóm 9"),
                kind: .bill, by: officers, in: village)
            let withdrawn = try tx.recordGift(of: bill, 70, by: village)
            try tx.save(
                withdrawn.taking(.withdraw, by: officers.clerk), replacing: withdrawn, as: .changed)
            let given = try tx.owe(60, by: officers, in: village)
            let receipt = try tx.confirm(
                tx.recordGift(of: given, 60, by: village), of: given, by: officers, in: village)
            try tx.void(receipt.voided(by: officers.accountant, for: "Nhầm người", at: tx.now))
            let reversed = try tx.owe(40, by: officers, in: village)
            try tx.void(
                reversed.voided(
                    by: officers.approver, for: "Ghi sai", at: tx.now, reversedOn: LocalDate.sample.next))
        }
    }

    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }
}

extension Payable.Creditor {
    static let worker = Payable.Creditor(.person, name: "Thợ Hòa", address: "Xóm 10")
}

extension WriteTransaction {
    /// An expenditure that was approved and is owed from today on.
    borrowing func owe(
        _ dong: Int64, to creditor: Payable.Creditor = .worker, kind: Payable.Kind = .advance,
        by officers: Officers, in village: Village, on day: LocalDate = .sample
    ) throws -> Payable {
        let asked = try request(dong, in: village)
        let checked = try take(.check, on: asked, by: officers, in: village)
        let approved = try take(.approve, on: checked, by: officers, in: village)
        _ = try take(.owe, on: approved, by: officers, in: village)
        let payable = Payable(
            id: try newID(), owner: approved.owner, fund: approved.fund, expenditure: approved.id,
            kind: kind, creditor: creditor, amount: approved.amount, purpose: approved.purpose,
            item: approved.item, on: day, document: "Giấy ứng tiền", recordedBy: officers.accountant,
            recordedAt: now)
        try record(payable)
        return payable
    }

    /// A request to repay a part of `payable`.
    borrowing func repayment(
        of payable: Payable, _ dong: Int64, method: Contribution.Method = .cash, in village: Village
    ) throws -> Expenditure {
        Expenditure(
            id: try newID(), owner: payable.owner, fund: payable.fund, payee: payable.creditor.name,
            purpose: payable.purposeOfRepayment, item: payable.item, amount: Dong(dong), method: method,
            refundOf: nil, repays: payable.id, requestedAt: now,
            actors: Expenditure.StepActors(requestedBy: village.clerk.id))
    }

    /// A repayment that was paid.
    borrowing func repay(
        _ payable: Payable, _ dong: Int64, method: Contribution.Method = .cash, by officers: Officers,
        in village: Village
    ) throws -> Expenditure {
        let asked = try repayment(of: payable, dong, method: method, in: village)
        try request(asked, in: village.hamlet.commune)
        let checked = try take(.check, on: asked, by: officers, in: village)
        let approved = try take(.approve, on: checked, by: officers, in: village)
        return try take(.pay, on: approved, by: officers, in: village)
    }

    borrowing func recordGift(of payable: Payable, _ dong: Int64, by village: Village) throws -> PayableGift {
        let gift = PayableGift(
            id: try newID(), owner: payable.owner, payable: payable.id, amount: Dong(dong),
            consent: "Giấy tặng tiền", isAnonymous: false, recording: recording(by: village.clerk.id))
        try save(gift, replacing: nil)
        return gift
    }

    /// Confirms `gift` by the approver.
    ///
    /// - Returns: its receipt.
    borrowing func confirm(
        _ gift: PayableGift, of payable: Payable, by officers: Officers, in village: Village
    ) throws -> Contribution {
        var sums = ContributionSums(owner: payable.owner)
        let series = Voucher.Series(owner: payable.owner, kind: .receipt, year: today.year, book: "01")
        let voucher = Voucher(
            series: series, number: try nextNumber(in: series, on: today, after: sums), issuedOn: today,
            amount: gift.amount, partyName: payable.creditor.name, partyAddress: payable.creditor.address,
            reason: "Tặng lại khoản nợ")
        let receipt = Contribution(
            id: try newID(), owner: payable.owner, fund: payable.fund, donor: payable.creditor.donor,
            isAnonymous: gift.isAnonymous, pledge: nil, method: .cash, bankReference: nil, receivedOn: today,
            voucher: voucher, settles: payable.id, recordedBy: officers.approver, recordedAt: now)
        try record(receipt, in: village.hamlet.commune, adding: &sums)
        try save(sums)
        try save(
            gift.taking(.confirm, by: officers.approver, issuing: receipt.id), replacing: gift, as: .changed)
        return receipt
    }
}
