import Domain
import Text

extension Problem {
    /// Labelled, because codes and refusals share names: `self.init(.roleMissing)` would call itself.
    init(of refusal: Refusal) {
        switch refusal {
        case .notFound(let noun):
            self.init(
                .notFound,
                detail: Sentence(
                    vi: "Không có \(noun.vietnamese) này.", en: "There is no such \(noun.rawValue)."))
        case .unknownReference(let noun, let pointer):
            self.init(
                .referenceUnknown,
                faults: [
                    FieldFault(
                        pointer, .referenceUnknown,
                        Sentence(
                            vi: "không có \(noun.vietnamese) này", en: "there is no such \(noun.rawValue)"))
                ])
        case .taken(let noun, let pointer):
            self.init(
                .taken,
                detail: Sentence(
                    vi: "Đã có \(noun.vietnamese) như vậy.", en: "There is such a \(noun.rawValue) already."),
                faults: [FieldFault(pointer, .taken, Sentence(vi: "đã dùng", en: "in use"))])
        case .stepClosed(let noun, let step, let from):
            self.init(
                .stepClosed,
                detail: Sentence(
                    vi: "Không thể '\(vietnamese(step))': "
                        + "\(noun.vietnamese) đang ở trạng thái '\(vietnamese(from))'.",
                    en: "'\(step)' is not open: the \(noun.rawValue) is '\(from)'."))
        case .ownRequest(let step):
            self.init(
                .ownRequest,
                detail: Sentence(
                    vi: "Người đề nghị không được '\(vietnamese(step))'; hãy nhờ người khác.",
                    en: "Who asked for it may not do '\(step)'; ask somebody else."))
        case .ownVoucher: self.init(.ownVoucher)
        case .ownAppraisal(let step):
            self.init(
                .ownAppraisal,
                detail: Sentence(
                    vi: "Người đã chấm điểm không được '\(vietnamese(step))'; hãy nhờ người khác.",
                    en: "Who appraised it may not do '\(step)'; ask somebody else."))
        case .samePerson(let first, let second):
            self.init(
                .samePerson,
                detail: Sentence(
                    vi: "Người đã '\(vietnamese(first))' không được '\(vietnamese(second))'; "
                        + "hãy nhờ người khác.",
                    en: "Who did '\(first)' may not do '\(second)'; ask somebody else."))
        case .roleMissing: self.init(.roleMissing)
        case .amountTooLarge: self.init(.amountTooLarge)
        case .dateOutside(let pointer, let from, let to):
            self.init(
                .dateOutside,
                faults: [FieldFault(pointer, .dateOutside, Sentence.range(from: from?.text, to: to?.text))])
        case .otherHamlet(let pointer):
            self.init(
                .hamletDiffers,
                faults: [
                    FieldFault(
                        pointer, .hamletDiffers, Sentence(vi: "hộ của thôn khác", en: "of another hamlet"))
                ])
        case .otherPledge(let pointer):
            self.init(
                .pledgeDiffers,
                faults: [
                    FieldFault(
                        pointer, .pledgeDiffers,
                        Sentence(vi: "của hộ hoặc quỹ khác", en: "of another household or fund"))
                ])
        case .balanceTooLow(let available):
            let text = formattedDong(available.amount)
            self.init(
                .balanceTooLow,
                detail: Sentence(
                    vi: "Quỹ chỉ còn chi được \(text); hãy thu thêm hoặc giảm số tiền.",
                    en: "The fund can pay \(text) at most; collect more or lower the amount."))
        case .balanceTooLowThen(let available, let day):
            let text = formattedDong(available.amount)
            self.init(
                .balanceTooLowThen,
                detail: Sentence(
                    vi: "Ngày \(day.text) quỹ chỉ còn chi được \(text); hãy ghi ngày muộn hơn.",
                    en: "On \(day.text) the fund could pay \(text) at most; name a later day."))
        case .refundTooLarge(let available):
            let text = formattedDong(available.amount)
            self.init(
                .refundTooLarge,
                detail: Sentence(vi: "Còn có thể hoàn trả \(text).", en: "\(text) can be given back."))
        case .hasRefunds: self.init(.hasRefunds)
        case .staleVersion(let current):
            self.init(
                .versionStale,
                detail: Sentence(
                    vi: "Phiên bản hiện tại là \(current).", en: "The current version is \(current)."),
                fields: [.init(name: .etag, value: strongETag(current))])
        case .unitNeeded(let pointer):
            self.init(
                .unitNeeded,
                faults: [
                    FieldFault(pointer, .unitNeeded, Sentence(vi: "ghi mã đơn vị", en: "name a unit's code"))
                ])
        case .frozen(let noun, let state):
            self.init(
                .frozen,
                detail: Sentence(
                    vi: "Trạng thái của \(noun.vietnamese): '\(vietnamese(state))'.",
                    en: "The \(noun.rawValue) is '\(state)'."))
        case .appraisalMissing: self.init(.appraisalMissing)
        case .appraisedAlready: self.init(.appraisedAlready)
        case .ownersUnit: self.init(.appraiserOfOwner)
        case .criteriaSetMissing: self.init(.criteriaSetMissing)
        case .weightsOff(let sum):
            self.init(
                .weightsSum,
                faults: [
                    FieldFault(
                        "/criteria", .weightsSum,
                        Sentence(vi: "tổng là \(sum), cần 100", en: "they add up to \(sum), not 100"))
                ])
        case .maximaMixed:
            self.init(
                .maximaMixed,
                faults: [FieldFault("/criteria", .maximaMixed, ProblemCode.maximaMixed.title)])
        case .scoresIncomplete(let count):
            self.init(
                .scoresIncomplete,
                faults: [
                    FieldFault(
                        "/scores", .scoresIncomplete,
                        Sentence(
                            vi: "mỗi tiêu chí 1–\(count) đúng một điểm",
                            en: "one score for each criterion, 1–\(count)"))
                ])
        case .scoreTooHigh(let pointer, let max):
            self.init(
                .scoreOverMax,
                faults: [FieldFault(pointer, .scoreOverMax, .range(from: "0", to: "\(max)"))])
        case .scoreBelowPass(let mean, let pass):
            let shown = decimal(hundredths: mean.hundredths)
            self.init(
                .scoreBelowPass,
                detail: Sentence(
                    vi: "Điểm trung bình \(shown) (\(mean.numerator)/\(mean.denominator)), cần \(pass).",
                    en: "The mean is \(shown) (\(mean.numerator)/\(mean.denominator)), \(pass) is needed."))
        case .replicationCycle(let pointer):
            self.init(
                .replicationCycle,
                faults: [FieldFault(pointer, .replicationCycle, ProblemCode.replicationCycle.title)])
        case .districtEnded(let pointer):
            self.init(
                .districtEnded,
                faults: [FieldFault(pointer, .districtEnded, ProblemCode.districtEnded.title)])
        case .parameterUnreadable(let form):
            self.init(faults: [FieldFault("/value", .parameterUnreadable, form.sentence)])
        case .parameterMissing(let key):
            self.init(
                .parameterMissing,
                detail: Sentence(vi: "Tham số '\(key.rawValue)'.", en: "The key is '\(key.rawValue)'."))
        case .representedTooMany(let count):
            self.init(faults: [
                FieldFault(
                    "/represented", .representedTooMany,
                    Sentence(vi: "hiện có \(count) hộ", en: "there are \(count) households"))
            ])
        case .resultsIncomplete(let count):
            self.init(faults: [
                FieldFault(
                    "/results", .resultsIncomplete,
                    Sentence(vi: "cần \(count) kết quả", en: "\(count) results are needed"))
            ])
        case .votesUnequal(let pointer, let votes, let represented):
            self.init(faults: [
                FieldFault(
                    pointer, .votesUnequal,
                    Sentence(
                        vi: "cộng được \(votes), cần \(represented)",
                        en: "they add up to \(votes), not \(represented)"))
            ])
        case .boardNeeded:
            self.init(faults: [FieldFault("/board", .boardNeeded, ProblemCode.boardNeeded.title)])
        case .boardNotNeeded:
            self.init(faults: [FieldFault("/board", .boardNotNeeded, ProblemCode.boardNotNeeded.title)])
        case .consentsLapsed(let day):
            self.init(
                .consentsLapsed,
                detail: Sentence(
                    vi: "Có hiệu lực đến hết ngày \(day.printed).", en: "They held up to \(day.text)."))
        case .countTooLarge(let pointer, let max):
            self.init(faults: [FieldFault(pointer, .numberOutside, .range(from: nil, to: "\(max)"))])
        case .countTooSmall(let pointer, let min):
            self.init(faults: [FieldFault(pointer, .numberOutside, .range(from: "\(min)", to: nil))])
        case .opinionsUnequal(let opinions, let participated):
            self.init(faults: [
                FieldFault(
                    "/agreed", .opinionsUnequal,
                    Sentence(
                        vi: "cộng được \(opinions), cần \(participated)",
                        en: "they add up to \(opinions), not \(participated)"))
            ])
        case .occupationUnknown(let pointer, let groups):
            let list = groups.joined(separator: "; ")
            self.init(faults: [
                FieldFault(
                    pointer, .occupationUnknown, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
            ])
        case .notEndedThen(let pointer, let days):
            let list = days.isEmpty ? "–" : days.map(\.text).joined(separator: ", ")
            self.init(faults: [
                FieldFault(
                    pointer, .dateOutside,
                    Sentence(vi: "mã này kết thúc vào ngày: \(list)", en: "the code ended on: \(list)"))
            ])
        case .notThereAfter(let pointer, let day):
            self.init(faults: [
                FieldFault(
                    pointer, .referenceUnknown,
                    Sentence(
                        vi: "không có đơn vị này vào ngày \(day.text)",
                        en: "there is no such unit on \(day.text)"))
            ])
        case .closed(let noun, let last, let successors): self.init(closed: noun, last: last, successors)
        case .writtenAfter(let later): self.init(writtenAfter: later)
        case .codesClash(let codes):
            let list = codes.prefix(20).joined(separator: ", ")
            self.init(
                .codesClash,
                detail: Sentence(vi: "\(codes.count) mã: \(list)", en: "\(codes.count) codes: \(list)"))
        case .restUnclear(let pointer):
            self.init(faults: [FieldFault(pointer, .restUnclear, ProblemCode.restUnclear.title)])
        case .decisionMissing(let fund):
            self.init(
                .decisionMissing,
                detail: Sentence(
                    vi: "Hãy ghi biểu quyết rồi gắn vào quỹ: POST /v1/funds/\(fund.number)/authorise.",
                    en: "Record the vote and name it to the fund: POST /v1/funds/\(fund.number)/authorise."))
        case .collectsNothing(let pointer):
            self.init(faults: [FieldFault(pointer, .collectsNothing, ProblemCode.collectsNothing.title)])
        case .nothingChanges(let pointer):
            self.init(faults: [FieldFault(pointer, .nothingChanges, ProblemCode.nothingChanges.title)])
        case .hasOpenPledges(let count):
            self.init(
                .openPledges,
                detail: Sentence(vi: "Còn \(count) đăng ký.", en: "\(count) pledges are open."))
        case .valueNotSet(let pointer, let values):
            let list = values.joined(separator: "; ")
            self.init(faults: [
                FieldFault(pointer, .wordUnknown, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
            ])
        case .occupationRepeated(let pointer):
            self.init(faults: [
                FieldFault(pointer, .occupationRepeated, ProblemCode.occupationRepeated.title)
            ])
        }
    }
}

/// `8333` as `83.33`.
func decimal(hundredths: Int64) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
}

extension Parameter.Form {
    /// What a value of the form looks like.
    fileprivate var sentence: Sentence {
        switch self {
        case .threshold:
            Sentence(
                vi: "viết như >=2/3 (ít nhất) hoặc >1/2 (quá), mẫu số đến 100",
                en: "write >=2/3 (at least) or >1/2 (more than), denominators up to 100")
        case .count: .range(from: "\(Parameter.counts.lowerBound)", to: "\(Parameter.counts.upperBound)")
        case .line: Sentence(vi: "một dòng chữ", en: "a line of text")
        case .rule: Sentence(vi: "required hoặc free", en: "required or free")
        case .words:
            Sentence(vi: "các từ khác nhau, cách nhau bằng dấu ;", en: "different words separated by ;")
        }
    }
}
