import SQLite
import TestSupport
import Testing

extension ProcessTests {
    /// Configured limits, as seen by clients.
    @Suite struct LimitTests {
        private static func server(_ settings: [String: String]) throws -> ServerProcess {
            try ServerProcess(in: Folder(), environment: settings)
        }

        @Test func `a body over body_bytes_max gets 413, also in chunks`() throws {
            let server = try LimitTests.server(["DANVAN_SERVER_BODY_BYTES_MAX": "1024"])
            let post = "POST /v1/hamlets HTTP/1.1\r\nHost: a\r\n"
            let allowed = try Client(server.listener)
            try allowed.send(post + "Content-Length: 1024\r\n\r\n" + String(repeating: " ", count: 1024))
            #expect(try allowed.readResponse().status == 401)
            let long = try Client(server.listener)
            try long.send(post + "Content-Length: 1025\r\n\r\n")
            let refused = try long.readResponse()
            #expect(refused.isProblem(413, "body-too-large", "Nội dung gửi lên quá lớn"))
            #expect(refused.json.text("/detail")?.hasSuffix("hãy chia thành nhiều tệp.") == true)
            let chunked = try Client(server.listener)
            let chunk = "200\r\n" + String(repeating: " ", count: 512) + "\r\n"
            try chunked.send(
                post + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "1\r\n \r\n0\r\n\r\n")
            #expect(try chunked.readResponse().isProblem(413, "body-too-large", "Nội dung gửi lên quá lớn"))
        }

        @Test func `a request line over request_line_bytes_max gets 414`() throws {
            let server = try LimitTests.server(["DANVAN_SERVER_REQUEST_LINE_BYTES_MAX": "256"])
            let room = 256 - "GET / HTTP/1.1".utf8.count
            let fits = try Client(server.listener).get("/" + String(repeating: "a", count: room))
            #expect(fits.status == 404)
            let long = try Client(server.listener).get("/" + String(repeating: "a", count: room + 1))
            #expect(long.isProblem(414, "request-line-too-long", "Đường dẫn quá dài"))
        }

        @Test func `headers over headers_bytes_max or headers_count_max get 431`() throws {
            let server = try LimitTests.server([
                "DANVAN_SERVER_HEADERS_BYTES_MAX": "1024", "DANVAN_SERVER_HEADERS_COUNT_MAX": "8",
            ])
            let long = Message("GET", "/livez").with("X-Long", String(repeating: "a", count: 1024))
            #expect(
                try Client(server.listener).response(to: long)
                    .isProblem(431, "header-too-large", "Phần đầu yêu cầu quá lớn"))
            let many = (1...8).reduce(Message("GET", "/livez")) { $0.with("X-\($1)", "a") }
            #expect(
                try Client(server.listener).response(to: many)
                    .isProblem(431, "header-too-large", "Phần đầu yêu cầu quá lớn"))
        }

        @Test func `a head that takes longer than head_seconds_max gets 408`() throws {
            let server = try LimitTests.server(["DANVAN_SERVER_HEAD_SECONDS_MAX": "1"])
            let client = try Client(server.listener)
            try client.send("GET /livez HTTP/1.1\r\nHost: a\r\n")
            let response = try client.readResponse()
            #expect(
                response.isProblem(408, "request-timeout", "Yêu cầu đến quá chậm; hãy gửi lại")
                    && response.closes
            )
        }

        @Test func `a body without progress for body_seconds_max gets 408`() throws {
            let server = try LimitTests.server(["DANVAN_SERVER_BODY_SECONDS_MAX": "1"])
            let client = try Client(server.listener)
            try client.send("POST /v1/hamlets HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
            #expect(
                try client.readResponse()
                    .isProblem(408, "request-timeout", "Yêu cầu đến quá chậm; hãy gửi lại"))
        }

        @Test func `a connection without a request is closed after idle_seconds_max`() throws {
            let server = try LimitTests.server(["DANVAN_SERVER_IDLE_SECONDS_MAX": "1"])
            let client = try Client(server.listener)
            #expect(try client.get("/livez").status == 200)
            #expect(client.hasEnd())
        }

        @Test func `the last of requests_per_connection_max closes the connection`() throws {
            let server = try LimitTests.server(["DANVAN_SERVER_REQUESTS_PER_CONNECTION_MAX": "2"])
            let client = try Client(server.listener)
            #expect(try !client.get("/livez").closes)
            #expect(try client.get("/livez").closes)
            #expect(client.hasEnd())
        }

        @Test(arguments: ["DANVAN_SERVER_CONNECTIONS_MAX", "DANVAN_SERVER_CONNECTIONS_PER_ADDRESS_MAX"])
        func `a connection over the limit gets 503`(_ limit: String) throws {
            let server = try LimitTests.server([
                limit: "2", "DANVAN_SERVER_TRUSTED_PROXIES": "192.0.2.1",
            ])
            // The clients that polled for readiness may still be connected.
            var clients: [Client] = []
            let isFull = waits(seconds: 30) {
                guard let client = try? Client(server.listener) else { return false }
                guard let response = try? client.get("/livez"), response.status == 200 else { return false }
                clients.append(client)
                return clients.count == 2
            }
            #expect(isFull)
            let refused = try Client(server.listener).get("/livez")
            #expect(
                refused.isProblem(
                    503, "too-many-connections", "Quá nhiều kết nối; hãy thử lại sau"))
            #expect(refused.field("Retry-After") == "2")
            // Whoever is asked why nobody gets in finds it in the log.
            #expect(server.logs("clients are refused at a limit"))
        }

        @Test func `a write that waits over busy_milliseconds_max gets 503 and stores nothing`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder, environment: ["DANVAN_DATABASE_BUSY_MILLISECONDS_MAX": "50"])
            let client = try Client(server.listener)
            let receipt = office.contribution(500_000, key: "busy-receipt-0001")
            let lock = try office.folder.connection()
            try lock.run("BEGIN IMMEDIATE")
            let refused = try client.response(to: receipt)
            #expect(refused.isProblem(503, "busy", "Máy chủ đang bận; hãy gửi lại sau giây lát"))
            #expect(refused.field("Retry-After") == "1")
            try lock.run("ROLLBACK")
            let response = try client.response(to: receipt)
            #expect(response.status == 201 && response.json.integer("/id") == 1)
            #expect(response.field("Idempotency-Replayed") == nil)
        }

        @Test func `a write beyond the full queue gets 503`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder,
                environment: ["DANVAN_DATABASE_WRITE_QUEUE_MAX": "1", "DANVAN_SERVER_LOOPS_COUNT": "1"])
            // The use of the token is recorded by its own write.
            #expect(try Client(server.listener).get("/v1/hamlets/1", token: office.clerk).status == 200)
            let lock = try office.folder.connection()
            try lock.run("BEGIN IMMEDIATE")
            let clients = try (1...4).map { _ in try Client(server.listener) }
            for (number, client) in clients.enumerated() {
                try client.send(office.contribution(500_000, key: "queue-receipt-000\(number)"))
            }
            let probe = try Client(server.listener).get("/livez")
            #expect(probe.status == 200)
            try lock.run("ROLLBACK")
            let statuses = try clients.map { try $0.readResponse().status }
            #expect(Set(statuses) == [201, 503])
            #expect(try Int(office.contributionsCount()) == statuses.count { $0 == 201 })
        }

        @Test func `JSON deeper than depth_max is refused`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder, environment: ["DANVAN_JSON_DEPTH_MAX": "8"])
            let client = try Client(server.listener)
            let deep =
                #"{"name":"# + String(repeating: "[", count: 8) + String(repeating: "]", count: 8) + "}"
            let message = Message("POST", "/v1/hamlets", token: office.clerk, body: deep)
            #expect(try client.response(to: message).code == "json-malformed")
        }

        @Test func `page sizes follow the settings`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder,
                environment: ["DANVAN_LISTS_LIMIT_DEFAULT": "2", "DANVAN_LISTS_LIMIT_MAX": "3"])
            let client = try Client(server.listener)
            let list = "/v1/households?hamlet=1"
            #expect(try client.get(list, token: office.clerk).json.items("/data").count == 2)
            #expect(try client.get(list + "&limit=3", token: office.clerk).json.items("/data").count == 3)
            #expect(try client.get(list + "&limit=4", token: office.clerk).status == 400)
        }

        @Test func `language, cache and book follow the settings`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder,
                environment: [
                    "DANVAN_LANGUAGE_DEFAULT": "en", "DANVAN_PUBLIC_CACHE_SECONDS": "60",
                    "DANVAN_VOUCHERS_BOOK_DEFAULT": "Xóm 9",
                ])
            let client = try Client(server.listener)
            #expect(try client.get("/nowhere").json.text("/title") == "Not found")
            let summary = try client.get("/v1/public/hamlets/1/summary")
            #expect(summary.field("Cache-Control")?.hasPrefix("public, max-age=60") == true)
            let receipt = try client.response(to: office.contribution(1_000, key: "book-receipt-0001"))
            #expect(receipt.json.text("/voucher/book") == "Xóm 9")
        }

        @Test func `log_level determines what is logged`() throws {
            let folder = try Folder()
            let server = try ServerProcess(in: folder, environment: ["DANVAN_LOG_LEVEL": "info"])
            _ = try Client(server.listener)
                .response(to: Message("GET", "/nowhere").with("X-Request-Id", "log-1"))
            // The log is written after the response.
            #expect(server.logs("GET /nowhere 404 not-found"))
            let line = try #require(server.line(of: "GET /nowhere 404 not-found"))
            #expect(line.text("/request_id") == "log-1" && line.text("/level") == "info")
            _ = try server.stopped()
            let quiet = try ServerProcess(in: folder, environment: ["DANVAN_LOG_LEVEL": "notice"])
            _ = try Client(quiet.listener).get("/nowhere")
            #expect(try !quiet.stopped().errors.contains("/nowhere"))
        }
    }
}

extension ReceivedResponse {
    /// Whether this is the given problem, in Vietnamese and with a request id.
    func isProblem(_ status: Int, _ code: String, _ title: String) -> Bool {
        self.status == status && self.code == code && json.text("/title") == title
            && field("Content-Type") == "application/problem+json" && field("Content-Language") == "vi"
            && json.integer("/status") == Int64(status) && json.text("/type") == "/problems/" + code
            && field("X-Request-Id")?.isEmpty == false && json.text("/request_id") == field("X-Request-Id")
    }
}
