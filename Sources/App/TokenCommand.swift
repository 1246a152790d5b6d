import API
import ArgumentParser
import Domain
import Store

/// `danvan token`.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Mã truy cập.", subcommands: [Issue.self, List.self, Revoke.self])

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cấp mã truy cập cho một người, một vai trò, một nơi. In ra riêng mã đó, chỉ một lần.",
            discussion: "Vai trò: \(CommandLineText.roles).")

        @Option(help: "Tên người dùng đã ghi bằng 'danvan user add'.")
        var user: String

        @Option(help: "Vai trò.")
        var role: String

        @OptionGroup var place: PlaceOptions

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.withStore { store, settings in
                    let request = TokenRequest(
                        user: try CommandLineText.name(user),
                        assignment: RoleAssignment(
                            role: try CommandLineText.role(role), scope: try place.scope()),
                        daysCount: try place.daysCount(settings.access))
                    let secret = TokenSecret()
                    let hash = secret.hash
                    _ = try store.writer.write(actor: nil) { tx in try request.issue(hash: hash, in: tx) }
                    print(secret.text)
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Các mã đã cấp, mỗi mã một dòng, không có mã bí mật.")

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.reading { tx in
                    var last: AccessToken.ID?
                    repeat {
                        let tokens = try tx.tokens(after: last, limit: 500)
                        for token in tokens { print(token.line(at: tx.now)) }
                        last = tokens.last?.id
                    } while last != nil
                }
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Thu hồi một mã truy cập.")

        @Argument(help: "Số của mã, xem 'danvan token list'.")
        var id: Int64

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.withStore { store, _ in
                    let id = AccessToken.ID(id)
                    let token = try store.writer.write(actor: nil) { tx in
                        guard let token = try tx.find(id) else { throw Refusal.notFound(.token) }
                        return try tx.revoke(token)
                    }
                    print(token.line(at: store.now()))
                }
            }
        }
    }
}

/// A token request, with the user by name because names are easier to remember than ids.
private struct TokenRequest: Sendable {
    let user: String
    let assignment: RoleAssignment
    let daysCount: Int

    func issue(hash: [UInt8], in tx: borrowing WriteTransaction) throws -> AccessToken {
        guard let user = try tx.user(named: user) else { throw Failure.unknownUser(self.user) }
        try assignment.checkPlace(in: tx)
        return try tx.issueToken(for: user, assignment: assignment, hash: hash, daysCount: daysCount)
    }
}

extension AccessToken {
    /// Number, user, role, place, state, expiry and last use, separated by tabs.
    fileprivate func line(at moment: Instant) -> String {
        let place =
            assignment.scope.unit.map { "đơn vị \($0)" } ?? assignment.scope.hamlet.map {
                "thôn xóm \($0.number)"
            } ?? "-"
        let state =
            switch state(at: moment) {
            case .enrolling: "chờ ghi danh"
            case .valid: "còn hiệu lực"
            case .expired: "đã hết hạn"
            case .revoked: "đã thu hồi"
            }
        return [
            String(id.number), user.name, assignment.role.vietnamese, place, state,
            "hạn dùng \(expiresAt.text)", lastUsedAt.map { "dùng lần cuối \($0.text)" } ?? "chưa dùng",
        ]
        .joined(separator: "\t")
    }
}
