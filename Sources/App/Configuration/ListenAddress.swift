/// An address to listen on: `v4:port`, `[v6]:port` or `unix:/path`.
enum ListenAddress: Hashable, Sendable {
    /// `host` is a numeric IPv4 address, or a numeric IPv6 address without brackets.
    ///
    /// With port 0 the system chooses one.
    case tcp(host: String, port: UInt16)
    /// An absolute path of at most 107 bytes (`sun_path`, unix(7)).
    case unix(path: String)

    /// The address in `text`, or nil when it is malformed.
    ///
    /// Host names are rejected because the network layer does not resolve them; only `localhost` is accepted, as
    /// 127.0.0.1.
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

/// The host before the colon: IPv6 in brackets, otherwise IPv4 or `localhost`.
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

/// `UInt8` alone would accept a sign.
private func isOctet(_ text: Substring) -> Bool {
    text.count <= 3 && text.allSatisfy(\.isDigit) && UInt8(text) != nil
}

/// Whether the text could be an IPv6 address.
///
/// The final check is made by the kernel when the socket is bound.
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
