import ArgumentParser
import Domain
import Store

/// `danvan forget`: erases personal data, as the administrator of the machine.
struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract:
            "Xóa dữ liệu cá nhân của một hộ đã kết thúc hoặc một người dùng đã bị khóa; không lấy lại được.",
        discussion: """
            Tên, địa chỉ, số lao động và diện của hộ bị xóa khỏi bản ghi, các trạng thái cũ và nhật ký; việc xóa được ghi
            vào nhật ký. Chứng từ giữ nguyên tên ghi trên đó, vì pháp luật kế toán buộc phải lưu; số khẩu, ngày tháng và
            mã hộ cũng giữ. Các bản sao lưu cũ vẫn còn dữ liệu: hãy hủy theo hạn lưu. Tổ chức không có dữ liệu cá nhân.
            """,
        subcommands: [HouseholdCommand.self, UserCommand.self])

    struct HouseholdCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "household", abstract: "Một hộ đã kết thúc (chuyển đi, nhập, giải thể).")

        @Argument(help: "Mã số của hộ.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.withStore { store, _ in
                    let id = Household.ID(id)
                    let household = try describingRefusal(of: "hộ", id.number) {
                        try store.writer.write(actor: nil) { tx in try tx.forget(id) }
                    }
                    print("Đã xóa dữ liệu cá nhân của hộ \(household.id.number), mã \(household.code).")
                }
            }
        }
    }

    struct UserCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "user", abstract: "Một người dùng đã bị khóa.")

        @Argument(help: "Số của người dùng, xem 'danvan user list'.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.withStore { store, _ in
                    let id = User.ID(id)
                    let user = try describingRefusal(of: "người dùng", id.number) {
                        try store.writer.write(actor: nil) { tx in try tx.forget(id) }
                    }
                    print("Đã xóa dữ liệu cá nhân của người dùng \(user.id.number).")
                }
            }
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
            }
        throw Failure(.data, sentence)
    }
}
