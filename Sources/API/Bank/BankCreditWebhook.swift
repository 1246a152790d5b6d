import Crypto
package import Domain
import Foundation
package import HTTP

/// The notices of a bank service that this office has configured.
///
/// A notice is signed with `X-SePay-Signature: sha256=<hex>`, the HMAC-SHA256 of `X-SePay-Timestamp`, a full stop and
/// the raw body under the shared secret, or carries the secret itself as `Authorization: Apikey <secret>`.
///
/// - Source: https://developer.sepay.vn/en/sepay-webhooks/xac-thuc (read in a stored copy, 2026).
package struct BankWebhook: Hashable, Sendable {
    /// How far the clocks may differ, and how long a copied notice is of use.
    static let driftSecondsMax: Int64 = 300
    /// Bytes of a secret, at least: shorter ones can be guessed.
    package static let secretBytesMin = 16

    private let secret: [UInt8]

    /// Nil when the secret is too short.
    package init?(secret: [UInt8]) {
        guard secret.count >= BankWebhook.secretBytesMin else { return nil }
        self.secret = secret
    }

    /// Whether the notice comes from the service.
    ///
    /// A signature decides when there is one. Both are compared in a time that tells nothing.
    package func accepts(_ request: Request, at now: Instant) -> Bool {
        guard let signature = request.field("x-sepay-signature") else {
            guard let key = request.apiKey else { return false }
            return SHA256.hash(data: Array(key.utf8)) == SHA256.hash(data: secret)
        }
        guard let sent = request.field("x-sepay-timestamp"), let seconds = Int64(sent), seconds >= 0,
            let code = BankWebhook.code(in: signature)
        else { return false }
        let (ours, drift) = (now.milliseconds / 1000, BankWebhook.driftSecondsMax)
        guard (ours - drift...ours + drift).contains(seconds) else { return false }
        return HMAC<SHA256>
            .isValidAuthenticationCode(
                code, authenticating: Array(sent.utf8) + [UInt8(ascii: ".")] + request.body,
                using: SymmetricKey(data: secret))
    }

    /// The signature of a notice that is sent at `seconds`, as the service writes it.
    func signature(of body: [UInt8], at seconds: String) -> String {
        let code = HMAC<SHA256>
            .authenticationCode(
                for: Array(seconds.utf8) + [UInt8(ascii: ".")] + body, using: SymmetricKey(data: secret))
        let digits = code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return "sha256=" + digits.joined()
    }

    /// The 32 bytes in `sha256=…`; nil when it is something else.
    private static func code(in signature: String) -> [UInt8]? {
        guard signature.hasPrefix("sha256=") else { return nil }
        let digits = signature.dropFirst(7).utf8
            .map { digit -> UInt8? in
                switch digit {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
                default: nil
                }
            }
        let values = digits.compactMap { $0 }
        guard values.count == 64, digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}

extension Request {
    /// The secret in `Authorization: Apikey <secret>`; nil when the field is something else.
    fileprivate var apiKey: Substring? {
        guard let parts = field("authorization")?.split(separator: " ", maxSplits: 1), parts.count == 2,
            parts[0].lowercased() == "apikey"
        else { return nil }
        return parts[1]
    }

    /// True for a notice that claims to come from the bank service, rather than a request with a token.
    var isNotice: Bool { field("x-sepay-signature") != nil || apiKey != nil }
}
