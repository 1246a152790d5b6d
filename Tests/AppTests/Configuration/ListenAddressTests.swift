import Testing

@testable import App

@Suite struct ListenAddressTests {
    @Test(
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080),
            ("0.0.0.0:0", "0.0.0.0", 0),
            ("255.255.255.255:65535", "255.255.255.255", 65535),
            ("localhost:80", "127.0.0.1", 80),
            ("[::1]:8080", "::1", 8080),
            ("[::]:1", "::", 1),
            ("[2001:db8::A:1]:80", "2001:db8::A:1", 80),
            ("[::ffff:10.0.0.1]:80", "::ffff:10.0.0.1", 80),
        ] as [(String, String, UInt16)]
    )
    func `a host and a port form an address`(_ text: String, _ host: String, _ port: UInt16) {
        #expect(ListenAddress(text) == .tcp(host: host, port: port))
    }

    @Test(
        arguments: [
            "", ":", ":8080", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
            "127.0.0.1:+1", "127.0.0.1: 80", "127.0.0.1:٨٠", "127.0.0.1:http", "256.0.0.1:80", "1.2.3:80",
            "1.2.3.4.5:80", "0127.0.0.1:80", "1..2.3:80", "*:80", "a b:80", "xã.vn:80", "-a.vn:80",
            "a-.vn:80",
            "a..vn:80", ".vn:80", "http://a:80", "a/b:80", " localhost:80", "127.0.0.+1:80", "127.0.0.-0:80",
        ])
    func `any other text with a host is invalid`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [
        "::1:8080", "[]:80", "[1]:80", "[::1]", "[::1]:", "[::g]:80", "[::1%eth0]:80", "::1]:80", "[::1:80",
    ])
    func `an IPv6 address must be in brackets`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [
        "so-1.xa-yen-son.vn:443", "danvan:80", "localhost.:80", "Localhost:80", "localhost.vn:80",
        "[localhost]:80", "ip6-localhost:80",
    ])
    func `a name other than localhost is refused`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func `a socket needs an absolute path`() {
        #expect(ListenAddress("unix:/run/danvan.sock") == .unix(path: "/run/danvan.sock"))
        #expect(ListenAddress("unix:/run/a:b") == .unix(path: "/run/a:b"))
        for text in [
            "unix:", "unix:/", "unix:run/danvan.sock", "unix:/a\u{0}b", "unix:/a\nb", "unix:/a\u{7F}",
        ] {
            #expect(ListenAddress(text) == nil)
        }
    }

    @Test func `the path of a socket fits into sockaddr_un`() {
        let longest = "/" + String(repeating: "a", count: 106)
        #expect(ListenAddress("unix:" + longest) == .unix(path: longest))
        #expect(ListenAddress("unix:" + longest + "a") == nil)
        #expect(
            ListenAddress("unix:/" + String(repeating: "ộ", count: 36)) == nil,
            "bytes count, not letters"
        )
    }
}
