import Testing

@testable import HTTP

@Suite struct AddressBlockTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("192.168.1.64/26", "192.168.1.127", true), ("192.168.1.64/26", "192.168.1.128", false),
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("::ffff:7f00:1", "127.0.0.1", true),
        ("0.0.0.0/0", "255.1.2.3", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("::/0", "255.1.2.3", true), ("::1", "0:0:0:0:0:0:0:1", true),
        ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
        ("FE80::/10", "fe80::1", true), ("10.0.0.0/8", "", false), ("10.0.0.0/8", "localhost", false),
    ])
    func `an address is inside its block only`(_ block: String, _ address: String, _ isInside: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "10.0.0", "10.0.0.0/33", "10.0.0.256", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129", ":1",
        "1:2:3",
        "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "::1.2.3", "+1::", "-1.0.0.0",
        "localhost",
    ])
    func `anything else is refused`(_ text: String) { #expect(AddressBlock(text) == nil) }
}
