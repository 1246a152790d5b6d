import Domain
import HTTP
import Text

/// What refusals of counts, votes, dates and shares say.
extension Problem {
    static func privateData(_ data: PrivateData, _ field: Field) -> Problem {
        Problem(errors: [FieldError(field, .privateData, data.sentence)])
    }

    static func parameterValueInvalid(_ format: Parameter.Format) -> Problem {
        Problem(errors: [FieldError("/value", .parameterValueInvalid, format.sentence)])
    }

    static func parameterWeaker(_ key: Parameter.Key, _ value: String) -> Problem {
        Problem(errors: [
            FieldError(
                "/value", .parameterWeaker,
                Sentence(
                    vi:
                        "\(key.rawValue) của tỉnh là \(value); đặt bằng hoặc chặt hơn, hoặc đề nghị tỉnh thay đổi",
                    en: "\(key.rawValue) of the province is \(value); set it as strict, or ask the province"))
        ])
    }

    static func parameterMissing(_ key: Parameter.Key) -> Problem {
        Problem(
            .parameterMissing,
            detail: Sentence(vi: "Tham số '\(key.rawValue)'.", en: "The key is '\(key.rawValue)'."))
    }

    static func representedTooLarge(_ count: Int64) -> Problem {
        Problem(errors: [
            FieldError(
                "/represented", .representedTooLarge,
                Sentence(vi: "hiện có \(count) hộ", en: "only \(count) households exist"))
        ])
    }

    static func resultsIncomplete(_ count: Int) -> Problem {
        Problem(errors: [
            FieldError(
                "/results", .resultsIncomplete,
                Sentence(vi: "cần \(count) kết quả", en: "requires \(count) results"))
        ])
    }

    static var estimateItemMissing: Problem {
        Problem(errors: [
            FieldError("/estimate", .estimateItemMissing, ProblemCode.estimateItemMissing.title)
        ])
    }

    static func votesMismatch(_ field: Field, _ votes: Int64, _ represented: Int64) -> Problem {
        Problem(errors: [
            FieldError(
                field, .votesMismatch,
                Sentence(
                    vi: "cộng được \(votes), cần \(represented)",
                    en: "the sum is \(votes) instead of \(represented)"))
        ])
    }

    static var countingBoardRequired: Problem {
        Problem(errors: [
            FieldError("/board", .countingBoardRequired, ProblemCode.countingBoardRequired.title)
        ])
    }

    static var countingBoardNotAllowed: Problem {
        Problem(errors: [
            FieldError("/board", .countingBoardNotAllowed, ProblemCode.countingBoardNotAllowed.title)
        ])
    }

    static func consentsLapsed(_ day: LocalDate) -> Problem {
        Problem(
            .consentsLapsed,
            detail: Sentence(
                vi: "Có hiệu lực đến hết ngày \(day.printed). Cần lấy lại rồi soạn bản dự thảo mới "
                    + "(người thực hiện: \(Endpoint.roles(.post, EntityKind.decision.path).alternatives.vi)).",
                en: "They were valid until \(day.text). Collect them again for a new draft "
                    + "(by: \(Endpoint.roles(.post, EntityKind.decision.path).alternatives.en))."))
    }

    static func countTooLarge(_ field: Field, _ max: Int64) -> Problem {
        Problem(errors: [FieldError(field, .numberOutOfRange, .range(from: nil, to: "\(max)"))])
    }

    static func countTooSmall(_ field: Field, _ min: Int64) -> Problem {
        Problem(errors: [FieldError(field, .numberOutOfRange, .range(from: "\(min)", to: nil))])
    }

    static func opinionsMismatch(_ opinions: Int64, _ participated: Int64) -> Problem {
        Problem(errors: [
            FieldError(
                "/agreed", .opinionsMismatch,
                Sentence(
                    vi: "cộng được \(opinions), cần \(participated)",
                    en: "the sum is \(opinions) instead of \(participated)"))
        ])
    }

    static func occupationUnknown(_ field: Field, _ groups: [String]) -> Problem {
        let list = groups.joined(separator: "; ")
        return Problem(errors: [
            FieldError(
                field, .occupationUnknown, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
        ])
    }

    static func notEndedOnDate(_ field: Field, _ days: [LocalDate]) -> Problem {
        let list = days.isEmpty ? "–" : days.map(\.printed).joined(separator: ", ")
        let english = days.isEmpty ? "–" : days.map(\.text).joined(separator: ", ")
        return Problem(errors: [
            FieldError(
                field, .dateOutOfRange,
                Sentence(vi: "mã này kết thúc vào ngày: \(list)", en: "this code ended on: \(english)"))
        ])
    }

    static func notPresentOnDate(_ field: Field, _ day: LocalDate) -> Problem {
        Problem(errors: [
            FieldError(
                field, .referenceUnknown,
                Sentence(
                    vi: "không có đơn vị này vào ngày \(day.printed)",
                    en: "this unit does not exist on \(day.text)"))
        ])
    }

    static func householdCodesConflict(_ codes: [String]) -> Problem {
        let list = codes.prefix(20).joined(separator: ", ")
        return Problem(
            .householdCodesConflict,
            detail: Sentence(vi: "\(codes.count) mã: \(list)", en: "\(codes.count) codes: \(list)"))
    }

    static func remainderAmbiguous(_ field: Field) -> Problem {
        Problem(errors: [FieldError(field, .remainderAmbiguous, ProblemCode.remainderAmbiguous.title)]
        )
    }

    static func decisionMissing(_ fund: Fund.ID) -> Problem {
        let roles = Endpoint.roles(taking: "authorise", of: .fund).alternatives
        let voters = Endpoint.roles(taking: "conclude", of: .decision).alternatives
        return Problem(
            .decisionMissing,
            detail: Sentence(
                vi:
                    "Cần ghi biểu quyết và kết luận (người thực hiện: \(voters.vi)), rồi gắn quyết định vào quỹ "
                    + "(người thực hiện: \(roles.vi)): POST /v1/funds/\(fund.number)/authorise.",
                en: "Record and conclude the vote (by: \(voters.en)), then link it to the fund "
                    + "(by: \(roles.en)): POST /v1/funds/\(fund.number)/authorise.")
        )
    }

    static func decisionNotApplicable(_ field: Field) -> Problem {
        Problem(errors: [
            FieldError(field, .decisionNotApplicable, ProblemCode.decisionNotApplicable.title)
        ])
    }

    static func noChange(_ field: Field) -> Problem {
        Problem(errors: [FieldError(field, .noChange, ProblemCode.noChange.title)])
    }

    static func openPledges(_ count: Int64) -> Problem {
        Problem(
            .openPledges,
            detail: Sentence(vi: "Còn \(count) đăng ký.", en: "\(count) pledges are open."))
    }

    static func valueNotListed(_ field: Field, _ values: [String]) -> Problem {
        let list = values.joined(separator: "; ")
        return Problem(errors: [
            FieldError(
                field, .choiceUnknown, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
        ])
    }

    static func occupationRepeated(_ field: Field) -> Problem {
        Problem(errors: [
            FieldError(field, .occupationRepeated, ProblemCode.occupationRepeated.title)
        ])
    }
}

extension Parameter.Format {
    /// A description of the values the format allows.
    fileprivate var sentence: Sentence {
        switch self {
        case .threshold:
            Sentence(
                vi: "viết như >=2/3 (ít nhất) hoặc >1/2 (quá), mẫu số đến 100",
                en: "such as >=2/3 (at least) or >1/2 (more than); denominators up to 100")
        case .integer: .range(from: "\(Parameter.counts.lowerBound)", to: "\(Parameter.counts.upperBound)")
        case .singleLine: Sentence(vi: "một dòng chữ", en: "a line of text")
        case .rule: Sentence(vi: "required hoặc free", en: "required or free")
        case .forms:
            Sentence(
                vi: "các hình thức cách nhau bằng dấu ;: \(Decision.Form.list)",
                en: "forms separated by ;: \(Decision.Form.list)")
        case .hamletTypes:
            Sentence(
                vi: "các loại cách nhau bằng dấu ;: \(Hamlet.Kind.list)",
                en: "types separated by ;: \(Hamlet.Kind.list)")
        case .termList:
            Sentence(vi: "các từ khác nhau, cách nhau bằng dấu ;", en: "distinct words separated by ;")
        case .voucherHeading:
            Sentence(
                vi: "1 đến 3 dòng cách nhau bằng dấu ;, với chỗ {commune}, {hamlet}",
                en: "1 to 3 lines separated by ;, with places {commune}, {hamlet}")
        case .voucherNumber:
            Sentence(
                vi: "như {number} hoặc {prefix}-{sequence_6}/{year}; có thể thêm {book}, {sequence_4}",
                en: "such as {number} or {prefix}-{sequence_6}/{year}; also {book}, {sequence_4}")
        case .voucherSigners:
            Sentence(
                vi: "3 đến 6 chức danh cách nhau bằng dấu ;, mỗi chức danh có thể kèm (Ký, họ tên)",
                en: "3 to 6 titles separated by ;, each with how to sign in brackets")
        case .budgetCode: Sentence(vi: "7 chữ số, hoặc none", en: "7 digits, or none")
        case .paperForm:
            Sentence(
                vi: "số mẫu và văn bản ban hành cách nhau bằng dấu ;, hoặc none",
                en: "the form's number and what issued it separated by ;, or none")
        }
    }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
    /// All raw values, for a reader.
    fileprivate static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
