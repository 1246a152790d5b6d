import Domain
import Store
import Testing
import Verify

@testable import App

@Suite struct VerificationSentencesTests {
    private static let series = Voucher.Series(
        owner: .hamlet(Identifier(9)), kind: .receipt, year: 2026, book: "2")
    private static let account = LedgerAccount(fund: Identifier(3), kind: .bank)

    private static let sentences: [(Discrepancy, String)] = [
        (.schemaObjectMissing("trigger a"), "Tệp thiếu trigger a so với các bước migrations."),
        (.schemaObjectChanged("table a"), "table a của tệp khác với các bước migrations."),
        (.schemaObjectUnknown("index a"), "Tệp có index a, không có trong các bước migrations."),
        (.journalGap(after: 4, next: 6), "Nhật ký thiếu dòng giữa vị trí 4 và 6."),
        (.journalTimeFalls(position: 5), "Nhật ký, vị trí 5: thời điểm ghi sớm hơn dòng trước."),
        (.journalHashDiffers(position: 4), "Nhật ký bị sửa tại vị trí 4."),
        (
            .journalErased(position: 4),
            "Nhật ký, vị trí 4: nội dung bị xóa mà không có dòng nào ghi việc xóa dữ liệu cá nhân."
        ),
        (
            .forgottenRemains(position: 4),
            "Nhật ký, vị trí 4: còn dữ liệu cá nhân của người đã được xóa."
        ),
        (.publicPartDiffers(position: 4), "Nhật ký, vị trí 4: phần công khai khác với nội dung."),
        (.actorDiffers(position: 4), "Nhật ký, vị trí 4: người thực hiện khác với nội dung."),
        (.journalTimeDiffers(position: 4), "Nhật ký, vị trí 4: thời điểm ghi khác với nội dung."),
        (.journalOwnerDiffers(position: 4), "Nhật ký, vị trí 4: chủ quỹ khác với nội dung."),
        (
            .tokenDiffers(position: 4),
            "Nhật ký, vị trí 4: mã truy cập không phải của người thực hiện, hoặc do người khác giao việc."
        ),
        (.logTileDiffers(level: 0, number: 3), "Cây băm: ô 0/3 khác với nhật ký."),
        (
            .cosignatureDiffers(size: 9, witness: "w.example/1"),
            "Chữ ký của bên chứng kiến 'w.example/1' dưới điểm đối chiếu 9 mục không đúng."
        ), (.logKeyDiffers(vkey: "x"), "Khóa công khai 'x' đã lưu không đúng loại hoặc bị sửa."),
        (
            .checkpointDiffers(size: 9),
            "Điểm đối chiếu đã ký của 9 mục không có chữ ký đúng hoặc khác với nhật ký."
        ),
        (.journalKindUnknown(position: 4, kind: "x"), "Nhật ký có loại lạ 'x' tại vị trí 4."),
        (
            .journalKindUnknown(position: 4, kind: "x\u{0}\u{1B}[2J\u{202E}y"),
            "Nhật ký có loại lạ 'x[2Jy' tại vị trí 4."
        ),
        (
            .journalSubjectRepeated(.fund, id: 2, position: 4),
            "Nhật ký ghi quỹ 2 hai lần, tại vị trí 4."
        ),
        (.eventWithoutRow(.fund, id: 2, position: 4), "Nhật ký vị trí 4 nói về quỹ 2 mà không có bản ghi."),
        (.rowUnreadable(.pledge, id: 2), "Đăng ký đóng góp 2: có giá trị không đọc được."),
        (
            .rowWithoutEvent(.pledge, id: 2, position: 4),
            "Đăng ký đóng góp 2: nhật ký không có dòng của nó tại vị trí 4."
        ),
        (
            .rowNotLatest(.pledge, id: 2, position: 4, latest: 7),
            "Đăng ký đóng góp 2: đang ở vị trí 4, nhật ký mới nhất là 7."
        ),
        (.payloadDiffers(.pledge, id: 2, position: 4), "Đăng ký đóng góp 2: khác với nhật ký tại vị trí 4."),
        (
            .storedResponseDiffers(caller: 3, key: "xom9-phieu-thu-0001"),
            "Phản hồi đã lưu của người dùng 3, khóa 'xom9-phieu-thu-0001': không khớp với bản ghi mà nó nói đến hoặc với nhật ký."
        ),
        (
            .storedResponsesDiffer(stored: 3, computed: 4),
            "Phản hồi đã lưu: có 3, theo nhật ký là 4, không khớp."
        ),
        (
            .sealedResponsesDiffer(position: 5),
            "Phản hồi đã lưu từ phiên bản trước: không khớp với nhật ký vị trí 5."
        ),
        (.columnDiffers(.unit, id: 2, column: "path"), "Đơn vị hành chính 2: cột path không khớp."),
        (
            .numberShared(series, number: 7),
            "Phiếu PT-2026-0007 (thôn xóm 9, quyển 2): nhiều khoản cùng dùng."
        ),
        (.voucherKindUnknown(owner: "h9", kind: "x"), "Thôn xóm 9: loại phiếu lạ 'x'."),
        (.numberMissing(series, number: 7), "Phiếu PT-2026-0007 (thôn xóm 9, quyển 2): thiếu số."),
        (
            .receiptLinesDiffer(series, number: 7),
            "Phiếu PT-2026-0007 (thôn xóm 9, quyển 2): thiếu, thừa dòng hoặc các dòng không thống nhất."
        ),
        (
            .paymentLinesDiffer(expenditure: 7),
            "Khoản chi 7: thiếu, thừa dòng hoặc các dòng không thống nhất."
        ),
        (
            .lastNumberDiffers(series, stored: 7, computed: nil),
            "Quyển PT-2026-0007 (thôn xóm 9, quyển 2): số cuối ghi 7, tính ra không có."
        ),
        (
            .lastDateDiffers(series, stored: 20_261_122, computed: 20_261_123),
            "Quyển 2 của thôn xóm 9, năm 2026: ngày phiếu cuối ghi 22/11/2026, tính ra 23/11/2026."
        ),
        (
            .dateFalls(series, number: 7),
            "Phiếu PT-2026-0007 (thôn xóm 9, quyển 2): ngày sớm hơn phiếu trước."
        ),
        (
            .orderBeginsEarlier(series, stored: 7, computed: 1),
            "Quyển PT-2026-0007 (thôn xóm 9, quyển 2): ngày đã theo thứ tự từ số 1."
        ),
        (.ownerDiffers(owner: "h9"), "Chủ quỹ h9: không khớp với thôn xóm, xã hoặc tổ chức của nó."),
        (
            .postingWithoutEvent(position: 4, line: 1),
            "Bút toán 1 của vị trí 4: không có chứng từ nào."
        ),
        (.postingDiffers(position: 4, line: 1), "Bút toán 1 của vị trí 4: không khớp với chứng từ."),
        (.postingMissing(position: 4, line: 1), "Vị trí 4: thiếu bút toán 1."),
        (.postingUnreadable(position: 4, line: 1), "Bút toán 1 của vị trí 4: có giá trị không đọc được."),
        (.postingsDiffer(stored: 1, computed: 2), "Bút toán: có 1, tính ra 2, không khớp."),
        (
            .totalDiffers(
                .pledgeYear(hamlet: 9, year: 2026, column: "pledged_dong"), stored: nil, computed: 2),
            "Thôn xóm 9, năm 2026, cột pledged_dong: ghi không có, tính ra 2."
        ),
        (
            .balanceNegative(account, owner: "c7", day: 20_261_123, balance: -1),
            "Xã (đơn vị 7), quỹ 3, tài khoản tiền gửi: cuối ngày 23/11/2026 còn -1 đồng."
        ),
        (
            .ledgerSumUnreadable(owner: "o8", fund: 3, day: 20_261_123),
            "Tổ chức 8, quỹ 3, ngày 23/11/2026: có giá trị không đọc được."
        ),
        (
            .ledgerSumUnreadable(owner: "x", fund: 3, day: 20_261_123),
            "Chủ quỹ 'x', quỹ 3, ngày 23/11/2026: có giá trị không đọc được."
        ),
        (
            .totalDiffers(.closedMonth(owner: "h9", month: 202_603, account: .cash), stored: 1, computed: 2),
            "Thôn xóm 9, tháng đã khóa 3/2026, tiền mặt: ghi 1, tính ra 2."
        ),
        (
            .totalDiffers(
                .unitMonth(unit: "16702", month: 202_603, column: "cash_dong"), stored: 1, computed: 2),
            "Đơn vị 16702, cộng tháng 3/2026, cột cash_dong: ghi 1, tính ra 2."
        ),
        (
            .totalDiffers(.ownerYear(owner: "h9", year: 2026, column: "bank_dong"), stored: nil, computed: 2),
            "Thôn xóm 9, cộng năm 2026, cột bank_dong: ghi không có, tính ra 2."
        ),
        (
            .totalDiffers(.fundYear(fund: 3, year: 2026, column: "cash_dong"), stored: 5, computed: 2),
            "Quỹ 3, cộng năm 2026, cột cash_dong: ghi 5, tính ra 2."
        ),
        (
            .totalDiffers(.unitMonthState(column: "last_day"), stored: 1, computed: 2),
            "Các bút toán đã cộng theo tháng và năm, cột last_day: ghi 1, tính ra 2."
        ),
        (
            .totalDiffers(.householdYear(hamlet: 9, year: 2026, household: 8), stored: 1, computed: nil),
            "Thôn xóm 9, năm 2026, hộ 8: ghi 1, tính ra không có."
        ),
        (
            .totalDiffers(.population(hamlet: 9, column: "persons"), stored: 1, computed: 2),
            "Thôn xóm 9, cột persons: ghi 1, tính ra 2."
        ),
        (
            .totalDiffers(.refunds(contribution: 7, column: "refunded_dong"), stored: 0, computed: 2),
            "Khoản đóng góp 7, cột refunded_dong: ghi 0, tính ra 2."
        ),
        (.totalDiffers(.pledge(id: 6), stored: 1, computed: 2), "Đăng ký 6, đã nộp: ghi 1, tính ra 2."),
        (
            .totalDiffers(
                .unitModels(unit: "16702", registeredOn: 20_260_301, sort: "economy collective registered "),
                stored: 1, computed: 2),
            "Đơn vị 16702, mô hình đăng ký ngày 01/03/2026, kinh tế, tập thể, đã đăng ký: ghi 1, tính ra 2."
        ),
        (
            .totalDiffers(
                .hamletModels(hamlet: 9, state: "recognised", kind: "collective"), stored: nil, computed: 2),
            "Thôn xóm 9, mô hình đã công nhận, tập thể: ghi không có, tính ra 2."
        ),
    ]

    @Test(arguments: sentences)
    func `a discrepancy is described with its place`(_ discrepancy: Discrepancy, _ sentence: String) {
        #expect(discrepancy.sentence == sentence)
    }

    @Test func `every sentence is one line with a full stop`() {
        for (discrepancy, _) in VerificationSentencesTests.sentences {
            #expect(!discrepancy.sentence.contains("\n") && discrepancy.sentence.hasSuffix("."))
        }
    }

    /// Each account by its name in sentences, none by that of another.
    @Test func `every account has a name of its own`() {
        let sentences = LedgerAccount.Kind.allCases.map { kind in
            Discrepancy.balanceNegative(
                LedgerAccount(fund: Identifier(3), kind: kind), owner: "h9", day: 20_261_123, balance: -1
            )
            .sentence
        }
        #expect(Set(sentences).count == LedgerAccount.Kind.allCases.count)
        #expect(sentences.allSatisfy { !$0.contains("_") })
    }
}
