import JSON
import TestSupport
import Testing

@Suite struct PropertyTests {
    @Test(arguments: UInt64(1)...20)
    func `a written value is read back unchanged`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = JSONValue.random(depthMax: 4, using: &generator)
            var writer = JSONWriter()
            writer.value(value)
            let document = try JSONDocument(parsing: writer.finish())
            #expect(document.root == value)
            #expect(document.ambiguities.isEmpty)
        }
    }

    @Test(arguments: UInt64(1)...10)
    func `the canonical bytes are a fixed point and ignore the order of members`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = JSONValue.random(depthMax: 4, using: &generator)
            let bytes = value.canonicalBytes
            #expect(try JSONDocument(parsing: bytes).root.canonicalBytes == bytes)
            #expect(value.shuffled(using: &generator).canonicalBytes == bytes)
        }
    }

    /// An error must be at the first invalid byte: everything before it is valid or only truncated.
    @Test(arguments: UInt64(1)...20)
    func `a mutated text is accepted or rejected at the right offset`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            let bytes = Self.sample.mutated(using: &generator)
            if let error = parseError(of: bytes) {
                let before = parseError(of: Array(bytes.prefix(error.offset)))
                #expect(before == nil || before == JSONError(offset: error.offset, reason: .endOfText))
            } else {
                let canonical = try JSONDocument(parsing: bytes).root.canonicalBytes
                #expect(try JSONDocument(parsing: canonical).root.canonicalBytes == canonical)
            }
        }
    }

    private static let sample = Array(
        #"{"hộ":[1,-20,3.5e+7,"Đ\u0110\ud83c\udf3e\n"],"a":{"b":true,"c":null,"":[]},"b":"~/ \"","d":false}"#
            .utf8
    )
}

extension JSONValue {
    fileprivate func shuffled(using generator: inout SeededGenerator) -> JSONValue {
        switch self {
        case .array(let elements): .array(elements.map { $0.shuffled(using: &generator) })
        case .object(let members):
            .object(
                members.shuffled(using: &generator)
                    .map { JSONMember(name: $0.name, value: $0.value.shuffled(using: &generator)) }
            )
        case .null, .bool, .integer, .number, .string: self
        }
    }
}

extension [UInt8] {
    /// The text with one to four bytes changed, inserted, removed, or copied from elsewhere in it.
    fileprivate func mutated(using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[index] = .random(in: 0...255, using: &generator)
            case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.insert(.random(in: 0...255, using: &generator), at: index)
            case 3: bytes.remove(at: index)
            default: bytes[index] = bytes.randomElement(using: &generator) ?? 0
            }
        }
        return bytes
    }
}
