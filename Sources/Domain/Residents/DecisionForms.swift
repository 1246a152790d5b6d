extension Decision {
    /// A form of deciding that a parameter opens for a matter.
    package enum Form: String, CaseIterable, Sendable {
        case meeting
        /// Ballots brought to the households at any time.
        case ballots
        /// Ballots after a meeting that lacked households.
        case ballotsAfterMeeting = "ballots_after_meeting"
        /// Ballots on a matter of the whole commune, at any time.
        case ballotsCommuneWide = "ballots_commune_wide"
        case online

        /// The forms in a parameter's value, or nil when one is unknown, repeated or missing.
        package static func forms(in value: String) -> Set<Form>? {
            let terms = Parameter.terms(in: value)
            let forms = Set(terms.compactMap(Form.init(rawValue:)))
            return forms.isEmpty || forms.count != terms.count ? nil : forms
        }

        /// True when everything that `forms` opens is open with `others` too.
        static func opens(_ forms: Set<Form>, noMoreThan others: Set<Form>) -> Bool {
            var open = others
            if open.contains(.ballots) { open.formUnion([.ballotsAfterMeeting, .ballotsCommuneWide]) }
            return forms.isSubset(of: open)
        }
    }

    /// The forms open for an item, and what the earlier meeting, if the votes name one, says about it.
    package struct OpenForms: Hashable, Sendable {
        package let forms: Set<Form>
        /// True when the earlier meeting was about the same matter and had fewer households than it needed.
        package let meetingLackedHouseholds: Bool

        package init(_ forms: Set<Form>, meetingLackedHouseholds: Bool) {
            self.forms = forms
            self.meetingLackedHouseholds = meetingLackedHouseholds
        }
    }

    /// Checks that the form in which the households decided is open for every item.
    ///
    /// - Parameters:
    ///   - proceedings: the votes.
    ///   - open: one per item, in the order of the items.
    /// - Throws: `.duty(.formClosed)`; `.duty(.meetingFirst)` for ballots that need an earlier meeting without households.
    /// - Source: Law 10/2022/QH15, articles 17 to 19; Decree 59/2023, articles 3 to 5, per DOMAIN §2.
    package func checkForm(of proceedings: Proceedings, open: [OpenForms]) throws(Refusal) {
        for (index, item) in open.enumerated() {
            let forms = item.forms
            switch proceedings.votingMode {
            case .meeting: if forms.contains(.meeting) { continue }
            case .online: if forms.contains(.online) { continue }
            case .ballots:
                if forms.contains(.ballots) { continue }
                if scope.commune != nil, forms.contains(.ballotsCommuneWide) { continue }
                if forms.contains(.ballotsAfterMeeting) {
                    if item.meetingLackedHouseholds { continue }
                    throw .duty(.meetingFirst(item: index + 1))
                }
            }
            throw .duty(
                .formClosed(item: index + 1, open: Form.allCases.filter { forms.contains($0) }))
        }
    }

    /// True when this decision is a concluded meeting before `day` of the same households on `matter`, at which fewer
    /// of them were represented than one of `needed`.
    package func lackedHouseholds(
        for matter: Matter, before day: LocalDate, in scope: Scope, needed: [Threshold]
    ) -> Bool {
        guard let proceedings, proceedings.votingMode == .meeting, self.scope == scope, !outcomes.isEmpty,
            proceedings.heldOn < day, draft.items.contains(where: { $0.matter == matter })
        else { return false }
        return needed.contains {
            !$0.isReached(by: proceedings.representedCount, of: proceedings.householdsCount)
        }
    }
}

extension Decision.Matter {
    /// The parameter that says in which forms households decide on the matter.
    package var forms: Parameter.Key {
        switch self {
        case .policy, .rates, .exemptions, .estimate, .spendingPlan, .labourPrice, .landPrice, .materialPrice:
            .contributionForms
        case .byLaw: .byLawForms
        case .election: .electionForms
        case .boards: .boardsForms
        case .other: .otherForms
        }
    }
}
