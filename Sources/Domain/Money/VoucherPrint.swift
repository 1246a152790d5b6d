/// A print (lần in) of a voucher: recorded when it is printed, never by looking at it.
///
/// The first is the original; the page of any later one says which it is.
package struct VoucherPrint: RecordedEntity, Hashable {
    package typealias ID = Identifier<VoucherPrint>

    package static let kind = EntityKind.voucherPrint

    /// What was printed.
    package enum Subject: Hashable, Sendable {
        case receipt(Contribution.ID)
        case payment(Expenditure.ID)

        package var contribution: Contribution.ID? {
            switch self {
            case .receipt(let id): id
            case .payment: nil
            }
        }

        package var expenditure: Expenditure.ID? {
            switch self {
            case .receipt: nil
            case .payment(let id): id
            }
        }
    }

    package let id: ID
    package let owner: FundOwner
    package let subject: Subject
    /// 1 for the original, then 2, 3 and so on.
    package let number: Int64
    package let recording: Recording

    package init(id: ID, owner: FundOwner, subject: Subject, number: Int64, recording: Recording) {
        self.id = id
        self.owner = owner
        self.subject = subject
        self.number = number
        self.recording = recording
    }
}
