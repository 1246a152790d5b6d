/// A printable page: a title and blocks of text and tables.
///
/// All content is escaped, so that user input never becomes markup.
struct HTMLPage: Sendable {
    private var html: String

    init(title: String) {
        html = """
            <!DOCTYPE html>
            <html lang="vi">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTMLPage.escaped(title))</title>
            <style>
            body { font: 13pt/1.4 "Times New Roman", serif; max-width: 18cm; margin: 1cm auto; padding: 0 .5cm }
            h1 { font-size: 15pt; text-align: center }
            .head { text-align: center; font-weight: bold }
            table { border-collapse: collapse; width: 100% }
            th, td { border: 1px solid #000; padding: .1cm .2cm; vertical-align: top }
            .signatures { display: flex; justify-content: space-between; margin-top: 1cm; text-align: center }
            .signatures p { min-height: 3cm }
            </style>
            </head>
            <body>

            """
    }

    /// Adds centred lines in bold.
    mutating func head(_ lines: String...) {
        html += "<p class=\"head\">\(lines.map(HTMLPage.escaped).joined(separator: "<br>"))</p>\n"
    }

    mutating func heading(_ text: String) { html += "<h1>\(HTMLPage.escaped(text))</h1>\n" }

    mutating func paragraph(_ text: String) { html += "<p>\(HTMLPage.escaped(text))</p>\n" }

    mutating func table(_ columns: [String], rows: [[String]]) {
        html += "<table>\n<tr>\(HTMLPage.cells(columns, "th"))</tr>\n"
        for row in rows { html += "<tr>\(HTMLPage.cells(row, "td"))</tr>\n" }
        html += "</table>\n"
    }

    /// Adds signature blocks, each with a role above and a name below.
    mutating func signatures(_ people: [(role: String, name: String)]) {
        html += "<div class=\"signatures\">\n"
        for person in people {
            html += "<div><p>\(HTMLPage.escaped(person.role))</p>\(HTMLPage.escaped(person.name))</div>\n"
        }
        html += "</div>\n"
    }

    var bytes: [UInt8] { Array((html + "</body>\n</html>\n").utf8) }

    private static func cells(_ texts: [String], _ tag: String) -> String {
        texts.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined()
    }

    /// - Source: HTML Living Standard, §13.1.4, on the characters that must be escaped in text.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
