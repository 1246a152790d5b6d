import Domain
import Spreadsheet
import Text

extension TableError {
    /// A workbook that cannot be read.
    init(_ error: SpreadsheetError) {
        switch error {
        case .legacyForm:
            self.init(
                .mediaTypeUnsupported,
                Sentence(
                    vi: "Tệp theo dạng cũ (.xls). Hãy lưu thành .xlsx rồi gửi lại. Chưa ghi gì.",
                    en: "A file of the old form (.xls). Save it as .xlsx. Nothing was stored."))
        case .encrypted:
            self.init(
                .mediaTypeUnsupported,
                Sentence(
                    vi: "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại. Chưa ghi gì.",
                    en: "The file has a password. Remove it and save the file again. Nothing was stored."))
        case .notWorkbook:
            self.init(
                .inputInvalid,
                Sentence(
                    vi: "Không phải tệp .xlsx. Hãy lưu thành .xlsx hoặc CSV UTF-8. Chưa ghi gì.",
                    en: "Not an .xlsx file. Save it as .xlsx or as CSV UTF-8. Nothing was stored."))
        case .damaged(let part):
            self.init(
                .inputInvalid,
                Sentence(
                    vi: "Tệp hỏng (\(part.shown)). Hãy mở bằng phần mềm bảng tính và lưu lại. Chưa ghi gì.",
                    en: "The file is damaged (\(part.shown)). Open it and save it again. Nothing was stored.")
            )
        case .sheetMissing:
            self.init(
                .inputInvalid,
                Sentence(
                    vi: "Tệp không có trang tính nào đang hiện. Chưa ghi gì.",
                    en: "No sheet of the file is shown. Nothing was stored."))
        case .formulaUncomputed(let cell):
            self.init(
                .inputInvalid,
                Sentence(
                    vi:
                        "Ô \(cell) có công thức chưa tính. Hãy mở bằng phần mềm bảng tính và lưu lại. Chưa ghi gì.",
                    en:
                        "Cell \(cell) has a formula without a value. Open the file and save it. Nothing was stored."
                ))
        case .tooLarge(let limit, let max):
            let unit = limit.unit
            self.init(
                .bodyTooLarge,
                Sentence(
                    vi: "Tệp có hơn \(max) \(unit.vi). Hãy chia thành nhiều tệp. Chưa ghi gì.",
                    en: "The file has more than \(max) \(unit.en). Split it. Nothing was stored."))
        case .unwritten:
            self.init(
                .busy,
                Sentence(vi: "Máy chủ hết bộ nhớ. Chưa ghi gì.", en: "Out of memory. Nothing was stored."))
        }
    }

    /// A cell with more combining marks in a row than any letter has.
    static func tooManyMarks(onLine line: Int) -> TableError {
        TableError(
            .textInvalid, onLine: line,
            Sentence(
                vi: ": có ô có quá nhiều dấu liền nhau; hãy nhập lại ô đó. Chưa ghi gì.",
                en: ": a cell has too many marks in a row; type it again. Nothing was stored."))
    }

    /// A cell whose formula has failed.
    static func errorValue(_ text: String, onLine line: Int) -> TableError {
        TableError(
            .inputInvalid, onLine: line,
            Sentence(
                vi: ": có ô lỗi '\(text.shown)'; hãy sửa công thức. Chưa ghi gì.",
                en: ": a cell shows '\(text.shown)'; correct its formula. Nothing was stored."))
    }
}

extension String {
    fileprivate var shown: String { String(displayed.prefix(60)) }
}

extension SpreadsheetError.Limit {
    fileprivate var unit: Sentence {
        switch self {
        case .fileBytes: Sentence(vi: "byte", en: "bytes")
        case .inflatedBytes: Sentence(vi: "byte sau khi giải nén", en: "bytes when unpacked")
        case .inflationRatio:
            Sentence(vi: "byte sau khi giải nén cho mỗi byte", en: "bytes when unpacked for each byte")
        case .entries: Sentence(vi: "tệp bên trong", en: "files inside")
        // With the header.
        case .rows: Sentence(vi: "dòng kể cả dòng đầu", en: "rows with the header")
        case .columns: Sentence(vi: "cột", en: "columns")
        case .cells: Sentence(vi: "ô", en: "cells")
        case .cellBytes: Sentence(vi: "byte trong một ô", en: "bytes in a cell")
        case .sharedTexts: Sentence(vi: "chuỗi chữ", en: "texts")
        case .nesting: Sentence(vi: "lớp lồng nhau", en: "levels of nesting")
        }
    }
}
