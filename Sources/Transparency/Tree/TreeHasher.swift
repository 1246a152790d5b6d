import Crypto

/// SHA-256 over bytes and hashes, without an array between them: the one file of this target with pointers.
///
/// The only allocation left is the state that swift-crypto keeps for each hash.
struct TreeHasher {
    private var state = SHA256()

    mutating func update(_ byte: UInt8) {
        withUnsafeBytes(of: byte) { state.update(bufferPointer: $0) }
    }

    mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { state.update(bufferPointer: $0) }
    }

    mutating func update(_ hash: TreeHash) {
        withUnsafeBytes(of: hash) { state.update(bufferPointer: $0) }
    }

    consuming func finalize() -> TreeHash {
        state.finalize()
            .withUnsafeBytes { bytes in
                TreeHash(
                    first: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                    second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                    third: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
                    fourth: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
            }
    }
}
