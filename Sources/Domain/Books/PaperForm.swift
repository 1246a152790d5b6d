/// What a printed book or minutes says beside its figures: set by parameters, as offices change their forms often.
///
/// - Source: book S07-X of Circular 70/2019/TT-BTC, and how communes and hamlets print the others.
package struct PaperForm: Hashable, Sendable {
    /// What is printed besides vouchers.
    package enum Paper: CaseIterable, Sendable {
        /// Sổ quỹ tiền mặt.
        case cashBook
        /// Sổ tiền gửi.
        case bankBook
        /// Sổ theo dõi các quỹ tài chính ngoài ngân sách.
        case fundLedger
        /// Sổ đăng ký chứng từ.
        case voucherRegister
        /// Báo cáo thu, chi.
        case statement
        /// Biên bản kiểm kê quỹ tiền mặt.
        case cashCount
        /// Biên bản xác nhận số dư ban đầu.
        case openingBalance
        /// Bảng kê giao nộp tiền.
        case handOverSlip
        /// Biên bản bàn giao sổ, quỹ.
        case bookHandover
        /// Giấy xác nhận nợ.
        case payable

        /// The parameter with the number of its form.
        package var form: Parameter.Key {
            switch self {
            case .cashBook: .cashBookForm
            case .bankBook: .bankBookForm
            case .fundLedger: .fundLedgerForm
            case .voucherRegister: .voucherRegisterForm
            case .statement: .statementForm
            case .cashCount: .cashCountForm
            case .openingBalance: .openingBalanceForm
            case .handOverSlip: .handOverSlipForm
            case .bookHandover: .bookHandoverForm
            case .payable: .payableForm
            }
        }

        /// The parameter with those who sign it.
        package var signers: Parameter.Key {
            switch self {
            case .cashBook, .bankBook, .fundLedger, .voucherRegister: .bookSigners
            case .statement: .statementSigners
            case .cashCount, .openingBalance: .countSigners
            case .handOverSlip: .handOverSlipSigners
            case .bookHandover: .bookHandoverSigners
            case .payable: .payableSigners
            }
        }
    }

    /// The number of the form and by what it was issued.
    package struct Number: Hashable, Sendable {
        /// Such as "S07-X".
        package let text: String
        /// Nil where none is set.
        package let issuingText: String?
    }

    /// Nil for a paper that no law gives a form.
    package let number: Number?
    /// The lines at the left of the head.
    package let heading: [VoucherTemplate]
    package let signers: [VoucherForm.Signer]
    /// Mã QHNS; nil for a unit without one, as a hamlet.
    package let budgetCode: String?

    /// Creates the form from the values of its parameters; nil when one of them is of another format.
    package init?(form: String, heading: String, signers: String, budgetCode: String) {
        guard PaperForm.isForm(form), let heading = VoucherForm.heading(in: heading),
            let signers = VoucherForm.signers(in: signers), VoucherForm.isBudgetCode(budgetCode)
        else { return nil }
        number = PaperForm.number(in: form)
        self.heading = heading
        self.signers = signers
        self.budgetCode = budgetCode == VoucherForm.none ? nil : budgetCode
    }

    /// Whether `value` is a number, with or without its issuing text after a semicolon, or `none`.
    package static func isForm(_ value: String) -> Bool {
        value == VoucherForm.none || number(in: value) != nil
    }

    private static func number(in value: String) -> Number? {
        let terms = Parameter.terms(in: value)
        guard value != VoucherForm.none, (1...2).contains(terms.count) else { return nil }
        return Number(text: terms[0], issuingText: terms.count > 1 ? terms[1] : nil)
    }
}
