import Testing

@testable import HTTP

@Suite struct ResponseTests {
    private func encoded(
        _ response: Response,
        isHead: Bool = false,
        _ persistence: Persistence = .persistent
    ) -> String {
        var output = Array("before ".utf8)
        response.encode(
            into: &output,
            isHead: isHead,
            persistence: persistence,
            dateLine: Array("Date: now\r\n".utf8)
        )
        return String(decoding: output.dropFirst(7), as: UTF8.self)
    }

    private func response(_ status: Int, body: String = "") -> Response {
        var response = Response(status: status)
        response.body = Array(body.utf8)
        return response
    }

    @Test func `a response has status line, date, fields, length and body (RFC 9112 §4)`() {
        var answer = response(200, body: "xin chào")
        answer.addField("Content-Type", "text/plain")
        #expect(
            encoded(answer)
                == "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nxin chào"
        )
    }

    @Test func `the response to HEAD has the length but no body (RFC 9110 §9.3.2)`() {
        let text = encoded(response(200, body: "0123456789"), isHead: true)
        #expect(text == "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 10\r\n\r\n")
    }

    @Test(arguments: [204, 304])
    func `204 and 304 have neither length nor body (RFC 9110 §8.6)`(_ status: Int) {
        let text = encoded(response(status, body: "x"))
        #expect(!text.contains("Content-Length"))
        #expect(text.hasSuffix("Date: now\r\n\r\n"))
    }

    @Test(arguments: [0, 1, 9, 10, 99, 100, 12_345, 100_000])
    func `the length is the body's size in bytes`(_ count: Int) {
        var response = Response(status: 200)
        response.body = [UInt8](repeating: 0x61, count: count)
        #expect(encoded(response).contains("\r\nContent-Length: \(count)\r\n\r\n"))
    }

    @Test func `Connection is sent only when it differs from the default (RFC 9112 §9.3)`() {
        #expect(!encoded(response(200)).contains("Connection"))
        #expect(encoded(response(200), .keepAlive).contains("\r\nConnection: keep-alive\r\n"))
        #expect(encoded(response(200), .close).contains("\r\nConnection: close\r\n"))
    }

    @Test func `a value cannot split a line (RFC 9110 §5.5)`() {
        var response = Response(status: 200)
        response.addField("Location", "/a\r\nSet-Cookie: x\u{0}\n\r\u{7F}\u{1B}\tb")
        #expect(response.field("location") == "/a  Set-Cookie: x     \tb")
        #expect(response.field("set-cookie") == nil)
        #expect(encoded(response).split(separator: "\r\n").count == 4)
    }

    @Test func `a UTF-8 byte that resembles a line end is kept`() {
        var response = Response(status: 200)
        response.addField("X-Name", "čĊ Nguyễn")
        #expect(response.field("X-Name") == "čĊ Nguyễn")
    }

    @Test func `a field set twice is sent twice, and the first value is returned`() {
        var response = Response(status: 200)
        response.addField("Link", "<a>")
        response.addField("Link", "")
        #expect(response.field("LINK") == "<a>")
        #expect(encoded(response).contains("Link: <a>\r\nLink: \r\n"))
        #expect(response.field("Lin") == nil)
        response.addField("Vary", "")
        #expect(response.field("vary") == "")
    }

    @Test(
        arguments: Set(ProtocolError.allCases.map(\.status))
            .union([200, 201, 304, 401, 409, 422, 429, 500, 507]))
    func `every status that we send has a phrase`(_ status: Int) {
        let line = encoded(response(status)).prefix { $0 != "\r\n" }
        #expect(line.hasPrefix("HTTP/1.1 \(status) "))
        #expect(line.count > 14)
    }

    @Test func `a status without a phrase keeps the space (RFC 9112 §4)`() {
        #expect(encoded(response(299)).hasPrefix("HTTP/1.1 299 \r\n"))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00"), (784_111_777, "Sun, 06 Nov 1994 08:49:37"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00"), (951_868_799, "Tue, 29 Feb 2000 23:59:59"),
        (951_868_800, "Wed, 01 Mar 2000 00:00:00"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00"),
        (1_735_689_599, "Tue, 31 Dec 2024 23:59:59"), (1_735_689_600, "Wed, 01 Jan 2025 00:00:00"),
        (4_107_542_399, "Sun, 28 Feb 2100 23:59:59"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00"),
    ])
    func `a date is an IMF-fixdate (RFC 9110 §5.6.7)`(_ seconds: Int, _ date: String) {
        #expect(
            String(decoding: DateLine.bytes(secondsSince1970: seconds), as: UTF8.self)
                == "Date: \(date) GMT\r\n"
        )
    }
}
