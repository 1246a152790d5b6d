import Domain
import HTTP
import Store
import TestSupport
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

    @Test func `titles are unique`() {
        #expect(Set(ProblemCode.allCases.map(\.title)).count == ProblemCode.allCases.count)
    }

    @Test func `exactly the temporary conditions are retryable`() {
        let retryable = ProblemCode.allCases.filter(\.isRetryable)
        #expect(
            Set(retryable) == [
                .busy, .tooManyRequests, .shuttingDown, .tooManyConnections, .requestTimeout, .diskFull,
                .clockBehind,
            ])
    }

    @Test(arguments: ProblemCode.allCases)
    func `every code is documented at its type`(_ code: ProblemCode) throws {
        let response = try Office.village().get("/problems/" + code.rawValue, as: nil)
        #expect(response.status == 200)
        #expect(response.text("/type") == "/problems/" + code.rawValue)
        #expect(response.integer("/status") == Int64(code.status))
        #expect(response.text("/title") == code.title.vi)
        #expect(response.text("/title_en") == code.title.en)
        #expect(response.json.at("/retryable")?.boolean() == code.isRetryable)
    }

    @Test(arguments: ["/problems/", "/problems/nothing", "/problems/Taken", "/problems/already-exists/x"])
    func `an unknown code is not documented`(_ target: String) throws {
        #expect(Refused(try Office.village().get(target, as: nil)) == Refused(404, "not-found"))
    }

    @Test func `a problem has the format of RFC 9457`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/funds", #"{"hamlet":99,"name":"Q"}"#,
            fields: [("Accept-Language", "en"), ("X-Request-Id", "r-1")])
        #expect(response.field("Content-Type") == "application/problem+json")
        try expect(
            response,
            shows: """
                {"type":"/problems/reference-unknown","title":"The reference is unknown","status":422,
                "code":"reference-unknown","request_id":"r-1","retryable":false,
                "errors":[{"pointer":"/hamlet","code":"reference-unknown","detail":"this hamlet does not exist"}]}
                """)
    }

    @Test func `a problem without places has no errors member`() throws {
        let response = try Office.village().get("/v1/hamlets/99")
        #expect(
            response.json.names == ["type", "title", "status", "detail", "code", "request_id", "retryable"])
        #expect(response.text("/detail") == "Không có thôn xóm này.")
    }

    @Test(arguments: ProtocolError.allCases)
    func `an HTTP error is a problem with the same status`(_ error: ProtocolError) throws {
        let office = try Office.village()
        let response = try office.service.responder().response(to: error)
        #expect(response.status == error.status)
        #expect(response.field("Content-Type") == "application/problem+json")
        #expect(response.integer("/status") == Int64(error.status))
        #expect(response.text("/detail")?.contains(error.code) == true)
        #expect(response.field("X-Request-Id") == response.text("/request_id"))
        #expect(response.field("X-Content-Type-Options") == "nosniff")
        #expect((response.field("Retry-After") != nil) == (error.status == 503))
    }

    private static let month = AccountingPeriod.Month(of: .firstDay)

    private static let refusals: [(Refusal, ProblemCode)] = [
        (.notFound(.unit), .notFound), (.unknownReference(.fund, at: .fund), .referenceUnknown),
        (.alreadyExists(.hamlet, at: .name), .alreadyExists),
        (.nameTaken(.fund, at: .name, by: 1, name: "Quỹ"), .alreadyExists),
        (.invalidTransition(.pledge, step: "a", from: "b"), .invalidTransition),
        (.ownRequest(step: "a"), .ownRequest), (.notRequester, .notRequester), (.ownModel, .ownModel),
        (.parameterWeaker(.ratesThreshold, than: ">=2/3"), .parameterWeaker), (.ownVoucher, .ownVoucher),
        (.ownAppraisal(step: "a"), .ownAppraisal),
        (.samePerson(first: "a", second: "b"), .samePerson),
        (.roleMissing(held: .clerk, allowed: [.admin]), .roleMissing),
        (
            .bankReferenceUsed(
                UsedBankReference(
                    reference: "FT1", contribution: Identifier(1), receipt: "PT-2026-0001", book: "1",
                    on: .firstDay)), .alreadyExists
        ),
        (.amountTooLarge, .amountTooLarge),
        (.privateData(.telephone, at: .purpose), .privateData),
        (.access(.enrolmentCodeInvalid), .enrolmentCodeInvalid),
        (.access(.confirmationRequired), .confirmationRequired), (.access(.ownAssignment), .ownAssignment),
        (.access(.roleNotAssignable(.treasurer)), .roleNotAssignable),
        (.access(.userDisabled(since: .firstDay)), .userDisabled),
        (.access(.rolesElsewhere), .rolesElsewhere), (.access(.managedAbove), .managedAbove),
        (.dateOutOfRange(at: .paidOn, from: nil, to: nil), .dateOutOfRange),
        (
            .voucher(
                .dateBeforeSeries(
                    Voucher.Series(owner: .hamlet(Identifier(1)), kind: .receipt, year: 2026, book: "1"),
                    last: Voucher.Last(number: 1, on: .firstDay))), .dateBeforeSeries
        ),
        (.voucher(.bookNotRegistered("Q9")), .bookNotRegistered),
        (.voucher(.bookClosed("Q9")), .bookClosed),
        (.bank(.accountMissing), .bankAccountMissing),
        (.bank(.accountNotTransferable(Identifier(1))), .accountNotTransferable),
        (.books(.periodClosed(month, named: .receivedOn)), .periodClosed),
        (.books(.periodClosed(month, named: nil)), .periodClosed),
        (.books(.periodNotReady([.notEnded(month)])), .periodNotReady),
        (.books(.laterPeriodClosed(month)), .periodOrder), (.books(.communeReopens), .periodOrder),
        (.books(.creditsChanged), .bookChanged),
        (.books(.bookChanged(recorded: Dong(1), now: Dong(2))), .bookChanged),
        (.books(.notCounter), .notCounter),
        (.householdElsewhere(at: .household), .householdElsewhere),
        (.pledgeMismatch(at: .pledge), .pledgeMismatch),
        (.balanceTooLow(shortage()), .balanceTooLow),
        (.balanceTooLowOnDate(shortage()), .balanceTooLowOnDate),
        (.versionMismatch(current: 3), .versionMismatch),
        (.unitRequired(at: .unit), .unitRequired),
    ]

    private static let duties: [(DutyRefusal, ProblemCode)] = [
        (.estimateItemMissing, .estimateItemMissing),
        (.formClosed(item: 1, open: [.meeting]), .formClosed), (.meetingFirst(item: 1), .meetingFirst),
        (.onlineNotChosen(chosen: 1, needed: 3), .onlineNotChosen),
        (
            .householdsChanged(Identifier(1), state: .passed, on: .firstDay, recorded: 1, now: 6),
            .householdsChanged
        ),
        (.ownCount(Identifier(1)), .ownCount), (.ownVotes(Identifier(1)), .ownVotes),
        (.recountFails(Identifier(1), count: 6), .recountFails),
        (.populationDecided(Identifier(1), on: .firstDay), .populationDecided),
        (.appraisersFixed, .appraisersFixed), (.appraisersMissing, .appraisersMissing),
        (.notAppraiser, .notAppraiser), (.appraiserRepeated(at: .appraisers), .appraiserRepeated),
        (.appraisersPending(count: 1), .appraisersPending), (.ownHouseholds(on: .firstDay), .ownHouseholds),
        (.appraiserWithoutRole(at: .appraisers), .appraiserWithoutRole),
        (.appraisersUnavailable(Identifier(1), ["Sơn"]), .appraiserUnavailable),
    ]

    @Test(arguments: duties.indices)
    func `a refusal that needs another person, or another step first, says who does what`(_ index: Int) throws
    {
        let (refusal, code) = ProblemTests.duties[index]
        let problem = Problem(Refusal.duty(refusal) as any Error)
        #expect(problem.code == code)
        // A role, a step or a place in the request.
        #expect(problem.detail != nil || !problem.errors.isEmpty)
        #expect(problem.detail?.vi.contains("người thực hiện: )") != true)
    }

    @Test(arguments: refusals.indices)
    func `every domain refusal is a problem with a 4xx status`(_ index: Int) {
        let (refusal, code) = ProblemTests.refusals[index]
        let problem = Problem(refusal as any Error)
        #expect(problem.code == code)
        #expect((400...499).contains(problem.code.status))
    }

    private static let blockers: [(BooksRefusal.Blocker, [String])] = [
        (.notEnded(month), ["0001-01", "chưa hết"]), (.earlierOpen(month), ["0001-01", "kế toán"]),
        (.paymentNotBooked(Identifier(7)), ["khoản chi 7", "kế toán", "POST /v1/expenditures/7/book"]),
        (.countMissing(Identifier(3), fundName: "Đường"), ["'Đường'", "hai người", "fund 3"]),
        (
            .countOutdated(Identifier(4), fundName: "Đường", book: Dong(3_200_000)),
            ["'Đường'", "kiểm kê 4", "3.200.000 ₫", "POST /v1/cash-counts"]
        ),
        (
            .reconciliationMissing(month),
            ["0001-01", "kế toán hoặc thủ quỹ", "POST /v1/bank-reconciliations"]
        ),
        (
            .reconciliationOutdated(Identifier(4), month, book: Dong(3_200_000)),
            ["0001-01", "đối chiếu 4", "3.200.000 ₫", "POST /v1/bank-reconciliations"]
        ),
    ]

    @Test func `what a month lacks is named one by one, with who does it`() {
        let all = Problem(of: BooksRefusal.periodNotReady(Self.blockers.map(\.0)))
        #expect(all.code == .periodNotReady && all.errors.count == Self.blockers.count)
        for (blocker, words) in Self.blockers {
            for word in words { #expect(blocker.sentence.vi.contains(word), "\(blocker.sentence.vi)") }
            #expect(all.errors.contains { $0.detail == blocker.sentence })
        }
    }

    @Test func `a closed month says what still works, and who opens it again`() {
        let void = BooksRefusal.Step("void", of: .expenditure)
        let detail = Problem(of: BooksRefusal.periodClosed(Self.month, named: nil, taking: void)).detail
        #expect(
            detail?.vi
                == "Sổ đã khóa đến hết tháng 0001-01. Dùng bước reverse (người thực hiện: kế toán hoặc người phê duyệt): "
                + "số điều chỉnh ghi vào tháng đang mở, tháng đã khóa giữ nguyên; "
                + "mở lại tháng là việc của người phê duyệt của xã.")
        let changed = Problem(of: BooksRefusal.bookChanged(recorded: Dong(500_000), now: Dong(501_000)))
        for amount in ["500.000 ₫", "501.000 ₫"] { #expect(changed.detail?.vi.contains(amount) == true) }
    }

    @Test func `a balance is shown in Vietnamese number format`() {
        func detail(_ refusal: Refusal) -> String? { Problem(refusal as any Error).detail?.vi }
        let transferrers = Endpoint.roles(.post, "/v1/fund-transfers").alternatives.vi
        #expect(
            detail(.balanceTooLow(ProblemTests.shortage()))
                == "Tiền mặt của quỹ ngày 01/01/1970 chỉ còn 3.200.000 ₫ (ngân hàng còn 50.000 ₫). "
                + "Cần thu thêm trước khi chi "
                + "(người thực hiện: trưởng thôn/tổ trưởng, cán bộ văn phòng hoặc thủ quỹ), "
                + "hoặc rút tiền gửi về quỹ tiền mặt (người thực hiện: \(transferrers)).")
        #expect(
            detail(.balanceTooLowOnDate(ProblemTests.shortage(of: .bank)))
                == "Tiền gửi ngân hàng của quỹ ngày 01/01/1970 chỉ còn 50.000 ₫ (tiền mặt còn 3.200.000 ₫). "
                + "Hãy chọn ngày chi sau ngày này.")
        #expect(
            detail(.balanceTooLowOnDate(ProblemTests.shortage(isVoiding: true)))
                == "Tiền mặt của quỹ ngày 01/01/1970 chỉ còn 3.200.000 ₫ (ngân hàng còn 50.000 ₫). "
                + "Số tiền này đã chi hoặc đã chuyển đi; cần hủy phiếu chi trước "
                + "(người thực hiện: kế toán hoặc người phê duyệt), hoặc hủy lần chuyển tiền "
                + "(người thực hiện: \(Endpoint.roles(taking: "void", of: .fundTransfer).alternatives.vi)).")
    }

    @Test func `refusals about debts and cash in hand name who does what is next`() {
        let refusals: [Refusal] = [
            .payable(.settled), .payable(.open([Identifier(1)])), .collector(.cashInHand(Dong(1))),
            .collector(
                .tooLittleInHand(Identifier(1), on: LocalDate(Instant(milliseconds: 0)), inHand: Dong(1))),
            .alreadyExists(.openingBalance, at: .fund), .alreadyExists(.bankEntry, at: .reference),
            .books(.othersMoneyHeld(Identifier(1), Dong(1))),
            .balanceTooLowOnDate(ProblemTests.shortage(isCounted: true)),
            .balanceTooLow(ProblemTests.shortage(isCounted: true)),
        ]
        for refusal in refusals {
            let detail = Problem(refusal as any Error).detail
            #expect(detail?.vi.contains("người thực hiện: ") == true, "\(detail?.vi ?? "")")
            #expect(detail?.vi.contains("thôn xóm") == false && detail?.en.contains("by: ") == true)
        }
    }

    private static func shortage(
        of account: LedgerAccount.Kind = .cash, isVoiding: Bool = false, isCounted: Bool = false
    ) -> Refusal.Shortage {
        Refusal.Shortage(
            of: account, on: LocalDate(Instant(milliseconds: 0)), cash: Dong(3_200_000), bank: Dong(50_000),
            isVoiding: isVoiding, isCounted: isCounted)
    }

    @Test func `errors with one code share it, errors with several are invalid input`() {
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
