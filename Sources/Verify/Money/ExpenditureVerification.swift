import Domain
import JSON
import SQLite
import Store

extension Verifier {
    /// Verifies the expenditures of one owner against the journal.
    func verifyExpenditures(into books: inout OwnerBooks) throws {
        try connection.forEachReadable(expendituresOfOwner, books.owner) { row in
            countRow(.expenditure, id: row.integer(0))
            let expenditure = try Expenditure.read(row, in: reading)
            row.validate(expenditure.amount > .zero, "an amount is over 0")
            try row.check()
            compare(expenditure, with: row.link(at: Expenditure.table.columns.count))
            noteReplacement(of: expenditure)
            let columns = Expenditure.table.columns.count + JournalLink.columnsCount
            books.note(row.text(columns), of: expenditure)
            if expenditure.passesThrough != books.passThroughFunds.contains(expenditure.fund.number) {
                report(.columnDiffers(.expenditure, id: expenditure.id.number, column: "passes_through"))
            }
            if let posting = expenditure.posting {
                add(posting, at: row.optionalInteger(columns + 1) ?? 0, to: &books)
                if let voiding = expenditure.voidingPosting {
                    add(voiding, at: row.integer(Expenditure.table.columns.count), to: &books)
                }
            }
            books.add(expenditure)
            verifyLine(expenditure, into: &books)
        } onUnreadable: { row, _ in
            _ = latest(of: .expenditure, row.integer(0))
            report(.rowUnreadable(.expenditure, id: row.integer(0)))
        }
        endPayment(of: &books)
    }

    /// Checks that a payment of several lines has all of them, one after the other, and that they say the same.
    private func verifyLine(_ expenditure: Expenditure, into books: inout OwnerBooks) {
        let line = expenditure.line
        if line.isFirst { endPayment(of: &books) }
        guard line != .only else { return }
        books.paymentLines.append(expenditure)
        if line.isLast { endPayment(of: &books) }
    }

    private func endPayment(of books: inout OwnerBooks) {
        guard let first = books.paymentLines.first else { return }
        if Payment(books.paymentLines) == nil {
            report(.paymentLinesDiffer(expenditure: first.id.number))
        }
        books.paymentLines = []
    }

    /// Checks that the entry of each payment voucher is that of its payment.
    func verifyPaymentEntries() throws {
        try connection.forEach(
            """
            SELECT expenditure.id, number, voucher_position, subject, kind, payload
            FROM expenditure LEFT JOIN journal ON journal.position = voucher_position
            WHERE number IS NOT NULL OR voucher_position IS NOT NULL
            ORDER BY expenditure.id
            """
        ) { row in
            let isRight =
                row.optionalInteger(1) != nil && row.optionalInteger(3) == row.integer(0)
                && row.optionalText(4) == "expenditure.changed"
                && expenditureState(in: row.optionalBytes(5) ?? []) == .paid
            if !isRight {
                report(.columnDiffers(.expenditure, id: row.integer(0), column: "voucher_position"))
            }
        }
    }

    /// Checks that refunds do not exceed their receipt, and that the receipt is valid and of the same fund.
    func verifyRefunds() throws {
        try connection.forEach(
            """
            WITH RECURSIVE succession (from_fund, to_fund) AS (
                SELECT from_fund, to_fund FROM reorganisation_fund
                UNION ALL
                SELECT from_fund, to_fund FROM book_handover_fund
            ),
            line (origin, fund) AS (
                SELECT from_fund, to_fund FROM succession
                UNION
                SELECT origin, to_fund FROM line JOIN succession ON from_fund = line.fund
            )
            SELECT refund_of, CAST(sum(expenditure.amount_dong) AS BIGINT),
                max(CASE WHEN voided_ms IS NULL AND (contribution.fund = expenditure.fund
                        OR (contribution.fund, expenditure.fund) IN (SELECT origin, fund FROM line))
                    THEN contribution.amount_dong ELSE 0 END)
            FROM expenditure LEFT JOIN contribution ON contribution.id = refund_of
            WHERE refund_of IS NOT NULL AND state NOT IN ('rejected', 'withdrawn', 'cancelled', 'voided')
            GROUP BY refund_of
            ORDER BY refund_of
            """
        ) { row in
            guard row.integer(1) > row.integer(2) else { return }
            report(
                .refundsTooLarge(
                    contribution: row.integer(0), received: row.integer(2), refunded: row.integer(1)))
        }
    }

    /// Checks what receipts keep about their refunds.
    func verifyKeptRefunds() throws {
        var unmatched = findings.refunds
        try connection.forEach(
            """
            SELECT refund_of,
                CAST(sum(CASE WHEN state IN ('paid', 'booked') THEN amount_dong ELSE 0 END) AS BIGINT),
                CAST(sum(version) AS BIGINT)
            FROM expenditure
            WHERE refund_of IS NOT NULL
            GROUP BY refund_of
            ORDER BY refund_of
            """
        ) { row in
            let kept = unmatched.removeValue(forKey: row.integer(0)) ?? .none
            compare(kept, with: .init(paid: row.dong(1), stepsCount: row.integer(2)), of: row.integer(0))
        }
        for (id, kept) in unmatched.sorted(by: { $0.key < $1.key }) { compare(kept, with: .none, of: id) }
    }

    private func compare(
        _ kept: Contribution.Refunds, with computed: Contribution.Refunds, of contribution: Int64
    ) {
        if kept.paid != computed.paid {
            report(
                .totalDiffers(
                    .refunds(contribution: contribution, column: "refunded_dong"), stored: kept.paid.amount,
                    computed: computed.paid.amount))
        }
        if kept.stepsCount != computed.stepsCount {
            report(
                .totalDiffers(
                    .refunds(contribution: contribution, column: "refund_steps"), stored: kept.stepsCount,
                    computed: computed.stepsCount))
        }
    }
}

/// The state in an expenditure's journal payload, or nil when it has none.
func expenditureState(in payload: [UInt8]) -> Expenditure.State? {
    guard let document = try? JSONDocument(parsing: payload), document.ambiguities.isEmpty,
        case .string(let state)? = document.root["state"]
    else { return nil }
    return Expenditure.State(rawValue: state)
}

private let expendituresOfOwner = Query(
    """
    SELECT \(Expenditure.table.columns), expenditure.position, entry_kind, entry_subject, entry_payload, commune,
        voucher_position
    FROM expenditure LEFT JOIN (
        SELECT position AS entry_position, kind AS entry_kind, subject AS entry_subject, payload AS entry_payload
        FROM journal
    ) AS entry ON entry_position = expenditure.position
    WHERE owner = ?1
    ORDER BY id
    """)

extension OwnerBooks {
    mutating func add(_ expenditure: Expenditure) {
        guard let voucher = expenditure.voucher, expenditure.line.isFirst else { return }
        let series = VerifiedSeries(
            kind: .payment, year: Int64(voucher.issuedOn.year), book: voucher.series.book)
        numbers[series, default: []].append(voucher.last)
    }
}
