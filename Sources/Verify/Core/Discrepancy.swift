package import Domain

/// A discrepancy found by verification: stored data that differs from what the rest of the file implies.
///
/// Facts only. The command line turns them into text.
package enum Discrepancy: Hashable, Sendable {
    /// A table, index, trigger or view that the migrations make is missing, changed, or added.
    case schemaObjectMissing(String)
    case schemaObjectChanged(String)
    case schemaObjectUnknown(String)

    /// Journal positions are missing between these two.
    case journalGap(after: Int64, next: Int64)
    /// The row at this position was recorded before the one preceding it.
    case journalTimeFalls(position: Int64)
    /// The leaf is not the hash of the row's entry.
    case journalHashDiffers(position: Int64)
    /// The private part was erased, but nobody was forgotten.
    case journalErased(position: Int64)
    /// The private part is there, although a later row says that the person was forgotten.
    case forgottenRemains(position: Int64)
    /// The public members of the row are not those of its payload.
    case publicPartDiffers(position: Int64)
    /// The payload says that somebody else acted.
    case actorDiffers(position: Int64)
    /// The payload says that it was recorded at another time.
    case journalTimeDiffers(position: Int64)
    /// The payload names another owner of books.
    case journalOwnerDiffers(position: Int64)
    /// The token is not one of the user who acted, or its role was assigned by somebody else.
    case tokenDiffers(position: Int64)
    /// A tile of the tree is missing, or is not made of the entries below it.
    case logTileDiffers(level: Int, number: Int64)
    /// A signed checkpoint says something else of the first entries than the journal does.
    case checkpointDiffers(size: Int64)
    /// A cosignature is not below a stored checkpoint, or not by the stored key of its witness.
    case cosignatureDiffers(size: Int64, witness: String)
    /// A stored public key is none of its kind, or there are two current ones of the log.
    case logKeyDiffers(vkey: String)
    /// This build knows no such event kind.
    case journalKindUnknown(position: Int64, kind: String)
    /// An entity was recorded with an id that is not higher than all earlier ids of its kind.
    case journalSubjectRepeated(EntityKind, id: Int64, position: Int64)
    /// The journal refers to an entity that has no row, or that was never recorded.
    case eventWithoutRow(EntityKind, id: Int64, position: Int64)

    /// A column holds an invalid date, instant or enum value.
    case rowUnreadable(EntityKind, id: Int64)
    /// The journal has no row at the entity's position, or one about something else.
    case rowWithoutEvent(EntityKind, id: Int64, position: Int64)
    /// The journal has a later row about the entity, at `latest`.
    case rowNotLatest(EntityKind, id: Int64, position: Int64, latest: Int64)
    /// The entity's row differs from the payload at `position`.
    case payloadDiffers(EntityKind, id: Int64, position: Int64)
    /// A column does not match the columns that it derives from.
    case columnDiffers(EntityKind, id: Int64, column: String)

    /// A stored response is of a resource that does not exist or never had that version, or the journal says otherwise.
    case storedResponseDiffers(caller: Int64, key: String)
    /// A stored response is missing, or the journal knows none of one.
    case storedResponsesDiffer(stored: Int64, computed: Int64)
    /// What was stored of responses before requests were named in the journal is not what the entry at `position` says;
    /// 0 when there is no such entry.
    case sealedResponsesDiffer(position: Int64)

    /// The stored previous versions are not those that the journal implies.
    case previousVersionsDiffer(stored: Int64, computed: Int64)

    /// The contributions differ from the journal in total, although no single row does.
    case contributionsDiffer(stored: Int64, computed: Int64)

    /// The voucher kind is neither receipt nor payment.
    case voucherKindUnknown(owner: String, kind: String)
    /// The series has a gap at this number.
    case numberMissing(Voucher.Series, number: Int64)
    /// Several contributions or payments have this number.
    case numberShared(Voucher.Series, number: Int64)
    /// A receipt lacks a line, has one too many, or its lines say different things.
    case receiptLinesDiffer(Voucher.Series, number: Int64)
    /// The payment with this line lacks one, has one too many, or its lines say different things.
    case paymentLinesDiffer(expenditure: Int64)
    /// The series has a wrong last number. Nil: there is no such series, or it has no vouchers.
    case lastNumberDiffers(Voucher.Series, stored: Int64?, computed: Int64?)
    /// The series has a wrong date of its last number.
    case lastDateDiffers(Voucher.Series, stored: Int64, computed: Int64)
    /// Dates fall at this number, although the series says that they rise from an earlier one on.
    case dateFalls(Voucher.Series, number: Int64)
    /// The series says that its dates rise only from this number on, but they do from `computed` on.
    case orderBeginsEarlier(Voucher.Series, stored: Int64, computed: Int64)

    /// A row of `fund_owner` names no hamlet, commune or organisation, or the one it names lacks its row.
    case ownerDiffers(owner: String)
    /// No receipt, payment or reorganisation was journalled at this position that has such a posting.
    case postingWithoutEvent(position: Int64, line: Int64)
    /// Owner, fund, accounts, item, amount or date differ from the receipt, payment or reorganisation.
    case postingDiffers(position: Int64, line: Int64)
    case postingMissing(position: Int64, line: Int64)
    /// A posting has an account kind, a unit or a date that this build does not know, or moves nothing.
    case postingUnreadable(position: Int64, line: Int64)
    /// The postings differ from the books in total, although no single row does.
    case postingsDiffer(stored: Int64, computed: Int64)
    /// By its vouchers, a cash or bank account was overdrawn on this day.
    case balanceNegative(LedgerAccount, owner: String, day: Int64, balance: Int64)
    /// A sum of a fund has an account kind, a unit or a date that this build does not know.
    case ledgerSumUnreadable(owner: String, fund: Int64, day: Int64)
    /// The refunds exceed the receipt. `received` is 0 when it was voided or is of another fund.
    case refundsTooLarge(contribution: Int64, received: Int64, refunded: Int64)
    /// A stored total is wrong. Nil: the row is missing, or should not exist.
    case totalDiffers(Total, stored: Int64?, computed: Int64?)

    /// The total, with the column where its table has several.
    package enum Total: Hashable, Sendable {
        /// What was pledged in a year.
        case pledgeYear(hamlet: Int64, year: Int64, column: String)
        /// The participation of a household in a year: 1.
        case householdYear(hamlet: Int64, year: Int64, household: Int64)
        /// A fund's sum over a pair of accounts and an item on a day.
        case ledgerSum(
            owner: String, fund: Int64, day: Int64, debit: LedgerAccount.Kind, credit: LedgerAccount.Kind,
            item: String, column: String)
        /// A sum by unit and month.
        case unitMonth(unit: String, month: Int64, column: String)
        /// A sum by owner and year.
        case ownerYear(owner: String, year: Int64, column: String)
        /// A sum by fund and year.
        case fundYear(fund: Int64, year: Int64, column: String)
        /// Which postings are in the sums by unit and month, and by owner and year.
        case unitMonthState(column: String)
        /// What an owner held at the end of a closed month.
        case closedMonth(owner: String, month: Int64, account: LedgerAccount.Kind)
        case population(hamlet: Int64, column: String)
        /// The amount received on a pledge.
        case pledge(id: Int64)
        /// What a receipt keeps about its refunds.
        case refunds(contribution: Int64, column: String)
        /// The number of models by unit, day and sort; `sort` is `area kind state level`.
        case unitModels(unit: String, registeredOn: Int64, sort: String)
        case hamletModels(hamlet: Int64, state: String, kind: String)
    }
}
