package import Domain

extension EntityKind {
    /// The name used in sentences, and the path of the list.
    private struct Names {
        let vi: String
        let path: String
    }

    private var names: Names {
        switch self {
        case .unit: Names(vi: "đơn vị hành chính", path: "/v1/units")
        case .hamlet: Names(vi: "thôn xóm", path: "/v1/hamlets")
        case .household: Names(vi: "hộ", path: "/v1/households")
        case .organisation: Names(vi: "tổ chức", path: "/v1/organisations")
        case .voucherBook: Names(vi: "quyển phiếu", path: "/v1/voucher-books")
        case .cashCount: Names(vi: "lần kiểm kê", path: "/v1/cash-counts")
        case .accountingPeriod: Names(vi: "kỳ kế toán", path: "/v1/periods")
        case .voucherPrint: Names(vi: "lần in phiếu", path: "/v1/voucher-prints")
        case .bankAccount: Names(vi: "tài khoản ngân hàng", path: "/v1/bank-accounts")
        case .bankCredit: Names(vi: "khoản báo có", path: "/v1/bank-credits")
        case .bankReconciliation: Names(vi: "lần đối chiếu ngân hàng", path: "/v1/bank-reconciliations")
        case .fund: Names(vi: "quỹ", path: "/v1/funds")
        case .pledge: Names(vi: "đăng ký đóng góp", path: "/v1/pledges")
        case .contribution: Names(vi: "khoản đóng góp", path: "/v1/contributions")
        case .expenditure: Names(vi: "khoản chi", path: "/v1/expenditures")
        case .user: Names(vi: "người dùng", path: "/v1/users")
        case .token: Names(vi: "mã truy cập", path: "/v1/tokens")
        case .model: Names(vi: "mô hình", path: "/v1/models")
        case .appraisal: Names(vi: "phiếu chấm điểm", path: "/v1/appraisals")
        case .criteriaSet: Names(vi: "bộ tiêu chí", path: "/v1/criteria-sets")
        case .communityEvent: Names(vi: "hoạt động cộng đồng", path: "/v1/community-events")
        case .parameter: Names(vi: "tham số", path: "/v1/parameters")
        case .decision: Names(vi: "quyết định của cộng đồng dân cư", path: "/v1/decisions")
        case .consultation: Names(vi: "đợt lấy ý kiến", path: "/v1/consultations")
        case .profile: Names(vi: "hồ sơ thôn xóm", path: "/v1/profiles")
        case .unitSuccession: Names(vi: "đơn vị tiếp nhận", path: "/v1/unit-successions")
        case .openingBalance: Names(vi: "số dư ban đầu", path: "/v1/opening-balances")
        case .fundTransfer: Names(vi: "lần chuyển tiền", path: "/v1/fund-transfers")
        case .bankEntry: Names(vi: "khoản lãi hoặc phí ngân hàng", path: "/v1/bank-entries")
        case .payable: Names(vi: "khoản phải trả", path: "/v1/payables")
        case .handOverSlip: Names(vi: "biên bản giao nộp", path: "/v1/hand-over-slips")
        case .payableGift: Names(vi: "lần tặng lại khoản nợ", path: "/v1/payable-gifts")
        case .bookHandover: Names(vi: "lần bàn giao sổ", path: "/v1/book-handovers")
        case .reorganisation: Names(vi: "đợt sắp xếp thôn xóm", path: "/v1/reorganisations")
        }
    }

    /// The name used in Vietnamese sentences.
    package var vietnamese: String { names.vi }

    /// The name at the start of a Vietnamese sentence.
    package var vietnameseAtStart: String { names.vi.prefix(1).uppercased() + names.vi.dropFirst() }

    /// The path of the list; a single entity adds its id.
    var path: String { names.path }
}
