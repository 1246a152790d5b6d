import ArgumentParser
import Domain
import Store

/// `danvan forget`: erases personal data, as the administrator of the machine.
struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Xóa dữ liệu cá nhân; không lấy lại được.",
        discussion: """
            Tên và điều mô tả người bị xóa khỏi bản ghi, các trạng thái cũ và nhật ký; việc xóa được ghi vào nhật ký. Số
            lượng, ngày tháng, kết quả và số tiền giữ nguyên. Chứng từ giữ nguyên tên ghi trên đó, vì pháp luật kế toán
            buộc phải lưu. Các bản sao lưu cũ vẫn còn dữ liệu: hãy hủy theo hạn lưu. Tổ chức không có dữ liệu cá nhân.
            """,
        subcommands: [
            HouseholdCommand.self, UserCommand.self, ModelCommand.self, DecisionCommand.self,
            BankCreditCommand.self,
        ])

    struct HouseholdCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "household", abstract: "Một hộ đã kết thúc (chuyển đi, nhập, giải thể).")

        @Argument(help: "Mã số của hộ.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws { try forget(Household.ID(id), "hộ", options) }
    }

    struct UserCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "user", abstract: "Một người dùng đã bị khóa.")

        @Argument(help: "Số của người dùng, xem 'danvan user list'.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws { try forget(User.ID(id), "người dùng", options) }
    }

    struct ModelCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "model", abstract: "Cá nhân của một mô hình, cùng nhận xét của người thẩm định.")

        @Argument(help: "Mã số của mô hình.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws { try forget(Model.ID(id), "mô hình", options) }
    }

    struct DecisionCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decision",
            abstract: "Những người có tên trong biên bản của một quyết định đã có kết quả.")

        @Argument(help: "Mã số của quyết định.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws { try forget(Decision.ID(id), "quyết định", options) }
    }

    struct BankCreditCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bank-credit",
            abstract: "Người chuyển tiền trong một báo có đã bỏ qua, không có phiếu thu.")

        @Argument(help: "Mã số của báo có.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws { try forget(BankCredit.ID(id), "báo có", options) }
    }
}

/// Forgets the persons of the entity, and says so.
private func forget<Value: ForgettableEntity>(
    _ id: Identifier<Value>, _ kind: String, _ options: StoreOptions
) throws {
    try exitingOnError {
        try options.withStore { store, _ in
            try describingRefusal(of: kind, id.number) {
                _ = try store.writer.write(actor: nil) { tx in try tx.forget(id) }
            }
            print("Đã xóa dữ liệu cá nhân của \(kind) \(id.number).")
        }
    }
}

/// Runs `body` and says why a person cannot be forgotten.
private func describingRefusal<Value>(
    of kind: String, _ number: Int64, _ body: () throws -> Value
) throws -> Value {
    do {
        return try body()
    } catch let refusal as ForgettingRefusal {
        let sentence =
            switch refusal {
            case .unknown: "Không có \(kind) \(number)."
            case .alreadyForgotten: "Dữ liệu cá nhân của \(kind) \(number) đã được xóa trước đây."
            case .householdLives:
                "Hộ \(number) chưa kết thúc; hãy ghi hộ chuyển đi, nhập hoặc giải thể trước."
            case .openPledge(let pledge):
                "Hộ \(number) còn đăng ký đóng góp \(pledge.number) chưa xong; hãy thu, miễn hoặc hủy trước."
            case .userNotDisabled: "Người dùng \(number) chưa bị khóa; hãy khóa trước."
            case .modelOfCollective: "Mô hình \(number) là của tập thể, không phải của một cá nhân."
            case .modelUndecided:
                "Mô hình \(number) đang được thẩm định; hãy trả lại, công nhận hoặc không công nhận trước."
            case .decisionOpen: "Quyết định \(number) chưa có kết quả; hãy kết luận trước."
            case .creditOpen: "Báo có \(number) còn chờ lập phiếu thu; hãy lập phiếu hoặc bỏ qua trước."
            case .creditReceipted:
                "Báo có \(number) đã có phiếu thu: là căn cứ của chứng từ, pháp luật kế toán buộc phải lưu."
            }
        throw Failure(.data, sentence)
    }
}
