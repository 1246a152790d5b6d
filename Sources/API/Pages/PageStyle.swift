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
        /// A4 for books and minutes, with numbered pages.
        case portraitBook
        case landscapeBook

        var rule: StaticString {
            switch self {
            case .a4: "@page { size: A4; margin: 2cm }"
            case .a5Landscape: "@page { size: A5 landscape; margin: 6mm }"
            case .a4ForTwo: "@page { size: A4; margin: 6mm }"
            case .portraitBook:
                """
                @page { size: A4; margin: 15mm 12mm 15mm 20mm; @bottom-right {
                  content: "Trang " counter(page) "/" counter(pages);
                  font: 9pt "Times New Roman", "Liberation Serif", "Noto Serif", serif } }
                """
            case .landscapeBook:
                """
                @page { size: A4 landscape; margin: 15mm 12mm; @bottom-right {
                  content: "Trang " counter(page) "/" counter(pages);
                  font: 9pt "Times New Roman", "Liberation Serif", "Noto Serif", serif } }
                """
            }
        }

        /// The start of the body, as wide as the paper allows.
        var bodyTag: StaticString {
            switch self {
            case .a4: "<body>\n"
            case .a5Landscape, .a4ForTwo: "<body class=\"sheet\">\n"
            case .portraitBook: "<body class=\"sheet\">\n"
            case .landscapeBook: "<body class=\"broad\">\n"
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
        body.sheet { max-width: 198mm; padding: 0 }
        .voucher { position: relative; margin: 0 auto 1cm; font-size: 11.5pt; line-height: 1.3 }
        .voucher p { margin: 0 0 1mm; overflow-wrap: anywhere }
        .voucher h1 { font-size: 17pt; margin: 0 }
        .voucher svg { width: 25mm; height: 25mm; display: block }
        .voucher.dense { font-size: 9.5pt; line-height: 1.15 }
        .voucher.tight { font-size: 8.5pt; line-height: 1.1 }
        .voucher.half { box-sizing: border-box; min-height: 141mm; margin: 0; break-inside: avoid }
        .voucher.half + .voucher.half { border-top: 1px dashed #000; padding-top: 3mm }
        .voucher.long { min-height: 0; break-inside: auto; break-after: page }
        .voucher.long:last-child { break-after: auto }
        .voucher.long + .voucher.long { border-top: 0; padding-top: 0 }
        .row { display: flex; justify-content: space-between; gap: 4mm; margin-bottom: 1mm }
        .unit { width: 41%; text-align: center; overflow-wrap: anywhere }
        .form { width: 57%; text-align: center }
        .title { flex: 1; text-align: center; overflow-wrap: anywhere }
        .side { width: 48mm; flex: none; font-size: 10pt; overflow-wrap: anywhere }
        .strong { font-weight: bold }
        .small { font-size: 9pt; font-style: italic }
        .dense .side, .tight .side { font-size: 9pt }
        .dense .small, .tight .small { font-size: 8.5pt }
        .reprint { font-weight: bold; border: 1px solid #000; display: inline-block; padding: 0 2mm }
        .notice { font-weight: bold; border: 1px solid #a00; color: #a00; padding: .5mm 2mm }
        .amount, .number { white-space: nowrap }
        .number { text-align: right }
        .voucher td, .voucher th { padding: .3mm 1.5mm }
        .voucher thead { display: table-header-group }
        .signers { display: flex; justify-content: space-around; text-align: center; break-inside: avoid;
          margin-top: 1mm }
        .signers > div { flex: 1; min-height: 24mm }
        .dense .signers > div { min-height: 18mm }
        .tight .signers > div { min-height: 15mm }
        .together { break-inside: avoid }
        .footer { font-size: 9pt; border-top: 1px solid #888; padding-top: .5mm }
        .stamp { position: absolute; top: 40%; left: 0; right: 0; text-align: center; font-size: 54pt;
          font-weight: bold; line-height: 1; color: #a00; opacity: .35; transform: rotate(-14deg) }
        body.broad { max-width: 273mm }
        .paper { position: relative; font-size: 11.5pt; line-height: 1.3; overflow-wrap: anywhere }
        .paper p { margin: 1mm 0 }
        .paper h1 { margin: 3mm 0 1mm }
        .paper .sub { text-align: center }
        .paper .dated { text-align: right; font-style: italic; margin-top: 3mm }
        .paper table { font-size: 10pt; line-height: 1.2; margin: 1mm 0 2mm }
        .paper thead { display: table-header-group }
        .paper td, .paper th { padding: .5mm 1mm; vertical-align: middle }
        .paper .labels th { font-weight: normal; font-size: 9pt }
        .paper .date { white-space: nowrap; text-align: center }
        .paper .code { overflow-wrap: break-word }
        .paper .days { width: 20mm }
        .paper .codes { width: 29mm }
        .paper .amounts { width: 27mm }
        .paper .short { width: 34mm }
        .paper tbody.end { break-inside: avoid }
        .paper .end > td[colspan] { border: 0; padding: 1mm 0; font-size: 11.5pt; line-height: 1.3 }
        .paper .signers { margin-top: 2mm }
        .paper .name { margin-top: 16mm }
        @media screen { .paper { overflow-x: auto } }
        @media print { .long .stamp, .paper .stamp { position: fixed } }
        @media print { .voucher { margin: 0 } }
        @media print { body { max-width: none; margin: 0; padding: 0 } }
        """
}
