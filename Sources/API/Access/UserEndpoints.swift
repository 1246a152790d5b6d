import Domain
import Store

let userEndpoints: [Endpoint] = [
    .post(
        "/v1/users", roles: [.admin], Sentence(vi: "Ghi một người dùng mới", en: "Records a user."),
        recordUser),
    .read(
        "/v1/users", access: .roles([.admin]), etag: .all,
        Sentence(vi: "Danh sách người dùng", en: "Lists users."), listUsers),
    .post(
        "/v1/tokens", roles: [.admin],
        Sentence(
            vi: "Cấp mã truy cập cho một người, một vai trò, một nơi; mã chỉ hiện một lần",
            en: "Issues a token for one person, one role and one place; the secret is shown once."),
        issueToken),
    .read(
        "/v1/tokens", access: .roles([.admin]), etag: .all,
        Sentence(vi: "Các mã truy cập đã cấp", en: "Lists tokens."), listTokens),
    .post(
        "/v1/tokens/{id}/revoke", roles: [.admin], status: 200,
        Sentence(vi: "Thu hồi một mã truy cập", en: "Revokes a token."), revokeToken),
]

struct NewUserInput: Input {
    let name: String

    init(from decoder: inout RequestDecoder) { name = decoder.name("name", upTo: 100) }

    var target: Target? { nil }
}

struct NewTokenInput: Input {
    let user: User.ID
    let role: Role
    let scope: RoleAssignment.Scope
    let daysCount: Int

    init(from decoder: inout RequestDecoder) {
        user = decoder.id("user")
        role = decoder.choice("role", of: Role.self)
        let unit = decoder.optionalText("unit", upTo: 5)
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet")
        daysCount = Int(
            decoder.integer(
                "days", in: 1...Int64(decoder.settings.tokenDaysMax),
                default: Int64(decoder.settings.tokenDaysDefault)))
        switch (unit, hamlet) {
        case (let unit?, nil): scope = .unit(unit)
        case (nil, let hamlet?): scope = .hamlet(hamlet)
        case (nil, nil), (.some, .some):
            scope = .hamlet(Identifier(1))
            decoder.addError(
                "unit", .unitRequired, Sentence(vi: "cần unit hoặc hamlet", en: "requires unit or hamlet"))
        }
    }

    var target: Target? {
        switch scope {
        case .unit(let code): Target(unit: code, named: .unit)
        case .hamlet(let hamlet): Target(hamlet, named: .hamlet)
        }
    }
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
    }
}

/// A token without its secret.
struct TokenView: ValueView {
    let value: AccessToken

    func write(to fields: inout some FieldWriter) { writeFacts(of: value, to: &fields) }
}

/// A new token with its secret, which is never shown again.
struct IssuedTokenView: SecretOutput {
    let token: AccessToken
    let secret: String?

    var withoutSecret: IssuedTokenView { IssuedTokenView(token: token, secret: nil) }

    func write(to fields: inout some FieldWriter) {
        writeFacts(of: token, to: &fields)
        fields.member("token", secret)
    }
}

private func writeFacts(of token: AccessToken, to fields: inout some FieldWriter) {
    fields.member("id", token.id)
    fields.object("user", UserView(value: token.user))
    fields.choice("role", token.assignment.role)
    fields.member("unit", token.assignment.scope.unit)
    fields.member("hamlet", token.assignment.scope.hamlet)
    fields.member("created_at", token.createdAt)
    fields.member("expires_at", token.expiresAt)
    fields.member("last_used_at", token.lastUsedAt)
    fields.member("revoked_at", token.revokedAt)
}

func recordUser(
    _ input: NewUserInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> UserView {
    UserView(value: try tx.addUser(named: input.name))
}

func listUsers(
    _ input: PageInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<UserView> {
    let after: User.ID? = try input.page.number(in: "users")
    let found = try tx.users(after: after, limit: input.page.limit + 1)
    return Page(found.map(UserView.init), limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.value.id.number), filter: "users")
    }
}

func issueToken(
    _ input: NewTokenInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> IssuedTokenView {
    guard let user = try tx.find(input.user) else { throw Refusal.unknownReference(.user, at: .user) }
    let secret = TokenSecret()
    let token = try tx.issueToken(
        for: user, assignment: RoleAssignment(role: input.role, scope: input.scope), hash: secret.hash,
        daysCount: input.daysCount
    )
    return IssuedTokenView(token: token, secret: secret.text)
}

/// Lists the tokens for places that the caller administers.
func listTokens(
    _ input: PageInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<TokenView> {
    var after: AccessToken.ID? = try input.page.number(in: "tokens")
    var found: [TokenView] = []
    while found.count <= input.page.limit {
        let tokens = try tx.tokens(after: after, limit: input.page.limit + 1)
        for token in tokens {
            guard let scope = try tx.resourceScope(of: ResourceRef(token.id)), caller.canSee(scope.place)
            else {
                continue
            }
            found.append(TokenView(value: token))
        }
        guard tokens.count > input.page.limit, let last = tokens.last else { break }
        after = last.id
    }
    return Page(Array(found.prefix(input.page.limit + 1)), limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.value.id.number), filter: "tokens")
    }
}

func revokeToken(
    _ input: PathInput<AccessToken>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> TokenView {
    let token = try tx.existing(input.id)
    return TokenView(value: try tx.revoke(token))
}

extension IssuedTokenView {
    static var sample: IssuedTokenView { IssuedTokenView(token: .sample, secret: nil) }
}

extension AccessToken: Sampled {
    static var sample: AccessToken {
        AccessToken(
            id: Identifier(1), user: User(id: Identifier(1), name: "Lan"),
            assignment: RoleAssignment(role: .clerk, scope: .unit("40")), createdAt: .sample,
            expiresAt: Instant.sample.adding(days: 365), lastUsedAt: nil, revokedAt: nil)
    }
}

extension User: Sampled {
    static var sample: User { User(id: Identifier(1), name: "Lan") }
}
