import Domain
import SQLite

extension Contribution {
    static func readLine(_ row: borrowing Row) -> Voucher.Line {
        let line = Voucher.Line(row.integer(36), of: row.integer(37))
        row.validate(
            line.number > 0 && line.number <= line.count && line.count <= Int64(Receipt.linesMax),
            "a line is one of those of its voucher")
        return line
    }

    /// What came in another currency.
    static func readForeign(_ row: borrowing Row) -> ForeignMoney? {
        let texts = [row.optionalText(39), row.optionalText(40), row.optionalText(41)].compactMap { $0 }
        guard !texts.isEmpty else { return nil }
        let foreign =
            texts.count == 3
            ? ForeignMoney(currency: texts[0], amount: texts[1], rate: texts[2]) : nil
        row.validate(
            foreign != nil && foreign?.converted == row.dong(12),
            "foreign money is worth the amount at its rate")
        return foreign
    }

    static func readImportKey(_ row: borrowing Row) -> ImportKey? {
        let key = row.optionalText(30).flatMap { ImportKey($0) }
        let folded = row.optionalText(31)
        row.validate(
            key.map { Array($0.folded.utf8) } == folded.map { Array($0.utf8) }
                && (key == nil) == (row.optionalText(30) == nil),
            "a key is compared by what its spellings have in common")
        return key
    }

    static func readVoiding(_ row: borrowing Row) -> Voiding? {
        let reason = row.optionalText(18)
        row.validate(
            (row.optionalInteger(19) != nil) == (reason != nil)
                && (row.optionalInteger(20) != nil) == (reason != nil), "a voiding is whole")
        row.validate(
            reason != nil || row.optionalInteger(34) == nil && row.optionalInteger(35) == nil,
            "only what was voided is replaced or reversed")
        guard let reason else { return nil }
        return Voiding(
            reason: reason, by: row.id(19), at: row.instant(20), replacedBy: row.optionalID(34),
            reversedOn: row.optionalDate(35))
    }
}
