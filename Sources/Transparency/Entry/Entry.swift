/// An entry of the log: SHA-256(public part) ‖ SHA-256(nonce ‖ private part), 64 bytes.
///
/// Anyone who has the public part and one hash can check it. Who has the nonce and the private part can show that too.
/// When these two are deleted, nothing of the private part can be found out, and the tree stays as it is.
package struct Entry: Hashable, Sendable {
    package static let byteCount = 64

    /// SHA-256 of the public part.
    package let publicHash: TreeHash

    /// SHA-256 of the nonce and the private part.
    package let privateHash: TreeHash

    package init(publicHash: TreeHash, privateHash: TreeHash) {
        self.publicHash = publicHash
        self.privateHash = privateHash
    }

    /// Creates the entry of two parts; either may be empty.
    package init(publicPart: [UInt8], nonce: Nonce, privatePart: [UInt8]) {
        publicHash = .sha256(of: publicPart)
        privateHash = Entry.privateHash(nonce: nonce, privatePart: privatePart)
    }

    /// Creates the entry from its 64 bytes; nil for another number.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Entry.byteCount, let publicHash = TreeHash(bytes.prefix(TreeHash.byteCount)),
            let privateHash = TreeHash(bytes.dropFirst(TreeHash.byteCount))
        else { return nil }
        self.init(publicHash: publicHash, privateHash: privateHash)
    }

    /// SHA-256(nonce ‖ private part).
    package static func privateHash(nonce: Nonce, privatePart: [UInt8]) -> TreeHash {
        var hasher = TreeHasher()
        hasher.update(nonce.value)
        hasher.update(privatePart)
        return hasher.finalize()
    }

    /// The 64 bytes, as they stand in a bundle.
    package var bytes: [UInt8] { publicHash.bytes + privateHash.bytes }

    /// The hash of the leaf: SHA-256(0x00 ‖ entry).
    package var leaf: TreeHash {
        var hasher = TreeHasher()
        hasher.update(0x00)
        hasher.update(publicHash)
        hasher.update(privateHash)
        return hasher.finalize()
    }
}
