/// A block of numeric addresses, such as `10.0.0.0/8`, `2001:db8::/32` or a single address.
///
/// An IPv4 address is the IPv6 address that maps it (RFC 4291 §2.5.5.2), so the two notations are equal.
package struct AddressBlock: Hashable, Sendable {
    private let bytes: [UInt8]
    /// The bits that all addresses of the block share, of 128.
    private let bitsCount: Int

    /// The block in CIDR notation, or the block of one address; nil when `text` is neither.
    ///
    /// - Source: RFC 4632 §3.1.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let bytes = AddressBlock.bytes(of: parts[0]) else { return nil }
        let bitsMax = parts[0].contains(":") ? 128 : 32
        var bits = bitsMax
        if parts.count == 2 {
            guard let number = AddressBlock.decimal(parts[1]), number <= bitsMax else { return nil }
            bits = number
        }
        self.bytes = bytes
        bitsCount = 128 - bitsMax + bits
    }

    /// True when `address`, in numbers, is one of the block.
    package func contains(_ address: String) -> Bool {
        guard let other = AddressBlock.bytes(of: address[...]) else { return false }
        let whole = bitsCount / 8
        guard bytes.prefix(whole) == other.prefix(whole) else { return false }
        let rest = UInt8(bitsCount % 8)
        return rest == 0 || (bytes[whole] ^ other[whole]) >> (8 - rest) == 0
    }

    /// The 16 bytes of an address in numbers; nil for any other text.
    static func bytes(of text: Substring) -> [UInt8]? {
        guard text.contains(":") else {
            return ipv4(text).map { Array(repeating: 0, count: 10) + [0xFF, 0xFF] + $0 }
        }
        guard let gap = text.firstRange(of: "::") else {
            return groups(text).flatMap { $0.count == 16 ? $0 : nil }
        }
        guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups of four hexadecimal digits; the last one may be an IPv4 address.
    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            if index == groups.count - 1, group.contains("."), let mapped = ipv4(group) {
                bytes += mapped
            } else if (1...4).contains(group.utf8.count), group.allSatisfy(\.isHexDigit),
                let number = UInt16(group, radix: 16)
            {
                bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
            } else {
                return nil
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { decimal($0).flatMap(UInt8.init(exactly:)) }
        return bytes.count == 4 ? bytes : nil
    }

    /// A number of at most three digits, without a sign.
    private static func decimal(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
