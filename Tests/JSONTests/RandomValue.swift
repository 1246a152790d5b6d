import JSON
import TestSupport

extension JSONValue {
    /// A random value nested at most `depthMax` deep, with unique names in each object.
    static func random(depthMax: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depthMax > 0 ? 8 : 6), using: &generator) {
        case 0: .null
        case 1: .bool(.random(using: &generator))
        case 2: .integer(.random(in: .min ... .max, using: &generator))
        case 3: .integer(.random(in: -20...20, using: &generator))
        case 4: .number(randomNumber(using: &generator))
        case 5: .string(randomString(using: &generator))
        case 6: .array(randomElements(depthMax: depthMax - 1, using: &generator))
        default: .object(randomMembers(depthMax: depthMax - 1, using: &generator))
        }
    }

    private static func randomElements(
        depthMax: Int,
        using generator: inout SeededGenerator
    ) -> [JSONValue] {
        (0..<Int.random(in: 0..<5, using: &generator))
            .map { _ in
                random(depthMax: depthMax, using: &generator)
            }
    }

    private static func randomMembers(
        depthMax: Int,
        using generator: inout SeededGenerator
    ) -> [JSONMember] {
        (0..<Int.random(in: 0..<24, using: &generator))
            .map { index in
                let name = randomString(using: &generator) + String(index)
                return JSONMember(name: name, value: random(depthMax: depthMax, using: &generator))
            }
    }

    private static func randomNumber(using generator: inout SeededGenerator) -> String {
        ["-0", "0.0", "1e3", "-1.50E-7", "9223372036854775808", "1e999"].randomElement(using: &generator)
            ?? "0.5"
    }

    private static func randomString(using generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "é", "e\u{301}", "Đường", "\"", "\\", "\n", "\u{0}", "\u{1F}", "/", "~", "🌾", "\u{2028}",
        ]
        return (0..<Int.random(in: 0..<9, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }
            .joined()
    }
}
