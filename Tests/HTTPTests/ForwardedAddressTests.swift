import Testing

@testable import HTTP

@Suite struct ForwardedAddressTests {
    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9"), ("203.0.113.9:1000", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"), ("[::ffff:cb00:7109]:1", "203.0.113.9"),
        ("2001:db8::1", "2001:db8:0:0:0:0:0:1"), ("2001:0DB8:0::0:1", "2001:db8:0:0:0:0:0:1"),
        ("[2001:db8::1]", "2001:db8:0:0:0:0:0:1"), ("[2001:db8::1]:65535", "2001:db8:0:0:0:0:0:1"),
        ("::1", "0:0:0:0:0:0:0:1"),
    ])
    func `an address has one text, whatever its port and spelling`(_ element: String, _ text: String) {
        #expect(ForwardedAddress(element)?.text == text)
    }

    @Test(arguments: [
        "", "unknown", "_hidden", "garbage1", "203.0.113", "203.0.113.256", "203.0.113.9:", "203.0.113.9:x",
        "203.0.113.9:123456", "203.0.113.9:1:2", "[203.0.113.9]", "[2001:db8::1", "[2001:db8::1]x",
        "[2001:db8::1]:", "2001:db8::1%eth0", "\"203.0.113.9\"", "203.0.113.9/8", "[]", ":", ":1000",
    ])
    func `anything else is no address`(_ element: String) { #expect(ForwardedAddress(element) == nil) }
}
