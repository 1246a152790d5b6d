import Domain
import Testing

@testable import API

@Suite struct VietnameseWordsTests {
    @Test(
        arguments: Pledge.State.allCases.map(\.rawValue) + Contribution.State.allCases.map(\.rawValue)
            + Expenditure.State.allCases.map(\.rawValue) + OpeningBalance.State.allCases.map(\.rawValue))
    func `every state has a Vietnamese text`(_ state: String) {
        #expect(vietnamese(state) != state)
    }

    @Test(
        arguments: Pledge.Step.allCases.map(\.rawValue) + Expenditure.Step.allCases.map(\.rawValue)
            + ["receive", "record", "request", "refund", "print_voucher"])
    func `every step has a Vietnamese text`(_ step: String) {
        #expect(vietnamese(step) != step)
    }

    @Test(arguments: Model.State.allCases.map(\.rawValue) + Model.Step.allCases.map(\.rawValue))
    func `every state and step of a model has a Vietnamese text`(_ word: String) {
        #expect(vietnamese(word) != word)
    }

    @Test(
        arguments: Decision.State.allCases.map(\.rawValue) + Decision.Step.allCases.map(\.rawValue) + [
            "print"
        ])
    func `every state and step of a decision has a Vietnamese text`(_ word: String) {
        #expect(vietnamese(word) != word)
    }

    @Test(
        arguments: VoucherBook.State.allCases.map(\.rawValue) + CashCount.State.allCases.map(\.rawValue)
            + CashCount.Step.allCases.map(\.rawValue) + AccountingPeriod.State.allCases.map(\.rawValue)
            + AccountingPeriod.Step.allCases.map(\.rawValue))
    func `every state and step of books, counts and months has a Vietnamese text`(_ word: String) {
        #expect(vietnamese(word) != word)
    }

    @Test func `a Vietnamese sentence contains no wire names`() {
        func detail(_ refusal: Refusal) -> String? { Problem(refusal as any Error).detail?.vi }
        #expect(
            detail(.invalidTransition(.pledge, step: "confirm", from: "waived"))
                == "Không thực hiện được bước 'xác nhận': đăng ký đóng góp đang ở trạng thái 'đã miễn'. "
                + "Nếu cần, lập đăng ký đóng góp mới "
                + "(người thực hiện: trưởng thôn/tổ trưởng hoặc cán bộ văn phòng).")
        #expect(
            detail(.ownRequest(step: "approve"))
                == "Người đề nghị không được tự duyệt; cần người khác thực hiện (vai trò: người phê duyệt).")
        #expect(
            detail(.samePerson(first: "check", second: "pay"))
                == "Người đã kiểm tra không được chi tiền; cần người khác thực hiện (vai trò: thủ quỹ).")
        #expect(
            detail(.samePerson(first: "submit", second: "close", of: .accountingPeriod))
                == "Người đã trình khóa sổ không được khóa; cần người khác thực hiện "
                + "(vai trò: người phê duyệt).")
        #expect(
            detail(.samePerson(first: "count", second: "confirm", of: .cashCount))?
                .hasPrefix("Người đã ghi lần kiểm kê không được xác nhận; ") == true)
        #expect(
            detail(.ownAppraisal(step: "recognise"))
                == "Người đã chấm điểm không được tự công nhận; cần người khác thực hiện "
                + "(vai trò: người phê duyệt hoặc cán bộ Mặt trận).")
        #expect(
            detail(.finalState(.model, state: "recognised"))
                == "Mô hình đang ở trạng thái 'đã công nhận'. Nếu cần, lập mô hình mới "
                + "(người thực hiện: trưởng thôn/tổ trưởng, cán bộ văn phòng hoặc cán bộ Mặt trận).")
    }

    @Test(arguments: [
        ("approve", "cần kiểm tra (kế toán) trước khi duyệt"),
        ("pay", "cần kiểm tra (kế toán), rồi duyệt (người phê duyệt) trước khi chi tiền"),
    ])
    func `a step that comes too early is refused with the missing steps and who takes them`(
        _ step: String, _ missing: String
    ) {
        let refusal = Refusal.invalidTransition(.expenditure, step: step, from: "requested")
        #expect(
            Problem(refusal as any Error).detail?.vi
                == "Chưa thực hiện được bước này: \(missing); khoản chi đang ở trạng thái 'mới đề nghị'.")
    }

    @Test func `a step that comes too late is refused with the allowed steps`() {
        let refusal = Refusal.invalidTransition(.expenditure, step: "reject", from: "approved")
        #expect(
            Problem(refusal as any Error).detail?.vi
                == "Không thực hiện được bước 'từ chối': khoản chi đang ở trạng thái 'đã duyệt'. "
                + "Bước có thể làm: chi tiền (thủ quỹ); ghi nợ (kế toán); rút lại (trưởng thôn/tổ trưởng, "
                + "cán bộ văn phòng hoặc kế toán); hủy (kế toán hoặc người phê duyệt).")
    }

    @Test(arguments: Role.allCases)
    func `every role has a Vietnamese name of its own`(_ role: Role) {
        #expect(role.vietnamese != role.rawValue)
        #expect(Role.allCases.count { $0.vietnamese == role.vietnamese } == 1)
    }

    @Test func `a missing role is refused with the roles that may`() {
        let refusal = Refusal.roleMissing(held: .treasurer, allowed: [.approver, .accountant])
        let detail = Problem(refusal as any Error).detail
        #expect(
            detail?.vi
                == "Bạn không có quyền thực hiện việc này (vai trò: thủ quỹ). "
                + "Người thực hiện: kế toán hoặc người phê duyệt.")
        #expect(
            detail?.en
                == "Your role does not permit this (role: treasurer). It is for: accountant or approver.")
    }
}
