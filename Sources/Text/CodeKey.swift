extension String {
    /// What makes two codes one, such as references of a bank: "FT-1", "ft 1", "ＦＴ１." and a Cyrillic "FТ1" have equal
    /// keys.
    ///
    /// The letters and digits of `nameKey` without accents: case, width, spaces, signs and look-alike letters do not
    /// count. Zeros do, because a bank's numbers have a fixed length.
    package var codeKey: String { similarNameKey }

    /// True when the key consists of Latin letters and digits, at least one: no reader takes it for another code.
    package var isCode: Bool {
        let key = codeKey.utf8
        return !key.isEmpty && key.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}
