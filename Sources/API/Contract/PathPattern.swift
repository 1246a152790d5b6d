/// A path with parameters, such as `/v1/pledges/{id}/confirm`.
package struct PathPattern: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case choice(String)
        case value(String)
    }

    package let text: String
    let steps: [Step]

    init(_ text: StaticString) {
        self.text = text.description
        steps = self.text.split(separator: "/")
            .map { step in
                step.hasPrefix("{") ? .value(String(step.dropFirst().dropLast())) : .choice(String(step))
            }
    }
}
