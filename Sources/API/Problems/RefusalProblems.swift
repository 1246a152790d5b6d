import Domain
import Text

extension Problem {
    /// Labelled, because codes and refusals share names: an unlabelled `self.init(.roleMissing)` would call itself.
    init(of refusal: Refusal) {
        switch refusal {
        case .notFound(let entity):
            self.init(
                .notFound,
                detail: Sentence(
                    vi: "Không có \(entity.vietnamese) này.", en: "This \(entity.rawValue) does not exist."))
        case .unknownReference(let entity, let field):
            self.init(
                .referenceUnknown,
                errors: [
                    FieldError(
                        field, .referenceUnknown,
                        Sentence(
                            vi: "không có \(entity.vietnamese) này",
                            en: "this \(entity.rawValue) does not exist"
                        ))
                ])
        case .alreadyExists(let entity, let field):
            self.init(
                .alreadyExists,
                detail: Sentence(
                    vi: "Đã có \(entity.vietnamese) như vậy.",
                    en: "Such a record already exists: \(entity.rawValue)."),
                errors: [FieldError(field, .alreadyExists, Sentence(vi: "đã dùng", en: "in use"))])
        case .invalidTransition(let entity, let step, let from):
            self.init(
                .invalidTransition,
                detail: Sentence(
                    vi: "Không thể '\(vietnamese(step))': "
                        + "\(entity.vietnamese) đang ở trạng thái '\(vietnamese(from))'.",
                    en: "The step '\(step)' is not allowed while the \(entity.rawValue) is '\(from)'."))
        case .ownRequest(let step):
            self.init(
                .ownRequest,
                detail: Sentence(
                    vi: "Người đề nghị không được '\(vietnamese(step))'; hãy nhờ người khác.",
                    en: "Whoever made the request must not perform '\(step)'; ask someone else."))
        case .ownVoucher: self.init(.ownVoucher)
        case .ownAppraisal(let step):
            self.init(
                .ownAppraisal,
                detail: Sentence(
                    vi: "Người đã chấm điểm không được '\(vietnamese(step))'; hãy nhờ người khác.",
                    en: "Whoever appraised the model must not perform '\(step)'; ask someone else."))
        case .samePerson(let first, let second):
            self.init(
                .samePerson,
                detail: Sentence(
                    vi: "Người đã '\(vietnamese(first))' không được '\(vietnamese(second))'; "
                        + "hãy nhờ người khác.",
                    en: "Whoever performed '\(first)' must not perform '\(second)'; ask someone else."))
        case .roleMissing: self.init(.roleMissing)
        case .amountTooLarge: self.init(.amountTooLarge)
        case .dateOutOfRange(let field, let from, let to):
            self.init(
                .dateOutOfRange,
                errors: [FieldError(field, .dateOutOfRange, Sentence.range(from: from?.text, to: to?.text))]
            )
        case .householdElsewhere(let field):
            self.init(
                .householdElsewhere,
                errors: [
                    FieldError(
                        field, .householdElsewhere,
                        Sentence(vi: "hộ của thôn khác", en: "household of another hamlet"))
                ])
        case .pledgeMismatch(let field):
            self.init(
                .pledgeMismatch,
                errors: [
                    FieldError(
                        field, .pledgeMismatch,
                        Sentence(vi: "của hộ hoặc quỹ khác", en: "pledge of another household or fund"))
                ])
        case .balanceTooLow(let available):
            let text = formattedDong(available.amount)
            self.init(
                .balanceTooLow,
                detail: Sentence(
                    vi: "Quỹ chỉ còn chi được \(text); hãy thu thêm hoặc giảm số tiền.",
                    en: "The fund can pay at most \(text); collect more or lower the amount."))
        case .balanceTooLowOnDate(let available, let day):
            let text = formattedDong(available.amount)
            self.init(
                .balanceTooLowOnDate,
                detail: Sentence(
                    vi: "Ngày \(day.text) quỹ chỉ còn chi được \(text); hãy ghi ngày muộn hơn.",
                    en: "On \(day.text) the fund could pay at most \(text); choose a later date."))
        case .refundTooLarge(let available):
            let text = formattedDong(available.amount)
            self.init(
                .refundTooLarge,
                detail: Sentence(vi: "Còn có thể hoàn trả \(text).", en: "At most \(text) can be refunded."))
        case .hasRefunds: self.init(.hasRefunds)
        case .versionMismatch(let current):
            self.init(
                .versionMismatch,
                detail: Sentence(
                    vi: "Phiên bản hiện tại là \(current).", en: "The current version is \(current)."),
                fields: [.init(name: .etag, value: strongETag(current))])
        case .unitRequired(let field):
            self.init(
                .unitRequired,
                errors: [
                    FieldError(
                        field, .unitRequired, Sentence(vi: "ghi mã đơn vị", en: "the unit code is required"))
                ])
        case .frozen(let entity, let state):
            self.init(
                .frozen,
                detail: Sentence(
                    vi: "Trạng thái của \(entity.vietnamese): '\(vietnamese(state))'.",
                    en: "The state of the \(entity.rawValue) is '\(state)'."))
        case .appraisalMissing: self.init(.appraisalMissing)
        case .alreadyAppraised: self.init(.alreadyAppraised)
        case .appraiserInOwnerUnit: self.init(.appraiserInOwnerUnit)
        case .criteriaSetMissing: self.init(.criteriaSetMissing)
        case .weightsSumMismatch(let sum):
            self.init(
                .weightsTotal,
                errors: [
                    FieldError(
                        "/criteria", .weightsTotal,
                        Sentence(vi: "tổng là \(sum), cần 100", en: "the sum is \(sum) instead of 100"))
                ])
        case .maximaIncompatible:
            self.init(
                .maximaIncompatible,
                errors: [FieldError("/criteria", .maximaIncompatible, ProblemCode.maximaIncompatible.title)])
        case .scoresIncomplete(let count):
            self.init(
                .scoresIncomplete,
                errors: [
                    FieldError(
                        "/scores", .scoresIncomplete,
                        Sentence(
                            vi: "mỗi tiêu chí 1–\(count) đúng một điểm",
                            en: "exactly one score for each criterion 1–\(count)"))
                ])
        case .scoreTooLarge(let field, let max):
            self.init(
                .scoreTooLarge,
                errors: [FieldError(field, .scoreTooLarge, .range(from: "0", to: "\(max)"))])
        case .scoreBelowPass(let mean, let pass):
            let shown = decimal(hundredths: mean.hundredths)
            self.init(
                .scoreBelowPass,
                detail: Sentence(
                    vi: "Điểm trung bình \(shown) (\(mean.numerator)/\(mean.denominator)), cần \(pass).",
                    en:
                        "The mean is \(shown) (\(mean.numerator)/\(mean.denominator)), but \(pass) is required."
                ))
        case .replicationCycle(let field):
            self.init(
                .replicationCycle,
                errors: [FieldError(field, .replicationCycle, ProblemCode.replicationCycle.title)])
        case .districtEnded(let field):
            self.init(
                .districtEnded,
                errors: [FieldError(field, .districtEnded, ProblemCode.districtEnded.title)])
        case .parameterValueInvalid(let format):
            self.init(errors: [FieldError("/value", .parameterValueInvalid, format.sentence)])
        case .parameterMissing(let key):
            self.init(
                .parameterMissing,
                detail: Sentence(vi: "Tham số '\(key.rawValue)'.", en: "The key is '\(key.rawValue)'."))
        case .representedTooLarge(let count):
            self.init(errors: [
                FieldError(
                    "/represented", .representedTooLarge,
                    Sentence(vi: "hiện có \(count) hộ", en: "only \(count) households exist"))
            ])
        case .resultsIncomplete(let count):
            self.init(errors: [
                FieldError(
                    "/results", .resultsIncomplete,
                    Sentence(vi: "cần \(count) kết quả", en: "requires \(count) results"))
            ])
        case .votesMismatch(let field, let votes, let represented):
            self.init(errors: [
                FieldError(
                    field, .votesMismatch,
                    Sentence(
                        vi: "cộng được \(votes), cần \(represented)",
                        en: "the sum is \(votes) instead of \(represented)"))
            ])
        case .countingBoardRequired:
            self.init(errors: [
                FieldError("/board", .countingBoardRequired, ProblemCode.countingBoardRequired.title)
            ])
        case .countingBoardNotAllowed:
            self.init(errors: [
                FieldError("/board", .countingBoardNotAllowed, ProblemCode.countingBoardNotAllowed.title)
            ])
        case .consentsLapsed(let day):
            self.init(
                .consentsLapsed,
                detail: Sentence(
                    vi: "Có hiệu lực đến hết ngày \(day.printed).", en: "They were valid until \(day.text)."))
        case .countTooLarge(let field, let max):
            self.init(errors: [FieldError(field, .numberOutOfRange, .range(from: nil, to: "\(max)"))])
        case .countTooSmall(let field, let min):
            self.init(errors: [FieldError(field, .numberOutOfRange, .range(from: "\(min)", to: nil))])
        case .opinionsMismatch(let opinions, let participated):
            self.init(errors: [
                FieldError(
                    "/agreed", .opinionsMismatch,
                    Sentence(
                        vi: "cộng được \(opinions), cần \(participated)",
                        en: "the sum is \(opinions) instead of \(participated)"))
            ])
        case .occupationUnknown(let field, let groups):
            let list = groups.joined(separator: "; ")
            self.init(errors: [
                FieldError(
                    field, .occupationUnknown, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
            ])
        case .notEndedOnDate(let field, let days):
            let list = days.isEmpty ? "–" : days.map(\.text).joined(separator: ", ")
            self.init(errors: [
                FieldError(
                    field, .dateOutOfRange,
                    Sentence(vi: "mã này kết thúc vào ngày: \(list)", en: "this code ended on: \(list)"))
            ])
        case .notPresentOnDate(let field, let day):
            self.init(errors: [
                FieldError(
                    field, .referenceUnknown,
                    Sentence(
                        vi: "không có đơn vị này vào ngày \(day.text)",
                        en: "this unit does not exist on \(day.text)"))
            ])
        case .closed(let entity, let last, let successors): self.init(closed: entity, last: last, successors)
        case .recordsAfterEffectiveDate(let later): self.init(recordsAfterEffectiveDate: later)
        case .householdCodesConflict(let codes):
            let list = codes.prefix(20).joined(separator: ", ")
            self.init(
                .householdCodesConflict,
                detail: Sentence(vi: "\(codes.count) mã: \(list)", en: "\(codes.count) codes: \(list)"))
        case .remainderAmbiguous(let field):
            self.init(errors: [FieldError(field, .remainderAmbiguous, ProblemCode.remainderAmbiguous.title)]
            )
        case .decisionMissing(let fund):
            self.init(
                .decisionMissing,
                detail: Sentence(
                    vi: "Hãy ghi biểu quyết rồi gắn vào quỹ: POST /v1/funds/\(fund.number)/authorise.",
                    en: "Record the vote, then link it to the fund: POST /v1/funds/\(fund.number)/authorise.")
            )
        case .decisionNotApplicable(let field):
            self.init(errors: [
                FieldError(field, .decisionNotApplicable, ProblemCode.decisionNotApplicable.title)
            ])
        case .noChange(let field):
            self.init(errors: [FieldError(field, .noChange, ProblemCode.noChange.title)])
        case .openPledges(let count):
            self.init(
                .openPledges,
                detail: Sentence(vi: "Còn \(count) đăng ký.", en: "\(count) pledges are open."))
        case .valueNotListed(let field, let values):
            let list = values.joined(separator: "; ")
            self.init(errors: [
                FieldError(
                    field, .choiceUnknown, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
            ])
        case .occupationRepeated(let field):
            self.init(errors: [
                FieldError(field, .occupationRepeated, ProblemCode.occupationRepeated.title)
            ])
        }
    }
}

/// `hundredths` as a decimal: `8333` as `83.33`.
func decimal(hundredths: Int64) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
}

extension Parameter.Format {
    /// A description of the values the format allows.
    fileprivate var sentence: Sentence {
        switch self {
        case .threshold:
            Sentence(
                vi: "viết như >=2/3 (ít nhất) hoặc >1/2 (quá), mẫu số đến 100",
                en: "such as >=2/3 (at least) or >1/2 (more than); denominators up to 100")
        case .count: .range(from: "\(Parameter.counts.lowerBound)", to: "\(Parameter.counts.upperBound)")
        case .line: Sentence(vi: "một dòng chữ", en: "a line of text")
        case .rule: Sentence(vi: "required hoặc free", en: "required or free")
        case .words:
            Sentence(vi: "các từ khác nhau, cách nhau bằng dấu ;", en: "distinct words separated by ;")
        }
    }
}
