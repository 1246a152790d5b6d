import API
import ArgumentParser
import Domain
import Store

/// `danvan user`.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Người dùng.", subcommands: [Add.self, Enrol.self, List.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ghi một người dùng mới; với --role thì in thêm mã ghi danh, dùng một lần.",
            discussion: "Vai trò: \(CommandLineText.roles).")

        @Argument(help: "Tên người dùng, chỉ dùng một lần.")
        var name: String

        @Option(help: "Vai trò được giao ngay.")
        var role: String?

        @OptionGroup var place: PlaceOptions

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.withStore { store, settings in
                    let name = try CommandLineText.name(name)
                    let enrolment = try role.map {
                        try Enrolment(role: try CommandLineText.role($0), at: place, settings.access)
                    }
                    guard enrolment != nil || place.isEmpty else {
                        throw Failure(.usage, "Cần --role cùng với --unit hoặc --hamlet.")
                    }
                    let user = try store.writer.write(actor: nil) { tx in
                        let user = try tx.addUser(named: name)
                        try enrolment?.offer(to: user, in: tx)
                        return user
                    }
                    print("\(user.id.number) \(user.name)")
                    if let enrolment { print(enrolment.code.text) }
                }
            }
        }
    }

    struct Enrol: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Giao một vai trò cho người dùng đã ghi; in ra riêng mã ghi danh, dùng một lần.",
            discussion: "Vai trò: \(CommandLineText.roles).")

        @Argument(help: "Tên người dùng đã ghi bằng 'danvan user add'.")
        var name: String

        @Option(help: "Vai trò.")
        var role: String

        @OptionGroup var place: PlaceOptions

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.withStore { store, settings in
                    let name = try CommandLineText.name(name)
                    let enrolment = try Enrolment(
                        role: try CommandLineText.role(role), at: place, settings.access)
                    try store.writer.write(actor: nil) { tx in
                        guard let user = try tx.user(named: name) else { throw Failure.unknownUser(name) }
                        try enrolment.offer(to: user, in: tx)
                    }
                    print(enrolment.code.text)
                }
            }
        }
    }
}

extension UserCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Người dùng, mỗi người một dòng.")

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.reading { tx in
                    var last: User.ID?
                    repeat {
                        let users = try tx.users(after: last, limit: 500)
                        for user in users {
                            let state = user.disabledAt.map { "bị khóa từ \($0.text)" } ?? "đang dùng"
                            print("\(user.id.number)\t\(user.name)\t\(state)")
                        }
                        last = users.last?.id
                    } while last != nil
                }
            }
        }
    }
}

/// A role in one place, and for how many days.
struct PlaceOptions: ParsableArguments {
    @Option(help: "Mã đơn vị: tỉnh hoặc xã; gồm mọi nơi bên dưới.")
    var unit: String?

    @Option(help: "Mã số thôn xóm.")
    var hamlet: Int64?

    @Option(help: "Số ngày có hiệu lực của mã truy cập.")
    var days: Int?

    var isEmpty: Bool { unit == nil && hamlet == nil && days == nil }

    func scope() throws -> RoleAssignment.Scope {
        switch (unit, hamlet) {
        case (let unit?, nil): return .unit(unit)
        case (nil, let hamlet?): return .hamlet(Identifier(hamlet))
        case (nil, nil), (.some, .some):
            throw Failure(.usage, "Cần đúng một trong hai: --unit hoặc --hamlet.")
        }
    }

    func daysCount(_ access: Settings.Access) throws -> Int {
        let daysCount = days ?? access.tokenDaysDefault
        guard (1...access.tokenDaysMax).contains(daysCount) else {
            throw Failure(.usage, "--days từ 1 đến \(access.tokenDaysMax).")
        }
        return daysCount
    }
}

extension RoleAssignment {
    /// Checks that its place exists.
    ///
    /// - Throws: `Refusal.notFound`.
    func checkPlace(in tx: borrowing WriteTransaction) throws {
        let place: ResourceRef =
            switch scope {
            case .unit(let code): .unit(code)
            case .hamlet(let hamlet): ResourceRef(hamlet)
            }
        guard try tx.resourceScope(of: place) != nil else { throw Refusal.notFound(place.kind) }
        // A unit that has ended gives no access.
        if let unit = scope.unit, try tx.unit(unit, on: tx.today) == nil { throw Refusal.notFound(.unit) }
    }
}

extension Failure {
    static func unknownUser(_ name: String) -> Failure {
        Failure(.data, "Không có người dùng '\(name)'; hãy ghi bằng: danvan user add '\(name)'")
    }
}

/// A role assignment with its code.
private struct Enrolment: Sendable {
    let code = EnrolmentCode()
    private let assignment: RoleAssignment
    private let daysCount: Int
    private let hoursCount: Int

    init(role: Role, at place: PlaceOptions, _ access: Settings.Access) throws {
        assignment = RoleAssignment(role: role, scope: try place.scope())
        daysCount = try place.daysCount(access)
        hoursCount = access.enrolmentHours
    }

    func offer(to user: User, in tx: borrowing WriteTransaction) throws {
        try assignment.checkPlace(in: tx)
        _ = try tx.enrol(
            user, assignment: assignment, codeHash: code.hash, hoursCount: hoursCount, daysCount: daysCount)
    }
}
