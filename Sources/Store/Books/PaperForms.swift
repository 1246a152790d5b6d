package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The form of `paper` in force on `day` in the commune `code`.
    ///
    /// - Throws: `Refusal.parameterMissing` for a value that is not set.
    package borrowing func paperForm(
        of paper: PaperForm.Paper, in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> PaperForm {
        let found = PaperForm(
            form: try value(of: paper.form, in: code, on: day),
            heading: try value(of: .voucherHeading, in: code, on: day),
            signers: try value(of: paper.signers, in: code, on: day),
            budgetCode: try value(of: .budgetCode, in: code, on: day))
        guard let found else { throw Refusal.parameterMissing(paper.form) }
        return found
    }

    /// The day on which the row of the journal at `position` was recorded; nil when there is none.
    package borrowing func recordingDay(at position: Int64) throws -> LocalDate? {
        try connection.first("SELECT recorded_ms FROM journal WHERE position = ?1", position) { row in
            LocalDate(row.instant(0))
        }
    }
}
