import Domain
import HTTP
import Store

let accessTokenEndpoints: [Endpoint] = [
    .post(
        "/v1/users/{id}/enrolment-codes", roles: [.admin],
        Sentence(
            vi: "Giao một vai trò ở một nơi: mã ghi danh dùng một lần để người đó tự đổi lấy mã truy cập",
            en: "Assigns a role in one place: a one-time code, which the user redeems for a token."),
        enrolUser),
    .redeem(
        "/v1/tokens",
        Sentence(
            vi: "Đổi mã ghi danh lấy mã truy cập; ai đã có mã truy cập thì gửi kèm mã đó để xác nhận",
            en: "Redeems an enrolment code for a token; whoever already has a token confirms with it."),
        redeemCode),
    .read(
        "/v1/tokens", access: .roles([.admin]),
        Sentence(
            vi: "Các mã truy cập và mã ghi danh ở nơi mình quản trị",
            en: "Lists the tokens and enrolment codes in the caller's place."), listTokens
    )
    .slow,
    .post(
        "/v1/tokens/{id}/revoke", roles: [.admin], status: 200,
        Sentence(
            vi: "Thu hồi một mã truy cập hoặc mã ghi danh", en: "Revokes a token or an enrolment code."),
        revokeToken),
]

struct EnrolmentInput: Input {
    let user: User.ID
    let role: Role
    let scope: RoleAssignment.Scope
    let daysCount: Int
    /// How long the code can be redeemed.
    let hoursCount: Int

    init(from decoder: inout RequestDecoder) {
        user = decoder.id("id", in: .path)
        role = decoder.choice("role", of: Role.self)
        let unit = decoder.optionalText("unit", upTo: 5)
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet")
        daysCount = Int(
            decoder.integer(
                "days", in: 1...Int64(decoder.settings.tokenDaysMax),
                default: Int64(decoder.settings.tokenDaysDefault)))
        hoursCount = decoder.settings.enrolmentHours
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

struct RedemptionInput: Input {
    /// Nil when it is malformed.
    let code: EnrolmentCode?

    init(from decoder: inout RequestDecoder) { code = EnrolmentCode(typed: decoder.text("code", upTo: 50)) }

    var target: Target? { nil }
}

/// A token without its secret.
struct TokenView: Output {
    let token: AccessToken
    let state: AccessToken.State

    init(_ token: AccessToken, at moment: Instant) {
        self.token = token
        state = token.state(at: moment)
    }

    static var sample: TokenView { TokenView(.sample, at: .sample) }

    func write(to fields: inout some FieldWriter) {
        fields.member("id", token.id)
        fields.object("user", UserView(value: token.user))
        fields.choice("role", token.assignment.role)
        fields.member("unit", token.assignment.scope.unit)
        fields.member("hamlet", token.assignment.scope.hamlet)
        fields.choice("state", state)
        fields.member("assigned_by", token.enrolment?.assignedBy)
        fields.member("created_at", token.createdAt)
        fields.member("redeemed_at", token.enrolment?.redeemedAt)
        fields.member("expires_at", token.expiresAt)
        fields.member("last_used_at", token.lastUsedAt)
        fields.member("revoked_at", token.revokedAt)
    }
}

/// A token that can be redeemed with a code, which is never shown again.
struct EnrolmentView: SecretOutput {
    let token: TokenView
    let code: String?

    static var sample: EnrolmentView { EnrolmentView(token: .sample, code: nil) }

    var withoutSecret: EnrolmentView { EnrolmentView(token: token, code: nil) }

    func write(to fields: inout some FieldWriter) {
        token.write(to: &fields)
        fields.member("code", code)
    }
}

/// A token with its secret, which is never shown again.
struct RedeemedTokenView: SecretOutput {
    let token: TokenView
    let secret: String?

    static var sample: RedeemedTokenView { RedeemedTokenView(token: .sample, secret: nil) }

    var withoutSecret: RedeemedTokenView { RedeemedTokenView(token: token, secret: nil) }

    func write(to fields: inout some FieldWriter) {
        token.write(to: &fields)
        fields.member("token", secret)
    }
}

func enrolUser(
    _ input: EnrolmentInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> EnrolmentView {
    let user = try tx.administeredUser(input.user, by: caller)
    try caller.checkAssigning(input.role, to: user.id)
    try tx.checkCanConfirm(user, by: caller)
    if let unit = input.scope.unit, try tx.unit(unit, on: tx.today) == nil {
        throw Refusal.unknownReference(.unit, at: .unit)
    }
    let code = EnrolmentCode()
    let token = try tx.enrol(
        user, assignment: RoleAssignment(role: input.role, scope: input.scope), codeHash: code.hash,
        hoursCount: input.hoursCount, daysCount: input.daysCount)
    return EnrolmentView(token: TokenView(token, at: tx.now), code: code.text)
}

extension Reading where Self: ~Copyable {
    /// Checks that the code would make nobody else the user: outside the place that recorded them, only with a token
    /// that they hold.
    ///
    /// - Throws: `AccessRefusal.managedAbove`.
    fileprivate borrowing func checkCanConfirm(_ user: User, by caller: Caller) throws {
        guard user.disabledAt == nil, try !isRecorded(user.id, within: caller.assignment.scope) else {
            return
        }
        let canConfirm = try currentTokens(of: user.id).contains { $0.isValid(at: now) }
        guard canConfirm else { throw Refusal.access(.managedAbove) }
    }
}

func redeemCode(
    _ input: RedemptionInput, by caller: Caller?, in tx: borrowing WriteTransaction
) throws -> RedeemedTokenView {
    guard let code = input.code, let token = try tx.token(codeHash: code.hash) else {
        throw Refusal.access(.enrolmentCodeInvalid)
    }
    let secret = TokenSecret()
    let redeemed = try tx.redeem(token, hash: secret.hash, confirmedBy: caller?.actor)
    return RedeemedTokenView(token: TokenView(redeemed, at: tx.now), secret: secret.text)
}

func listTokens(
    _ input: PageInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<TokenView> {
    let found = try tx.tokens(
        within: caller.assignment.scope, after: try input.page.number(in: "tokens"),
        limit: input.page.limit + 1)
    return Page(found.map { TokenView($0, at: tx.now) }, limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.token.id.number), filter: "tokens")
    }
}

func revokeToken(
    _ input: PathInput<AccessToken>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> TokenView {
    TokenView(try tx.revoke(try tx.existing(input.id)), at: tx.now)
}

extension AccessToken: Sampled {
    static var sample: AccessToken {
        AccessToken(
            id: Identifier(1), user: User(id: Identifier(1), name: "Lan"),
            assignment: RoleAssignment(role: .clerk, scope: .unit("40")), createdAt: .sample,
            expiresAt: Instant.sample.adding(days: 365))
    }
}

extension Endpoint {
    /// A write by whoever has an enrolment code.
    fileprivate static func redeem<In: Input, Out: SecretOutput>(
        _ path: StaticString, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller?, borrowing WriteTransaction) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: .post, path: PathPattern(path), access: .codeHolder, key: .none, needsVersion: false,
            status: 201, summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self), media: [.json], etag: nil,
            action: .write { decoder in
                let input = In(from: &decoder)
                return PreparedWrite(target: input.target) { caller, tx in
                    Representation(try handler(input, caller, tx))
                }
            })
    }
}
