import Domain
import Store

/// A receipt that is issued on a credit: who gives, and what for.
///
/// Its members are those of every receipt; method and bank reference are those of the credit.
struct BankReceipt: Hashable, Sendable {
    let giver: ReceiptGiver
    let lines: [ReceiptLine]
}

struct BankReceiptsInput: Input {
    /// How the request names its receipts, and so where an error of one of them is.
    enum Layout: Sendable {
        /// `receipts`: each with lines of its own.
        case receipts
        /// `lines`: a receipt for each.
        case lines
        /// `lines` with `one_receipt`: all of them are one receipt.
        case oneReceipt
    }

    static let receiptsMax = 50

    let id: BankCredit.ID
    let receipts: [BankReceipt]
    let layout: Layout
    /// Nil means today.
    let receivedOn: LocalDate?
    /// Nil means the default book.
    let book: String?
    let defaultBook: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        let lines = decoder.receipts(in: "lines") { decoder in
            let receipt = BankReceipt(
                giver: ReceiptGiver(from: &decoder), lines: [ReceiptLine(from: &decoder)])
            decoder.checkPledge(receipt.lines[0].pledge, of: receipt.giver.donor)
            return receipt
        }
        let whole = decoder.receipts(in: "receipts") { decoder in
            let giver = ReceiptGiver(from: &decoder)
            return BankReceipt(giver: giver, lines: decoder.receiptLines(of: giver.donor))
        }
        let isOneReceipt = decoder.boolean("one_receipt", default: false)
        receivedOn = decoder.optionalDate("received_on")
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
        decoder.checkLayout(lines: lines, receipts: whole, isOneReceipt: isOneReceipt)
        switch (whole, lines) {
        case (let whole?, _): (receipts, layout) = (whole, .receipts)
        case (nil, let lines?) where isOneReceipt:
            receipts = lines.first.map { [BankReceipt(giver: $0.giver, lines: lines.flatMap(\.lines))] } ?? []
            layout = .oneReceipt
        case (nil, let lines): (receipts, layout) = (lines ?? [], .lines)
        }
    }

    /// Money that came to the account of a hamlet before its merger is receipted in the successor.
    var target: Target? { Target(id, mayBeClosed: true) }

    /// The request for `receipt`, as one by hand would be.
    func receipt(_ receipt: BankReceipt, reference: String) -> NewReceiptInput {
        NewReceiptInput(
            head: ReceiptHead(
                giver: receipt.giver, method: .bank, bankReference: reference, receivedOn: receivedOn,
                book: book, defaultBook: defaultBook), lines: receipt.lines)
    }
}

extension RequestDecoder {
    /// A list of receipts, at least one; nil when it is absent or null.
    fileprivate mutating func receipts(
        in name: String, _ read: (inout RequestDecoder) -> BankReceipt
    ) -> [BankReceipt]? {
        let receipts = objects(
            name, from: 1, upTo: BankReceiptsInput.receiptsMax, isRequired: false, read)
        return contains(name) ? receipts : nil
    }

    /// Reports a request with neither receipts nor lines, with both, or with lines that are not those of one receipt.
    fileprivate mutating func checkLayout(
        lines: [BankReceipt]?, receipts: [BankReceipt]?, isOneReceipt: Bool
    ) {
        guard errors.isEmpty else { return }
        switch (lines, receipts) {
        case (nil, nil):
            addError(
                "lines", .memberMissing,
                Sentence(vi: "cần receipts hoặc lines", en: "receipts or lines are required"))
        case (_?, _?):
            addError(
                "receipts", .inputInvalid,
                Sentence(vi: "ghi một trong hai mục receipts, lines", en: "name one of receipts, lines"))
        case (nil, _?):
            guard isOneReceipt else { return }
            addError(
                "one_receipt", .inputInvalid, Sentence(vi: "chỉ dùng cùng lines", en: "only with lines"))
        case (let lines?, nil): if isOneReceipt { checkOneReceipt(lines) }
        }
    }

    /// Reports what keeps the lines of a credit from being those of one receipt: too many, another donor, a fund twice.
    private mutating func checkOneReceipt(_ lines: [BankReceipt]) {
        guard let first = lines.first else { return }
        guard lines.count <= Receipt.linesMax else {
            return addError("lines", .numberOutOfRange, .range(from: "1", to: "\(Receipt.linesMax)"))
        }
        for (index, line) in lines.enumerated() where line.giver != first.giver {
            addError(
                "lines/\(index)", .donorAmbiguous,
                Sentence(
                    vi: "một phiếu thu có một người nộp; hãy ghi như dòng 1, hoặc bỏ one_receipt",
                    en: "a receipt has one donor and payer; name those of line 1, or leave one_receipt out"))
        }
        checkFunds(of: lines.flatMap(\.lines))
    }
}

extension Problem {
    /// The same problem of the receipt `index` on a credit, whose pointers are those of a receipt by hand.
    ///
    /// What the request says once for all receipts keeps its place.
    func ofReceipt(_ index: Int, in layout: BankReceiptsInput.Layout) -> Problem {
        let errors = errors.map { error -> FieldError in
            guard case .pointer(let pointer) = error.place, !["/received_on", "/book"].contains(pointer)
            else { return error }
            // The bank's reference is that of the credit.
            let member = pointer == Field.bankReference.pointer ? "" : pointer
            let place =
                switch layout {
                case .receipts: "/receipts/\(index)" + member
                case .lines:
                    "/lines/\(index)" + (member.hasPrefix("/lines/0") ? String(member.dropFirst(8)) : member)
                case .oneReceipt: member.hasPrefix("/lines/") ? member : "/lines/0" + member
                }
            return FieldError(place, error.code, error.detail)
        }
        return Problem(code, detail: detail, errors: errors, offer: offer, fields: fields)
    }
}
