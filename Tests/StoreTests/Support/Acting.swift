import Domain

@testable import Store

extension WriteTransaction {
    /// Runs `body` as a step of the same transaction that somebody else takes.
    borrowing func acting<Value>(
        as user: User.ID, _ body: (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        try body(WriteTransaction(session: session, actor: Actor(user), effects: effects))
    }
}
