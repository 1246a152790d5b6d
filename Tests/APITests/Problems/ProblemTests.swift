import Domain
import HTTP
import Store
import Testing

@testable import API

@Suite struct ProblemTests {
    @Test(arguments: ProblemCode.allCases)
    func `every code has a name, a status and a title in both languages`(_ code: ProblemCode) {
        #expect(code.rawValue.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
        #expect((400...599).contains(code.status))
        #expect(code.title.vi.count > 4)
        #expect(code.title.en.count > 4)
        #expect(code.title.vi != code.title.en)
        #expect(!code.title.vi.hasSuffix(".") && !code.title.en.hasSuffix("."))
        #expect(code.title.en.unicodeScalars.allSatisfy { $0.isASCII || "đồ–…₫".unicodeScalars.contains($0) })
    }

    @Test func `titles are not shared`() {
        #expect(Set(ProblemCode.allCases.map(\.title)).count == ProblemCode.allCases.count)
    }

    @Test func `what may be tried again is what the client need not change`() {
        let retryable = ProblemCode.allCases.filter(\.isRetryable)
        #expect(Set(retryable) == [.busy, .shuttingDown, .tooManyConnections, .requestTimeout, .diskFull])
    }

    @Test(arguments: ProblemCode.allCases)
    func `every code is explained at its type`(_ code: ProblemCode) throws {
        let response = try Office.village().get("/problems/" + code.rawValue, as: nil)
        #expect(response.status == 200)
        #expect(response.text("/type") == "/problems/" + code.rawValue)
        #expect(response.integer("/status") == Int64(code.status))
        #expect(response.text("/title") == code.title.vi)
        #expect(response.text("/title_en") == code.title.en)
        #expect(response.json.at("/retryable")?.boolean() == code.isRetryable)
    }

    @Test(arguments: ["/problems/", "/problems/nothing", "/problems/Taken", "/problems/already-exists/x"])
    func `a code that is none is not explained`(_ target: String) throws {
        #expect(Refused(try Office.village().get(target, as: nil)) == Refused(404, "not-found"))
    }

    @Test func `a problem is what RFC 9457 says`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/funds", #"{"hamlet":99,"name":"Q"}"#,
            fields: [("Accept-Language", "en"), ("X-Request-Id", "r-1")])
        #expect(response.field("Content-Type") == "application/problem+json")
        try expect(
            response,
            shows: """
                {"type":"/problems/reference-unknown","title":"The reference does not exist","status":422,
                "code":"reference-unknown","request_id":"r-1","retryable":false,
                "errors":[{"pointer":"/hamlet","code":"reference-unknown","detail":"this hamlet does not exist"}]}
                """)
    }

    @Test func `a problem without places has no list of them`() throws {
        let response = try Office.village().get("/v1/hamlets/99")
        #expect(
            response.json.names == ["type", "title", "status", "detail", "code", "request_id", "retryable"])
        #expect(response.text("/detail") == "Không có thôn xóm này.")
    }

    @Test(arguments: ProtocolError.allCases)
    func `what HTTP refuses is a problem of the same status`(_ fault: ProtocolError) throws {
        let office = try Office.village()
        let response = try office.service.responder().response(to: fault)
        #expect(response.status == fault.status)
        #expect(response.field("Content-Type") == "application/problem+json")
        #expect(response.integer("/status") == Int64(fault.status))
        #expect(response.text("/detail")?.contains(fault.code) == true)
        #expect(response.field("X-Request-Id") == response.text("/request_id"))
        #expect(response.field("X-Content-Type-Options") == "nosniff")
        #expect((response.field("Retry-After") != nil) == (fault.status == 503))
    }

    private static let refusals: [(Refusal, ProblemCode)] = [
        (.notFound(.unit), .notFound), (.unknownReference(.fund, at: .fund), .referenceUnknown),
        (.alreadyExists(.hamlet, at: .name), .alreadyExists),
        (.invalidTransition(.pledge, step: "a", from: "b"), .invalidTransition),
        (.ownRequest(step: "a"), .ownRequest), (.ownVoucher, .ownVoucher),
        (.ownAppraisal(step: "a"), .ownAppraisal),
        (.samePerson(first: "a", second: "b"), .samePerson), (.roleMissing, .roleMissing),
        (.amountTooLarge, .amountTooLarge),
        (.dateOutOfRange(at: .paidOn, from: nil, to: nil), .dateOutOfRange),
        (.householdElsewhere(at: .household), .householdElsewhere),
        (.pledgeMismatch(at: .pledge), .pledgeMismatch),
        (.balanceTooLow(available: Dong(3_200_000)), .balanceTooLow),
        (
            .balanceTooLowOnDate(available: Dong(1), on: LocalDate(.init(milliseconds: 0))),
            .balanceTooLowOnDate
        ),
        (.versionMismatch(current: 3), .versionMismatch),
        (.unitRequired(at: .unit), .unitRequired),
    ]

    @Test(arguments: refusals.indices)
    func `every refusal of the domain is a problem of 4xx`(_ index: Int) {
        let (refusal, code) = ProblemTests.refusals[index]
        let problem = Problem(refusal as any Error)
        #expect(problem.code == code)
        #expect((400...499).contains(problem.code.status))
    }

    @Test func `a balance is told in the form that people read`() {
        let problem = Problem(Refusal.balanceTooLow(available: Dong(3_200_000)) as any Error)
        #expect(problem.detail?.vi == "Quỹ chỉ còn chi được 3.200.000 ₫; hãy thu thêm hoặc giảm số tiền.")
    }

    @Test func `several faults of one code name it, of several are invalid input`() {
        let text = Sentence(vi: "a", en: "b")
        let missing = FieldError("/a", .memberMissing, text)
        let wrong = FieldError("/b", .typeMismatch, text)
        let parameter = FieldError(.parameter("c"), .parameterUnknown, text)
        #expect(Problem(errors: [missing, missing]).code == .memberMissing)
        #expect(Problem(errors: [missing, wrong]).code == .inputInvalid)
        #expect(Problem(errors: [parameter]).code == .parameterUnknown)
        #expect(Problem(errors: [missing, parameter]).code == .parameterInvalid)
    }

    @Test(arguments: EntityKind.allCases)
    func `every entity has a Vietnamese name`(_ entity: EntityKind) {
        #expect(!entity.vietnamese.isEmpty)
        #expect(entity.vietnamese != entity.rawValue)
    }
}
