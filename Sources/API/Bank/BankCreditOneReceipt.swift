import Domain
import Store

extension RequestDecoder {
    /// Reports what keeps the lines of a credit from being those of one receipt: too many, another donor, a fund twice.
    mutating func checkOneReceipt(_ lines: [BankReceiptLine]) {
        guard errors.isEmpty, let first = lines.first else { return }
        guard lines.count <= Receipt.linesMax else {
            return addError("lines", .numberOutOfRange, .range(from: "1", to: "\(Receipt.linesMax)"))
        }
        for (index, line) in lines.enumerated() where !line.isOfSamePayer(as: first) {
            addError(
                "lines/\(index)", .donorAmbiguous,
                Sentence(
                    vi: "một phiếu thu có một người nộp; hãy ghi như dòng 1, hoặc bỏ one_receipt",
                    en: "a receipt has one donor and payer; name those of line 1, or leave one_receipt out"))
        }
        checkFunds(of: lines.map(\.receiptLine))
    }
}

extension BankReceiptLine {
    fileprivate func isOfSamePayer(as other: BankReceiptLine) -> Bool {
        donor == other.donor && isAnonymous == other.isAnonymous && payerName == other.payerName
            && payerAddress == other.payerAddress
    }

    fileprivate var receiptLine: ReceiptLine {
        ReceiptLine(fund: fund, amount: amount, pledge: pledge, reason: reason)
    }
}

/// Issues one receipt for all lines, with the reference of the credit.
func issueOneReceipt(
    _ input: BankReceiptsInput, on credit: BankCredit, of owners: [FundOwner], by caller: Caller,
    in tx: borrowing WriteTransaction
) throws -> [BankCredit.Part] {
    guard let first = input.lines.first else { preconditionFailure("a receipt has a line") }
    for (index, line) in input.lines.enumerated() {
        do {
            _ = try tx.fund(line.fund, ofOneOf: owners, for: caller)
        } catch let error as Refusal {
            throw Problem(error).ofLine(index)
        }
    }
    let reference = credit.reference(besides: [])
    let head = ReceiptHead(
        donor: first.donor, isAnonymous: first.isAnonymous, method: .bank, bankReference: reference,
        receivedOn: input.receivedOn, payerName: first.payerName, payerAddress: first.payerAddress,
        book: input.book, defaultBook: input.defaultBook)
    var group = ContributionGroup()
    let receipt = try group.record(
        NewReceiptInput(head: head, lines: input.lines.map(\.receiptLine)), by: caller, in: tx)
    try group.save(in: tx)
    return receipt.lines.map { line in
        BankCredit.Part(contribution: line.id, amount: line.amount, reference: reference)
    }
}
