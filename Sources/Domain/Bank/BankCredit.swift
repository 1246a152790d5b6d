import Text

/// Money that came to a bank account (báo có), as the bank told it.
///
/// It pays nothing by itself: a person confirms the receipts that are issued on it.
package struct BankCredit: VersionedEntity, Hashable {
    package typealias ID = Identifier<BankCredit>

    package static let kind = EntityKind.bankCredit

    package enum State: String, CaseIterable, Sendable {
        case unmatched
        /// Its memo has the payment code of something of the account's owner, or a part of it is receipted.
        case matched
        /// Receipts were issued on all of it.
        case used
        /// It is no contribution: interest, a transfer between own accounts, a receipt issued before.
        case ignored
    }

    package enum Step: String, CaseIterable, Sendable {
        case ignore
        case restore
    }

    package enum Source: String, CaseIterable, Sendable {
        case statement
        /// A notice of the configured service.
        case webhook
        /// Entered by an office, or by its own program.
        case entry
    }

    /// What the bank told.
    package struct Facts: Hashable, Sendable {
        package let amount: Dong
        package let bookedOn: LocalDate
        /// The bank's, or one made from the row of a statement that has none.
        package let reference: String
        package let memo: String
        /// As given, mostly without accents.
        package let payerName: String?
        package let payerAccount: String?

        package init(
            amount: Dong, bookedOn: LocalDate, reference: String, memo: String, payerName: String?,
            payerAccount: String?
        ) {
            self.amount = amount
            self.bookedOn = bookedOn
            self.reference = reference
            self.memo = memo
            self.payerName = payerName
            self.payerAccount = payerAccount
        }

        /// By which references of one account are compared.
        package var referenceKey: String { reference.codeKey }
    }

    /// The part of the credit on which one receipt was issued.
    package struct Part: Hashable, Sendable {
        package let contribution: Contribution.ID
        package let amount: Dong
        /// The bank reference of the receipt.
        package let reference: String?
        /// True when the receipt was voided, or refunded whole after its hamlet had ended.
        package let isReturned: Bool

        package init(
            contribution: Contribution.ID, amount: Dong, reference: String?, isReturned: Bool = false
        ) {
            self.contribution = contribution
            self.amount = amount
            self.reference = reference
            self.isReturned = isReturned
        }
    }

    package let id: ID
    package let account: BankAccount.ID
    package let owner: FundOwner
    package let line: BankAccount.Line
    package let facts: Facts
    package let source: Source
    /// The one code in the memo that names something of the account's owner.
    package let code: PaymentCode?
    package private(set) var parts: [Part]
    package private(set) var ignoredFor: String?
    /// Nil for the notice of a service.
    package let recordedBy: User.ID?
    package let recordedAt: Instant
    package private(set) var version: Int64

    package init(
        id: ID, account: BankAccount.ID, owner: FundOwner, line: BankAccount.Line, facts: Facts,
        source: Source,
        code: PaymentCode?, parts: [Part] = [], ignoredFor: String? = nil, recordedBy: User.ID?,
        recordedAt: Instant, version: Int64 = 1
    ) {
        self.id = id
        self.account = account
        self.owner = owner
        self.line = line
        self.facts = facts
        self.source = source
        self.code = code
        self.parts = parts
        self.ignoredFor = ignoredFor
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.version = version
    }

    /// The sum of the parts that were not returned.
    package var receipted: Dong {
        Dong(parts.sum(of: { (part: Part) -> Int64 in part.isReturned ? 0 : part.amount.amount }))
    }

    package var left: Dong { max(facts.amount.less(receipted), .zero) }

    package var state: State {
        if ignoredFor != nil { return .ignored }
        if left == .zero { return .used }
        return code != nil || receipted > .zero ? .matched : .unmatched
    }

    /// The version of the credit together with what became of its receipts.
    package var versionWithReturns: Int64 { version.addingClamped(Int64(parts.count(where: \.isReturned))) }

    /// The credit after `step`; `reason` says why it is ignored.
    ///
    /// - Throws: `.invalidTransition` when the step is not allowed in the current state: what has receipts is no longer
    ///   ignored.
    package func taking(_ step: Step, for reason: String? = nil) throws(Refusal) -> BankCredit {
        switch (state, step) {
        case (.unmatched, .ignore), (.matched, .ignore):
            guard receipted == .zero else {
                throw .invalidTransition(.bankCredit, step: step.rawValue, from: State.used.rawValue)
            }
            return changed { $0.ignoredFor = reason ?? "" }
        case (.ignored, .restore): return changed { $0.ignoredFor = nil }
        case (.used, _), (.ignored, .ignore), (.unmatched, .restore), (.matched, .restore):
            throw .invalidTransition(.bankCredit, step: step.rawValue, from: state.rawValue)
        }
    }

    /// Checks that receipts of these amounts may be issued on the credit.
    ///
    /// - Throws: `.invalidTransition` unless it is unmatched or matched; `.bank(.creditExceeded)`; `.amountTooLarge`.
    package func checkReceipts(of amounts: [Dong]) throws(Refusal) {
        switch state {
        case .ignored, .used: throw .invalidTransition(.bankCredit, step: "receipts", from: state.rawValue)
        case .unmatched, .matched:
            let sum = try amounts.sum(of: { (amount: Dong) -> Dong in amount })
            guard sum <= left else { throw .bank(.creditExceeded(left: left)) }
        }
    }

    /// The bank reference of the next receipt: the credit's own, and with its part once another receipt has that.
    package func reference(besides issued: [Part]) -> String {
        let taken = Set((parts + issued).filter { !$0.isReturned }.compactMap { $0.reference?.codeKey })
        var (number, reference) = (1, facts.reference)
        while taken.contains(reference.codeKey) {
            number += 1
            reference = "\(facts.reference) PHAN \(number)"
        }
        return reference
    }

    /// The credit with the receipts that were issued on it.
    package func adding(_ issued: [Part]) -> BankCredit { changed { $0.parts += issued } }

    private func changed(_ change: (inout BankCredit) -> Void) -> BankCredit {
        var credit = self
        change(&credit)
        credit.version += 1
        return credit
    }
}
