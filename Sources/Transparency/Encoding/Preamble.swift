/// The lines before a checkpoint in proof files and in requests to witnesses, which an empty line ends.
struct Preamble {
    /// Without their newlines; none is empty.
    let lines: [ArraySlice<UInt8>]

    /// What follows the empty line.
    let rest: [UInt8]

    /// Divides at the first empty line; nil when there is none, or nothing before it.
    init?(of bytes: [UInt8]) {
        let newline = UInt8(ascii: "\n")
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: newline) {
            if end == start {
                guard !lines.isEmpty else { return nil }
                self.lines = lines
                rest = Array(bytes[(end + 1)...])
                return
            }
            lines.append(bytes[start..<end])
            start = end + 1
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    /// What follows `word` and a space, or nil when the line begins otherwise.
    func following(_ word: StaticString) -> ArraySlice<UInt8>? {
        let beginning = Array((word.description + " ").utf8)
        return starts(with: beginning) ? dropFirst(beginning.count) : nil
    }
}
