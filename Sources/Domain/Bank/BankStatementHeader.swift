import Text

/// The header of a statement: which column says what.
///
/// It is found by its words, in Vietnamese or English, with or without accents, because its row differs by bank and by
/// export; or by the names of machine columns.
struct BankStatementHeader {
    enum Column: CaseIterable {
        case bookedOn
        case valueOn
        case reference
        case debit
        case credit
        /// Money in and out in one column, told apart by its sign.
        case change
        case balance
        case memo
        case payerName
        case payerAccount
    }

    /// The rows up to and with the header.
    let rowsCount: Int
    /// The cells of each column; a cell may be of two, such as date and reference.
    private let places: [Column: Int]
    /// The keys of the header's rows, which page heads repeat.
    private let heads: [[String]]

    /// The header among `rows`; nil when none of them names a date and an amount.
    ///
    /// A head over two columns ("Số tiền" above "Nợ" and "Có") stands in two rows, which are read as one.
    init?(in rows: ArraySlice<BankStatement.Row>) {
        for (index, row) in rows.enumerated() {
            let keys = row.cells.map(\.headKey)
            let below = rows.dropFirst(index + 1).first?.cells.map(\.headKey) ?? []
            if let places = BankStatementHeader.places(of: keys, above: below) {
                (rowsCount, self.places, heads) = (index + 2, places, [keys, below])
                return
            }
            if let places = BankStatementHeader.places(of: keys) {
                (rowsCount, self.places, heads) = (index + 1, places, [keys])
                return
            }
        }
        return nil
    }

    /// The columns of a header in two rows, of which the lower one has "Nợ" and "Có"; nil when it is none.
    private static func places(of keys: [String], above below: [String]) -> [Column: Int]? {
        let own = Dictionary(uniqueKeysWithValues: Column.allCases.map { ($0, $0.place(in: keys)) })
        guard own[.credit] == .some(nil), own.values.contains(where: { $0 != nil }),
            let credit = Column.credit.place(in: below), let debit = Column.debit.place(in: below),
            places(of: below) == nil
        else { return nil }
        let count = max(keys.count, below.count)
        guard var places = places(of: (0..<count).map { (keys.at($0) ?? "") + (below.at($0) ?? "") }) else {
            return nil
        }
        (places[.credit], places[.debit], places[.change]) = (credit, debit, nil)
        return places
    }

    /// The columns of a header; nil without a date or an amount.
    private static func places(of keys: [String]) -> [Column: Int]? {
        var places: [Column: Int] = [:]
        for column in Column.allCases {
            places[column] = column.place(in: keys)
        }
        guard places[.bookedOn] != nil || places[.valueOn] != nil,
            places[.credit] != nil || places[.change] != nil
        else { return nil }
        return places
    }

    /// The head of an amount or balance that stands over two columns, so that nobody can tell which is meant.
    ///
    /// In a header of two rows the upper one tells them apart.
    var repeatedHead: String? {
        guard heads.count == 1, let keys = heads.first else { return nil }
        return [Column.credit, .debit, .change, .balance]
            .compactMap { places[$0].flatMap { keys.at($0) } }
            .first { key in keys.count { $0 == key } > 1 }
    }

    /// True for a page head, which repeats a row of the header.
    func isRepeated(_ row: BankStatement.Row) -> Bool {
        let keys = row.cells.map(\.headKey)
        return heads.contains { head in
            keys.contains { !$0.isEmpty }
                && (0..<max(keys.count, head.count)).allSatisfy { (keys.at($0) ?? "") == (head.at($0) ?? "") }
        }
    }

    /// The entry in `row`; nil for a row that is none: a total, a page number, a signature.
    ///
    /// - Throws: what is wrong with an entry.
    func entry(
        in row: BankStatement.Row, making made: inout MadeReferences
    ) throws(BankStatement.Fault) -> BankStatement.Entry? {
        let (date, dateText) = (bookedOn(in: row), text(.bookedOn, in: row) ?? text(.valueOn, in: row) ?? "")
        if date == nil, row.isTotal { return nil }
        let amounts = [Column.credit, .debit, .change].compactMap { text($0, in: row) }
        if date == nil, dateText.isEmpty || !amounts.contains(where: { $0.hasDigit }) {
            // Money without a day is an entry that lacks it; words alone are none.
            guard dateText.isEmpty, amounts.contains(where: { $0.hasDigit }) else { return nil }
            throw BankStatement.Fault(line: row.line, .dateMissing)
        }
        guard let date else {
            throw BankStatement.Fault(line: row.line, .dateInvalid(String(dateText.displayed.prefix(40))))
        }
        let change = try change(in: row)
        guard let change, change != 0 else {
            if row.isTotal { return nil }
            throw BankStatement.Fault(line: row.line, .amountMissing)
        }
        let balance = try amount(.balance, in: row)
        let memo = (text(.memo, in: row) ?? "").displayed(upTo: BankStatementHeader.memoLengthMax)
        let inMemo = BankStatementCell.payer(in: memo)
        let given = reference(in: row, besides: date.rest)
        return BankStatement.Entry(
            line: row.line, direction: change > 0 ? .credit : .debit, bookedOn: date.date,
            amount: Dong(Int64(change.magnitude)),
            reference: given ?? made.next(on: date.date, change: change, balance: balance.map { Dong($0) }),
            memo: memo, payerName: line(.payerName, in: row, upTo: 100) ?? inMemo.name,
            payerAccount: line(.payerAccount, in: row, upTo: 50) ?? inMemo.account,
            balance: balance.map { Dong($0) })
    }

    /// What the entry adds: the credit, or minus the debit.
    private func change(in row: BankStatement.Row) throws(BankStatement.Fault) -> Int64? {
        func amount(_ column: Column) throws(BankStatement.Fault) -> Int64? {
            let amount = try self.amount(column, in: row)
            return amount == 0 ? nil : amount
        }
        let (credit, debit) = (try amount(.credit), try amount(.debit))
        switch (credit, debit) {
        case (.some, .some): throw BankStatement.Fault(line: row.line, .amountTwice)
        case (.some(let credit), nil):
            // Money taken back stands as a negative credit.
            return credit
        case (nil, .some(let debit)): return -Int64(clamping: debit.magnitude)
        case (nil, nil): return try amount(.change)
        }
    }

    /// The amount in a cell; nil when it has none.
    private func amount(
        _ column: Column, in row: BankStatement.Row
    ) throws(BankStatement.Fault) -> Int64? {
        guard let text = text(column, in: row) else { return nil }
        if let place = places[column], row.fractions.contains(place) {
            throw BankStatement.Fault(line: row.line, .amountInvalid(String(text.displayed.prefix(40))))
        }
        return try BankStatementCell.amount(in: text, line: row.line)
    }

    private func bookedOn(in row: BankStatement.Row) -> (date: LocalDate, rest: String)? {
        for column in [Column.bookedOn, .valueOn] {
            if let date = text(column, in: row).flatMap({ BankStatementCell.date(in: $0) }) { return date }
        }
        return nil
    }

    /// The bank's reference: the rest of the cell of the date when both are in one.
    private func reference(in row: BankStatement.Row, besides rest: String) -> String? {
        let isSplit = places[.reference] != nil && places[.reference] == places[.bookedOn]
        let text = isSplit ? rest : line(.reference, in: row, upTo: 1000) ?? ""
        let reference = text.compatibilityForm.cleaned
        guard reference.isCode, reference.unicodeScalars.count <= BankStatementHeader.referenceLengthMax
        else {
            return nil
        }
        return reference
    }

    private func line(_ column: Column, in row: BankStatement.Row, upTo lengthMax: Int) -> String? {
        let text = text(column, in: row)?.displayed(upTo: lengthMax)
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func text(_ column: Column, in row: BankStatement.Row) -> String? {
        guard let place = places[column], let cell = row.cells.at(place) else { return nil }
        let text = cell.cleanedLines
        return text.isEmpty ? nil : text
    }

    static let memoLengthMax = 500
    static let referenceLengthMax = 50
}

extension BankStatementHeader.Column {
    /// The first cell that names the column.
    fileprivate func place(in keys: [String]) -> Int? {
        // A whole word first: "Ngày" is the date although "Ngày hiệu lực" stands before it.
        keys.firstIndex { words.exact.contains($0) }
            ?? keys.firstIndex { key in
                words.parts.contains { key.contains($0) } && !words.not.contains { key.contains($0) }
            }
    }

    /// The keys that a head of the column is equal to, or contains; and what another column has instead.
    private var words: (exact: Set<String>, parts: [String], not: [String]) {
        switch self {
        case .bookedOn:
            (
                ["ngay", "date", "trdt", "ngaygd", "ngaygiaodich"],
                [
                    "ngaygd", "ngaygiaodich", "tnxdate", "txndate", "transactiondate", "ngayhlgd",
                    "ngayhachtoan",
                    "postingdate", "bookingdate", "thoigiangiaodich",
                ], []
            )
        case .valueOn: ([], ["ngaykhthuchien", "ngayhieuluc", "valuedate", "ngayhl", "effectivedate"], [])
        case .reference:
            (
                ["ref", "thrref", "sogd", "magd"],
                [
                    "soct", "docno", "sobuttoan", "sothamchieu", "magiaodich", "sochungtu", "reference",
                    "refno",
                    "transactionid", "sogiaodich",
                ], []
            )
        case .debit:
            (["no", "ghino", "debit", "dr"], ["ghino", "phatsinhno", "debit", "sotienno", "tienra"], [])
        case .credit:
            (["co", "ghico", "credit", "cr"], ["ghico", "phatsinhco", "credit", "sotienco", "tienvao"], [])
        case .change:
            (
                ["acctccyamt", "sotien", "amount", "sotiengd"],
                ["sotiengiaodich", "transactionamount", "phatsinh"],
                ["phatsinhno", "phatsinhco"]
            )
        case .balance: (["aftrbal"], ["sodu", "balance"], [])
        case .memo:
            (
                ["rem", "remark", "memo"],
                ["noidung", "mota", "diengiai", "description", "remark", "detail", "narrative"], []
            )
        case .payerName:
            (
                [],
                [
                    "tentkdoiung", "tentaikhoandoiung", "tendoiung", "nguoichuyen", "countername",
                    "tennguoigui", "payername", "counterpartyname",
                ], []
            )
        case .payerAccount:
            (
                ["toacctno", "tkdich"],
                [
                    "stkdoiung", "tkdoiung", "taikhoandoiung", "tkdich", "counteraccount", "toacctno",
                    "counterpartyaccount",
                ], ["tentk", "tentaikhoan"]
            )
        }
    }
}

extension BankStatement.Row {
    /// True for a row of totals or of a balance before or after the entries.
    fileprivate var isTotal: Bool {
        cells.contains { cell in
            let key = cell.headKey
            return totals.contains { key.hasPrefix($0) } || key == "cong"
        }
    }
}

private let totals = [
    "congphatsinh", "tongphatsinh", "tongcong", "congtrang", "congdoanhso", "tongso", "sodudau", "soducuoi",
    "soduhientai", "soduhieudung", "openingbalance", "closingbalance", "beginningbalance", "endingbalance",
    "total", "luyke", "chuyensangtrang", "mangsangtrang",
]

extension String {
    /// The letters and digits of a head, without accents; the page heads of PDF exports break lines anywhere.
    fileprivate var headKey: String { similarNameKey }

    fileprivate var hasDigit: Bool { utf8.contains { (0x30...0x39).contains($0) } }
}

extension [String] {
    fileprivate func at(_ index: Int) -> String? { indices.contains(index) ? self[index] : nil }
}
