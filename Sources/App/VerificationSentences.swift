import API
import Domain
import Store
import Text
import Verify

extension Discrepancy {
    /// What is wrong and where, in one line; a forger's texts cannot deceive on a screen.
    var sentence: String { words.displayed }

    private var words: String {
        switch self {
        case .schemaObjectMissing(let name): "Tệp thiếu \(name) so với các bước migrations."
        case .schemaObjectChanged(let name): "\(name) của tệp khác với các bước migrations."
        case .schemaObjectUnknown(let name): "Tệp có \(name), không có trong các bước migrations."
        case .journalGap(let after, let next): "Nhật ký thiếu dòng giữa vị trí \(after) và \(next)."
        case .journalTimeFalls(let position):
            "Nhật ký, vị trí \(position): thời điểm ghi sớm hơn dòng trước."
        case .journalHashDiffers(let position): "Nhật ký bị sửa tại vị trí \(position)."
        case .journalErased(let position):
            "Nhật ký, vị trí \(position): nội dung bị xóa mà không có dòng nào ghi việc xóa dữ liệu cá nhân."
        case .forgottenRemains(let position):
            "Nhật ký, vị trí \(position): còn dữ liệu cá nhân của người đã được xóa."
        case .publicPartDiffers(let position):
            "Nhật ký, vị trí \(position): phần công khai khác với nội dung."
        case .actorDiffers(let position): "Nhật ký, vị trí \(position): người thực hiện khác với nội dung."
        case .journalTimeDiffers(let position):
            "Nhật ký, vị trí \(position): thời điểm ghi khác với nội dung."
        case .journalOwnerDiffers(let position): "Nhật ký, vị trí \(position): chủ quỹ khác với nội dung."
        case .tokenDiffers(let position):
            "Nhật ký, vị trí \(position): mã truy cập không phải của người thực hiện, hoặc do người khác giao việc."
        case .logTileDiffers(let level, let number): "Cây băm: ô \(level)/\(number) khác với nhật ký."
        case .checkpointDiffers(let size):
            "Điểm đối chiếu đã ký của \(size) mục không có chữ ký đúng hoặc khác với nhật ký."
        case .cosignatureDiffers(let size, let witness):
            "Chữ ký của bên chứng kiến '\(witness)' dưới điểm đối chiếu \(size) mục không đúng."
        case .logKeyDiffers(let vkey): "Khóa công khai '\(vkey)' đã lưu không đúng loại hoặc bị sửa."
        case .journalKindUnknown(let position, let kind):
            "Nhật ký có loại lạ '\(kind)' tại vị trí \(position)."
        case .journalSubjectRepeated(let entity, let id, let position):
            "Nhật ký ghi \(entity.vietnamese) \(id) hai lần, tại vị trí \(position)."
        case .eventWithoutRow(let entity, let id, let position):
            "Nhật ký vị trí \(position) nói về \(entity.vietnamese) \(id) mà không có bản ghi."
        case .rowUnreadable(let entity, let id):
            "\(entity.vietnameseAtStart) \(id): có giá trị không đọc được."
        case .rowWithoutEvent(let entity, let id, let position):
            "\(entity.vietnameseAtStart) \(id): nhật ký không có dòng của nó tại vị trí \(position)."
        case .rowNotLatest(let entity, let id, let position, let latest):
            "\(entity.vietnameseAtStart) \(id): đang ở vị trí \(position), nhật ký mới nhất là \(latest)."
        case .payloadDiffers(let entity, let id, let position):
            "\(entity.vietnameseAtStart) \(id): khác với nhật ký tại vị trí \(position)."
        case .columnDiffers(let entity, let id, let column):
            "\(entity.vietnameseAtStart) \(id): cột \(column) không khớp."
        case .storedResponseDiffers(let caller, let key):
            "Phản hồi đã lưu của người dùng \(caller), khóa '\(key)': không khớp với bản ghi mà nó nói đến hoặc với nhật ký."
        case .storedResponsesDiffer(let stored, let computed):
            "Phản hồi đã lưu: có \(stored), theo nhật ký là \(computed), không khớp."
        case .sealedResponsesDiffer(let position):
            "Phản hồi đã lưu từ phiên bản trước: không khớp với nhật ký vị trí \(position)."
        case .previousVersionsDiffer(let stored, let computed):
            "Trạng thái cũ: nhật ký có \(stored), tính ra \(computed), không khớp."
        case .contributionsDiffer(let stored, let computed):
            "Khoản đóng góp: có \(stored), tính ra \(computed), không khớp."
        case .voucherKindUnknown(let owner, let kind): "\(books(of: owner)): loại phiếu lạ '\(kind)'."
        case .numberShared(let series, let number):
            "Phiếu \(series.description(of: number)): nhiều khoản cùng dùng."
        case .numberMissing(let series, let number): "Phiếu \(series.description(of: number)): thiếu số."
        case .receiptLinesDiffer(let series, let number):
            "Phiếu \(series.description(of: number)): thiếu, thừa dòng hoặc các dòng không thống nhất."
        case .paymentLinesDiffer(let expenditure):
            "Khoản chi \(expenditure): thiếu, thừa dòng hoặc các dòng không thống nhất."
        case .lastNumberDiffers(let series, let stored, let computed):
            "Quyển \(series.description(of: stored ?? 0)): số cuối ghi \(describe(stored)), tính ra \(describe(computed))."
        case .lastDateDiffers(let series, let stored, let computed):
            """
            Quyển \(series.book) của \(books(of: series.owner.text).lowercased()), năm \(series.year): ngày phiếu cuối ghi \
            \(printed(stored)), tính ra \(printed(computed)).
            """
        case .dateFalls(let series, let number):
            "Phiếu \(series.description(of: number)): ngày sớm hơn phiếu trước."
        case .orderBeginsEarlier(let series, let stored, let computed):
            "Quyển \(series.description(of: stored)): ngày đã theo thứ tự từ số \(computed)."
        case .ownerDiffers(let owner): "Chủ quỹ \(owner): không khớp với thôn xóm, xã hoặc tổ chức của nó."
        case .postingWithoutEvent(let position, let line):
            "Bút toán \(line) của vị trí \(position): không có chứng từ nào."
        case .postingDiffers(let position, let line):
            "Bút toán \(line) của vị trí \(position): không khớp với chứng từ."
        case .postingMissing(let position, let line): "Vị trí \(position): thiếu bút toán \(line)."
        case .postingUnreadable(let position, let line):
            "Bút toán \(line) của vị trí \(position): có giá trị không đọc được."
        case .postingsDiffer(let stored, let computed):
            "Bút toán: có \(stored), tính ra \(computed), không khớp."
        case .balanceNegative(let account, let owner, let day, let held):
            """
            \(books(of: owner)), quỹ \(account.fund.number), tài khoản \(account.kind.vietnamese): \
            cuối ngày \(printed(day)) còn \(held) đồng.
            """
        case .ledgerSumUnreadable(let owner, let fund, let day):
            "\(books(of: owner)), quỹ \(fund), ngày \(printed(day)): có giá trị không đọc được."
        case .refundsTooLarge(let contribution, let received, let refunded):
            "Khoản đóng góp \(contribution): hoàn trả \(refunded), phiếu thu chỉ có \(received)."
        case .totalDiffers(let sum, let stored, let computed):
            "\(sum.place): ghi \(describe(stored)), tính ra \(describe(computed))."
        }
    }
}

extension Discrepancy.Total {
    fileprivate var place: String {
        switch self {
        case .pledgeYear(let hamlet, let year, let column): "Thôn xóm \(hamlet), năm \(year), cột \(column)"
        case .householdYear(let hamlet, let year, let household):
            "Thôn xóm \(hamlet), năm \(year), hộ \(household)"
        case .ledgerSum(let owner, let fund, let day, let debit, let credit, let item, let column):
            """
            \(books(of: owner)), quỹ \(fund), ngày \(printed(day)), nợ \(debit.vietnamese), \
            có \(credit.vietnamese)\(item.isEmpty ? "" : " '\(item)'"), cột \(column)
            """
        case .unitMonth(let unit, let month, let column):
            "Đơn vị \(unit), cộng tháng \(month % 100)/\(month / 100), cột \(column)"
        case .ownerYear(let owner, let year, let column):
            "\(books(of: owner)), cộng năm \(year), cột \(column)"
        case .fundYear(let fund, let year, let column): "Quỹ \(fund), cộng năm \(year), cột \(column)"
        case .unitMonthState(let column): "Các bút toán đã cộng theo tháng và năm, cột \(column)"
        case .closedMonth(let owner, let month, let account):
            "\(books(of: owner)), tháng đã khóa \(month % 100)/\(month / 100), \(account.vietnamese)"
        case .population(let hamlet, let column): "Thôn xóm \(hamlet), cột \(column)"
        case .pledge(let id): "Đăng ký \(id), đã nộp"
        case .refunds(let contribution, let column): "Khoản đóng góp \(contribution), cột \(column)"
        case .unitModels(let unit, let day, let sort):
            "Đơn vị \(unit), mô hình đăng ký ngày \(printed(day)), \(listed(sort.split(separator: " ")))"
        case .hamletModels(let hamlet, let state, let kind):
            "Thôn xóm \(hamlet), mô hình \(listed([state[...], kind[...]]))"
        }
    }
}

extension Voucher.Series {
    fileprivate func description(of number: Int64) -> String {
        "\(printed(number)) (\(books(of: owner.text).lowercased()), quyển \(book))"
    }
}

extension LedgerAccount.Kind {
    fileprivate var vietnamese: String {
        switch self {
        case .cash: "tiền mặt"
        case .bank: "tiền gửi"
        case .households: "thu của hộ"
        case .peopleAway: "thu của con em xa quê"
        case .individuals: "thu của nhà hảo tâm"
        case .companies: "thu của doanh nghiệp"
        case .organisations: "thu của tổ chức"
        case .stateCentral: "ngân sách trung ương hỗ trợ"
        case .stateProvince: "ngân sách tỉnh hỗ trợ"
        case .stateDistrict: "ngân sách huyện hỗ trợ"
        case .stateCommune: "ngân sách xã hỗ trợ"
        case .stateAgencies: "cơ quan nhà nước hỗ trợ"
        case .expenses: "chi"
        case .refunds: "hoàn trả"
        case .transfer: "bàn giao"
        case .opening: "số dư ban đầu"
        case .interest: "lãi tiền gửi"
        case .fees: "phí ngân hàng"
        case .fundTransfer: "chuyển quỹ"
        case .surplus: "thừa khi kiểm kê"
        case .shortage: "thiếu khi kiểm kê"
        case .correction: "điều chỉnh kỳ trước"
        case .payables: "còn nợ"
        case .inHand: "tiền người thu đang giữ"
        case .passThrough: "thu hộ"
        }
    }
}

/// Words of the API as a list.
private func listed(_ words: [Substring]) -> String {
    words.map { vietnamese(String($0)) }.joined(separator: ", ")
}

/// The day in the printed format, or its number when there is no such date.
private func printed(_ day: Int64) -> String { LocalDate(packed: day)?.printed ?? String(day) }

/// Whose books, at the start of a sentence.
private func books(of owner: String) -> String {
    switch FundOwner(text: owner) {
    case .hamlet(let hamlet): "Thôn xóm \(hamlet.number)"
    case .commune(let unit): "Xã (đơn vị \(unit.number))"
    case .organisation(let organisation): "Tổ chức \(organisation.number)"
    case nil: "Chủ quỹ '\(owner)'"
    }
}

private func describe(_ number: Int64?) -> String { number.map(String.init) ?? "không có" }
