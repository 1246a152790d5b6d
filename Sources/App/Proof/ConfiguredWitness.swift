import Transparency

/// A witness as settings name it: its public key and, after a space, the address that takes checkpoints.
///
/// `giamsat.example/nghi-phu+10390cd6+BCms… http://10.0.0.7:8090/witness`. A witness without an address sends its
/// cosignatures itself.
struct ConfiguredWitness: Hashable, Sendable {
    let key: VerifierKey
    let address: WitnessAddress?

    /// Nil unless it is the key of a witness, and the address one of HTTP with a numeric host.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first else { return nil }
        do throws(VerifierKey.Fault) {
            key = try VerifierKey(parsing: String(first))
        } catch {
            return nil
        }
        guard key.type == .cosignature else { return nil }
        guard parts.count == 2 else {
            address = nil
            return
        }
        guard let address = WitnessAddress(String(parts[1])) else { return nil }
        self.address = address
    }
}

/// Where a witness takes checkpoints: `http://127.0.0.1:8090/prefix`.
///
/// Plain HTTP, because both sides verify signatures; to reach a witness over the Internet, put a proxy with TLS between.
struct WitnessAddress: Hashable, Sendable {
    let listener: ListenAddress
    /// What is before `/add-checkpoint`; empty, or begins with a slash and does not end with one.
    let prefix: String

    init?(_ text: String) {
        guard text.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(7)
        let host = rest.prefix { $0 != "/" }
        guard let listener = ListenAddress(String(host)) else { return nil }
        self.listener = listener
        let path = rest.dropFirst(host.count)
        prefix = String(path.hasSuffix("/") ? path.dropLast() : path)
        guard
            prefix.utf8.allSatisfy({
                $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
            })
        else { return nil }
    }
}
