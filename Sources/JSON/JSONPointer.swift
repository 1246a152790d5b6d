/// The location of a value in a JSON text (RFC 6901).
package struct JSONPointer: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        case member(String)
        case index(Int)
    }

    /// The steps from the root inwards; empty for the root.
    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    /// The pointer as text: `""` for the root, `/rows/0/a~1b` for the member `a/b` of the first row.
    ///
    /// - Source: RFC 6901 §3, §5: `~` is written `~0`, `/` is written `~1`; nothing else is escaped.
    package var text: String {
        var text = ""
        for step in steps {
            text += "/"
            switch step {
            case .index(let index): text += String(index)
            case .member(let name): Self.append(name, to: &text)
            }
        }
        return text
    }

    private static func append(_ name: String, to text: inout String) {
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
