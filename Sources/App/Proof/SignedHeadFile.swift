import Transparency

/// The size and root of a tree that was signed.
struct SignedHead: Hashable, Sendable {
    let size: Int64
    let root: TreeHash
}

/// The last checkpoint that was signed with a key, in a file beside the key.
///
/// Outside the data folder, so that it stays when an older copy of the data is put back.
struct SignedHeadFile: Sendable {
    let path: String

    init(beside key: String) { path = key + ".signed" }

    /// What was signed last, or nil when there is no such file.
    ///
    /// - Throws: `Failure`.
    func read() throws -> SignedHead? {
        guard let bytes = try DurableFile(path: path).read() else { return nil }
        do {
            let checkpoint = try Checkpoint(parsing: try SignedNote(parsing: bytes).text)
            return SignedHead(size: checkpoint.size, root: checkpoint.root)
        } catch {
            throw Failure(.configuration, "Tệp \(path) không phải là điểm đối chiếu; xem docs/TRUST.md.")
        }
    }

    /// Keeps a checkpoint as the last one.
    ///
    /// - Throws: `Failure`.
    func write(_ note: String) throws { try DurableFile(path: path).replace(with: Array(note.utf8)) }
}
