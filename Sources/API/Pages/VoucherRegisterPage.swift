import Domain
import Store

/// The register of vouchers as it is printed: receipts and payments of each book apart, voided ones in their place.
extension VoucherRegisterView: Printable {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let filter = register.filter
        let day = LocalDate(year: filter.year, month: 12, day: 31) ?? tx.today
        let (form, head) = try tx.paper(.voucherRegister, of: filter.owner, on: min(day, tx.today))
        return PaperPage(
            head: head, title: "Sổ đăng ký chứng từ thu, chi",
            subtitles: ["Năm \(filter.year)", PaperPage.unit], isLandscape: true, columns: Self.columns,
            rows: try tableRows(in: tx), after: [continuity], isBook: true, signers: form.signers
        )
        .page()
    }

    private static let columns: [PaperPage.Column] = [
        .init("TT", .date), .init("Số phiếu", .code), .init("Ngày", .date),
        .init("Người nộp, người nhận", .text), .init("Nội dung", .text), .init("Số tiền thu", .number),
        .init("Số tiền chi", .number), .init("Ghi chú", .short),
    ]

    private func tableRows(in tx: borrowing ReadTransaction) throws -> [PaperPage.Row] {
        var (rows, result): ([VoucherRegister.Entry], [PaperPage.Row]) = ([], [])
        try forEachRow(in: tx) { row in
            guard rows.count < CashBook.linesMax else { throw tooManyVouchers }
            rows.append(row)
        }
        var start = rows.startIndex
        while start < rows.endIndex {
            let first = rows[start]
            let end =
                rows[start...].firstIndex { $0.kind != first.kind || $0.book != first.book } ?? rows.endIndex
            let ofBook = rows[start..<end]
            let title = first.kind == .receipt ? "Phiếu thu" : "Phiếu chi"
            result.append(.strong(8, [3: "\(title), quyển \(first.book)"]))
            for (index, entry) in ofBook.enumerated() { result.append(entry.row(index + 1)) }
            let standing = ofBook.filter { $0.state != .voided }
            let total: Dong = try standing.sum(of: \.amount)
            result.append(
                .strong(
                    8,
                    [
                        3:
                            "Cộng \(ofBook.count) phiếu, không kể \(ofBook.count - standing.count) phiếu đã hủy",
                        first.kind == .receipt ? 5 : 6: total.inColumn,
                    ]))
            start = end
        }
        if rows.isEmpty { result.append(.strong(8, [3: "Không có phiếu nào"])) }
        return result
    }

    /// Whether the numbers are complete, in a sentence.
    private var continuity: String {
        let numbers = register.continuity
        let given = "Số phiếu đã cấp: \(numbers.givenCount); phiếu trong sổ: \(numbers.vouchersCount)."
        if numbers.isComplete { return given + " Số phiếu liên tục, không thiếu số." }
        return given + " Thiếu \(numbers.missingCount) số: \(numbers.missing.joined(separator: ", ")); "
            + "thừa \(numbers.excessCount) phiếu."
    }
}

extension VoucherRegister.Entry {
    fileprivate func row(_ number: Int) -> PaperPage.Row {
        let isReceipt = kind == .receipt
        return PaperPage.Row([
            "\(number)", printedNumber, issuedOn.printed, partyName, reason, isReceipt ? amount.inColumn : "",
            isReceipt ? "" : amount.inColumn, remark,
        ])
    }

    private var remark: String {
        switch state {
        case .valid: linesCount > 1 ? "Gồm \(linesCount) khoản" : ""
        case .partlyRefunded: "Đã hoàn trả một phần: \(refunded.inColumn)"
        case .refunded: "Đã hoàn trả toàn bộ"
        case .voided: "ĐÃ HỦY: \(voidReason ?? "")"
        }
    }
}

/// The year has more vouchers than a printed register may have lines.
private let tooManyVouchers = Problem(
    .parameterInvalid,
    errors: [
        FieldError(
            .parameter("book"), .parameterInvalid,
            Sentence(
                vi:
                    "sổ này có hơn \(CashBook.linesMax) phiếu để in; hãy chọn một quyển, hoặc lấy bảng CSV, XLSX",
                en:
                    "the register has more than \(CashBook.linesMax) vouchers to print; choose a book or take a table"
            ))
    ])
