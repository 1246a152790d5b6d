import Domain

/// One line of a payment.
struct PaymentLineInput: Hashable, Sendable {
    let fund: Fund.ID
    let amount: Dong
    let item: String
    /// Public.
    let purpose: String
    /// Never public.
    let note: String?

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        purpose = decoder.expenditurePurpose()
        note = decoder.expenditureNote()
        item = decoder.expenditureItem()
        amount = decoder.dong("amount")
    }
}

/// A payment as a request names it: one payee, who is paid for several items, purposes or funds of one owner at once.
///
/// The funds name the owner.
struct NewPaymentInput: Input {
    private let payee: String
    private let method: Contribution.Method
    /// At least one.
    let lines: [PaymentLineInput]

    init(from decoder: inout RequestDecoder) {
        payee = decoder.name("payee", upTo: NewExpenditureInput.payeeLengthMax)
        method = decoder.choice("method", of: Contribution.Method.self)
        lines = decoder.objects("lines", upTo: Payment.linesMax) { PaymentLineInput(from: &$0) }
        decoder.checkDistinct(lines)
    }

    var target: Target? { lines.first.map { Target($0.fund, named: .lines[0].member(.fund)) } }

    /// The expenditure that the line `index` is.
    func expenditure(_ index: Int) -> NewExpenditureInput {
        NewExpenditureInput(to: payee, by: method, lines[index])
    }
}

extension RequestDecoder {
    /// Reports a line that says the same as an earlier one: both would be one amount on paper.
    mutating func checkDistinct(_ lines: [PaymentLineInput]) {
        // A line that could not be read says something else than it should.
        guard errors.isEmpty else { return }
        var seen: [[String]: Int] = [:]
        for (index, line) in lines.enumerated() {
            let key = ["\(line.fund.number)", line.item, line.purpose]
            guard let earlier = seen.updateValue(index, forKey: key) else { continue }
            addError(
                "lines/\(index)/purpose", .inputInvalid,
                Sentence(
                    vi: "trùng quỹ, mục và nội dung với dòng \(earlier + 1); hãy gộp số tiền vào một dòng",
                    en: "line \(earlier + 1) has this fund, item and purpose; put both amounts into one line")
            )
        }
    }
}
