import Domain
import Store

let userEndpoints: [Endpoint] = [
    .post(
        "/v1/users", roles: [.admin], Sentence(vi: "Ghi một người dùng mới", en: "Records a user."),
        recordUser),
    .read(
        "/v1/users", access: .roles([.admin]),
        Sentence(
            vi: "Người dùng có vai trò ở nơi mình quản trị, hoặc do quản trị viên ở đó ghi",
            en: "Lists the users with a role in the caller's place, and those recorded there."),
        listUsers
    )
    .slow,
    .post(
        "/v1/users/{id}/disable", roles: [.admin], status: 200,
        Sentence(
            vi: "Khóa một người dùng, thu hồi ngay mọi mã của họ",
            en: "Disables a user and revokes all their tokens at once."), disableUser),
    .post(
        "/v1/users/{id}/enable", roles: [.admin], status: 200,
        Sentence(
            vi: "Mở lại một người dùng; các mã đã thu hồi không có hiệu lực lại",
            en: "Enables a user again; revoked tokens stay revoked."), enableUser),
]

struct NewUserInput: Input {
    let name: String

    init(from decoder: inout RequestDecoder) { name = decoder.name("name", upTo: 100) }

    var target: Target? { nil }
}

struct PageInput: Input {
    let page: PageRequest

    init(from decoder: inout RequestDecoder) { page = PageRequest(from: &decoder) }

    var target: Target? { nil }
}

struct UserView: ValueView {
    let value: User

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("name", value.name)
        fields.member("disabled_at", value.disabledAt)
    }
}

func recordUser(
    _ input: NewUserInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> UserView {
    UserView(value: try tx.addUser(named: input.name))
}

func listUsers(
    _ input: PageInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<UserView> {
    let found = try tx.users(
        within: caller.assignment.scope, after: try input.page.number(in: "users"),
        limit: input.page.limit + 1)
    return Page(found.map(UserView.init), limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.value.id.number), filter: "users")
    }
}

func disableUser(
    _ input: PathInput<User>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> UserView {
    let user = try tx.administeredUser(input.id, by: caller)
    guard user.id != caller.user else { throw Refusal.access(.ownAssignment) }
    for token in try tx.currentTokens(of: user.id) where try !tx.isVisible(token.id, to: caller) {
        throw Refusal.access(.rolesElsewhere)
    }
    return UserView(value: try tx.set(user, isDisabled: true))
}

func enableUser(
    _ input: PathInput<User>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> UserView {
    let user = try tx.administeredUser(input.id, by: caller)
    if user.disabledAt != nil, try !tx.isDisabled(user.id, within: caller.assignment.scope) {
        throw Refusal.access(.managedAbove)
    }
    return UserView(value: try tx.set(user, isDisabled: false))
}

extension Reading where Self: ~Copyable {
    /// The user, whom the caller's list contains: every step about a user begins here.
    ///
    /// - Throws: `Refusal.notFound`.
    borrowing func administeredUser(_ id: User.ID, by caller: Caller) throws -> User {
        guard let user = try user(id, within: caller.assignment.scope) else { throw Refusal.notFound(.user) }
        return user
    }

    fileprivate borrowing func isVisible(_ token: AccessToken.ID, to caller: Caller) throws -> Bool {
        caller.canSee(try resourceScope(of: ResourceRef(token))?.place)
    }
}

extension User: Sampled {
    static var sample: User { User(id: Identifier(1), name: "Lan") }
}
