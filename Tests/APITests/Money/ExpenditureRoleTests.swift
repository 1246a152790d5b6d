import Domain
import HTTP
import TestSupport
import Testing

@Suite struct ExpenditureRoleTests {
    /// The roles that may perform each write, written by hand.
    private static let rolesByStep: [(step: String, roles: Set<Role>)] = [
        ("request", [.hamletHead, .clerk, .accountant]), ("check", [.accountant]), ("approve", [.approver]),
        ("pay", [.treasurer]), ("book", [.accountant]), ("reject", [.accountant, .approver]),
        ("cancel", [.accountant, .approver]), ("void", [.accountant, .approver]),
    ]

    /// The state × step matrix as seen by a client, written by hand.
    private static func isOpen(_ step: String, in state: Expenditure.State) -> Bool {
        switch (state, step) {
        case (_, "request"), (.requested, "check"), (.requested, "reject"), (.checked, "approve"),
            (.checked, "reject"), (.approved, "pay"), (.approved, "cancel"), (.paid, "book"), (.paid, "void"),
            (.booked, "void"):
            true
        default: false
        }
    }

    /// State × step × role: a wrong role gets 403 in every state; a right role gets what the state allows.
    ///
    /// Each step is tried by a person of that role who has not taken part in this expenditure.
    @Test(arguments: Expenditure.State.allCases)
    func `in every state each step is allowed only for its roles`(
        _ state: Expenditure.State
    ) throws {
        let office = try Office.villageWithBooks()
        let id = try office.newExpenditure(state)
        var unrelated: [Role: String] = [:]
        for role in Role.allCases {
            unrelated[role] = try office.newSecret(of: "Người mới \(role.rawValue)", role: role)
        }
        let before = try office.get("/v1/expenditures/\(id)").body
        for (step, roles) in ExpenditureRoleTests.rolesByStep {
            for role in Role.allCases {
                let response = try office.dryRun(step, on: id, secret: try #require(unrelated[role]))
                if !roles.contains(role) {
                    #expect(Refused(response) == Refused(403, "role-missing"), "\(step) \(role)")
                } else if ExpenditureRoleTests.isOpen(step, in: state) {
                    #expect(response.status == 200, "\(step) \(role): \(response.bodyText)")
                } else {
                    #expect(Refused(response) == Refused(409, "invalid-transition"), "\(step) \(role)")
                }
            }
        }
        #expect(try office.get("/v1/expenditures/\(id)").body == before)
    }

    /// The third dimension of the matrix: a person with every role, who has already taken part.
    @Test func `a person who performed one step must not perform an incompatible one`() throws {
        let combinations: [(holder: String, state: Expenditure.State, step: String, code: String)] = [
            ("request", .checked, "approve", "own-request"), ("request", .approved, "pay", "own-request"),
            ("request", .approved, "cancel", "own-request"),
            ("request", .requested, "reject", "own-request"), ("request", .checked, "reject", "own-request"),
            ("check", .approved, "pay", "same-person"), ("approve", .approved, "pay", "same-person"),
            ("pay", .paid, "book", "same-person"), ("pay", .paid, "void", "own-voucher"),
            ("pay", .booked, "void", "own-voucher"),
        ]
        for (holder, state, step, code) in combinations {
            let office = try Office.villageWithBooks()
            let hand = try office.newSecret(of: "Người một tay", role: try #require(Self.role(of: holder)))
            let id = try office.newExpenditure(state, doing: holder, secret: hand)
            let other = try office.newSecret(of: "Người một tay", role: try #require(Self.role(of: step)))
            let response = try office.dryRun(step, on: id, secret: other)
            #expect(Refused(response) == Refused(409, code), "\(holder), then \(step) of \(state)")
        }
    }

    /// A role that may perform `step`.
    private static func role(of step: String) -> Role? {
        switch step {
        case "request": .clerk
        case "check", "book": .accountant
        case "pay": .treasurer
        default: .approver
        }
    }
}

extension Office {
    /// The id of a new expenditure in `state`, reached through all earlier steps; the holder of `secret` performs the
    /// step
    /// `own`, if any.
    fileprivate func newExpenditure(
        _ state: Expenditure.State, doing own: String? = nil, secret: String? = nil
    ) throws -> Int64 {
        let steps: [String] =
            switch state {
            case .requested: []
            case .checked: ["check"]
            case .approved: ["check", "approve"]
            case .paid: ["check", "approve", "pay"]
            case .booked: ["check", "approve", "pay", "book"]
            case .rejected: ["check", "reject"]
            case .withdrawn: ["check", "withdraw"]
            case .cancelled: ["check", "approve", "cancel"]
            case .voided: ["check", "approve", "pay", "void"]
            }
        let requested =
            own == "request"
            ? try post(
                "/v1/expenditures", Office.expenditure, as: nil, key: newKey(),
                fields: [("Authorization", "Bearer " + (secret ?? ""))])
            : try request()
        let id = try #require(requested.integer("/id"))
        for step in steps {
            let taken = try take(step, id, secret: step == own ? secret : nil)
            try #require(taken.status == 200, "\(taken.bodyText)")
        }
        #expect(try get("/v1/expenditures/\(id)").text("/state") == state.rawValue)
        return id
    }

    fileprivate func dryRun(_ step: String, on id: Int64, secret: String) throws -> Response {
        let body =
            switch step {
            case "request": Office.expenditure
            case "reject", "withdraw", "cancel", "void": #"{"reason":"Sai mục"}"#
            default: ""
            }
        let path = step == "request" ? "/v1/expenditures" : "/v1/expenditures/\(id)/\(step)"
        return try post(
            path + "?dry_run=true", body, as: nil, key: newKey(), ifMatch: step == "request" ? nil : "*",
            fields: [("Authorization", "Bearer " + secret)])
    }

    private static let expenditure =
        #"{"fund":1,"payee":"Cửa hàng vật liệu","purpose":"Mua xi măng","amount":1000,"method":"cash"}"#
}
