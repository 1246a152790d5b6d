import API
import HTTP
import Testing

extension Office {
    /// The parameters of vouchers, as a ward sets them.
    func setForVouchers() throws {
        try set([
            ("voucher.receipt_form", "C40-BB"), ("voucher.payment_form", "C41-BB"),
            ("voucher.issuing_text", "Ban hành kèm theo Thông tư số 107/2017/TT-BTC"),
            ("voucher.heading", "UBND {commune}; BAN ĐIỀU HÀNH {hamlet}"), ("voucher.number", "{number}"),
            (
                "voucher.receipt_signers",
                "Trưởng thôn (Ký, họ tên, đóng dấu); Kế toán; Người lập; Người nộp; Thủ quỹ"
            ), ("voucher.payment_signers", "Trưởng thôn; Kế toán; Người lập; Thủ quỹ; Người nhận tiền"),
            ("voucher.budget_code", "none"),
        ])
    }

    /// The parameters of books, statements and minutes; those of vouchers have the heading.
    func setForPapers() throws {
        try set([
            ("paper.cash_book", "none"), ("paper.bank_book", "none"),
            ("paper.fund_ledger", "S07-X; Ban hành kèm theo Thông tư số 70/2019/TT-BTC"),
            ("paper.voucher_register", "none"), ("paper.statement", "none"),
            ("paper.cash_count", "C34-HD"), ("paper.opening_balance", "none"),
            ("paper.hand_over_slip", "BK-01"), ("paper.book_handover", "BB-02"), ("paper.payable", "none"),
            ("paper.book_signers", "Người ghi sổ; Kế toán; Trưởng thôn (Ký, họ tên, đóng dấu)"),
            ("paper.statement_signers", "Kế toán; Thủ quỹ; Trưởng thôn"),
            ("paper.count_signers", "Kế toán; Thủ quỹ; Người chịu trách nhiệm kiểm kê"),
            ("paper.hand_over_slip_signers", "Người nộp tiền; Thủ quỹ; Kế toán"),
            ("paper.book_handover_signers", "Đại diện bên giao; Kế toán; Đại diện bên nhận"),
            ("paper.payable_signers", "Người được nợ; Kế toán; Trưởng thôn"),
        ])
    }

    /// A village with `villageWithBooks` and the parameters of vouchers and papers.
    static func villageWithPapers() throws -> Office {
        let office = try villageWithVouchers()
        try office.setForPapers()
        return office
    }

    /// A village with `villageWithBooks` and the parameters of vouchers.
    static func villageWithVouchers(settings: ServiceSettings = ServiceSettings()) throws -> Office {
        let office = try villageWithBooks(settings: settings)
        try office.setForVouchers()
        return office
    }

    /// Records a print of a voucher, such as that of `contributions/1`.
    func print(_ voucher: String, as bearer: Bearer = .clerk, key: String? = nil) throws -> Response {
        try post("/v1/\(voucher)/prints", as: bearer, key: key ?? newKey())
    }

    /// Print 1, of receipt 1.
    func printForSamples() throws { try #require(try print("contributions/1").integer("/id") == 1) }
}

extension Office {
    /// The page of what is printed.
    func page(_ target: String, as bearer: Bearer? = .clerk) throws -> Response {
        let page = try get(target, as: bearer, fields: [("Accept", "text/html")])
        try #require(page.status == 200, "\(target) \(page.bodyText)")
        return page
    }
}

extension Response {
    /// The rows of the printed table, by their cells.
    var printedRows: [[String]] {
        bodyText.components(between: "<tr class=\"", and: "</tr>")
            .filter { !$0.hasPrefix("labels") && !$0.hasPrefix("end") }
            .map { row in
                row.components(between: "<td class=\"", and: "</td>")
                    .map { String($0.split(separator: ">", maxSplits: 1).dropFirst().joined()) }
            }
    }
}

extension EndpointSample {
    static let voucherPages: [String: EndpointSample] = [
        "GET /v1/contributions/{id}/voucher": .init("/v1/contributions/1/voucher"),
        "GET /v1/expenditures/{id}/voucher": .init("/v1/expenditures/4/voucher?copies=2"),
        "POST /v1/contributions/{id}/prints": .init("/v1/contributions/1/prints"),
        "POST /v1/expenditures/{id}/prints": .init("/v1/expenditures/4/prints"),
        "GET /v1/contributions/{id}/prints": .init("/v1/contributions/1/prints"),
        "GET /v1/expenditures/{id}/prints": .init("/v1/expenditures/4/prints"),
        "GET /v1/voucher-prints/{id}": .init("/v1/voucher-prints/1"),
    ]
}
