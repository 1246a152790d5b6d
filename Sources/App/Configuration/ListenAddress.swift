/// An address to listen on: `v4:port`, `[v6]:port` or `unix:/path`.
enum ListenAddress: Hashable, Sendable {
    /// `host` is a numeric IPv4 address, or a numeric IPv6 address without its brackets.
    ///
    /// Port 0 lets the system choose.
    case tcp(host: String, port: UInt16)
    /// An absolute path of at most 107 bytes (`sun_path`, unix(7)).
    case unix(path: String)

    /// The address written so, or nil when the text is none.
    ///
    /// The network layer looks no names up, so they are refused; only `localhost` is read as 127.0.0.1.
    init?(_ text: String) {
        if let path = text.after("unix:") {
            guard isSocketPath(path) else { return nil }
            self = .unix(path: String(path))
        } else {
            guard let colon = text.lastIndex(of: ":") else { return nil }
            guard let host = numericHost(in: text[..<colon]) else { return nil }
            guard let port = portNumber(text[text.index(after: colon)...]) else { return nil }
            self = .tcp(host: host, port: port)
        }
    }
}

private func isSocketPath(_ path: Substring) -> Bool {
    (2...107).contains(path.utf8.count) && path.first == "/"
        && path.utf8.allSatisfy { $0 > 0x1F && $0 != 0x7F }
}

/// The host before the colon: bracketed means IPv6, anything else IPv4 or `localhost`.
private func numericHost(in text: Substring) -> String? {
    if text.first == "[" && text.last == "]" {
        let address = text.dropFirst().dropLast()
        return isIPv6(address) ? String(address) : nil
    }
    guard text != "localhost" else { return "127.0.0.1" }
    return isIPv4(text) ? String(text) : nil
}

private func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy(isOctet)
}

/// `UInt8` alone would take a sign.
private func isOctet(_ text: Substring) -> Bool {
    text.count <= 3 && text.allSatisfy(\.isDigit) && UInt8(text) != nil
}

/// Whether the letters could be an IPv6 address.
///
/// The kernel has the last word when the socket is bound.
private func isIPv6(_ text: Substring) -> Bool {
    text.contains(":") && text.count >= 2 && text.count <= 45
        && text.allSatisfy { $0 == ":" || $0 == "." || ($0.isASCII && $0.isHexDigit) }
}

private func portNumber(_ text: Substring) -> UInt16? {
    text.allSatisfy(\.isDigit) ? UInt16(text) : nil
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

extension String {
    fileprivate func after(_ prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
