extension BankCredit {
    /// The next version, without who paid and what they wrote.
    package var forgotten: BankCredit {
        let name = Household.forgottenName
        return BankCredit(
            id: id, account: account, owner: owner, line: line,
            facts: Facts(
                amount: facts.amount, bookedOn: facts.bookedOn, reference: facts.reference, memo: name,
                payerName: nil, payerAccount: nil),
            source: source, code: nil, parts: parts, ignoredFor: ignoredFor.map { _ in name },
            recordedBy: recordedBy, recordedAt: recordedAt, version: version + 1)
    }
}
