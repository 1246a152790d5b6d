import API
import Domain
import JSON
import Store

/// The people of the demo's office, because requesting, approving, paying and booking are separate.
struct DemoStaff {
    let clerk: DemoClient
    let accountant: DemoClient
    let approver: DemoClient
    let treasurer: DemoClient
    let clerkUser: User
    let treasurerUser: User
    let clock: DemoClock

    init(of service: Service, in store: Store, clock: DemoClock) throws {
        func client(of name: String, _ role: Role) throws -> (client: DemoClient, user: User) {
            let (secret, user) = try DemoStaff.issueToken(in: store, to: name, role: role)
            return (try DemoClient(service, token: secret), user)
        }
        self.clock = clock
        (clerk, clerkUser) = try client(of: "Trần Thị Lan", .clerk)
        accountant = try client(of: "Hồ Văn Minh", .accountant).client
        approver = try client(of: "Nguyễn Thị Nga", .approver).client
        (treasurer, treasurerUser) = try client(of: "Phạm Đức Tuấn", .treasurer)
    }

    /// Records a user with a role in the province, whose token outlasts the years of the demo.
    static func issueToken(
        in store: Store, to name: String, role: Role
    ) throws -> (secret: String, user: User) {
        let user = try store.writer.write(actor: nil) { tx in try tx.addUser(named: name) }
        return (try issueToken(in: store, to: user, role: role, daysCount: 3650), user)
    }

    static func issueToken(
        in store: Store, to user: User, role: Role, daysCount: Int
    ) throws -> String {
        let secret = TokenSecret()
        let hash = secret.hash
        try store.writer.write(actor: nil) { tx in
            _ = try tx.issueToken(
                for: user, assignment: RoleAssignment(role: role, scope: .unit("40")), hash: hash,
                daysCount: daysCount)
        }
        return secret.text
    }

    /// Records what two people counted in a fund when its paper books ended, and confirms it.
    func open(
        _ fund: Int64, holding cash: Int64, on day: String, countedBy first: String, _ second: String
    ) throws {
        let opening =
            try
            accountant.post([
                DemoRequest(
                    path: "/v1/opening-balances",
                    members: [
                        ("fund", .integer(fund)), ("on", .string(day)), ("cash", .integer(cash)),
                        ("bank", .integer(0)),
                        ("basis", .string("Biên bản kiểm kê quỹ khi thôi ghi sổ giấy")),
                        ("counted_by", .array([.string(first), .string(second)])),
                    ], fields: [("idempotency-key", "demo-so-du-dau-\(fund)")])
            ])[0]
        try approver.post([.step("confirm", of: "opening-balances", opening, at: 1)])
    }

    /// Requests a payment, has it checked, approved, paid and booked.
    func spend(
        from fund: Int64, _ amount: Int64, for item: String, _ purpose: String, to payee: String,
        by method: String
    ) throws {
        let id = try request(from: fund, amount, for: item, purpose, to: payee, by: method)
        try take("check", of: id, by: accountant, at: 1)
        try take("approve", of: id, by: approver, at: 2)
        try take("pay", of: id, by: treasurer, at: 3)
        try take("book", of: id, by: accountant, at: 4)
    }

    /// Requests a payment of several lines, has it checked, approved, paid and booked as one.
    func spend(
        from fund: Int64, _ lines: [(item: String, purpose: String, amount: Int64)], to payee: String,
        by method: String
    ) throws {
        let lines = lines.map { line in
            JSONValue.object([
                JSONMember(name: "fund", value: .integer(fund)),
                JSONMember(name: "item", value: .string(line.item)),
                JSONMember(name: "purpose", value: .string(line.purpose)),
                JSONMember(name: "amount", value: .integer(line.amount)),
            ])
        }
        let id =
            try
            clerk.post([
                DemoRequest(
                    path: "/v1/payments",
                    members: [
                        ("payee", .string(payee)), ("method", .string(method)), ("lines", .array(lines)),
                    ], fields: [("idempotency-key", "demo-de-nghi-chi-nhieu-dong-\(fund)")])
            ])[0]
        for (index, (step, client)) in [
            ("check", accountant), ("approve", approver), ("pay", treasurer), ("book", accountant),
        ]
        .enumerated() {
            try client.post([.step(step, of: "payments", id, at: index + 1)])
        }
    }

    func request(
        from fund: Int64, _ amount: Int64, for item: String, _ purpose: String, to payee: String,
        by method: String
    ) throws -> Int64 {
        try
            clerk.post([
                DemoRequest(
                    path: "/v1/expenditures",
                    members: [
                        ("fund", .integer(fund)), ("payee", .string(payee)), ("purpose", .string(purpose)),
                        ("item", .string(item)), ("amount", .integer(amount)), ("method", .string(method)),
                    ], fields: [("idempotency-key", "demo-de-nghi-chi-\(fund)-\(amount)")])
            ])[0]
    }

    func take(
        _ step: String, of id: Int64, by client: DemoClient, at version: Int,
        _ members: [(String, JSONValue)] = []
    ) throws {
        try client.post([.step(step, of: "expenditures", id, at: version, members)])
    }
}
