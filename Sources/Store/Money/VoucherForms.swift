package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The form of vouchers of `kind` in force on `day` in the commune `code`.
    ///
    /// - Throws: `Refusal.parameterMissing` for a value that is not set.
    package borrowing func voucherForm(
        of kind: Voucher.Kind, in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> VoucherForm {
        let (form, signers): (Parameter.Key, Parameter.Key) =
            switch kind {
            case .receipt: (.receiptForm, .receiptSigners)
            case .payment: (.paymentForm, .paymentSigners)
            }
        let found = VoucherForm(
            number: try value(of: form, in: code, on: day),
            issuingText: try value(of: .voucherIssuingText, in: code, on: day),
            heading: try value(of: .voucherHeading, in: code, on: day),
            numbering: try value(of: .voucherNumber, in: code, on: day),
            signers: try value(of: signers, in: code, on: day),
            budgetCode: try value(of: .budgetCode, in: code, on: day))
        guard let found else { throw Refusal.parameterMissing(form) }
        return found
    }
}

extension Reading where Self: ~Copyable {
    /// The day on which the payment of an expenditure was voided; nil when it was not.
    ///
    /// Nothing follows the voiding, so its entry in the journal is the last one.
    package borrowing func voidedOn(_ expenditure: Expenditure.ID) throws -> LocalDate? {
        try connection.first(
            """
            SELECT recorded_ms
            FROM expenditure JOIN journal ON journal.position = expenditure.position
            WHERE expenditure.id = ?1 AND expenditure.state = 'voided'
            """, expenditure
        ) { row in LocalDate(row.instant(0)) }
    }
}
