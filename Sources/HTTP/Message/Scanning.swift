extension Span<UInt8> {
    /// The index of the first `byte` in `range`, or nil.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        for index in range where self[index] == byte { return index }
        return nil
    }

    /// Shrinks `range` by the spaces and tabs at its ends (OWS, RFC 9110 §5.6.3).
    func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// Whether the bytes of `range` start with `text`, ignoring ASCII case.
    ///
    /// `text` must be lowercase.
    func starts(with text: String, in range: Range<Int>) -> Bool {
        var index = range.lowerBound
        for byte in text.utf8 {
            guard index < range.upperBound, self[index].lowercased == byte else { return false }
            index += 1
        }
        return true
    }
}

extension ArraySlice<UInt8> {
    /// The slice without spaces and tabs at its ends (OWS, RFC 9110 §5.6.3).
    var trimmingBlanks: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank })
        else {
            return []
        }
        return self[first...last]
    }

    /// Whether these bytes equal `word`, ignoring ASCII case.
    ///
    /// `word` must be lowercase.
    func isEqual(ignoringCase word: StaticString) -> Bool {
        word.withUTF8Buffer { word in elementsEqual(word) { $0.lowercased == $1 } }
    }
}

extension Span<UInt8> {
    /// Whether these bytes equal `text` exactly.
    func isEqual(to text: String) -> Bool {
        guard count == text.utf8.count else { return false }
        var index = 0
        for byte in text.utf8 {
            guard self[index] == byte else { return false }
            index += 1
        }
        return true
    }

    /// Whether the "%" at `index` is followed by two hexadecimal digits (RFC 3986 §2.1).
    func isPercentEncoded(at index: Int, before end: Int) -> Bool {
        index + 2 < end && self[index + 1].hexValue != nil && self[index + 2].hexValue != nil
    }
}
