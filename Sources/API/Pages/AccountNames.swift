import Domain

extension LedgerAccount.Kind {
    /// What a printed book calls the source or use of money.
    var printed: String {
        switch self {
        case .cash: "Tiền mặt"
        case .bank: "Tiền gửi ngân hàng"
        case .households: "Hộ gia đình đóng góp"
        case .peopleAway: "Con em xa quê ủng hộ"
        case .individuals: "Nhà hảo tâm ủng hộ"
        case .companies: "Doanh nghiệp ủng hộ"
        case .organisations: "Tổ chức ủng hộ"
        case .stateCentral: "Ngân sách trung ương hỗ trợ"
        case .stateProvince: "Ngân sách tỉnh hỗ trợ"
        case .stateDistrict: "Ngân sách huyện hỗ trợ"
        case .stateCommune: "Ngân sách xã hỗ trợ"
        case .stateAgencies: "Cơ quan nhà nước hỗ trợ"
        case .expenses: "Chi"
        case .refunds: "Hoàn trả đóng góp"
        case .transfer: "Bàn giao khi sắp xếp"
        case .opening: "Số dư khi mở sổ"
        case .interest: "Lãi tiền gửi"
        case .fees: "Phí ngân hàng"
        case .fundTransfer: "Điều chuyển giữa các quỹ"
        case .surplus: "Thừa quỹ khi kiểm kê"
        case .shortage: "Thiếu quỹ khi kiểm kê"
        case .correction: "Điều chỉnh của tháng đã khóa"
        case .payables: "Trả nợ, trả tiền tạm ứng"
        case .inHand: "Tiền mặt người thu đang giữ"
        case .passThrough: "Thu hộ, nộp tiền thu hộ"
        }
    }
}
