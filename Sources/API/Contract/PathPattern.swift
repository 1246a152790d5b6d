/// A path with parameters, such as `/v1/pledges/{id}/confirm`; `{tile...}` at the end is all that is left of the path.
package struct PathPattern: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case choice(String)
        case value(String)
        case rest(String)
    }

    package let text: String
    let steps: [Step]

    init(_ text: StaticString) { self.init(stringLiteral: text.description) }
}

/// A row of the endpoint table writes a path as a literal, or one of several families with the path of its entity.
extension PathPattern: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) {
        steps = text.split(separator: "/")
            .map { step in
                guard step.hasPrefix("{") else { return .choice(String(step)) }
                let name = step.dropFirst().dropLast()
                return name.hasSuffix("...") ? .rest(String(name.dropLast(3))) : .value(String(name))
            }
        self.text = text.replacing("...", with: "")
    }
}
