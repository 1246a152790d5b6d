package import Transparency

/// What a checkpoint kept elsewhere says about a log.
package enum CheckpointComparison: Hashable, Sendable {
    /// The log begins with the entries of the checkpoint.
    case contained
    /// The log is shorter: entries were cut off, or an older file was put back.
    case beyondEnd(size: Int64)
    /// The first entries are not those of the checkpoint.
    case otherHistory

    /// Compares `checkpoint` with a log.
    ///
    /// - Parameters:
    ///   - checkpoint: from elsewhere; its signature is for the caller to check.
    ///   - size: the number of entries of the log.
    ///   - root: the root over the first entries; nil when the log does not have it.
    /// - Throws: what `root` throws.
    package init(
        _ checkpoint: Checkpoint, size: Int64, root: (Int64) throws -> TreeHash?
    ) rethrows {
        if checkpoint.size > size {
            self = .beyondEnd(size: size)
        } else {
            self = try root(checkpoint.size) == checkpoint.root ? .contained : .otherHistory
        }
    }
}
