package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The payment of which `expenditure` is a line; the lines are read only when there are several.
    ///
    /// - Throws: `SQLiteError` when they are not all there.
    package borrowing func payment(of expenditure: Expenditure) throws -> Payment {
        let (line, first) = (expenditure.line, expenditure.payment.number)
        let lines =
            line == .only
            ? [expenditure] : try all(paymentLines, expenditure.owner, first, first &+ line.count &- 1)
        guard let payment = Payment(lines) else {
            throw SQLiteError(
                invalidRow: "the lines of payment \(first) are not whole", operation: "payment")
        }
        return payment
    }

    /// The payment with the line `id`.
    ///
    /// - Throws: `Refusal.notFound`; `SQLiteError`.
    package borrowing func existingPayment(_ id: Expenditure.ID) throws -> Payment {
        try payment(of: try existing(id))
    }
}

extension WriteTransaction {
    /// Records a new request with all its lines; see `request(_: Expenditure, in:)`.
    package borrowing func request(_ payment: Payment, in commune: AdministrativeUnit.Code) throws {
        for line in payment.lines { try request(line, in: commune) }
    }

    /// Stores `payment` as a change of `old`, line by line; see `save(_: Expenditure, replacing:)`.
    package borrowing func save(_ payment: Payment, replacing old: Payment) throws {
        for (line, old) in zip(payment.lines, old.lines) { try save(line, replacing: old) }
    }
}

extension Expenditure {
    static func readLine(_ row: borrowing Row) -> Voucher.Line {
        let line = Voucher.Line(row.integer(36), of: row.integer(37))
        row.validate(
            line.number > 0 && line.number <= line.count && line.count <= Int64(Payment.linesMax),
            "a line is one of those of its payment")
        row.validate(
            line.count == 1 || row.optionalInteger(8) == nil && row.optionalInteger(34) == nil,
            "a refund or a repayment has one line")
        return line
    }
}

/// Ids of the lines follow each other, so that a range finds them.
private let paymentLines = Query(
    """
    SELECT \(Expenditure.table.columns)
    FROM expenditure
    WHERE expenditure.owner = ?1 AND expenditure.id BETWEEN ?2 AND ?3
    ORDER BY expenditure.id
    """)
