package import Domain
package import SQLite

extension VoucherPrint: StoredRecord {
    package static let table = EntityTable(
        .voucherPrint, "voucher_print",
        [
            "id", "owner", "contribution", "expenditure", "number", "recorded_by", "recorded_ms", "version",
        ], actions: [.recorded], scopeSource: .owner, isVersioned: true)

    package static let statements = RecordStatements(table)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> VoucherPrint {
        let contribution: Contribution.ID? = row.optionalID(2)
        let expenditure: Expenditure.ID? = row.optionalID(3)
        row.validate((contribution == nil) != (expenditure == nil), "a print is of one voucher")
        let subject =
            contribution.map { Subject.receipt($0) } ?? .payment(expenditure ?? Identifier(0))
        return VoucherPrint(
            id: row.id(0), owner: row.owner(1), subject: subject, number: row.integer(4),
            recording: row.recording(5))
    }

    package var listOwner: FundOwner? { owner }

    package var row: [any Bindable] { [id, owner, subject.contribution, subject.expenditure, number] }

    fileprivate static let ofReceipt = Query(
        """
        SELECT \(table.columns) FROM voucher_print WHERE contribution = ?1 AND id < ?2 ORDER BY number DESC LIMIT ?3
        """)

    fileprivate static let ofPayment = Query(
        """
        SELECT \(table.columns) FROM voucher_print WHERE expenditure = ?1 AND id < ?2 ORDER BY number DESC LIMIT ?3
        """)
}

extension VoucherPrint: Described {
    package static let sample = VoucherPrint(
        id: Identifier(1), owner: .hamlet(Identifier(1)), subject: .receipt(Identifier(1)), number: 2,
        recording: .sample)

    package func write(to fields: inout some FieldWriter) {
        fields.member("id", id)
        fields.member("hamlet", owner.hamlet)
        fields.member("contribution", subject.contribution)
        fields.member("expenditure", subject.expenditure)
        fields.count("number", number)
        fields.member(recording)
    }
}

extension Reading where Self: ~Copyable {
    /// The prints of a voucher, newest first, before `cursor`.
    package borrowing func prints(
        of subject: VoucherPrint.Subject, before cursor: VoucherPrint.ID?, limit: Int
    ) throws -> [VoucherPrint] {
        let cursor = cursor?.number ?? Int64.max
        return switch subject {
        case .receipt(let id): try all(VoucherPrint.ofReceipt, id, cursor, limit)
        case .payment(let id): try all(VoucherPrint.ofPayment, id, cursor, limit)
        }
    }

    /// The number of the last print of a voucher; 0 when none was recorded.
    package borrowing func lastPrint(of subject: VoucherPrint.Subject) throws -> Int64 {
        try prints(of: subject, before: nil, limit: 1).first?.number ?? 0
    }
}
