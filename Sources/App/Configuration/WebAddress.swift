/// Where the public reaches the service: `https://`, a host, and a path where a proxy adds one; without a final slash.
struct WebAddress: Hashable, Sendable {
    /// The word for no address.
    static let none = "none"

    private static let bytesMax = 200

    let text: String

    /// Reads an address; nil when it is none, or has a user, a query or a letter that must be encoded.
    init?(_ text: String) {
        guard text.utf8.count <= WebAddress.bytesMax, !text.hasSuffix("/"),
            let scheme = ["https://", "http://"].first(where: text.hasPrefix)
        else { return nil }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        let signs = Array("-._~:/[]".utf8)
        guard let first = rest.first, first.isLetterOrDigit || first == UInt8(ascii: "["),
            rest.allSatisfy({ $0.isLetterOrDigit || signs.contains($0) })
        else { return nil }
        self.text = text
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
