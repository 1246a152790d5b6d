/// What a witness signs: that at a time, it had seen no greater tree of this log than the checkpoint.
///
/// - Source: C2SP tlog-cosignature.md at 5ba5ee8.
struct Cosignature: Hashable {
    /// Since 1970, 1 to 2⁶³ − 1.
    let seconds: Int64

    /// 64 bytes of Ed25519.
    let signature: [UInt8]

    /// Creates a cosignature from 8 bytes of time and 64 of signature; nil for another length or a time out of range.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 72 else { return nil }
        let time = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard let seconds = Int64(exactly: time), seconds > 0 else { return nil }
        self.seconds = seconds
        signature = Array(bytes.dropFirst(8))
    }

    func message(of text: ExactText) -> [UInt8] { Cosignature.message(of: text, at: seconds) }

    /// What is signed: two lines before the text of the checkpoint.
    static func message(of text: ExactText, at seconds: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n".utf8) + text.bytes
    }

    /// The time as it stands before the signature.
    static func bytes(of seconds: Int64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: seconds >> Int64($0)) }
    }
}
