import TestSupport
import Testing

@testable import App

@Suite struct SettingsFileTests {
    @Test func `a file may be empty of settings`() throws {
        #expect(try loaded("{}").settings == loaded().settings)
        #expect(try loaded(#"{"server": {}}"#).settings == loaded().settings)
    }

    @Test func `a byte order mark is ignored`() throws {
        #expect(try loaded("\u{FEFF}{\"log\": {\"level\": \"trace\"}}").settings.log.level == .trace)
        #expect(try messages("\u{FEFF}\u{FEFF}{}") == ["tệp F: không phải JSON đúng, ở dòng 1, byte thứ 1"])
    }

    @Test func `a named file must exist`() throws {
        #expect(try messages(file: nowhere) == ["tệp F: không có tệp này"])
    }

    @Test func `a file in place of a parent folder is not a missing file`() throws {
        let file = try TemporaryFile("{}")
        #expect(try messages(file: file.path + "/danvan.json") == ["tệp F: không đọc được (lỗi hệ thống 20)"])
    }

    @Test func `a folder is not a file`() throws {
        #expect(try messages(file: "/tmp") == ["tệp F: đây là thư mục, không phải tệp"])
    }

    @Test func `an unreadable file is reported with the system's error`() throws {
        // Root may read any file, so this uses one of the kernel's: it opens, but offset 0 is not mapped (EIO).
        #expect(try messages(file: "/proc/self/mem") == ["tệp F: không đọc được (lỗi hệ thống 5)"])
    }

    @Test func `a file has at most 65536 bytes`() throws {
        let spaces = String(repeating: " ", count: 65_534)
        #expect(try messages("{}" + spaces) == [])
        #expect(try messages("{}" + spaces + " ") == ["tệp F: dài quá 65536 byte"])
    }

    @Test func `an endless file does not block the start`() throws {
        #expect(try messages(file: "/dev/zero") == ["tệp F: dài quá 65536 byte"])
    }

    @Test(arguments: ["[]", "null", "1", "\"{}\"", "true", "[{\"server\": {}}]"])
    func `a file must be an object`(_ text: String) throws {
        #expect(try messages(text) == ["tệp F: phải là một đối tượng JSON { … }"])
    }

    @Test(
        arguments: [
            ("", 1, 1),
            ("{", 1, 2),
            ("{\"server\": {\n    \"loops_count\": 3,\n}}", 3, 1),
            ("{\"server\": {\n    \"loops_count\": 03}}", 2, 21),
            ("{} {}", 1, 4),
            ("{'server': {}}", 1, 2),
            ("{\n// chú thích\n}", 2, 1),
            ("{\"log\": {\"level\": tru}}", 1, 22),
            ("{\"log\": {\"level\": NaN}}", 1, 19),
            ("\n\n}", 3, 1),
        ])
    func `malformed JSON is reported with its place`(_ text: String, _ line: Int, _ column: Int) throws {
        #expect(try messages(text) == ["tệp F: không phải JSON đúng, ở dòng \(line), byte thứ \(column)"])
    }

    @Test func `text that is not UTF-8 is not JSON`() throws {
        #expect(try messages([0x7B, 0x22, 0xFF]) == ["tệp F: không phải JSON đúng, ở dòng 1, byte thứ 3"])
        let wide: [UInt8] = [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]
        #expect(try messages(wide) == ["tệp F: không phải JSON đúng, ở dòng 1, byte thứ 1"])
    }

    @Test func `a repeated key is refused`() throws {
        let twice = #"{"server": {"loops_count": 3, "loops_count": 3}, "log": {}, "log": {}}"#
        #expect(
            try messages(twice) == [
                #"tệp F: "/server/loops_count" viết hai lần hoặc có ký tự hỏng"#,
                #"tệp F: "/log" viết hai lần hoặc có ký tự hỏng"#,
            ]
        )
    }

    @Test func `an unpaired surrogate is refused`() throws {
        let errors = try messages(#"{"vouchers": {"book_default": "\ud800"}}"#)
        #expect(errors == [#"tệp F: "/vouchers/book_default" viết hai lần hoặc có ký tự hỏng"#])
    }

    @Test func `unlimited nesting is not JSON`() throws {
        let deep = String(repeating: #"{"server":"#, count: 33)
        #expect(try messages(deep) == ["tệp F: không phải JSON đúng, ở dòng 1, byte thứ 321"])
    }

    @Test func `an error of the file does not hide the others`() throws {
        let messages = try messages(
            "{",
            environment: ["DANVAN_SERVER_LOOPS_COUNT": "17"],
            overrides: ["log.level": "loud"]
        )
        try #require(messages.count == 3)
        #expect(messages[0].hasPrefix("tệp F: không phải JSON đúng"))
        #expect(messages[1].hasPrefix("dòng lệnh: log.level phải là một trong"))
        #expect(
            messages[2].hasPrefix("biến môi trường DANVAN_SERVER_LOOPS_COUNT: server.loops_count phải là")
        )
    }
}

@Suite struct SettingsFileTypeTests {
    @Test(
        arguments: [
            "\"2\"", "2.0", "2.5", "2e0", "-0", "null", "true", "[2]", "{\"a\":2}", "99999999999999999999",
            "9223372036854775807", "-1", "17",
        ])
    func `a number in the file must be an integer within its bounds`(_ text: String) throws {
        #expect(
            try messages(#"{"server": {"loops_count": \#(text)}}"#)
                == ["tệp F: server.loops_count phải là số nguyên từ 0 đến 16; không thể là \(text)"]
        )
    }

    @Test(arguments: ["info", "1", "null", "true", "[\"info\"]", "{}", "1.5", "\"INFO\"", "\"\""])
    func `a choice in the file must be one of its words`(_ text: String) throws {
        let json = #"{"log": {"level": \#(text == "info" ? "\"thông tin\"" : text)}}"#
        let messages = try messages(json)
        #expect(messages.count == 1)
        #expect(
            messages[0]
                .hasPrefix(
                    "tệp F: log.level phải là một trong: trace, debug, info, notice, warning, error, critical; "
                        + "không thể là "
                )
        )
    }

    @Test(arguments: ["1", "null", "[]", "\"\"", "\" a\"", "\"a\\nb\"", "\"aaaaaaaaaaaaaaaaa\""])
    func `a text in the file must be a string within its limit`(_ text: String) throws {
        #expect(
            try messages(#"{"vouchers": {"book_default": \#(text)}}"#)
                == ["tệp F: vouchers.book_default phải là chữ, từ 1 đến 16 ký tự; không thể là \(text)"]
        )
    }

    @Test(arguments: ["1", "null", "true", "{}", "[\"data\"]", "\"\""])
    func `a path in the file must be a string`(_ text: String) throws {
        #expect(
            try messages(#"{"database": {"path": \#(text)}}"#)
                == ["tệp F: database.path phải là đường dẫn, không rỗng; không thể là \(text)"]
        )
    }

    @Test(
        arguments: [
            "\"127.0.0.1:80\"", "[]", "null", "[80]", "[\"127.0.0.1:80\",80]", "[null]",
            "[[\"127.0.0.1:80\"]]",
            "[\"127.0.0.1\"]", "[\"127.0.0.1:80\",\"127.0.0.1:80\"]", "{}", "[\"127.0.0.1:80,127.0.0.1:81\"]",
        ])
    func `addresses in the file must be an array of strings`(_ text: String) throws {
        let messages = try messages(#"{"server": {"listen": \#(text)}}"#)
        #expect(messages.count == 1)
        #expect(messages[0].hasPrefix("tệp F: server.listen phải là danh sách địa chỉ IPv4:cổng"))
        #expect(messages[0].hasSuffix("không thể là \(text)"))
    }

    @Test(arguments: ["1", "null", "[]", "\"127.0.0.1:80\"", "true"])
    func `a group in the file must be an object`(_ text: String) throws {
        #expect(
            try messages(#"{"server": \#(text)}"#)
                == ["tệp F: server phải là một nhóm { … }, không thể là \(text)"]
        )
    }

    @Test(arguments: ["1", "0", "\"true\"", "null", "1.0"])
    func `a boolean in the file must be true or false`(_ text: String) throws {
        let flag = Setting("test.flag", .boolean(false), vi: "Thử", en: "Test")
        let file = try TemporaryFile(#"{"test": {"flag": \#(text)}}"#)
        let errors = try errors {
            _ = try effectiveSettings(
                file: file.path,
                environment: [:],
                overrides: [:],
                table: [flag]
            )
        }
        #expect(errors.count == 1)
    }

    @Test func `a boolean in the file is read`() throws {
        let flag = Setting("test.flag", .boolean(false), vi: "Thử", en: "Test")
        let file = try TemporaryFile(#"{"test": {"flag": true}}"#)
        let values = try effectiveSettings(
            file: file.path,
            environment: [:],
            overrides: [:],
            table: [flag]
        )
        #expect(values[0].value == .boolean(true))
        #expect(values[0].origin == .file(file.path))
    }

    @Test func `a long value is shortened in its message`() throws {
        let long = String(repeating: "a", count: 1000)
        let messages = try messages(#"{"log": {"level": "\#(long)"}}"#)
        #expect(messages[0].hasSuffix("không thể là \"" + long.prefix(59) + "…"))
    }
}
