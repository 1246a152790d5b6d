/// 32 random bytes beside the private part of an entry, without which its hash could be guessed.
package struct Nonce: Hashable, Sendable {
    package static let byteCount = 32

    let value: TreeHash

    /// Creates a nonce from stored bytes; nil unless there are 32.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let value = TreeHash(bytes) else { return nil }
        self.value = value
    }

    /// Draws a nonce; `generator` must be fit for secrets, as `SystemRandomNumberGenerator` is.
    package init(using generator: inout some RandomNumberGenerator) {
        value = TreeHash(
            first: generator.next(), second: generator.next(), third: generator.next(),
            fourth: generator.next())
    }

    package var bytes: [UInt8] { value.bytes }
}
