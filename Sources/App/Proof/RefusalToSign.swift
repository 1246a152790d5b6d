/// Why a checkpoint is not signed.
enum RefusalToSign: Error, Hashable, CustomStringConvertible {
    /// The journal is shorter than what was signed: an older file was put back.
    case shorter(size: Int64, signed: Int64)
    /// The journal begins otherwise than what was signed.
    case otherHistory(signed: Int64)
    /// A witness says that it has cosigned more than was signed here: an older file was put back.
    case witnessSawMore(witness: String, size: Int64, signed: Int64)
    /// What a witness has cosigned is not a part of the journal.
    case witnessSawOther(witness: String, size: Int64)

    var description: String {
        switch self {
        case .shorter(let size, let signed):
            "the journal has \(size) rows, but \(signed) were signed: an older file was put back; see docs/TRUST.md"
        case .otherHistory(let signed):
            "the first \(signed) rows are not those that were signed; see docs/TRUST.md"
        case .witnessSawMore(let witness, let size, let signed):
            """
            witness \(witness) has seen \(size) rows, but \(signed) were signed here: an older file was put back; \
            see docs/TRUST.md
            """
        case .witnessSawOther(let witness, let size):
            "witness \(witness) has seen other rows than the first \(size) of this journal; see docs/TRUST.md"
        }
    }
}
