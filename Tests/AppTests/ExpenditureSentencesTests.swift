import Domain
import Store
import Testing
import Verify

@testable import App

@Suite struct ExpenditureSentencesTests {
    private static let account = LedgerAccount(fund: Identifier(3), kind: .cash)

    private static let sentences: [(Discrepancy, String)] = [
        (.rowUnreadable(.expenditure, id: 2), "Khoản chi 2: có giá trị không đọc được."),
        (
            .balanceNegative(account, owner: "h9", day: 20_261_123, balance: -120_000),
            "Thôn xóm 9, quỹ 3, tài khoản tiền mặt: cuối ngày 23/11/2026 còn -120000 đồng."
        ),
        (
            .ledgerSumUnreadable(owner: "h9", fund: 3, day: 20_261_399),
            "Thôn xóm 9, quỹ 3, ngày 20261399: có giá trị không đọc được."
        ),
        (
            .refundsTooLarge(contribution: 5, received: 100, refunded: 101),
            "Khoản đóng góp 5: hoàn trả 101, phiếu thu chỉ có 100."
        ),
        (
            .totalDiffers(
                .ledgerSum(
                    owner: "h9", fund: 3, day: 20_261_123, debit: .expenses, credit: .cash, item: "Xi măng",
                    column: "amount"
                ),
                stored: 1, computed: nil),
            "Thôn xóm 9, quỹ 3, ngày 23/11/2026, nợ chi, có tiền mặt 'Xi măng', cột amount: ghi 1, tính ra không có."
        ),
        (
            .totalDiffers(
                .ledgerSum(
                    owner: "h9", fund: 3, day: 20_261_123, debit: .bank, credit: .peopleAway, item: "",
                    column: "vouchers"
                ),
                stored: 1, computed: 2),
            """
            Thôn xóm 9, quỹ 3, ngày 23/11/2026, nợ tiền gửi, có thu của con em xa quê, cột vouchers: ghi 1, \
            tính ra 2.
            """
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
