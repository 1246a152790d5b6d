import HTTP
import TestSupport
import Testing

@testable import App

/// The typed settings: each key sets its own property, and the defaults are as documented.
@Suite struct SettingsTests {
    @Test func `the server has the expected defaults`() throws {
        let server = try loaded().settings.server
        #expect(server.listen == [.tcp(host: "127.0.0.1", port: 8080)])
        #expect(server.loopsCount == 0)
        #expect(server.readWorkersCount == 0)
        #expect(server.slowReadsMax == 256)
        #expect(server.trustedProxies == [AddressBlock("127.0.0.1"), AddressBlock("::1")])
        #expect(server.connectionsMax == 10_000)
        #expect(server.connectionsPerAddressMax == 256)
        #expect(server.requestsPerConnectionMax == 10_000)
        #expect(server.requestsPerTickMax == 16)
        #expect(server.headSecondsMax == 10)
        #expect(server.bodySecondsMax == 10)
        #expect(server.idleSecondsMax == 60)
        #expect(server.writeSecondsMax == 10)
        #expect(server.progressBytesMin == 1024)
        #expect(server.lingerSecondsMax == 5)
        #expect(server.lingerBytesMax == 8 * 1024 * 1024)
        #expect(server.stopSecondsMax == 10)
        #expect(server.requestLineBytesMax == 8 * 1024)
        #expect(server.headersBytesMax == 16 * 1024)
        #expect(server.headersCountMax == 100)
        #expect(server.bodyBytesMax == 1024 * 1024)
        #expect(server.importBytesMax == 32 * 1024 * 1024)
        #expect(server.bodyTotalBytesMax == 256 * 1024 * 1024)
        #expect(server.chunkLineBytesMax == 256)
        #expect(server.chunkExtensionBytesMax == 4 * 1024)
        #expect(server.outputBytesMax == 256 * 1024)
    }

    @Test func `the database has the expected defaults`() throws {
        let database = try loaded().settings.database
        #expect(database.path == "data/danvan.db")
        #expect(database.busyMillisecondsMax == 5_000)
        #expect(database.checkpointPages == 8_000)
        #expect(database.cacheKibibytes == 2 * 1024)
        #expect(database.writerCacheKibibytes == 8 * 1024)
        #expect(database.writeQueueMax == 4_096)
        #expect(database.writeBatchMax == 256)
    }

    @Test func `the other settings have the defaults of the conventions`() throws {
        let settings = try loaded().settings
        #expect(settings.lists.limitDefault == 50)
        #expect(settings.lists.limitMax == 500)
        #expect(settings.json.depthMax == 32)
        #expect(settings.access.tokenDaysDefault == 365)
        #expect(settings.access.tokenDaysMax == 3_650)
        #expect(settings.log.level == .info)
        #expect(settings.log.format == .text)
        #expect(settings.language.default == .vi)
        #expect(settings.public.cacheSeconds == 5)
        #expect(settings.public.responseCacheKibibytes == 16_384)
        #expect(settings.public.address == nil)
        #expect(settings.vouchers.bookDefault == "1")
    }

    @Test func `each server key sets its own property`() throws {
        let json = """
            {"server": {"listen": ["[::]:1"], "loops_count": 3, "read_workers_count": 20, "slow_reads_max": 21,
            "connections_max": 4, "trusted_proxies": ["10.0.0.0/8"],
            "connections_per_address_max": 5, "head_seconds_max": 6, "body_seconds_max": 7,
            "idle_seconds_max": 8, "write_seconds_max": 9, "stop_seconds_max": 11, "request_line_bytes_max": 1001,
            "headers_bytes_max": 2002, "headers_count_max": 12, "body_bytes_max": 3003,
            "import_bytes_max": 6006, "body_total_bytes_max": 4004, "chunk_line_bytes_max": 17, "chunk_extension_bytes_max": 18,
            "output_bytes_max": 5005, "requests_per_connection_max": 13, "requests_per_tick_max": 14,
            "progress_bytes_min": 15, "linger_seconds_max": 16, "linger_bytes_max": 19}}
            """
        let server = try loaded(json).settings.server
        #expect(server.listen == [.tcp(host: "::", port: 1)])
        #expect(server.loopsCount == 3)
        #expect(server.readWorkersCount == 20)
        #expect(server.slowReadsMax == 21)
        #expect(server.trustedProxies == [AddressBlock("10.0.0.0/8")])
        #expect(server.connectionsMax == 4)
        #expect(server.connectionsPerAddressMax == 5)
        #expect(server.headSecondsMax == 6)
        #expect(server.bodySecondsMax == 7)
        #expect(server.idleSecondsMax == 8)
        #expect(server.writeSecondsMax == 9)
        #expect(server.stopSecondsMax == 11)
        #expect(server.requestLineBytesMax == 1001)
        #expect(server.headersBytesMax == 2002)
        #expect(server.headersCountMax == 12)
        #expect(server.bodyBytesMax == 3003)
        #expect(server.importBytesMax == 6006)
        #expect(server.bodyTotalBytesMax == 4004)
        #expect(server.chunkLineBytesMax == 17)
        #expect(server.chunkExtensionBytesMax == 18)
        #expect(server.outputBytesMax == 5005)
        #expect(server.requestsPerConnectionMax == 13)
        #expect(server.requestsPerTickMax == 14)
        #expect(server.progressBytesMin == 15)
        #expect(server.lingerSecondsMax == 16)
        #expect(server.lingerBytesMax == 19)
    }

    @Test func `each database key sets its own property`() throws {
        let json = """
            {"database": {"path": "a.db", "busy_milliseconds_max": 1,
            "checkpoint_pages": 200, "cache_kibibytes": 300, "writer_cache_kibibytes": 400,
            "write_queue_max": 4, "write_batch_max": 5}}
            """
        let database = try loaded(json).settings.database
        #expect(database.path == "a.db")
        #expect(database.busyMillisecondsMax == 1)
        #expect(database.checkpointPages == 200)
        #expect(database.cacheKibibytes == 300)
        #expect(database.writerCacheKibibytes == 400)
        #expect(database.writeQueueMax == 4)
        #expect(database.writeBatchMax == 5)
    }

    @Test func `each other key sets its own property`() throws {
        let json = """
            {"lists": {"limit_default": 1, "limit_max": 2}, "json": {"depth_max": 9},
            "access": {"token_days_default": 3, "token_days_max": 4, "enrolment_hours": 5}, "log": {"level": "critical", "format": "json"},
            "language": {"default": "en"}, "public": {"cache_seconds": 0, "response_cache_kibibytes": 1,
            "address": "https://thon.example.vn"},
            "vouchers": {"book_default": "Q1"}, "backup": {"folder": "B", "every_hours": 6, "keep_count": 7},
            "limits": {"requests_per_token_max": 8, "requests_per_address_max": 9, "failed_sign_ins_max": 10,
            "kibibytes_per_token_max": 11, "idempotency_days": 12}}
            """
        let settings = try loaded(json).settings
        #expect(settings.lists == Settings.Lists(limitDefault: 1, limitMax: 2))
        #expect(settings.json == Settings.JSON(depthMax: 9))
        #expect(settings.access == Settings.Access(tokenDaysDefault: 3, tokenDaysMax: 4, enrolmentHours: 5))
        #expect(settings.log == Settings.Log(level: .critical, format: .json))
        #expect(settings.language == Settings.Language(default: .en))
        #expect(
            settings.public
                == Settings.Public(
                    cacheSeconds: 0, responseCacheKibibytes: 1, address: WebAddress("https://thon.example.vn")
                ))
        #expect(settings.vouchers == Settings.Vouchers(bookDefault: "Q1"))
        #expect(
            settings.limits
                == Settings.RequestLimits(
                    requestsPerTokenMax: 8, requestsPerAddressMax: 9, failedSignInsMax: 10,
                    kibibytesPerTokenMax: 11, idempotencyDays: 12))
        #expect(settings.backup == Settings.Backup(folder: "B", everyHours: 6, keepCount: 7))
    }

    @Test(arguments: ["trace", "debug", "info", "notice", "warning", "error", "critical"])
    func `the levels are those of swift-log`(_ level: String) throws {
        #expect(try loaded(overrides: ["log.level": level]).settings.log.level.rawValue == level)
    }
}

@Suite struct ConfigurationErrorTests {
    private let file = Setting.Origin.file("a.json")

    @Test(
        arguments: [
            (.missing, "không có tệp này"),
            (.directory, "đây là thư mục, không phải tệp"),
            (.unreadable(cause: 13), "không đọc được (lỗi hệ thống 13)"),
            (.tooLong(bytesMax: 9), "dài quá 9 byte"),
            (.malformed(line: 2, column: 3), "không phải JSON đúng, ở dòng 2, byte thứ 3"),
            (.notObject, "phải là một đối tượng JSON { … }"),
        ] as [(ConfigurationError.FileError, String)]
    )
    func `an error in a file names the file`(_ error: ConfigurationError.FileError, _ sentence: String) {
        #expect(ConfigurationError.file("a.json", error).line == "tệp a.json: " + sentence)
    }

    @Test func `an error in a name contains the name and its origin`() {
        #expect(
            ConfigurationError.unknown("a", nearest: nil, in: file).line == #"tệp a.json: không có khóa "a""#
        )
        #expect(
            ConfigurationError.unknown("a", nearest: "b", in: .commandLine).line
                == #"dòng lệnh: không có khóa "a"; có phải b?"#
        )
        #expect(
            ConfigurationError.unknown("A", nearest: "B", in: .environment("A")).line
                == #"biến môi trường "A": không có thiết lập nào tên như vậy; có phải B?"#
        )
        #expect(
            ConfigurationError.dotted("a.b", in: file).line
                == #"tệp a.json: tên "a.b" có dấu chấm; hãy viết các nhóm lồng nhau"#
        )
        #expect(
            ConfigurationError.ambiguous(pointer: "/a", in: file).line
                == #"tệp a.json: "/a" viết hai lần hoặc có ký tự hỏng"#
        )
    }

    @Test func `an error in a value contains key, value, allowed values and origin`() {
        let low = ConfigurationError.Given(key: "a.low", text: "5", origin: file)
        let high = ConfigurationError.Given(key: "a.high", text: "4", origin: .standard)
        #expect(
            ConfigurationError.notGroup(low).line
                == "tệp a.json: a.low phải là một nhóm { … }, không thể là 5")
        #expect(
            ConfigurationError.refused(low, allowed: "số nguyên từ 1 đến 4").line
                == "tệp a.json: a.low phải là số nguyên từ 1 đến 4; không thể là 5"
        )
        #expect(
            ConfigurationError.inverted(low, high).line
                == "a.low = 5 (tệp a.json) không được lớn hơn a.high = 4 (mặc định)"
        )
    }

    @Test func `quoted text is short and on one line`() {
        #expect(ConfigurationError.quoted("a\nb") == #""a\nb""#)
        #expect(ConfigurationError.shortened(String(repeating: "ộ", count: 60)).count == 60)
        #expect(ConfigurationError.shortened(String(repeating: "ộ", count: 61)).count == 61)
        #expect(ConfigurationError.shortened(String(repeating: "ộ", count: 61)).hasSuffix("ộ…"))
        #expect(ConfigurationError.shortened(String(repeating: "ộ", count: 1000)).count == 61)
    }
}
