import Foundation
import Testing

@testable import API

@Suite struct HTMLWriterTests {
    private func written(_ write: (inout HTMLWriter) -> Void) -> String {
        var html = HTMLWriter()
        write(&html)
        return String(decoding: html.bytes, as: UTF8.self)
    }

    @Test(arguments: [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")])
    func `a sign of HTML is escaped, alone and with a mark after it`(_ sign: String, _ escaped: String) {
        // Swift sees one Character, which equals no quote; a browser sees a quote.
        for mark in ["", "\u{301}", "\u{300}\u{323}", "\u{200D}", "\u{FE0F}"] {
            let text = "a" + sign + mark + "b"
            #expect(
                written { $0.element("p", text: text) }.utf8.elementsEqual("<p>a\(escaped)\(mark)b</p>".utf8))
            let attribute = written { $0.empty("input", HTMLWriter.Attribute("value", text)) }
            #expect(attribute.utf8.elementsEqual("<input value=\"a\(escaped)\(mark)b\">".utf8))
        }
    }

    @Test func `an attribute cannot be left by what a user typed`() {
        let typed = "\"\u{301} autofocus onfocus=document.title=`HACKED` x=\"\u{301}"
        let html = written { $0.empty("input", HTMLWriter.Attribute("value", typed)) }
        #expect(html.utf8.count { $0 == UInt8(ascii: "\"") } == 2)
    }

    @Test func `elements are nested in the order in which they are written`() {
        let html = written { html in
            html.element("table", .style("lines")) { table in
                table.element("tr") { row in
                    row.element("td", HTMLWriter.Attribute("colspan", "2"), text: "Tổng")
                }
            }
            html.element("p") { $0.lines(["Một", "Hai & ba", ""]) }
        }
        let table = #"<table class="lines"><tr><td colspan="2">Tổng</td></tr></table>"#
        #expect(html == table + "<p>Một<br>Hai &amp; ba<br></p>")
    }

    @Test func `letters of Vietnamese, of other scripts and lone marks stay as they are`() {
        let text = "Ngữ Ư\u{31B} e\u{302}\u{301} Ω 漢 \u{301}"
        #expect(written { $0.text(text) }.utf8.elementsEqual(text.utf8))
    }
}

@Suite struct PageStyleTests {
    @Test(arguments: PageStyle.Paper.allCases)
    func `each style of a page is in the policy by its hash, and nothing else is allowed`(
        _ paper: PageStyle.Paper
    ) throws {
        let text = String(decoding: HTMLPage(title: "A", on: paper).bytes, as: UTF8.self)
        let styles = text.components(between: "<style>", and: "</style>")
        #expect(styles.count == 2)
        for style in styles {
            #expect(style == PageStyle.sheet.description || style == paper.rule.description)
        }
        let policy = PageStyle.securityPolicy
        for style in [PageStyle.sheet, paper.rule] { #expect(policy.contains(PageStyle.hash(of: style))) }
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"))
    }

    @Test func `the hash is the one that a browser computes`() {
        // printf 'a{}' | openssl dgst -sha256 -binary | base64
        #expect(PageStyle.hash(of: "a{}") == "sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=")
    }

    @Test func `a style has nothing that ends it or loads something`() {
        for style in [PageStyle.sheet] + PageStyle.Paper.allCases.map(\.rule) {
            for word in ["<", "url(", "@import", "http"] { #expect(!style.description.contains(word)) }
        }
    }

    @Test func `a page has no script, no event handler and no style of an element`() throws {
        var page = HTMLPage(title: "Biên bản <b>")
        page.head("Một", "Hai")
        page.table(["TT"], rows: [["1"]])
        page.signatures([("Thư ký", "An")])
        let text = String(decoding: page.bytes, as: UTF8.self)
        #expect(text.contains("<title>Biên bản &lt;b&gt;</title>"))
        #expect(text.contains(#"<p class="head">Một<br>Hai</p>"#))
        for word in ["<script", " on", " style=", "src=", "<link"] {
            #expect(!text.components(between: "<body>", and: "</body>").joined().contains(word))
        }
    }
}

extension String {
    /// What stands between each `start` and the next `end`.
    func components(between start: String, and end: String) -> [String] {
        var (found, rest) = ([String](), self[...])
        while let from = rest.range(of: start), let to = rest[from.upperBound...].range(of: end) {
            found.append(String(rest[from.upperBound..<to.lowerBound]))
            rest = rest[to.upperBound...]
        }
        return found
    }
}
