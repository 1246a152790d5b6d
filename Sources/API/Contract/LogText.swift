/// What a client sent, in the form in which it is logged: short, and without bytes that a terminal or a parser of
/// lines would act on.
enum LogText {
    static let pathBytesMax = 256

    /// The path with every byte but printable ASCII as `%XX`, cut to `pathBytesMax` bytes.
    static func path(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            guard text.utf8.count < pathBytesMax else { return text + "…" }
            if (0x21...0x7E).contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += byte < 16 ? "%0" : "%"
                text += String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// A trace context, or nil when it is not one.
    ///
    /// - Source: W3C Trace Context §3.2: version 00, two ids in lower-case hex that are not all zero, and flags.
    static func traceparent(_ field: String?) -> String? {
        guard let field, field.utf8.count == 55 else { return nil }
        let parts = field.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 32, 16, 2], parts[0] == "00" else { return nil }
        let areHex = parts.allSatisfy { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
        let areThere = parts[1...2].allSatisfy { part in part.utf8.contains { $0 != 0x30 } }
        return areHex && areThere ? field : nil
    }
}
