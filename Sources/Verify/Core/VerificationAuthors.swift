import Domain
import JSON
import SQLite
import Store

/// The columns of a journal row that say who acted, when, and on whose books.
struct AuthorColumns {
    let position: Int64
    let recordedAt: Instant
    let user: Int64?
    let token: Int64?
    let assignedBy: Int64?
    /// `FundOwner.text`.
    let owner: String?

    /// Those of a row as `verifyJournal` reads it.
    init(_ row: borrowing Row) {
        position = row.integer(0)
        recordedAt = row.instant(1)
        user = row.optionalInteger(2)
        token = row.optionalInteger(7)
        assignedBy = row.optionalInteger(8)
        owner = row.optionalText(9)
    }
}

/// Whose tokens there are, and who assigned their roles.
struct TokenOwners: Sendable {
    struct Owner: Hashable, Sendable {
        let user: Int64
        let assignedBy: Int64?
    }

    private var owners: [Int64: Owner] = [:]

    init() {}

    init(on connection: Connection) throws {
        // A token from before there were codes was assigned by nobody.
        try connection.forEach(
            "SELECT id, user_account, CASE WHEN days IS NULL THEN NULL ELSE assigned_by END FROM access_token"
        ) { row in
            owners[row.integer(0)] = Owner(user: row.integer(1), assignedBy: row.optionalInteger(2))
        }
    }

    subscript(token: Int64) -> Owner? { owners[token] }
}

extension Verifier {
    /// Checks the columns of a journal row that its payload, or the token that was used, imply too.
    ///
    /// Whoever blames somebody else, or another day, and makes the hashes anew, has to change these as well.
    func verifyAuthor(_ columns: AuthorColumns, of event: JournalEvent, _ payload: [UInt8]) {
        verifyToken(columns, redeemsCode: event == JournalEvent(.token, .redeemed))
        let (actorMember, timeMember) = (event.actorMember, event.timeMember)
        guard actorMember != nil || timeMember != nil || columns.owner != nil,
            let members = JSONMemberSlices(of: payload)
        else { return }
        if let user = columns.user, let name = event.actor(actorMember, members, payload),
            let member = members.member(name, in: payload), !payload[member.value].isNumber(user)
        {
            report(.actorDiffers(position: columns.position))
        }
        // What replaces a payment was requested when that one was.
        let isReplacement = event.kind == .expenditure && members.member("replaces", in: payload) != nil
        if let timeMember, !isReplacement, let member = members.member(timeMember, in: payload),
            !payload[member.value].dropFirst().dropLast().elementsEqual(columns.recordedAt.text.utf8)
        {
            report(.journalTimeDiffers(position: columns.position))
        }
        if let owner = columns.owner, !event.names(owner, members, payload) {
            report(.journalOwnerDiffers(position: columns.position))
        }
    }

    /// Checks that the token belongs to whoever acted, and that its role was assigned by whom the row says.
    func verifyToken(_ columns: AuthorColumns, redeemsCode: Bool) {
        let isRight: Bool
        if let token = columns.token {
            // Rows of one token follow one another.
            if lastToken?.id != token { lastToken = known.tokens[token].map { (id: token, owner: $0) } }
            let owner = columns.user.map { TokenOwners.Owner(user: $0, assignedBy: columns.assignedBy) }
            isRight = owner != nil && lastToken?.owner == owner
        } else {
            // Only who redeems a first code has no token yet.
            isRight = columns.assignedBy == nil || redeemsCode
        }
        if !isRight { report(.tokenDiffers(position: columns.position)) }
    }
}

extension JournalEvent {
    /// The member of the payload that names who acted, where every payload of the event has one.
    fileprivate var actorMember: StaticString? {
        switch (kind, action) {
        case (.expenditure, .recorded): "requested_by"
        case (.appraisal, .recorded): "appraiser"
        case (.contribution, .voided), (.openingBalance, .voided), (.fundTransfer, .voided),
            (.bankEntry, .voided), (.payable, .voided), (.handOverSlip, .voided):
            "voided_by"
        case (.openingBalance, .changed), (.handOverSlip, .changed): "confirmed_by"
        case (.expenditure, .changed), (.accountingPeriod, .changed), (.cashCount, .changed),
            (.bankReconciliation, .changed), (.payableGift, .changed):
            "state"
        case (_, .recorded): "recorded_by"
        default: nil
        }
    }

    /// The member that names who acted; nil when the state does not say.
    ///
    /// An unpaid expenditure may change hands with its hamlet, in any state before it is paid.
    fileprivate func actor(
        _ member: StaticString?, _ members: JSONMemberSlices, _ payload: [UInt8]
    ) -> StaticString? {
        let state = members.member("state", in: payload).map { payload[$0.value] }
        // What replaces a payment was requested and paid by who did so with that one.
        if kind == .expenditure, members.member("replaces", in: payload) != nil,
            action == .recorded || state?.isEqual(to: "\"paid\"") == true
        {
            return "approved_by"
        }
        guard action == .changed, kind != .openingBalance, kind != .handOverSlip else { return member }
        guard let state else { return nil }
        let actors: [(state: StaticString, member: StaticString)] =
            switch kind {
            case .expenditure:
                [
                    ("\"paid\"", "paid_by"), ("\"booked\"", "booked_by"), ("\"rejected\"", "rejected_by"),
                    ("\"cancelled\"", "cancelled_by"), ("\"voided\"", "voided_by"),
                ]
            case .accountingPeriod: [("\"submitted\"", "submitted_by"), ("\"closed\"", "closed_by")]
            case .cashCount, .bankReconciliation, .payableGift: [("\"confirmed\"", "confirmed_by")]
            default: []
            }
        return actors.first { state.isEqual(to: $0.state) }?.member
    }

    /// The member of the payload that has the time of the event.
    fileprivate var timeMember: StaticString? {
        switch (kind, action) {
        case (.expenditure, .recorded): "requested_at"
        case (.token, .issued): "created_at"
        case (_, .recorded): "recorded_at"
        case (_, .voided): "voided_at"
        default: nil
        }
    }

    /// True when the payload names this owner, or none.
    fileprivate func names(_ owner: String, _ members: JSONMemberSlices, _ payload: [UInt8]) -> Bool {
        let names: [(letter: UInt8, member: StaticString)] = [
            (UInt8(ascii: "h"), kind == .hamlet ? "id" : "hamlet"), (UInt8(ascii: "c"), "commune_owner"),
            (UInt8(ascii: "o"), "organisation_owner"),
        ]
        for name in names {
            guard let member = members.member(name.member, in: payload),
                !payload[member.value].isEqual(to: "null")
            else { continue }
            return owner.utf8.first == name.letter
                && owner.utf8.dropFirst().elementsEqual(payload[member.value])
        }
        return true
    }
}

extension ArraySlice<UInt8> {
    /// True for the digits of `number`.
    fileprivate func isNumber(_ number: Int64) -> Bool {
        Int64(String(decoding: self, as: UTF8.self)) == number
    }
}
