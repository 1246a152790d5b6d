/// A SHA-256 value: the hash of a leaf, of an inner node or of a part of an entry.
///
/// Stored inline, so that copies, comparison and hashing need no allocation. Compared byte for byte.
///
/// - Source: RFC 6962 §2.1.
package struct TreeHash: Hashable, Sendable {
    package static let byteCount = 32

    /// Eight bytes each, as they stand in memory.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    init(first: UInt64, second: UInt64, third: UInt64, fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// Creates a hash from its bytes; nil unless there are exactly 32.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == TreeHash.byteCount else { return nil }
        var words: InlineArray<4, UInt64> = [0, 0, 0, 0]
        var position = 0
        for byte in bytes {
            words[position / 8] |= UInt64(byte) << UInt64(position % 8 * 8)
            position += 1
        }
        self.init(
            first: words[0].littleEndian, second: words[1].littleEndian,
            third: words[2].littleEndian, fourth: words[3].littleEndian)
    }

    /// Creates a hash from strict base64 (RFC 4648 §4, padded); nil unless it encodes exactly 32 bytes.
    package init?(base64 text: some Collection<UInt8>) {
        guard let bytes = Base64.bytes(of: text) else { return nil }
        self.init(bytes)
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(TreeHash.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// The base64 form, 44 characters.
    package var base64: String { Base64.text(of: bytes) }

    /// Appends the 32 bytes.
    package func append(to bytes: inout [UInt8]) {
        let words: InlineArray<4, UInt64> = [first, second, third, fourth]
        for index in words.indices {
            var rest = UInt64(littleEndian: words[index])
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
            }
        }
    }
}

extension TreeHash {
    /// The root of the tree without leaves: SHA-256 of nothing.
    package static let empty = TreeHasher().finalize()

    /// The hash of a leaf: SHA-256(0x00 ‖ entry).
    package static func leaf(_ entry: [UInt8]) -> TreeHash {
        var hasher = TreeHasher()
        hasher.update(0x00)
        hasher.update(entry)
        return hasher.finalize()
    }

    /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hasher = TreeHasher()
        hasher.update(0x01)
        hasher.update(left)
        hasher.update(right)
        return hasher.finalize()
    }

    /// The plain SHA-256 of `bytes`, without a prefix.
    package static func sha256(of bytes: [UInt8]) -> TreeHash {
        var hasher = TreeHasher()
        hasher.update(bytes)
        return hasher.finalize()
    }
}
