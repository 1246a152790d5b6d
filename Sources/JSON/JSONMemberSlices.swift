/// The members of one JSON object as ranges of its bytes, found without decoding a value.
///
/// For text that `JSONWriter` wrote, such as journal payloads: no space between tokens, no escape in a name.
package struct JSONMemberSlices: Sendable {
    package struct Member: Hashable, Sendable {
        /// The name without its quotes.
        package let name: Range<Int>
        /// The value as written, with quotes when it is a string.
        package let value: Range<Int>

        /// The name with its quotes, the colon and the value.
        package var whole: Range<Int> { name.lowerBound - 1..<value.upperBound }
    }

    package let members: [Member]

    /// Finds the members of the object that is the whole of `bytes`.
    ///
    /// - Returns: nil when `bytes` is no object that `JSONWriter` could have written.
    package init?(of bytes: [UInt8]) {
        var scan = Scan(bytes: bytes)
        guard let members = scan.members() else { return nil }
        self.members = members
    }

    /// The elements of the array that is the whole of `bytes`, each as written.
    ///
    /// - Returns: nil when `bytes` is no array that `JSONWriter` could have written.
    package static func elements(of bytes: [UInt8]) -> [[UInt8]]? {
        guard bytes.count >= 2, bytes.first == Byte.openBracket, bytes.last == Byte.closeBracket else {
            return nil
        }
        if bytes.count == 2 { return [] }
        var (scan, elements) = (Scan(bytes: bytes), [[UInt8]]())
        while let element = scan.value() {
            elements.append(Array(bytes[element]))
            guard bytes[scan.index] == Byte.comma else {
                return scan.index == bytes.count - 1 ? elements : nil
            }
            scan.index += 1
        }
        return nil
    }

    /// The first member with this name in `bytes`, the text that was scanned.
    package func member(_ name: StaticString, in bytes: [UInt8]) -> Member? {
        members.first { member in bytes[member.name].isEqual(to: name) }
    }
}

extension ArraySlice<UInt8> {
    /// True when these are the UTF-8 bytes of `text`.
    package func isEqual(to text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        // A `StaticString` gives access to its bytes only this way.
        return text.withUTF8Buffer { text in zip(self, text).allSatisfy { $0 == $1 } }
    }
}

private struct Scan {
    let bytes: [UInt8]
    var index = 1

    mutating func members() -> [JSONMemberSlices.Member]? {
        guard bytes.count >= 2, bytes.first == Byte.openBrace, bytes.last == Byte.closeBrace else {
            return nil
        }
        if bytes.count == 2 { return [] }
        var members: [JSONMemberSlices.Member] = []
        members.reserveCapacity(32)
        while true {
            guard index < bytes.count, bytes[index] == Byte.quote, let name = string(),
                index < bytes.count, bytes[index] == Byte.colon
            else { return nil }
            index += 1
            guard let value = value() else { return nil }
            members.append(JSONMemberSlices.Member(name: name, value: value))
            guard bytes[index] == Byte.comma else {
                return index == bytes.count - 1 ? members : nil
            }
            index += 1
        }
    }

    /// Skips the string that begins at `index` and returns what is between its quotes.
    private mutating func string() -> Range<Int>? {
        let start = index + 1
        index = start
        while index < bytes.count {
            switch bytes[index] {
            case Byte.quote:
                index += 1
                return start..<index - 1
            case Byte.backslash: index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// Skips the value that begins at `index`, up to the comma, brace or bracket behind it.
    mutating func value() -> Range<Int>? {
        let start = index
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case Byte.quote:
                guard string() != nil else { return nil }
                continue
            case Byte.openBrace, Byte.openBracket: depth += 1
            case Byte.closeBrace, Byte.closeBracket:
                if depth == 0 { return start < index ? start..<index : nil }
                depth -= 1
            case Byte.comma: if depth == 0 { return start < index ? start..<index : nil }
            default: break
            }
            index += 1
        }
        return nil
    }
}
