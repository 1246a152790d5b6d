/// The Vietnamese text of a state or step of the API, or of a sort of model.
///
/// An unknown word is returned unchanged; a test checks that every word is known.
package func vietnamese(_ word: String) -> String {
    switch word {
    case "open": "đang mở"
    case "closed": "đã khóa"
    case "close": "khóa"
    case "count": "ghi lần kiểm kê"
    case "reconcile": "ghi lần đối chiếu"
    case "recorded": "mới ghi"
    case "submitted": "đã trình khóa sổ"
    case "submit": "trình khóa sổ"
    case "reopen": "mở lại"
    case "holders": "đổi chủ tài khoản"
    case "unmatched": "chưa đối chiếu"
    case "matched": "đã đối chiếu"
    case "used": "đã lập phiếu thu"
    case "ignored": "đã bỏ qua"
    case "receipts": "lập phiếu thu"
    case "ignore": "bỏ qua"
    case "restore": "đưa trở lại"
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
    case "withdrawn": "đã rút lại"
    case "confirm": "xác nhận"
    case "waive": "miễn phần còn lại"
    case "cancel": "hủy"
    case "owe": "ghi nợ"
    case "repay": "trả nợ"
    case "give": "ghi tặng lại khoản nợ"
    case "receive": "thu tiền"
    case "record": "lập phiếu"
    case "void": "hủy phiếu"
    case "request": "đề nghị"
    case "check": "kiểm tra"
    case "approve": "duyệt"
    case "pay": "chi tiền"
    case "book": "ghi sổ"
    case "reject": "từ chối"
    case "withdraw": "rút lại"
    case "refund": "hoàn trả"
    case "replace": "thay phiếu"
    case "reverse": "điều chỉnh"
    default: vietnameseDecisionWord(word)
    }
}

/// The Vietnamese text of a state or step of a model or decision, or of a print.
private func vietnameseDecisionWord(_ word: String) -> String {
    switch word {
    case "draft": "bản dự thảo"
    case "registered": "đã đăng ký"
    case "returned": "bị trả lại"
    case "accepted": "đã tiếp nhận"
    case "appraised": "đã chấm điểm"
    case "recognised": "đã công nhận"
    case "declined": "không công nhận"
    case "edit": "sửa nội dung"
    case "register": "đăng ký"
    case "accept": "tiếp nhận"
    case "name_appraisers": "chỉ định người chấm điểm"
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
    case "recount": "đếm lại số hộ"
    case "supersede": "thay thế bằng quyết định mới"
    case "print": "in biên bản"
    case "print_voucher": "in phiếu"
    case "transferred": "đã chuyển sang quỹ tiếp nhận"
    case "transfer": "chuyển sang quỹ tiếp nhận"
    default: vietnameseModelWord(word)
    }
}

/// The Vietnamese text of a sort of model or a level of recognition; an unknown word is returned unchanged.
private func vietnameseModelWord(_ word: String) -> String {
    switch word {
    case "economy": "kinh tế"
    case "culture_society": "văn hóa – xã hội"
    case "security_defence": "quốc phòng – an ninh"
    case "political_system": "xây dựng hệ thống chính trị"
    case "collective": "tập thể"
    case "individual": "cá nhân"
    case "hamlet": "cấp thôn"
    case "commune": "cấp xã"
    case "district": "cấp huyện"
    case "province": "cấp tỉnh"
    case "central": "cấp trung ương"
    default: word
    }
}
