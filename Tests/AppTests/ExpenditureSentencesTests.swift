import Domain
import Store
import Testing
import Verify

@testable import App

@Suite struct ExpenditureSentencesTests {
    private static let account = LedgerAccount(fund: Identifier(3), kind: .cash)

    private static let sentences: [(Discrepancy, String)] = [
        (.rowUnreadable(.expenditure, id: 2), "Khoản chi 2: có giá trị không đọc được."),
        (.paymentPostingMissing(expenditure: 5, position: 4), "Khoản chi 5: thiếu bút toán của vị trí 4."),
        (
            .balanceNegative(account, hamlet: 9, day: 20_261_123, balance: -120_000),
            "Thôn xóm 9, quỹ 3, tài khoản tiền mặt: cuối ngày 23/11/2026 còn -120000 đồng."
        ),
        (
            .fundDayUnreadable(hamlet: 9, fund: 3, day: 20_261_399),
            "Thôn xóm 9, quỹ 3, ngày 20261399: có giá trị không đọc được."
        ),
        (
            .refundsTooLarge(contribution: 5, received: 100, refunded: 101),
            "Khoản đóng góp 5: hoàn trả 101, phiếu thu chỉ có 100."
        ),
        (
            .totalDiffers(
                .fundDay(
                    account, hamlet: 9, day: 20_261_123, contraAccount: .expenses, item: "Xi măng",
                    column: "out_dong"
                ),
                stored: 1, computed: nil),
            "Thôn xóm 9, quỹ 3, ngày 23/11/2026, tiền mặt, chi 'Xi măng', cột out_dong: ghi 1, tính ra không có."
        ),
        (
            .totalDiffers(
                .fundDay(
                    account, hamlet: 9, day: 20_261_123, contraAccount: .sponsors, item: "", column: "in_dong"
                ),
                stored: 1, computed: 2),
            "Thôn xóm 9, quỹ 3, ngày 23/11/2026, tiền mặt, thu của tổ chức, nhà hảo tâm, cột in_dong: ghi 1, tính ra 2."
        ),
    ]

    @Test(arguments: sentences)
    func `a discrepancy is described with its place`(_ discrepancy: Discrepancy, _ sentence: String) {
        #expect(discrepancy.sentence == sentence)
    }

    @Test func `every sentence is one line with a full stop`() {
        for (discrepancy, _) in ExpenditureSentencesTests.sentences {
            #expect(!discrepancy.sentence.contains("\n") && discrepancy.sentence.hasSuffix("."))
        }
    }
}
