import Domain
import QR
import Text

/// A receipt or a payment voucher as it is printed: all that the paper says, and nothing of who prints it.
///
/// - Source: forms C40-BB and C41-BB of Circular 107/2017/TT-BTC; the head, the signers and the numbers are parameters.
struct VoucherPage: Sendable {
    /// What was received or paid for.
    struct Line: Hashable, Sendable {
        let text: String
        let amount: Dong
    }

    /// Whether the voucher still counts.
    enum Standing: Hashable, Sendable {
        case valid
        /// The day is nil where it was not recorded.
        case voided(reason: String, on: LocalDate?)
        /// What was paid back of a receipt, more than nothing.
        case refunded(Dong)
    }

    let form: VoucherForm
    /// The head, filled.
    let heading: [String]
    let voucher: Voucher
    /// At least one; their sum is the voucher's amount.
    let lines: [Line]
    /// What of the amount came in another currency, and how much đồng that is.
    var foreign: [(money: ForeignMoney, amount: Dong)] = []
    /// The accounts, in words.
    let debit: String
    let credit: String
    let standing: Standing
    let code: ReceiptCode
    /// Where everyone finds the public part and its proof.
    let proof: String
    /// The number of the last recorded print; 0 when none was recorded.
    let printNumber: Int64
    /// 1 on A5, or 2 on A4.
    let copiesCount: Int

    static let copies: ClosedRange<Int64> = 1...2

    /// The page.
    ///
    /// - Throws: `QRCode.Fault` when the address of the proof is too long.
    func page() throws(QRCode.Fault) -> HTMLPage {
        let number = voucher.number(by: form.numbering)
        var page = HTMLPage(title: "\(title) \(number)", on: copiesCount == 1 ? .a5Landscape : .a4ForTwo)
        let image = try QRCode.svg(of: proof, title: "Mã QR mở bản công khai của phiếu \(code.text)")
        for copy in 1...copiesCount {
            page.body.element("section", HTMLWriter.Attribute("class", style)) { section in
                head(copiesCount == 1 ? nil : copy, to: &section)
                titles(number, image, to: &section)
                if let notice { section.element("p", .style("notice"), text: notice) }
                facts(to: &section)
                signers(form.signers.dropLast(2), isDated: false, to: &section)
                handedOver(to: &section)
                footer(number, to: &section)
                if let stamp { section.element("div", .style("stamp"), text: stamp) }
            }
            page.body.literal("\n")
        }
        return page
    }

    private var title: String {
        switch voucher.series.kind {
        case .receipt: "Phiếu thu"
        case .payment: "Phiếu chi"
        }
    }

    /// One voucher fits its half of A4 or its A5; long texts are set smaller, many lines run over several pages.
    private var style: String {
        let texts = [voucher.partyName, voucher.partyAddress, notice ?? ""] + lines.map(\.text)
        var classes = ["voucher"]
        if lines.count > VoucherPage.linesOfOnePageMax {
            classes.append("long")
        } else if texts.sum(of: { Int64($0.count) }) > VoucherPage.denseTextMax {
            classes.append("tight")
        } else if lines.count > 1 || notice != nil
            || texts.contains(where: { $0.count > VoucherPage.roomyTextMax })
        {
            classes.append("dense")
        }
        if copiesCount > 1 { classes.append("half") }
        return classes.joined(separator: " ")
    }

    /// More do not fit beside the signatures.
    private static let linesOfOnePageMax = 3
    /// Characters of a text that takes one line.
    private static let roomyTextMax = 90
    /// Characters of all texts that fit in the smaller type.
    private static let denseTextMax: Int64 = 350
}

extension VoucherPage {
    private func head(_ copy: Int?, to html: inout HTMLWriter) {
        PaperHead(
            unit: heading, budgetCode: form.budgetCode, number: form.number, issuingText: form.issuingText,
            copy: copy.map { "Liên \($0)" }
        )
        .write(to: &html)
    }

    private func titles(_ number: String, _ image: QRCode.Image, to html: inout HTMLWriter) {
        html.element("div", .style("row")) { row in
            row.element("div", .style("side")) { $0.image(image) }
            row.element("div", .style("title")) { cell in
                cell.element("h1", text: title.uppercased())
                cell.element("div", .style("small"), text: "N" + voucher.issuedOn.inSentence.dropFirst())
                cell.element("div") { line in
                    line.text("Số: ")
                    line.element("b", text: number)
                }
                if printNumber > 1 {
                    cell.element("div", .style("reprint"), text: "In lần \(printNumber)")
                }
            }
            row.element("div", .style("side")) { cell in
                for text in ["Quyển số: \(voucher.series.book)", "Nợ: \(debit)", "Có: \(credit)"] {
                    cell.element("div", text: text)
                }
            }
        }
    }

    private func facts(to html: inout HTMLWriter) {
        let party =
            switch voucher.series.kind {
            case .receipt: "Họ và tên người nộp tiền: "
            case .payment: "Họ và tên người nhận tiền: "
            }
        html.fact(party, voucher.partyName, isStrong: true)
        html.fact("Địa chỉ: ", voucher.partyAddress)
        if lines.count == 1 {
            html.fact("Nội dung: ", voucher.reason)
        } else {
            html.fact("Nội dung:", "")
            table(to: &html)
        }
        html.element("p") { line in
            line.text("Số tiền: ")
            line.element("b", .style("amount"), text: amount)
            line.text(" (viết bằng chữ: ")
            line.element("i", text: inWords)
            line.text(")")
        }
        html.element("div", .style("row")) { row in
            // What nobody said stays for writing by hand.
            let count = voucher.attachments.map { "\($0)" } ?? "............................"
            row.element("span", text: "Kèm theo: \(count) chứng từ gốc")
            row.element("span", .style("small"), text: rates)
        }
    }

    private func table(to html: inout HTMLWriter) {
        html.element("table") { table in
            table.element("thead") { head in
                head.element("tr") { row in
                    for text in ["TT", "Nội dung", "Số tiền"] { row.element("th", text: text) }
                }
            }
            table.element("tbody") { body in
                for (index, line) in lines.enumerated() {
                    body.element("tr") { row in
                        row.element("td", text: "\(index + 1)")
                        row.element("td", text: line.text)
                        row.element("td", .style("number"), text: formattedDong(line.amount.amount))
                    }
                }
                body.element("tr") { row in
                    row.element("td", HTMLWriter.Attribute("colspan", "2"), text: "Cộng")
                    row.element("td", .style("number"), text: amount)
                }
            }
        }
    }

    /// That the money was handed over, signed by the last two.
    private func handedOver(to html: inout HTMLWriter) {
        html.element("div", .style("together")) { block in
            block.element("p") { line in
                line.text("Đã nhận đủ số tiền: – Bằng số: ")
                line.element("span", .style("amount"), text: amount)
                line.text(" – Bằng chữ: ")
                line.element("i", text: inWords)
            }
            signers(form.signers.suffix(2), isDated: true, to: &block)
        }
    }

    private func signers(
        _ signers: ArraySlice<VoucherForm.Signer>, isDated: Bool, to html: inout HTMLWriter
    ) {
        html.element("div", .style("signers")) { row in
            for (index, signer) in signers.enumerated() {
                row.element("div") { cell in
                    if isDated {
                        let isLast = index == signers.count - 1
                        cell.element(
                            "div", .style("small"),
                            text: isLast ? "Ngày ....... tháng ....... năm ............" : "\u{A0}")
                    }
                    cell.element("div", .style("strong"), text: signer.title.uppercased())
                    cell.element("div", .style("small"), text: "(\(signer.note))")
                }
            }
        }
    }

    /// Names the voucher again, for the last page of a long one.
    private func footer(_ number: String, to html: inout HTMLWriter) {
        html.element("p", .style("footer")) { line in
            line.text("\(title) \(number) – mã tra cứu: ")
            line.element("b", text: code.text)
            line.text(" – \(proof)")
        }
    }

    /// The rates, and what the foreign money is in đồng; places for writing when there is none.
    private var rates: String {
        guard !foreign.isEmpty else {
            return "+ Tỷ giá ngoại tệ: .................... + Số tiền quy đổi: ...................."
        }
        let rates = foreign.map { part in
            "\(part.money.amount.shown) \(part.money.currency) × \(part.money.rate.shown)"
        }
        let converted = foreign.sum(of: { (part) -> Int64 in part.amount.amount })
        return
            "+ Tỷ giá ngoại tệ: \(rates.joined(separator: "; ")) + Số tiền quy đổi: \(formattedDong(converted))"
    }

    private var amount: String { formattedDong(voucher.amount.amount) }

    /// A whole amount ends with "chẵn", so that nobody adds to it.
    private var inWords: String { amountInWords(voucher.amount.amount).map { $0 + " chẵn" } ?? "" }

    /// Written across the voucher.
    private var stamp: String? {
        switch standing {
        case .voided: "ĐÃ HỦY"
        case .refunded(let paid) where paid == voucher.amount: "ĐÃ HOÀN TRẢ"
        case .valid, .refunded: nil
        }
    }

    private var notice: String? {
        switch standing {
        case .valid: nil
        case .voided(let reason, let day):
            "ĐÃ HỦY\(day.map { " ngày \($0.printed)" } ?? ""). Lý do: \(reason)"
        case .refunded(let paid) where paid == voucher.amount:
            "Đã hoàn trả toàn bộ: \(formattedDong(paid.amount))"
        case .refunded(let paid): "Đã hoàn trả một phần: \(formattedDong(paid.amount))"
        }
    }
}

extension HTMLWriter {
    fileprivate mutating func fact(_ label: String, _ value: String, isStrong: Bool = false) {
        element("p") { line in
            line.text(label)
            line.element(isStrong ? "b" : "span", text: value)
        }
    }
}
