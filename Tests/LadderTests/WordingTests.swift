import TestSupport
import Testing

/// Phrases that a commune office would put otherwise, with what is written instead.
@Suite struct WordingTests {
    private static let better: [(old: String, new: String)] = [
        ("Bước này không mở", "Chưa thực hiện được bước này: cần … trước"),
        ("không được làm việc này", "Bạn không có quyền thực hiện việc này (vai trò: …)"),
        ("Không ai tự quyết định", "Người đề nghị không được tự duyệt; cần người khác thực hiện"),
        ("Đã có khoản đóng góp như vậy", "Mã giao dịch … đã ghi ở phiếu thu … ngày …"),
        ("Quỹ chỉ còn chi được", "Tiền mặt của quỹ ngày … chỉ còn … (ngân hàng còn …)"),
        ("phiếu nháp", "bản dự thảo"), ("ban hành tham số", "khai báo tham số"),
        ("cấp phiếu thu", "lập phiếu thu"), ("bút toán hai vế", "bút toán kép"),
        ("Trường không xác định", "Có trường không dùng ở đây"), ("Ngày không có thật", "Ngày không hợp lệ"),
        ("có nội dung được thông qua", "thông qua nội dung 1, 2"), ("quan hệ kế thừa", "đơn vị tiếp nhận"),
        ("hãy từ chối hoặc hủy chúng", "the step that is open, with its role"),
    ]

    @Test func `no text uses a phrase that was replaced`() throws {
        let documents =
            try ["docs", "config"].flatMap { try Repository.paths(in: $0) }
            .filter { $0.hasSuffix(".md") || $0.hasSuffix(".json") } + ["README.md", "CHANGELOG.md"]
        let sources = try Repository.swiftFiles(in: "Sources").map(\.path)
        #expect(sources.count > 300 && documents.count > 10)
        for path in sources + documents {
            let text = try Repository.text(of: path).lowercased()
            for (old, new) in WordingTests.better {
                #expect(!text.contains(old.lowercased()), "\(path): '\(old)', better '\(new)'")
            }
        }
    }
}
