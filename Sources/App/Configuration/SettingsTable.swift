extension Setting {
    /// All settings, in the order they are listed and documented.
    ///
    /// The bounds are wide: they catch typing errors and values that cannot work, not deliberate choices.
    static let table =
        server + database + lists + json + access + log + language + publicPages + vouchers
        + backup + limits + proof + bank

    private static let server = [
        Setting(
            "server.listen",
            .addresses(["127.0.0.1:8080"]),
            vi: "Các địa chỉ nhận kết nối; tên máy không được tra, chỉ localhost được đọc là 127.0.0.1",
            en: "Addresses to listen on; names are not looked up, only localhost is read as 127.0.0.1"
        ),
        Setting(
            "server.loops_count",
            .integer(0, in: 0...16),
            vi: "Số vòng xử lý mạng chạy song song; 0 là nửa số nhân, ít nhất hai khi có hai nhân",
            en:
                "Network loops that run side by side; 0 is half of the cores, at least two where there are two"
        ),
        Setting(
            "server.read_workers_count",
            .integer(0, in: 0...64),
            vi: "Số luồng đọc báo cáo và danh sách chậm, ngoài các vòng mạng; 0 là một luồng cho hai nhân",
            en: "Threads that read slow reports and lists, beside the loops; 0 is one for every two cores"
        ),
        Setting(
            "server.slow_reads_max",
            .integer(256, in: 1...100_000),
            vi: "Số lần đọc chậm được xếp hàng nhiều nhất; quá số này thì trả lời 503",
            en: "Most slow reads that wait in line; beyond it the answer is 503"
        ),
        Setting(
            "server.connections_max",
            .integer(10_000, in: 1...1_000_000),
            vi: "Số kết nối mở cùng lúc nhiều nhất",
            en: "Most connections open at once"
        ),
        Setting(
            "server.connections_per_address_max",
            .integer(256, in: 1...1_000_000),
            vi: "Số kết nối mở cùng lúc nhiều nhất từ một địa chỉ",
            en: "Most connections open at once from one address"
        ),
        Setting(
            "server.trusted_proxies",
            .networks(["127.0.0.1", "::1"]),
            vi:
                "Địa chỉ của máy chủ trung gian: không bị giới hạn theo địa chỉ, trường X-Forwarded-For của chúng được tin",
            en: "Addresses of proxies: without a limit of their own, and their X-Forwarded-For is believed"
        ),
        Setting(
            "server.requests_per_connection_max",
            .integer(10_000, in: 1...1_000_000_000),
            vi: "Số yêu cầu nhiều nhất trên một kết nối; câu trả lời cuối đóng kết nối",
            en: "Most requests on one connection; the last answer closes it"
        ),
        Setting(
            "server.requests_per_tick_max",
            .integer(16, in: 1...10_000),
            vi: "Số yêu cầu nhiều nhất của một kết nối được trả lời trước khi đến lượt kết nối khác",
            en: "Most requests of one connection that are answered before the others have their turn"
        ),
        Setting(
            "server.head_seconds_max",
            .integer(10, in: 1...3_600),
            vi: "Số giây chờ nhiều nhất để nhận đủ phần đầu của một yêu cầu",
            en: "Longest wait for the whole head of a request"
        ),
        Setting(
            "server.body_seconds_max",
            .integer(10, in: 1...3_600),
            vi: "Số giây chờ nhiều nhất cho mỗi progress_bytes_min byte, hoặc phần còn lại, của thân yêu cầu",
            en: "Longest wait for each progress_bytes_min bytes of a request's body, or for its rest"
        ),
        Setting(
            "server.idle_seconds_max",
            .integer(60, in: 1...86_400),
            vi: "Số giây giữ một kết nối không có yêu cầu nào",
            en: "How long a connection without a request is kept"
        ),
        Setting(
            "server.write_seconds_max",
            .integer(10, in: 1...3_600),
            vi: "Số giây chờ bên kia nhận mỗi progress_bytes_min byte, hoặc phần còn lại, của câu trả lời",
            en: "Longest wait for a client to take each progress_bytes_min bytes of answers, or their rest"
        ),
        Setting(
            "server.progress_bytes_min",
            .integer(1_024, in: 1...1_048_576),
            vi: "Số byte phải qua được mỗi lần trong body_seconds_max hoặc write_seconds_max giây",
            en: "Bytes that must pass each time within body_seconds_max or write_seconds_max seconds"
        ),
        Setting(
            "server.linger_seconds_max",
            .integer(5, in: 1...3_600),
            vi: "Số giây nhiều nhất chờ bên kia thôi gửi sau câu trả lời cuối; rồi cắt kết nối",
            en: "Longest wait, after the last answer, for a client that still sends; then it is cut off"
        ),
        Setting(
            "server.linger_bytes_max",
            .integer(8_388_608, in: 0...1_073_741_824),
            vi: "Số byte nhiều nhất bên kia còn được gửi sau câu trả lời cuối; rồi cắt kết nối",
            en: "Most bytes that a client may still send after the last answer; then it is cut off"
        ),
        Setting(
            "server.stop_seconds_max",
            .integer(10, in: 1...3_600),
            vi: "Số giây chờ các yêu cầu đang chạy khi dừng dịch vụ",
            en: "How long running requests are waited for when the service stops"
        ),
        Setting(
            "server.request_line_bytes_max",
            .integer(8_192, in: 256...65_536),
            vi: "Số byte nhiều nhất của dòng yêu cầu (phương thức và đường dẫn)",
            en: "Longest request line (method and target)"
        ),
        Setting(
            "server.headers_bytes_max",
            .integer(16_384, in: 1_024...1_048_576),
            vi: "Số byte nhiều nhất của tất cả các trường đầu",
            en: "Most bytes of all header fields together"
        ),
        Setting(
            "server.headers_count_max",
            .integer(100, in: 8...1_000),
            vi: "Số trường đầu nhiều nhất của một yêu cầu",
            en: "Most header fields of a request"
        ),
        Setting(
            "server.body_bytes_max",
            .integer(1_048_576, in: 1_024...1_073_741_824),
            vi: "Số byte nhiều nhất của thân một yêu cầu",
            en: "Most bytes of a request's body"
        ),
        Setting(
            "server.import_bytes_max",
            .integer(33_554_432, in: 1_024...1_073_741_824),
            vi: "Số byte nhiều nhất của một bảng gửi lên để nhập, kể cả sao kê ngân hàng",
            en: "Most bytes of a table to be imported, also of a bank statement"
        ),
        Setting(
            "server.body_total_bytes_max",
            .integer(268_435_456, in: 1_024...68_719_476_736),
            vi:
                "Số byte nhiều nhất của thân các yêu cầu đang nhận hoặc chưa trả lời (quá thì 503), và của các trả lời chưa gửi hết (quá thì ngắt)",
            en:
                "Most bytes of bodies that are unfinished or not answered yet (beyond it 503), and of responses that clients are slow to take (beyond it closed)"
        ),
        Setting(
            "server.chunk_line_bytes_max",
            .integer(256, in: 16...65_536),
            vi: "Số byte nhiều nhất của dòng ghi cỡ một chunk, kể cả phần mở rộng, không kể CRLF",
            en: "Longest size line of a chunk, with its extension, without its CRLF"
        ),
        Setting(
            "server.chunk_extension_bytes_max",
            .integer(4_096, in: 0...1_048_576),
            vi: "Số byte nhiều nhất của tất cả các phần mở rộng chunk trong thân một yêu cầu",
            en: "Most bytes of all chunk extensions of a request's body together"
        ),
        Setting(
            "server.output_bytes_max",
            .integer(262_144, in: 1_024...1_073_741_824),
            vi: "Số byte câu trả lời giữ cho một kết nối trước khi gửi và đọc tiếp; câu cuối được vượt quá",
            en: "Bytes of answers kept for one connection before they are sent; the last may pass it"
        ),
    ]

    private static let database = [
        Setting(
            "database.path",
            .path("data/danvan.db"),
            vi: "Tệp cơ sở dữ liệu, tính từ thư mục hiện tại",
            en: "The database file, from the current directory"
        ),
        Setting(
            "database.busy_milliseconds_max",
            .integer(5_000, in: 0...60_000),
            vi: "Số mili giây chờ nhiều nhất khi tệp cơ sở dữ liệu đang bị khóa",
            en: "Longest wait for a locked database file"
        ),
        Setting(
            "database.checkpoint_pages",
            .integer(8_000, in: 100...1_000_000),
            vi: "Số trang trong nhật ký WAL trước khi chép vào cơ sở dữ liệu",
            en: "Pages in the write-ahead log before they are copied into the database"
        ),
        Setting(
            "database.cache_kibibytes",
            .integer(2_048, in: 256...4_194_304),
            vi: "Bộ nhớ đệm của mỗi kết nối chỉ đọc, không phải của tất cả, tính bằng KiB",
            en: "Cache of each database connection that reads, not of all together, in KiB"
        ),
        Setting(
            "database.writer_cache_kibibytes",
            .integer(8_192, in: 256...4_194_304),
            vi: "Bộ nhớ đệm của kết nối ghi, tính bằng KiB",
            en: "Cache of the connection that writes, in KiB"
        ),
        Setting(
            "database.write_queue_max",
            .integer(4_096, in: 1...1_000_000),
            vi: "Số lần ghi được xếp hàng nhiều nhất; quá số này thì trả lời 503",
            en: "Most writes that wait in line; beyond it the answer is 503"
        ),
        Setting(
            "database.write_batch_max",
            .integer(256, in: 1...10_000),
            vi: "Số lần ghi gộp nhiều nhất trong một giao dịch",
            en: "Most writes that share one transaction"
        ),
    ]

    private static let lists = [
        Setting(
            "lists.limit_default",
            .integer(50, in: 1...10_000),
            vi: "Số dòng của một trang danh sách khi không nói rõ",
            en: "Rows on a page of a list when none are asked for"
        ),
        Setting(
            "lists.limit_max",
            .integer(500, in: 1...500),
            vi: "Số dòng nhiều nhất của một trang danh sách",
            en: "Most rows on a page of a list"
        ),
    ]

    private static let json = [
        Setting(
            "json.depth_max",
            .integer(32, in: 8...128),
            vi: "Số tầng lồng nhau nhiều nhất của JSON gửi đến",
            en: "Deepest nesting of JSON that is sent to us"
        )
    ]

    private static let access = [
        Setting(
            "access.token_days_default",
            .integer(365, in: 1...36_500),
            vi: "Số ngày hiệu lực của một mã truy cập khi không nói rõ",
            en: "Days that a token is valid when none are asked for"
        ),
        Setting(
            "access.token_days_max",
            .integer(3_650, in: 1...36_500),
            vi: "Số ngày hiệu lực nhiều nhất của một mã truy cập",
            en: "Most days that a token may be valid"
        ),
        Setting(
            "access.enrolment_hours",
            .integer(72, in: 1...720),
            vi: "Số giờ một mã ghi danh đổi được lấy mã truy cập",
            en: "Hours in which an enrolment code can be redeemed"
        ),
    ]

    private static let log = [
        Setting(
            "log.level",
            .choice("info", of: Settings.Log.Level.allCases.map(\.rawValue)),
            vi: "Mức thấp nhất được ghi vào nhật ký",
            en: "Lowest level that is logged"
        ),
        Setting(
            "log.format",
            .choice("text", of: Settings.Log.Format.allCases.map(\.rawValue)),
            vi: "Dạng của nhật ký: chữ cho người đọc, hoặc mỗi dòng một JSON",
            en: "Form of the log: text for people, or one JSON object a line"
        ),
    ]

    private static let language = [
        Setting(
            "language.default",
            .choice("vi", of: Settings.Language.Code.allCases.map(\.rawValue)),
            vi: "Ngôn ngữ trả lời khi yêu cầu không chọn",
            en: "Language of answers when the request does not choose"
        )
    ]
}
