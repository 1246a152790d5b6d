import Domain
import Text

/// What is wrong with a whole table, before any of its rows is read.
package struct TableError: Error, Hashable, Sendable {
    let code: ProblemCode
    /// The first line that shows it, from 1.
    package let line: Int
    /// What is wrong and what to do, with the line.
    package let sentence: Sentence
    /// The first lines in UTF-8, as an offer, for a table in another encoding.
    package let offer: [String]

    init(_ code: ProblemCode, onLine line: Int, _ sentence: Sentence, offer: [String] = []) {
        self.code = code
        self.line = line
        self.offer = offer
        self.sentence = Sentence(vi: "dòng \(line)\(sentence.vi)", en: "line \(line)\(sentence.en)")
    }

    /// What is wrong with a file as a whole.
    init(_ code: ProblemCode, _ sentence: Sentence) {
        (self.code, line, self.sentence, offer) = (code, 1, sentence, [])
    }

    static func anotherEncoding(_ legacy: LegacyText) -> TableError {
        if legacy.isBinary {
            return TableError(
                .textInvalid, onLine: legacy.line,
                Sentence(
                    vi: ": không phải tệp văn bản; hãy gửi tệp CSV UTF-8 hoặc .xlsx đúng loại. Chưa ghi gì.",
                    en: ": not a text file; send CSV UTF-8, or an .xlsx file as one. Nothing was stored."))
        }
        guard let encoding = legacy.encoding else {
            return TableError(
                .textInvalid, onLine: legacy.line,
                Sentence(
                    vi: ": không phải UTF-8; hãy lưu lại dạng CSV UTF-8. Chưa ghi gì.",
                    en: ": not UTF-8; save the file as CSV UTF-8. Nothing was stored."))
        }
        let name = encoding == .mojibake ? "UTF-8 read as Windows-1252" : encoding.name
        return TableError(
            .textInvalid, onLine: legacy.line,
            Sentence(
                vi: ": chữ theo bảng mã \(encoding.name); hãy chuyển sang UTF-8. Chưa ghi gì.",
                en: ": text in \(name); convert it to UTF-8. Nothing was stored."),
            offer: legacy.convertedLines.map(\.displayed))
    }

    static func malformed(_ error: CSVError) -> TableError {
        let cause = error.sentence
        return TableError(
            .inputInvalid, onLine: error.line,
            Sentence(
                vi: ", ký tự thứ \(error.column): \(cause.vi). Chưa ghi gì.",
                en: ", character \(error.column): \(cause.en). Nothing was stored."))
    }

    /// U+FFFD, which stands where a program could not read a letter.
    static func letterLost(onLine line: Int) -> TableError {
        TableError(
            .textInvalid, onLine: line,
            Sentence(
                vi:
                    ": có chữ bị mất khi chuyển bảng mã (\u{FFFD}); hãy lấy lại từ tệp gốc. Chưa ghi gì.",
                en: ": a letter was lost in a conversion (\u{FFFD}); use the original. Nothing was stored."))
    }

    static func cellsMismatch(_ count: Int, needed: Int, onLine line: Int) -> TableError {
        TableError(
            .inputInvalid, onLine: line,
            Sentence(
                vi: ": có \(count) ô, cần \(needed) ô như dòng đầu. Chưa ghi gì.",
                en: ": \(count) cells instead of \(needed) as in the header. Nothing was stored."))
    }

    static func columnUnknown(_ column: String, known: [String], onLine line: Int) -> TableError {
        let (name, list) = (column.displayed, known.joined(separator: ","))
        return TableError(
            .memberUnknown, onLine: line,
            Sentence(
                vi: ": cột '\(name)' không dùng được; các cột là \(list).",
                en: ": no column '\(name)'; the columns are \(list)."))
    }

    static func columnRepeated(onLine line: Int) -> TableError {
        TableError(
            .memberRepeated, onLine: line,
            Sentence(vi: ": có cột bị lặp lại.", en: ": a column is repeated."))
    }

    static func columnMissing(_ column: String, known: [String], onLine line: Int) -> TableError {
        let list = known.joined(separator: ",")
        return TableError(
            .memberMissing, onLine: line,
            Sentence(
                vi: ": thiếu cột '\(column)'; các cột là \(list).",
                en: ": the column '\(column)' is missing; the columns are \(list)."))
    }
}

extension CSVError {
    fileprivate var sentence: Sentence {
        switch fault {
        case .notUTF8: Sentence(vi: "không phải UTF-8", en: "not UTF-8")
        case .quoteMisplaced: Sentence(vi: "dấu nháy kép sai chỗ", en: "a misplaced quote")
        case .quoteUnclosed: Sentence(vi: "dấu nháy kép không đóng", en: "a quote is not closed")
        case .fileTooLong(let max):
            Sentence(vi: "tệp dài quá \(max) byte", en: "the file has more than \(max) bytes")
        case .tooManyCells(let max): Sentence(vi: "có quá \(max) ô", en: "more than \(max) cells")
        case .cellTooLong(let max):
            Sentence(vi: "ô dài quá \(max) byte", en: "a cell has more than \(max) bytes")
        case .tooManyMarks:
            Sentence(vi: "ô có quá nhiều dấu liền nhau", en: "a cell has too many marks in a row")
        }
    }
}

extension Problem {
    /// A table that cannot be read: 422, with the line; a file of another form or size has a status of its own.
    init(_ error: TableError) {
        guard error.code.status == 422 else {
            let waiting = Problem.ExtraField(name: .retryAfter, value: "60")
            self.init(
                error.code, detail: error.sentence, fields: error.code.isRetryable ? [waiting] : [])
            return
        }
        self.init(
            error.code, errors: [FieldError("/rows/\(error.line)", error.code, error.sentence)],
            offer: error.offer)
    }
}
