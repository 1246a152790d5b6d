import Domain
import Store

extension WriteTransaction {
    /// A code for a new user, who redeems it, another that is open, and a user who was disabled.
    borrowing func addEnrolments(by administrator: User) throws {
        let user = try addUser(named: "Bích")
        let assignment = RoleAssignment(role: .auditor, scope: .unit("40"))
        _ = try enrol(
            user, assignment: assignment, codeHash: [UInt8](repeating: 1, count: 32), hoursCount: 72,
            daysCount: 30)
        let token = try enrol(
            user, assignment: assignment, codeHash: [UInt8](repeating: 2, count: 32), hoursCount: 72,
            daysCount: 30)
        _ = try redeem(token, hash: [UInt8](repeating: 3, count: 32), confirmedBy: Actor(user.id))
        _ = try set(try addUser(named: "Tùng"), isDisabled: true)
    }
}
