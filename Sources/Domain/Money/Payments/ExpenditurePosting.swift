extension Expenditure {
    /// The posting of the payment, out of cash or bank, or nil before it is paid.
    package var posting: Posting? {
        paidOn.map { day in
            Posting(
                fund: fund, debit: debitedAccount, credit: method.account, item: item, amount: amount,
                on: day)
        }
    }

    fileprivate var debitedAccount: LedgerAccount.Kind {
        if passesThrough { return .passThrough }
        if repays != nil { return .payables }
        return refundOf == nil ? .expenses : .refunds
    }
}
