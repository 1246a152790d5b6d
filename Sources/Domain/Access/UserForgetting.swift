extension User {
    /// The user without their name, but with a different one than any other.
    package var forgotten: User {
        User(id: id, name: "\(Household.forgottenName) \(id.number)", disabledAt: disabledAt)
    }
}
