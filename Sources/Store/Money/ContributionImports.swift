package import Domain
import SQLite
import Text

/// A receipt as rows of a file name it: fund, donor, day, amount and method, and the bank's reference.
package struct RecordedReceipt: Sendable {
    package struct Key: Hashable, Sendable {
        private let fund: Fund.ID
        private let household: Household.ID?
        private let organisation: Organisation.ID?
        /// As compared: see `nameKey`.
        private let sponsorName: String?
        private let method: Contribution.Method
        /// As compared: see `codeKey`.
        private let bankKey: String?
        private let amount: Dong
        private let day: LocalDate

        package init(
            fund: Fund.ID, donor: Contribution.Donor, method: Contribution.Method, bankReference: String?,
            amount: Dong, day: LocalDate
        ) {
            self.init(
                fund: fund, household: donor.household, organisation: donor.organisation,
                sponsorName: donor.sponsor?.name, method: method, bankReference: bankReference,
                amount: amount,
                day: day)
        }

        fileprivate init(
            fund: Fund.ID, household: Household.ID?, organisation: Organisation.ID?, sponsorName: String?,
            method: Contribution.Method, bankReference: String?, amount: Dong, day: LocalDate
        ) {
            self.fund = fund
            self.household = household
            self.organisation = organisation
            self.sponsorName = sponsorName?.nameKey
            self.method = method
            bankKey = bankReference?.codeKey
            self.amount = amount
            self.day = day
        }
    }

    package let id: Contribution.ID
    package let key: Key
    /// True when it was made from a row with a key of the office's own.
    package let hasImportKey: Bool
    /// Without address and reason.
    package let voucher: Voucher
    package let isVoided: Bool
}

extension WriteTransaction {
    /// The receipts of `owner` dated `day` or later in the order of their ids, with voided ones: a voided receipt is not
    /// recorded again by the same row.
    ///
    /// None without reading them when the owner has no receipt of that date.
    package borrowing func recordedReceipts(
        of owner: FundOwner, from day: LocalDate
    ) throws -> [RecordedReceipt] {
        let last = try connection.first(
            "SELECT max(last_on) FROM voucher_series WHERE owner = ?1 AND kind = 'receipt'", owner
        ) { row in row.optionalInteger(0) }
        guard let last = last ?? nil, last >= Int64(day.packed) else { return [] }
        return try connection.all(
            """
            SELECT 'receipt', coalesce(issued_on, received_on), book, number, amount_dong, party_name, names_book, fund, household, organisation,
                sponsor_name, method, bank_reference, CASE WHEN voided_ms IS NULL THEN 0 ELSE 1 END, id,
                CASE WHEN import_key IS NULL THEN 0 ELSE 1 END, received_on
            FROM contribution
            WHERE owner = ?1 AND received_on >= ?2
            ORDER BY id
            """, owner, day
        ) { row in
            RecordedReceipt(
                id: row.id(14),
                key: RecordedReceipt.Key(
                    fund: row.id(7), household: row.optionalID(8), organisation: row.optionalID(9),
                    sponsorName: row.optionalText(10), method: row.choice(11),
                    bankReference: row.optionalText(12), amount: row.dong(4), day: row.date(16)),
                hasImportKey: row.boolean(15),
                voucher: readVoucher(row, of: owner), isVoided: row.boolean(13))
        }
    }

    /// The receipt of `owner`, or of an owner before it, that was made from a row with this key; voided ones too.
    package borrowing func receipt(
        keyed key: Contribution.ImportKey, of owner: FundOwner
    ) throws -> Contribution? {
        try first(keyedReceipt, owner, key.folded, owner.hamlet)
    }
}

private let keyedReceipt = Query(
    """
    WITH RECURSIVE line (id) AS (
        SELECT ?3
        UNION
        SELECT predecessor FROM reorganisation_hamlet JOIN line ON successor = line.id
    ), books (owner) AS (
        SELECT ?1
        UNION
        SELECT fund_owner.owner FROM line JOIN fund_owner ON fund_owner.hamlet = line.id
    )
    SELECT \(Contribution.table.columns)
    FROM books JOIN contribution ON contribution.owner = books.owner
    WHERE import_key_folded = ?2
    ORDER BY contribution.id DESC
    LIMIT 1
    """)
