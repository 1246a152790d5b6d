package import Domain

// The states of what becomes public on its way: see `StoredEntity.mayBePublic`.

extension Expenditure {
    /// True for a payment; a request, a check and an approval are the office's own.
    package func mayBePublic(on today: LocalDate) -> Bool { voucher != nil }
}

extension Decision {
    /// True once it is concluded.
    package func mayBePublic(on today: LocalDate) -> Bool {
        switch state {
        case .draft, .voted: false
        case .passed, .failed, .sent, .superseded: true
        }
    }
}

extension Organisation {
    /// True unless it is new: it keeps no books and has no model yet.
    package func mayBePublic(on today: LocalDate) -> Bool { version > 1 }
}

extension Model {
    /// True for a public model, and for one that may have been public until it was returned or declined.
    package func mayBePublic(on today: LocalDate) -> Bool {
        isPublic || form.kind == .collective && state != .draft
    }
}

extension Profile {
    /// True once its month has ended; a new day has a new tag by itself.
    package func mayBePublic(on today: LocalDate) -> Bool {
        PublicFigure.profilePersons.granularity.day(onOrBefore: today, today: today).map { asOf <= $0 }
            ?? false
    }
}
