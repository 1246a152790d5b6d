import QR
import Text

/// Writes HTML as UTF-8 bytes, element by element.
///
/// Names are literals, and every text and value is escaped, so that user input never becomes markup.
struct HTMLWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    /// One attribute of an element.
    struct Attribute: Sendable {
        fileprivate let name: StaticString
        fileprivate let value: String

        init(_ name: StaticString, _ value: String) {
            self.name = name
            self.value = value
        }

        /// The class by which the style sheet knows the element.
        static func style(_ name: StaticString) -> Attribute { Attribute("class", name.description) }
    }

    /// Writes an element with what `content` writes.
    mutating func element(
        _ name: StaticString, _ attributes: Attribute..., content: (inout HTMLWriter) throws -> Void
    ) rethrows {
        start(name, attributes)
        try content(&self)
        end(name)
    }

    /// Writes an element that contains `text` only.
    mutating func element(_ name: StaticString, _ attributes: Attribute..., text: String) {
        start(name, attributes)
        self.text(text)
        end(name)
    }

    /// Writes an element without content and end tag, such as `br` and `meta`.
    mutating func empty(_ name: StaticString, _ attributes: Attribute...) { start(name, attributes) }

    mutating func text(_ text: String) { bytes.appendEscaped(text) }

    /// Writes `lines` with a line break between them.
    mutating func lines(_ lines: [String]) {
        for (index, line) in lines.enumerated() {
            if index > 0 { empty("br") }
            text(line)
        }
    }

    /// Writes a constant as it is: a declaration, a style sheet, a line break of the source.
    mutating func literal(_ literal: StaticString) { bytes.append(contentsOf: literal.description.utf8) }

    /// Writes an image, whose texts are escaped.
    mutating func image(_ image: QRCode.Image) { bytes.append(contentsOf: image.text.utf8) }

    private mutating func start(_ name: StaticString, _ attributes: [Attribute]) {
        bytes.append(UInt8(ascii: "<"))
        literal(name)
        for attribute in attributes {
            bytes.append(UInt8(ascii: " "))
            literal(attribute.name)
            literal("=\"")
            text(attribute.value)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func end(_ name: StaticString) {
        literal("</")
        literal(name)
        bytes.append(UInt8(ascii: ">"))
    }
}
