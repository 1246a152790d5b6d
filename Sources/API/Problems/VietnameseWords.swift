import Domain

extension EntityKind {
    /// As sentences name it.
    var vietnamese: String {
        switch self {
        case .unit: "đơn vị hành chính"
        case .hamlet: "thôn xóm"
        case .household: "hộ"
        case .organisation: "tổ chức"
        case .fund: "quỹ"
        case .pledge: "đăng ký đóng góp"
        case .contribution: "khoản đóng góp"
        case .expenditure: "khoản chi"
        case .user: "người dùng"
        case .token: "mã truy cập"
        case .model: "mô hình"
        case .appraisal: "phiếu chấm điểm"
        case .criteriaSet: "bộ tiêu chí"
        case .parameter: "tham số"
        case .decision: "quyết định của cộng đồng dân cư"
        case .consultation: "đợt lấy ý kiến"
        case .profile: "hồ sơ thôn xóm"
        case .unitSuccession: "quan hệ kế thừa"
        case .reorganisation: "đợt sắp xếp thôn xóm"
        }
    }
}

/// A state or a step of the wire, as Vietnamese sentences say it.
///
/// A word that is missing here is said as it stands on the wire; a test asks for all of them.
func vietnamese(_ word: String) -> String {
    switch word {
    case "proposed": "mới đăng ký"
    case "confirmed": "đã xác nhận"
    case "partly": "đã nộp một phần"
    case "fulfilled": "đã nộp đủ"
    case "waived": "đã miễn"
    case "cancelled": "đã hủy"
    case "valid": "có hiệu lực"
    case "voided": "đã hủy phiếu"
    case "requested": "mới đề nghị"
    case "checked": "đã kiểm tra"
    case "approved": "đã duyệt"
    case "paid": "đã chi"
    case "booked": "đã ghi sổ"
    case "rejected": "đã từ chối"
    case "confirm": "xác nhận"
    case "waive": "miễn phần còn lại"
    case "cancel": "hủy đăng ký"
    case "receive": "nộp tiền"
    case "record": "lập phiếu"
    case "void": "hủy phiếu"
    case "request": "đề nghị"
    case "check": "kiểm tra"
    case "approve": "duyệt"
    case "pay": "chi tiền"
    case "book": "ghi sổ"
    case "reject": "từ chối"
    case "refund": "hoàn trả"
    case "draft": "phiếu nháp"
    case "registered": "đã đăng ký"
    case "returned": "bị trả lại"
    case "accepted": "đã tiếp nhận"
    case "appraised": "đã chấm điểm"
    case "recognised": "đã công nhận"
    case "declined": "không công nhận"
    case "edit": "sửa phiếu"
    case "register": "đăng ký"
    case "accept": "tiếp nhận"
    case "return": "trả lại"
    case "appraise": "chấm điểm"
    case "recognise": "công nhận"
    case "decline": "từ chối công nhận"
    case "voted": "đã biểu quyết"
    case "passed": "đã thông qua"
    case "failed": "không thông qua"
    case "sent": "đã gửi biên bản"
    case "superseded": "đã được thay thế"
    case "record_votes": "ghi kết quả biểu quyết"
    case "conclude": "kết luận"
    case "send": "gửi biên bản"
    case "supersede": "thay thế"
    case "print": "in biên bản"
    case "transferred": "đã chuyển sang quỹ tiếp nhận"
    case "transfer": "chuyển sang quỹ tiếp nhận"
    default: word
    }
}
