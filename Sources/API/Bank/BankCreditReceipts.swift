import Domain
import Store

let bankReceiptEndpoints: [Endpoint] = [
    .post(
        "/v1/bank-credits/{id}/receipts", roles: bankOfficers, key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Xác nhận khoản báo có và lập một hay nhiều phiếu thu",
            en: "Confirms a bank credit and issues one or more receipts on it."), issueBankReceipts)
]

/// Issues receipts, or none when one is refused.
///
/// Each is recorded by the same code as `POST /v1/receipts`.
func issueBankReceipts(
    _ input: BankReceiptsInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankCreditView {
    let credit = try tx.existing(input.id)
    try credit.checkReceipts(of: input.receipts.flatMap(\.lines).map(\.amount))
    if let day = input.receivedOn, day < credit.facts.bookedOn {
        throw Refusal.dateOutOfRange(at: .receivedOn, from: credit.facts.bookedOn, to: tx.today)
    }
    let owners = try tx.bookLine(of: credit.owner)
    var group = ContributionGroup()
    var issued: [BankCredit.Part] = []
    for (index, receipt) in input.receipts.enumerated() {
        do {
            try tx.checkFunds(of: receipt, areOfOneOf: owners, for: caller)
            let reference = credit.reference(besides: issued)
            let made = try group.record(input.receipt(receipt, reference: reference), by: caller, in: tx)
            issued += made.lines.map { line in
                BankCredit.Part(contribution: line.id, amount: line.amount, reference: reference)
            }
        } catch let error as Refusal {
            throw Problem(error).ofReceipt(index, in: input.layout)
        } catch let error as Problem {
            throw error.ofReceipt(index, in: input.layout)
        }
    }
    try group.save(in: tx)
    let receipted = credit.adding(issued)
    try tx.save(receipted, replacing: credit)
    return BankCreditView(value: receipted)
}

extension WriteTransaction {
    /// Checks that the funds of a receipt are those of one of `owners`.
    ///
    /// - Throws: `Problem` of the line: an unknown reference for a fund that the caller may not see.
    fileprivate borrowing func checkFunds(
        of receipt: BankReceipt, areOfOneOf owners: [FundOwner], for caller: Caller
    ) throws {
        for (index, line) in receipt.lines.enumerated() {
            guard let fund = try find(line.fund), try isKnown(line.fund, to: caller) else {
                throw Problem(Refusal.unknownReference(.fund, at: .fund)).ofLine(index)
            }
            guard owners.contains(fund.owner) else {
                throw Problem(Refusal.bank(.ownerElsewhere(at: .fund))).ofLine(index)
            }
        }
    }

    /// Counts `lines`, all of a receipt, on the credit of the receipt that it replaces, so that nobody issues more.
    ///
    /// Without the bank reference of `old` it is of other money, and the credit is free again.
    ///
    /// - Throws: `BankRefusal.creditExceeded`.
    borrowing func issue(_ lines: [Contribution], onCreditOf old: Contribution) throws {
        guard let key = old.bankKey, lines.allSatisfy({ $0.bankKey == key }),
            let credit = try bankCredit(of: old.id)
        else { return }
        try credit.checkReceipts(of: lines.map(\.amount))
        let parts = lines.map { line in
            BankCredit.Part(contribution: line.id, amount: line.amount, reference: line.bankReference)
        }
        try save(credit.adding(parts), replacing: credit)
    }
}
