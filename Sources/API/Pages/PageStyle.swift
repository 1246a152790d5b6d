import Crypto
import Foundation

/// The style of all pages: constants, so that the policy of a response can name them by their hashes.
enum PageStyle {
    /// The paper on which a page is printed.
    enum Paper: CaseIterable, Sendable {
        case a4
        case a5Landscape
        /// A4 with two vouchers, one above the other.
        case a4ForTwo

        var rule: StaticString {
            switch self {
            case .a4: "@page { size: A4; margin: 2cm }"
            case .a5Landscape: "@page { size: A5 landscape; margin: 6mm }"
            case .a4ForTwo: "@page { size: A4; margin: 6mm }"
            }
        }
    }

    /// The page loads nothing, and has no style except these; it has no scripts, and sends nothing.
    ///
    /// - Source: Content Security Policy Level 3, §8.3 on hashes.
    static let securityPolicy: String = {
        let hashes = ([sheet] + Paper.allCases.map(\.rule)).map { "'\(hash(of: $0))'" }
        let styles = "style-src \(hashes.joined(separator: " "))"
        return "default-src 'none'; \(styles); base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }()

    static func hash(of style: StaticString) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(style.description.utf8))).base64EncodedString()
    }

    /// The letters of Vietnamese are in all three fonts; Debian's "Liberation Serif" has them from version 2 on.
    static let sheet: StaticString = """
        body { font: 13pt/1.4 "Times New Roman", "Liberation Serif", "Noto Serif", serif;
          max-width: 18cm; margin: 1cm auto; padding: 0 .5cm; color: #000; background: #fff }
        h1 { font-size: 15pt; text-align: center }
        .head { text-align: center; font-weight: bold }
        table { border-collapse: collapse; width: 100% }
        th, td { border: 1px solid #000; padding: .1cm .2cm; vertical-align: top; overflow-wrap: anywhere }
        tr { break-inside: avoid }
        .signatures { display: flex; justify-content: space-between; margin-top: 1cm; text-align: center;
          break-inside: avoid }
        .signatures p { min-height: 3cm }
        @media print { body { max-width: none; margin: 0; padding: 0 } }
        """
}
