import Domain
import Text

extension Problem {
    init(of refusal: BankRefusal) {
        switch refusal {
        case .creditExceeded(let left): self = .creditExceeded(left)
        case .accountMissing:
            let roles = Set([Role.accountant]).alternatives
            self.init(
                .bankAccountMissing,
                detail: Sentence(
                    vi:
                        "Hãy đăng ký tài khoản của chủ quỹ (POST /v1/bank-accounts; người thực hiện: \(roles.vi)); sau sáp "
                        + "nhập, chuyển tài khoản cũ sang chủ quỹ mới (POST /v1/bank-accounts/{id}/holders).",
                    en:
                        "Register an account of the fund's owner (POST /v1/bank-accounts; role: \(roles.en)); after a "
                        + "merger hand the old one over to the new owner (POST /v1/bank-accounts/{id}/holders)."
                ))
        case .accountNotTransferable(let id):
            self.init(
                .accountNotTransferable,
                detail: Sentence(
                    vi:
                        "Tài khoản \(id.number): mã VietQR chỉ nhận số tài khoản 1 đến 19 chữ cái không dấu hoặc chữ số.",
                    en:
                        "Account \(id.number): a VietQR code takes numbers of 1 to 19 unaccented letters or digits."
                ))
        case .ownerElsewhere(let field):
            self.init(errors: [
                FieldError(
                    field, .ownerElsewhere,
                    Sentence(vi: "của chủ quỹ khác với tài khoản", en: "of another owner than the account"))
            ])
        case .referenceDiffers(let id, let amount):
            let text = formattedDong(amount.amount)
            let detail = Sentence(
                vi: "đã có ở khoản báo có \(id.number), số tiền \(text)",
                en: "credit \(id.number) of \(text) has it")
            self.init(
                .referenceDiffers, errors: [FieldError(.reference, .referenceDiffers, detail)])
        }
    }

    private static func creditExceeded(_ left: Dong) -> Problem {
        let text = formattedDong(left.amount)
        let roles = Endpoint.roles(taking: "void", of: .contribution).alternatives
        return Problem(
            .creditExceeded,
            detail: Sentence(
                vi:
                    "Khoản báo có còn \(text) chưa lập phiếu thu: hãy sửa số tiền các dòng cho vừa số còn lại; nếu một "
                    + "phiếu thu đã lập là sai thì hủy phiếu đó trước (người thực hiện: \(roles.vi)).",
                en:
                    "\(text) of the credit is left: make the lines fit it, or void a wrong receipt on it first "
                    + "(by: \(roles.en))."))
    }
}

extension ProblemCode {
    /// The title of a code of `BankRefusal`, or of a notice with a wrong signature.
    var bankTitle: Sentence {
        switch self {
        case .creditExceeded:
            Sentence(
                vi: "Tổng các phiếu thu vượt số tiền báo có", en: "The receipts exceed the bank's credit")
        case .ownerElsewhere:
            Sentence(
                vi: "Quỹ hoặc tài khoản thuộc chủ quỹ khác; hãy chọn của cùng một chủ quỹ",
                en: "The fund or account belongs to another owner of books; name one of the same owner")
        case .referenceDiffers:
            Sentence(
                vi: "Mã giao dịch này đã ghi với số tiền khác; hãy đối chiếu lại với ngân hàng",
                en: "The bank reference was recorded with another amount; compare with the bank")
        case .signatureInvalid:
            Sentence(
                vi:
                    "Chữ ký của thông báo ngân hàng thiếu, sai hoặc quá 5 phút; hãy kiểm tra bank.webhook_secret",
                en: "The notice has no valid signature of the last 5 minutes; check bank.webhook_secret")
        case .bankAccountMissing:
            Sentence(
                vi: "Chủ quỹ chưa có tài khoản ngân hàng đang dùng",
                en: "The owner of the fund has no bank account in use")
        case .accountNotTransferable:
            Sentence(
                vi: "Số tài khoản không ghi được vào mã VietQR; hãy chuyển khoản bằng số tài khoản",
                en: "A VietQR code cannot name the account; transfer to its number instead")
        default: payableTitle
        }
    }
}

extension BankAccount.State: StateWithSteps {
    var allowed: AllowedSteps<BankAccount.State> {
        switch self {
        case .open: AllowedSteps(others: ["holders"], endings: ["close"])
        case .closed: AllowedSteps()
        }
    }
}

extension BankReconciliation.State: StateWithSteps {
    var allowed: AllowedSteps<BankReconciliation.State> {
        switch self {
        case .recorded: AllowedSteps("confirm", to: .confirmed, endings: ["withdraw"])
        case .confirmed, .withdrawn: AllowedSteps()
        }
    }
}

extension BankCredit.State: StateWithSteps {
    var allowed: AllowedSteps<BankCredit.State> {
        switch self {
        case .unmatched, .matched: AllowedSteps("receipts", to: .used, endings: ["ignore"])
        case .used: AllowedSteps()
        case .ignored: AllowedSteps(others: ["restore"])
        }
    }
}
