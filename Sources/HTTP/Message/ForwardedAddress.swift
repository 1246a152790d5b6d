/// An address that a proxy names in `X-Forwarded-For`, in one spelling for each address.
///
/// Proxies write `192.0.2.1`, `2001:db8::1`, and some add a port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. Anything else
/// names nobody.
/// - Source: RFC 7239 §6, whose node names these follow without quotes; RFC 4291 §2.2.
package struct ForwardedAddress: Hashable, Sendable {
    /// The address without port: IPv4 with dots, IPv6 as eight groups in hexadecimal, without leading zeros.
    package let text: String

    package init?(_ element: String) {
        guard let host = ForwardedAddress.host(of: element), let bytes = AddressBlock.bytes(of: host) else {
            return nil
        }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            text = bytes.suffix(4).map { String($0) }.joined(separator: ".")
        } else {
            text = stride(from: 0, to: 16, by: 2)
                .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        }
    }

    /// The address in `element`, without brackets and port; nil when the port is none.
    private static func host(of element: String) -> Substring? {
        if element.hasPrefix("[") {
            guard let end = element.firstIndex(of: "]") else { return nil }
            let host = element[element.index(after: element.startIndex)..<end]
            let rest = element[end...].dropFirst()
            guard host.contains(":"), rest.isEmpty || isPort(rest) else { return nil }
            return host
        }
        // One colon only: an IPv6 address has two.
        guard let colon = element.firstIndex(of: ":"), colon == element.lastIndex(of: ":") else {
            return element[...]
        }
        return isPort(element[colon...]) ? element[..<colon] : nil
    }

    /// A colon and one to five digits.
    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: ":") && (1...5).contains(digits.count)
            && digits.allSatisfy { (0x30...0x39).contains($0) }
    }
}
