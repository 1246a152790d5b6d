/// A page that is screen, print and PDF at once: one document without scripts, which loads nothing.
struct HTMLPage: Sendable {
    private let title: String
    private let paper: PageStyle.Paper
    /// What is written between `<body>` and `</body>`.
    var body = HTMLWriter()

    init(title: String, on paper: PageStyle.Paper = .a4) {
        self.title = title
        self.paper = paper
    }

    /// The whole document.
    var bytes: [UInt8] {
        var html = HTMLWriter()
        html.literal("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n")
        html.literal("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        html.element("title", text: title)
        for style in [PageStyle.sheet, paper.rule] {
            html.literal("\n")
            html.element("style") { $0.literal(style) }
        }
        html.literal("\n</head>\n")
        html.literal(paper.bodyTag)
        return html.bytes + body.bytes + Array("</body>\n</html>\n".utf8)
    }

    /// Adds centred lines in bold.
    mutating func head(_ lines: String...) {
        body.element("p", .style("head")) { $0.lines(lines) }
        body.literal("\n")
    }

    mutating func heading(_ text: String) {
        body.element("h1", text: text)
        body.literal("\n")
    }

    mutating func paragraph(_ text: String) {
        body.element("p", text: text)
        body.literal("\n")
    }

    mutating func table(_ columns: [String], rows: [[String]]) {
        body.element("table") { table in
            table.literal("\n")
            table.element("tr") { row in
                for column in columns { row.element("th", text: column) }
            }
            table.literal("\n")
            for cells in rows {
                table.element("tr") { row in
                    for cell in cells { row.element("td", text: cell) }
                }
                table.literal("\n")
            }
        }
        body.literal("\n")
    }

    /// Adds signature blocks, each with a role above and a name below.
    mutating func signatures(_ people: [(role: String, name: String)]) {
        body.element("div", .style("signatures")) { block in
            block.literal("\n")
            for person in people {
                block.element("div") { signer in
                    signer.element("p", text: person.role)
                    signer.text(person.name)
                }
                block.literal("\n")
            }
        }
        body.literal("\n")
    }
}
