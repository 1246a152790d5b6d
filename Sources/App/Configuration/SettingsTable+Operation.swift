/// Settings about the office's work: how much the service takes from one client, how it is backed up, its vouchers.
extension Setting {
    static let limits = [
        Setting(
            "limits.requests_per_token_max",
            .integer(60_000, in: 0...10_000_000),
            vi: "Số yêu cầu nhiều nhất mỗi phút của một mã truy cập; 0 là không giới hạn",
            en: "Most requests a minute with one token; 0 is no limit"
        ),
        Setting(
            "limits.requests_per_address_max",
            .integer(120_000, in: 0...10_000_000),
            vi: "Số yêu cầu công khai nhiều nhất mỗi phút từ một địa chỉ (IPv6: /64); 0 là không giới hạn",
            en: "Most public requests a minute from one address (IPv6: /64); 0 is no limit"
        ),
        Setting(
            "limits.failed_sign_ins_max",
            .integer(60, in: 0...10_000_000),
            vi:
                "Số lần nhiều nhất mỗi phút một địa chỉ gửi mã truy cập sai hoặc mã ghi danh; 0 là không giới hạn",
            en: "Most wrong tokens or enrolment codes a minute from one address; 0 is no limit"
        ),
        Setting(
            "limits.kibibytes_per_token_max",
            .integer(262_144, in: 0...1_073_741_824),
            vi: "Số KiB nhiều nhất một mã truy cập ghi vào nhật ký trong một ngày; 0 là không giới hạn",
            en: "Most KiB that one token writes to the journal in a day; 0 is no limit"
        ),
        Setting(
            "limits.idempotency_days",
            .integer(90, in: 1...36_500),
            vi: "Số ngày lưu Idempotency-Key ở nơi không bắt buộc có khóa; khóa bắt buộc được lưu mãi",
            en: "Days that an Idempotency-Key is kept where none is required; required ones stay"
        ),
    ]

    static let backup = [
        Setting(
            "backup.folder",
            .path("data/backups"),
            vi: "Thư mục của các bản sao lưu theo giờ, tính từ thư mục hiện tại; nên ở ổ đĩa khác",
            en: "Folder of scheduled backups, from the current directory; better on another disk"
        ),
        Setting(
            "backup.every_hours",
            .integer(0, in: 0...720),
            vi: "Số giờ giữa hai bản sao lưu khi dịch vụ chạy; 0 là không sao lưu",
            en: "Hours between two backups while the service runs; 0 makes none"
        ),
        Setting(
            "backup.keep_count",
            .integer(14, in: 1...10_000),
            vi: "Số bản sao lưu theo giờ được giữ lại",
            en: "Scheduled backups that are kept"
        ),
    ]

    static let proof = [
        Setting(
            "proof.key",
            .path("danvan.key"),
            vi: "Tệp khóa riêng để ký điểm đối chiếu, ngoài thư mục dữ liệu; không có tệp thì không ký",
            en:
                "File of the private key of checkpoints, outside the data folder; without it nothing is signed"
        ),
        Setting(
            "proof.checkpoint_seconds",
            .integer(1, in: 1...3600),
            vi: "Số giây ít nhất giữa hai điểm đối chiếu; không có gì mới thì không ký",
            en: "Least seconds between two checkpoints; without new entries none is signed"
        ),
        Setting(
            "proof.witnesses",
            .witnesses([]),
            vi: "Khóa công khai của những bên chứng kiến được ký, mỗi khóa có thể kèm một địa chỉ http://…",
            en: "Public keys of the witnesses that may cosign, each with an http:// address if it has one"
        ),
    ]

    static let bank = [
        Setting(
            "bank.webhook_secret",
            .path("danvan-bank.secret"),
            vi: "Tệp khóa chung với SePay, ít nhất 16 byte; không có tệp thì không nhận thông báo báo có",
            en:
                "File of the secret shared with SePay, 16 bytes at least; without it no notice is taken"
        )
    ]

    static let vouchers = [
        Setting(
            "vouchers.book_default",
            .text("1", upTo: 16),
            vi: "Quyển chứng từ khi không nói rõ",
            en: "Book of a voucher when none is named"
        )
    ]

    static let publicPages = [
        Setting(
            "public.cache_seconds",
            .integer(5, in: 0...86_400),
            vi: "Số giây được phép lưu tạm câu trả lời công khai; 0 là không lưu",
            en: "Seconds that a public answer may be cached; 0 is not at all"
        ),
        Setting(
            "public.response_cache_kibibytes",
            .integer(16_384, in: 0...4_194_304),
            vi: "Bộ nhớ cho câu trả lời công khai chưa đổi, tính bằng KiB; 0 là không giữ",
            en: "Memory for public answers that have not changed, in KiB; 0 keeps none"
        ),
        Setting(
            "public.address",
            .webAddress(WebAddress.none),
            vi: "Địa chỉ công khai của dịch vụ, in trong mã QR của phiếu; none thì chỉ in mã và đường dẫn",
            en: "The service's public address, in the QR codes of vouchers; with none they have the path only"
        ),
    ]
}
