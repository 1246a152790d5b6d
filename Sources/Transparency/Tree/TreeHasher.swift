import Crypto

/// SHA-256 over bytes and hashes, without an array between them.
///
/// This is the one file of the target with pointers.
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
        state.finalize().withUnsafeBytes { TreeHash(loading: $0, at: 0) }
    }
}

extension TreeHash {
    /// Reads the 32 bytes from `offset`, which `bytes` has.
    init(at offset: Int, of bytes: [UInt8]) {
        precondition(offset >= 0 && bytes.count - offset >= TreeHash.byteCount, "a hash beyond the bytes")
        self = bytes.withUnsafeBytes { TreeHash(loading: $0, at: offset) }
    }

    fileprivate init(loading bytes: UnsafeRawBufferPointer, at offset: Int) {
        self.init(
            first: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
            second: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self),
            third: bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self),
            fourth: bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
    }
}
