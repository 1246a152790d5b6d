import Domain
import HTTP
import JSON
import Store
import Text

/// One answer that says no: what, why, and what to do next.
///
/// - Source: RFC 9457.
package struct Problem: Error, Hashable, Sendable {
    package let code: ProblemCode
    /// What was wrong with this request in particular; nil when the title says it all.
    package let detail: Sentence?
    /// Each fault by its place, all of them at once.
    package let faults: [FieldFault]
    /// Extra field lines: `Allow`, `Retry-After`, `ETag`, `WWW-Authenticate`.
    let fields: [ExtraField]

    struct ExtraField: Hashable, Sendable {
        enum Name: Hashable, Sendable {
            case allow
            case retryAfter
            case etag
            case authenticate
        }

        let name: Name
        let value: String
    }

    init(_ code: ProblemCode, detail: Sentence? = nil, faults: [FieldFault] = [], fields: [ExtraField] = []) {
        self.code = code
        self.detail = detail
        self.faults = faults
        self.fields = fields
    }

    /// The problem of input with `faults`: named by their code when they share one.
    init(faults: [FieldFault]) {
        let codes = Set(faults.map(\.code))
        let shared = codes.count == 1 ? codes.first : nil
        let ofQuery = faults.contains { $0.place.isQuery }
        self.init(ofQuery ? shared ?? .parameterInvalid : shared ?? .inputInvalid, faults: faults)
    }

    /// What any error means to a client.
    ///
    /// The one place where errors become answers.
    package init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as Refusal: self.init(of: refusal)
        case StoreError.busy: self.init(.busy, fields: [.init(name: .retryAfter, value: "1")])
        case StoreError.full: self.init(.diskFull, fields: [.init(name: .retryAfter, value: "60")])
        default: self.init(.internalError)
        }
    }

    init(_ fault: Fault) {
        let code: ProblemCode =
            switch fault {
            case .requestLineMalformed, .targetMalformed, .headerMalformed, .lineEndMalformed, .hostMissing,
                .hostMalformed, .contentLengthMalformed, .framingAmbiguous, .chunkMalformed, .trailersRefused,
                .requestIncomplete:
                .requestMalformed
            case .requestTimeout: .requestTimeout
            case .bodyTooLarge: .bodyTooLarge
            case .requestLineTooLong: .requestLineTooLong
            case .expectationUnknown: .expectationUnknown
            case .headerTooLarge: .headerTooLarge
            case .methodUnknown, .transferCodingUnknown: .methodUnknown
            case .tooManyConnections: .tooManyConnections
            case .tooManyBodies: .busy
            case .shuttingDown: .shuttingDown
            case .versionUnsupported: .versionUnsupported
            }
        self.init(
            code, detail: Sentence(vi: "Mã lỗi HTTP: \(fault.code).", en: "HTTP fault: \(fault.code)."),
            fields: code.status == 503 ? [.init(name: .retryAfter, value: "2")] : [])
    }
}

extension Problem {
    /// Labelled, because codes and refusals share names: `self.init(.roleMissing)` would call itself.
    private init(of refusal: Refusal) {
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
        }
    }
}

/// `8333` as `83.33`.
private func decimal(hundredths: Int64) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
}

/// A fault of one value.
package struct FieldFault: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// A place in the body, as a JSON pointer.
        ///
        /// - Source: RFC 6901.
        case pointer(String)
        /// A parameter of the query.
        case parameter(String)

        var isQuery: Bool {
            switch self {
            case .pointer: false
            case .parameter: true
            }
        }
    }

    package let place: Place
    package let code: ProblemCode
    package let detail: Sentence

    init(_ place: Place, _ code: ProblemCode, _ detail: Sentence) {
        self.place = place
        self.code = code
        self.detail = detail
    }

    init(_ pointer: String, _ code: ProblemCode, _ detail: Sentence) {
        self.init(.pointer(pointer), code, detail)
    }
}

extension Sentence {
    static func range(from: String?, to: String?) -> Sentence {
        switch (from, to) {
        case (let from?, let to?): Sentence(vi: "từ \(from) đến \(to)", en: "from \(from) to \(to)")
        case (let from?, nil): Sentence(vi: "từ \(from)", en: "from \(from)")
        case (nil, let to?): Sentence(vi: "tối đa \(to)", en: "at most \(to)")
        case (nil, nil): Sentence(vi: "ngoài khoảng cho phép", en: "outside the range")
        }
    }
}

extension Problem {
    /// `application/problem+json`, in `language`.
    func response(requestID: String, language: Language) -> Response {
        var response = Response(status: code.status)
        response.set("Content-Type", "application/problem+json")
        response.set("Content-Language", language.rawValue)
        for field in fields {
            switch field.name {
            case .allow: response.set("Allow", field.value)
            case .retryAfter: response.set("Retry-After", field.value)
            case .etag: response.set("ETag", field.value)
            case .authenticate: response.set("WWW-Authenticate", field.value)
            }
        }
        response.body = body(requestID: requestID, language: language)
        return response
    }

    private func body(requestID: String, language: Language) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.member("type", "/problems/" + code.rawValue)
        json.member("title", code.title[language])
        json.member("status", code.status)
        if let detail { json.member("detail", detail[language]) }
        json.member("code", code.rawValue)
        json.member("request_id", requestID)
        json.member("retryable", code.isRetryable)
        if !faults.isEmpty {
            json.name("errors")
            json.beginArray()
            for fault in faults {
                json.beginObject()
                switch fault.place {
                case .pointer(let pointer): json.member("pointer", pointer)
                case .parameter(let name): json.member("parameter", name)
                }
                json.member("code", fault.code.rawValue)
                json.member("detail", fault.detail[language])
                json.endObject()
            }
            json.endArray()
        }
        json.endObject()
        return json.finish()
    }
}
