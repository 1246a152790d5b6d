import TestSupport
import Testing

@testable import App

@Suite struct UnknownSettingTests {
    @Test(
        arguments: [
            (#"{"sever": {"listen": []}}"#, #"không có khóa "sever"; có phải server?"#),
            (
                #"{"server": {"loop_count": 1}}"#,
                #"không có khóa "server.loop_count"; có phải server.loops_count?"#
            ),
            (#"{"server": {"LISTEN": []}}"#, #"không có khóa "server.LISTEN"; có phải server.listen?"#),
            (#"{"server": {"": 1}}"#, #"không có khóa "server."; có phải server?"#),
            (#"{"rate": {"per_token": 0}}"#, #"không có khóa "rate""#),
            (#"{"": 1}"#, #"không có khóa """#),
            (#"{"_comment": "ghi chú"}"#, #"không có khóa "_comment""#),
            (#"{"xin\nchào": 1}"#, #"không có khóa "xin\nchào""#),
            (
                #"{"server.listen": ["127.0.0.1:80"]}"#,
                #"tên "server.listen" có dấu chấm; hãy viết các nhóm lồng nhau"#
            ),
            (#"{"server": {"a.b": 1}}"#, #"tên "server.a.b" có dấu chấm; hãy viết các nhóm lồng nhau"#),
        ])
    func `an unknown key in the file is refused by name`(_ json: String, _ message: String) throws {
        #expect(try messages(json) == ["tệp F: " + message])
    }

    @Test func `an unknown variable is refused by name`() throws {
        #expect(
            try messages("{}", environment: ["DANVAN_SERVER_LISTENS": "a"]) == [
                "biến môi trường \"DANVAN_SERVER_LISTENS\": không có thiết lập nào tên như vậy; "
                    + "có phải DANVAN_SERVER_LISTEN?"
            ]
        )
        #expect(
            try messages("{}", environment: ["DANVAN_": ""])
                == ["biến môi trường \"DANVAN_\": không có thiết lập nào tên như vậy"]
        )
    }

    @Test(arguments: [
        "PATH", "danvan_server_listen", "DANVANX_SERVER_LISTEN", "SERVER_LISTEN", "XDANVAN_A", "",
    ])
    func `a variable of somebody else is left alone`(_ name: String) throws {
        #expect(try loaded(environment: [name: "a"]).settings == loaded().settings)
    }

    @Test func `an unknown key on the command line is refused by name`() throws {
        #expect(
            try messages("{}", overrides: ["server.listn": "a"])
                == [#"dòng lệnh: không có khóa "server.listn"; có phải server.listen?"#]
        )
        #expect(
            try messages("{}", overrides: ["DANVAN_SERVER_LISTEN": "127.0.0.1:80"])
                == [#"dòng lệnh: không có khóa "DANVAN_SERVER_LISTEN""#]
        )
    }

    @Test func `all errors are reported at once, the strongest layer first`() throws {
        let messages = try messages(
            #"{"lisst": {}, "server": {"loops_count": "x", "body_bytes_max": 1}, "log": 1}"#,
            environment: ["DANVAN_LOG_LEVEL": "", "DANVAN_B": "", "DANVAN_A": ""],
            overrides: ["x": "", "json.depth_max": "7"]
        )
        #expect(
            messages == [
                #"dòng lệnh: không có khóa "x""#,
                #"dòng lệnh: json.depth_max phải là số nguyên từ 8 đến 128; không thể là "7""#,
                "biến môi trường \"DANVAN_A\": không có thiết lập nào tên như vậy",
                "biến môi trường \"DANVAN_B\": không có thiết lập nào tên như vậy",
                "biến môi trường DANVAN_LOG_LEVEL: log.level phải là một trong: "
                    + "trace, debug, info, notice, warning, error, critical; không thể là \"\"",
                #"tệp F: không có khóa "lisst"; có phải lists?"#,
                "tệp F: log phải là một nhóm { … }, không thể là 1",
                #"tệp F: server.loops_count phải là số nguyên từ 0 đến 16; không thể là "x""#,
                "tệp F: server.body_bytes_max phải là số nguyên từ 1024 đến 1073741824; không thể là 1",
            ]
        )
    }

    @Test func `an invalid value is reported although a stronger layer overrides it`() throws {
        let messages = try messages(
            #"{"server": {"loops_count": 99}}"#,
            environment: ["DANVAN_SERVER_LOOPS_COUNT": "1"]
        )
        #expect(messages == ["tệp F: server.loops_count phải là số nguyên từ 0 đến 16; không thể là 99"])
    }

    @Test func `the errors form one text`() throws {
        let error = ConfigurationErrors(errors: [
            .file("a.json", .missing), .unknown("x", nearest: nil, in: .commandLine),
        ])
        #expect("\(error)" == "tệp a.json: không có tệp này\ndòng lệnh: không có khóa \"x\"")
    }

    @Test(arguments: ["a\nb", "a\u{1B}[31mb", "a\u{0}b", "a\r\nb"])
    func `an error is one line for any value`(_ text: String) throws {
        let messages = try messages(
            "{}",
            environment: ["DANVAN_LOG_LEVEL": text, "DANVAN_" + text: text],
            overrides: [text: "", "log.format": text]
        )
        #expect(messages.count == 4)
        for message in messages {
            #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }
}

@Suite struct NearestNameTests {
    @Test(
        arguments: [
            ("listen", "listen"), ("lisen", "listen"), ("listten", "listen"), ("lisetn", "listen"),
            ("LISTEN", "listen"), ("paths", "path"), ("pat", "path"), ("past", nil), ("", nil), ("xyz", nil),
        ] as [(String, String?)]
    )
    func `a name is near when at most a third differs`(_ name: String, _ nearest: String?) {
        #expect(nearestName(to: name, among: ["listen", "path"]) == nearest)
    }

    @Test func `the first of equally near names is taken`() {
        #expect(nearestName(to: "bath", among: ["path", "math"]) == "path")
        #expect(nearestName(to: "bath", among: ["math", "path"]) == "math")
    }

    @Test func `there is none among none and none for a very long name`() {
        #expect(nearestName(to: "path", among: []) == nil)
        let long = String(repeating: "a", count: 80)
        #expect(nearestName(to: long, among: [long]) == long)
        #expect(nearestName(to: long + "a", among: [long]) == nil)
    }
}
