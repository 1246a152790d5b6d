import Domain
import Text

/// What each refusal says, where it takes more than a line.
extension Problem {
    static func notFound(_ entity: EntityKind) -> Problem {
        Problem(
            .notFound,
            detail: Sentence(
                vi: "Không có \(entity.vietnamese) này.", en: "This \(entity.rawValue) does not exist."))
    }

    static func unknownReference(_ entity: EntityKind, _ field: Field) -> Problem {
        Problem(
            .referenceUnknown,
            errors: [
                FieldError(
                    field, .referenceUnknown,
                    Sentence(
                        vi: "không có \(entity.vietnamese) này",
                        en: "this \(entity.rawValue) does not exist"
                    ))
            ])
    }

    static func invalidTransition(_ entity: EntityKind, _ step: String, _ from: String) -> Problem {
        Problem(step: step, of: entity, notAllowedIn: from)
    }

    static func ownRequest(_ step: String) -> Problem {
        Problem(
            .ownRequest, step: step, of: .expenditure,
            notBy: Sentence(
                vi: "Người đề nghị không được tự", en: "Whoever made the request must not"))
    }

    static func ownAppraisal(_ step: String) -> Problem {
        Problem(
            .ownAppraisal, step: step, of: .model,
            notBy: Sentence(
                vi: "Người đã chấm điểm không được tự", en: "Whoever appraised the model must not"))
    }

    static func samePerson(_ first: String, _ second: String, of entity: EntityKind) -> Problem {
        Problem(
            .samePerson, step: second, of: entity,
            notBy: Sentence(
                vi: "Người đã \(vietnamese(first)) không được",
                en: "Whoever performed '\(first)' must not"))
    }

    static func dateOutOfRange(_ field: Field, _ from: LocalDate?, _ to: LocalDate?) -> Problem {
        Problem(
            .dateOutOfRange,
            errors: [FieldError(field, .dateOutOfRange, .dates(from: from, to: to))])
    }

    static func householdElsewhere(_ field: Field) -> Problem {
        Problem(
            .householdElsewhere,
            errors: [
                FieldError(
                    field, .householdElsewhere,
                    Sentence(vi: "hộ của thôn khác", en: "household of another hamlet"))
            ])
    }

    static func pledgeMismatch(_ field: Field) -> Problem {
        Problem(
            .pledgeMismatch,
            errors: [
                FieldError(
                    field, .pledgeMismatch,
                    Sentence(vi: "của hộ hoặc quỹ khác", en: "pledge of another household or fund"))
            ])
    }

    static func refundTooLarge(_ available: Dong) -> Problem {
        let text = formattedDong(available.amount)
        return Problem(
            .refundTooLarge,
            detail: Sentence(vi: "Còn có thể hoàn trả \(text).", en: "At most \(text) can be refunded."))
    }

    static func versionMismatch(_ current: Int64) -> Problem {
        Problem(
            .versionMismatch,
            detail: Sentence(
                vi: "Phiên bản hiện tại là \(current).", en: "The current version is \(current)."),
            fields: [.init(name: .etag, value: versionTag(current))])
    }

    static func unitRequired(_ field: Field) -> Problem {
        Problem(
            .unitRequired,
            errors: [
                FieldError(
                    field, .unitRequired, Sentence(vi: "ghi mã đơn vị", en: "the unit code is required"))
            ])
    }

    static func weightsSumMismatch(_ sum: Int64) -> Problem {
        Problem(
            .weightsTotal,
            errors: [
                FieldError(
                    "/criteria", .weightsTotal,
                    Sentence(vi: "tổng là \(sum), cần 100", en: "the sum is \(sum) instead of 100"))
            ])
    }

    static var maximaIncompatible: Problem {
        Problem(
            .maximaIncompatible,
            errors: [FieldError("/criteria", .maximaIncompatible, ProblemCode.maximaIncompatible.title)])
    }

    static func scoresIncomplete(_ count: Int) -> Problem {
        Problem(
            .scoresIncomplete,
            errors: [
                FieldError(
                    "/scores", .scoresIncomplete,
                    Sentence(
                        vi: "mỗi tiêu chí 1–\(count) đúng một điểm",
                        en: "exactly one score for each criterion 1–\(count)"))
            ])
    }

    static func scoreTooLarge(_ field: Field, _ max: Int64) -> Problem {
        Problem(
            .scoreTooLarge,
            errors: [FieldError(field, .scoreTooLarge, .range(from: "0", to: "\(max)"))])
    }

    static func scoreBelowPass(_ mean: Score, _ pass: Int64) -> Problem {
        // Rounded down, so that a mean below the pass mark never displays as the mark.
        let shown = decimal(hundredths: 100 * mean.numerator / mean.denominator)
        return Problem(
            .scoreBelowPass,
            detail: Sentence(
                vi: "Điểm trung bình \(shown.replacing(".", with: ",")); cần từ \(pass).",
                en:
                    "The mean is \(shown) (\(mean.numerator)/\(mean.denominator)), but \(pass) is required."
            ))
    }

    static func replicationCycle(_ field: Field) -> Problem {
        Problem(
            .replicationCycle,
            errors: [FieldError(field, .replicationCycle, ProblemCode.replicationCycle.title)])
    }

    static func districtEnded(_ field: Field) -> Problem {
        Problem(
            .districtEnded,
            errors: [FieldError(field, .districtEnded, ProblemCode.districtEnded.title)])
    }
}

/// `hundredths` as a decimal: `8333` as `83.33`.
func decimal(hundredths: Int64) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
}
