package import Domain
import HTTP
import Store

let callerEndpoints: [Endpoint] = [
    .read(
        "/v1/me",
        Sentence(
            vi: "Tôi là ai, vai trò gì, ở đâu, được làm những việc nào",
            en: "Shows who the caller is, in which role and place, and which requests that role may make."),
        showCaller)
]

struct CallerInput: Input {
    init(from decoder: inout RequestDecoder) {}

    var target: Target? { nil }
}

struct CallerView: Output {
    let user: User
    let role: Role
    /// The unit, or the commune of the hamlet.
    let unit: AdministrativeUnit.Code
    let unitName: String
    let hamlet: Hamlet?
    let requests: [CallerRequestView]

    static var sample: CallerView {
        CallerView(
            user: .sample, role: .clerk, unit: "16702", unitName: "Phường Vinh Phú", hamlet: nil,
            requests: [.sample])
    }

    func write(to fields: inout some FieldWriter) {
        fields.object("user", UserView(value: user))
        fields.choice("role", role)
        fields.member("role_name", role.vietnamese)
        fields.member("unit", unit)
        fields.member("unit_name", unitName)
        fields.member("hamlet", hamlet?.id)
        fields.member("hamlet_name", hamlet?.name)
        fields.list("requests", requests)
    }
}

/// One request that a role may make.
struct CallerRequestView: Output {
    let method: String
    let path: String

    static var sample: CallerRequestView { CallerRequestView(method: "GET", path: "/v1/me") }

    func write(to fields: inout some FieldWriter) {
        fields.member("method", method)
        fields.member("path", path)
    }
}

func showCaller(
    _ input: CallerInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> CallerView {
    let (role, scope) = (caller.assignment.role, caller.assignment.scope)
    let hamlet = try scope.hamlet.map { try tx.existing($0) }
    let unit = scope.unit ?? hamlet?.commune ?? ""
    let requests = Service.table.filter { $0.allows(role) }
        .map { CallerRequestView(method: $0.method.rawValue, path: $0.path.text) }
    return CallerView(
        user: try tx.existing(caller.user), role: role, unit: unit,
        unitName: try tx.communeName(unit, on: tx.today), hamlet: hamlet, requests: requests)
}

extension Endpoint {
    /// True when `role` may call it, or access is anonymous.
    package func allows(_ role: Role) -> Bool {
        switch access {
        case .anonymous, .codeHolder, .witness: true
        case .roles(let roles), .signed(let roles): roles.contains(role)
        }
    }
}
