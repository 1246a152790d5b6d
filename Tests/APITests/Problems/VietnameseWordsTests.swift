import Domain
import Testing

@testable import API

@Suite struct VietnameseWordsTests {
    @Test(
        arguments: Pledge.State.allCases.map(\.rawValue) + Contribution.State.allCases.map(\.rawValue)
            + Expenditure.State.allCases.map(\.rawValue))
    func `every state is said in Vietnamese`(_ state: String) {
        #expect(vietnamese(state) != state)
    }

    @Test(
        arguments: Pledge.Step.allCases.map(\.rawValue) + Expenditure.Step.allCases.map(\.rawValue)
            + ["receive", "record", "request", "refund"])
    func `every step is said in Vietnamese`(_ step: String) {
        #expect(vietnamese(step) != step)
    }

    @Test(arguments: Model.State.allCases.map(\.rawValue) + Model.Step.allCases.map(\.rawValue))
    func `every state and step of a model is said in Vietnamese`(_ word: String) {
        #expect(vietnamese(word) != word)
    }

    @Test(
        arguments: Decision.State.allCases.map(\.rawValue) + Decision.Step.allCases.map(\.rawValue) + [
            "print"
        ])
    func `every state and step of a decision is said in Vietnamese`(_ word: String) {
        #expect(vietnamese(word) != word)
    }

    @Test func `a sentence holds no word of the wire`() {
        let closed = Problem(Refusal.invalidTransition(.pledge, step: "confirm", from: "waived") as any Error)
        #expect(
            closed.detail?.vi == "Không thể 'xác nhận': đăng ký đóng góp đang ở trạng thái 'đã miễn'.")
        let own = Problem(Refusal.ownRequest(step: "approve") as any Error)
        #expect(own.detail?.vi == "Người đề nghị không được 'duyệt'; hãy nhờ người khác.")
        let same = Problem(Refusal.samePerson(first: "check", second: "pay") as any Error)
        #expect(same.detail?.vi == "Người đã 'kiểm tra' không được 'chi tiền'; hãy nhờ người khác.")
    }
}
