import Domain
import Store

/// A refused operation of a batch.
struct RefusedOperation {
    let index: Int
    let problem: Problem
}

extension Problem {
    /// The same problem of `operation`, with pointers into the whole request.
    func of(_ operation: BatchOperation) -> Problem {
        let errors = errors.map { error -> FieldError in
            guard case .pointer(let pointer) = error.place, !pointer.hasPrefix(operation.place + "/") else {
                return error
            }
            return FieldError(operation.place + "/body" + pointer, error.code, error.detail)
        }
        return Problem(code, detail: detail, errors: errors, offer: offer, fields: fields)
    }

    /// The problem of a batch of which nothing is stored: that of its first refused operation, and the places of all.
    init(refused: [RefusedOperation], of count: Int) {
        guard let first = refused.first else {
            preconditionFailure("a batch without a refused operation is stored")
        }
        var errors: [FieldError] = []
        for operation in refused where errors.count < unknownMax {
            let problem = operation.problem
            let whole = FieldError(
                BatchOperation.place(of: operation.index), problem.code, problem.detail ?? problem.code.title)
            errors += (problem.errors.isEmpty ? [whole] : problem.errors).prefix(unknownMax - errors.count)
        }
        let (line, reason) = (first.index + 1, first.problem.detail ?? first.problem.code.title)
        let others = refused.count - 1
        let also = Sentence(
            vi: others > 0 ? " Còn \(others) dòng khác bị từ chối." : "",
            en: others > 0 ? " Refused are also \(others) others." : "")
        self.init(
            first.problem.code,
            detail: Sentence(
                vi: "Dòng \(line) trong \(count) dòng: \(reason.vi.ended)\(also.vi) Chưa ghi dòng nào.",
                en: "Operation \(line) of \(count): \(reason.en.ended)\(also.en) Nothing was stored."),
            errors: errors, fields: first.problem.fields)
    }
}

extension String {
    /// With a full stop, as a sentence.
    fileprivate var ended: String { hasSuffix(".") ? self : self + "." }
}

extension ProblemCode {
    /// The title of a code of batches, or of one without an area.
    var batchTitle: Sentence {
        switch self {
        case .controlTotalMismatch:
            Sentence(
                vi:
                    "Số dòng hoặc tổng số tiền không khớp với danh sách; hãy cộng lại danh sách giấy. Chưa ghi gì",
                en: "The control totals differ from the list; add up the paper list again. Nothing was stored"
            )
        case .severalLines: .severalLinesTitle
        case .foreignAmountMismatch: .foreignAmountMismatchTitle
        case .noChange: Sentence(vi: "Không có gì thay đổi", en: "Nothing would change")
        default: preconditionFailure("\(rawValue) has its own title")
        }
    }
}
