package import Domain
package import SQLite

extension BankAccount: StoredRecord {
    package static let table = EntityTable(
        .bankAccount, "bank_account",
        [
            "id", "owner", "bank", "bank_name", "number", "holder_name", "holder_kind", "decision", "basis",
            "valid_from", "opening_dong", "valid_to", "closing_dong", "previous", "line",
            "recorded_by", "recorded_ms", "version",
        ], actions: [.recorded, .corrected], scopeSource: .owner, isVersioned: true,
        personal: .kept("holder_name", as: .office))

    package static let statements = RecordStatements(table)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> BankAccount {
        let (lastDay, balance) = (row.optionalDate(11), row.optionalInteger(12))
        row.validate((lastDay == nil) == (balance == nil), "the last day of an account has a balance")
        let account = BankAccount(
            id: row.id(0), owner: row.owner(1), bank: Bank(code: row.text(2), name: row.text(3)),
            number: row.text(4), holder: Holder(name: row.text(5), kind: row.choice(6)),
            basis: Basis(decision: row.optionalID(7), text: row.optionalText(8)),
            opening: Statement(on: row.date(9), balance: row.dong(10)),
            closing: lastDay.flatMap { day in balance.map { Statement(on: day, balance: Dong($0)) } },
            previous: row.optionalID(13), recording: row.recording(15))
        row.validate(
            row.textEquals(Array(account.line.text.utf8), in: 14), "an account is one by its bank and number")
        return account
    }

    /// No public list shows accounts.
    package var listOwner: FundOwner? { nil }

    package var row: [any Bindable] {
        [
            id, owner, bank.code, bank.name, number, holder.name, holder.kind.rawValue, basis.decision,
            basis.text, opening.on, opening.balance, closing?.on, closing?.balance, previous, line.text,
        ]
    }

    package var uniqueness: (columns: StaticString, refusal: Refusal)? {
        ("bank_account.line", .alreadyExists(.bankAccount, at: .number))
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM bank_account
        WHERE owner = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT ?3
        """)

    fileprivate static let openWithNumber = Query(
        """
        SELECT \(table.columns)
        FROM bank_account
        WHERE valid_to IS NULL AND substr(line, 8) = ?1
        ORDER BY id
        """)
}

extension BankAccount: Described {
    package static let sample = BankAccount(
        id: Identifier(1), owner: .hamlet(Identifier(1)), bank: Bank(code: "970405", name: "Agribank"),
        number: "3600205123456", holder: Holder(name: "UBND phường Vinh Phú", kind: .financeOffice),
        basis: Basis(decision: nil, text: "Quyết định 12/QĐ-UBND"),
        opening: Statement(on: .sample, balance: .zero), recording: .sample)

    package func write(to fields: inout some FieldWriter) {
        fields.member("id", id)
        fields.member("owner", owner.text)
        fields.member("hamlet", owner.hamlet)
        fields.member("organisation", owner.organisation)
        fields.member("bank", bank.code)
        fields.member("bank_name", bank.name)
        fields.member("number", number)
        fields.member("holder_name", holder.name)
        fields.choice("holder_kind", holder.kind)
        fields.member("decision", basis.decision)
        fields.member("basis", basis.text)
        fields.member("valid_from", opening.on)
        fields.member("opening_balance", opening.balance)
        fields.member("valid_to", closing?.on)
        fields.member("closing_balance", closing?.balance)
        fields.member("previous", previous)
        fields.choice("state", state)
        fields.member(recording)
    }
}

extension Reading where Self: ~Copyable {
    /// The accounts of `owner`, newest first, before `cursor`.
    package borrowing func bankAccounts(
        of owner: FundOwner, before cursor: BankAccount.ID? = nil, limit: Int = Int.max
    ) throws -> [BankAccount] {
        try all(BankAccount.ofOwner, owner, cursor?.number ?? Int64.max, limit)
    }

    /// The open accounts with a number, of any bank.
    package borrowing func openBankAccounts(numbered number: String) throws -> [BankAccount] {
        let key = BankAccount.Line(bank: "000000", number: number).text.dropFirst(7)
        return try all(BankAccount.openWithNumber, String(key))
    }

    /// `owner` and those who have its books after it.
    package borrowing func bookLine(of owner: FundOwner) throws -> [FundOwner] {
        guard let hamlet = owner.hamlet else { return try handoverLine(of: owner) }
        return try successorLine(of: hamlet).map { .hamlet($0) }
    }
}
