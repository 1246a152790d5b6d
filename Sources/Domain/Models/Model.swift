/// A model (mô hình; điển hình when it is one person): a good way of mobilising people, registered, appraised,
/// recognised and copied.
///
/// - Source: DOMAIN §7; the register form of ward Thanh Khê, 2026.
package struct Model: VersionedEntity, Hashable {
    package typealias ID = Identifier<Model>

    package static let kind = EntityKind.model

    package enum Area: String, CaseIterable, Sendable {
        case economy
        case cultureSociety = "culture_society"
        case securityDefence = "security_defence"
        case politicalSystem = "political_system"
    }

    /// Always counted apart.
    package enum Kind: String, CaseIterable, Sendable {
        case collective
        case individual
    }

    package enum State: String, CaseIterable, Sendable {
        case draft
        case registered
        /// Sent back with remarks, to be registered again.
        case returned
        /// Taken in for appraisal.
        case accepted
        /// Two appraisers or more have given their points.
        case appraised
        case recognised
        case declined
    }

    package enum Step: String, CaseIterable, Sendable {
        case edit
        case register
        case accept
        case giveBack = "return"
        case appraise
        case recognise
        case decline
    }

    package enum Level: String, CaseIterable, Sendable {
        case hamlet
        case commune
        /// Only for decisions to 2025-06-30.
        case district
        case province
        case central
    }

    /// Who carries the model.
    package enum Owner: Hashable, Sendable {
        case hamlet(Hamlet.ID)
        case organisation(Organisation.ID)
    }

    /// The contents of the form beside the name, in its order.
    package enum Content: String, CaseIterable, Sendable {
        case situation
        case objective
        case method
        case place
        case forces
        case resources
        case time
        case outputs
        case lasting
    }

    /// The register form as filled in: what may be corrected until it is registered.
    package struct Sheet: Hashable, Sendable {
        package let name: String
        package let area: Area
        package let kind: Kind
        package let year: Int
        /// Absent: not filled in.
        package let contents: [Content: String]
        /// The model of which this one is a copy.
        package let replicatedFrom: ID?

        package init(
            name: String, area: Area, kind: Kind, year: Int, contents: [Content: String] = [:],
            replicatedFrom: ID? = nil
        ) {
            self.name = name
            self.area = area
            self.kind = kind
            self.year = year
            self.contents = contents
            self.replicatedFrom = replicatedFrom
        }
    }

    /// What the decision says, and who entered it.
    package struct Decision: Hashable, Sendable {
        package enum Outcome: Hashable, Sendable {
            case recognised(Recognition)
            case declined(reason: String)
        }

        package let outcome: Outcome
        package let by: User.ID

        package init(_ outcome: Outcome, by person: User.ID) {
            self.outcome = outcome
            by = person
        }
    }

    package struct Recognition: Hashable, Sendable {
        package let level: Level
        /// Of the decision, such as `12/QĐ-UBND`.
        package let number: String
        package let decidedOn: LocalDate
        package let signer: String

        package init(level: Level, number: String, decidedOn: LocalDate, signer: String) {
            self.level = level
            self.number = number
            self.decidedOn = decidedOn
            self.signer = signer
        }
    }

    package let id: ID
    package internal(set) var owner: Owner
    /// The unit in which the owner stood when the model was recorded, for reports by the unit of that time.
    package let unit: AdministrativeUnit.Code
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package internal(set) var sheet: Sheet
    package internal(set) var state: State
    /// The day of the last registration; nil for a draft.
    package internal(set) var registeredOn: LocalDate?
    /// By which it is appraised: the one in force when it was registered, or else at the first appraisal.
    package internal(set) var criteriaSet: CriteriaSet.ID?
    /// Why it was returned, until it is registered again.
    package internal(set) var remarks: String?
    package internal(set) var decision: Decision?
    package internal(set) var version: Int64

    /// The years that a form may name.
    package static let years: ClosedRange<Int64> = 2000...2100

    package init(
        id: ID, owner: Owner, unit: AdministrativeUnit.Code, recordedBy: User.ID, recordedAt: Instant,
        sheet: Sheet, state: State = .draft, registeredOn: LocalDate? = nil,
        criteriaSet: CriteriaSet.ID? = nil, remarks: String? = nil, decision: Decision? = nil,
        version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.unit = unit
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.sheet = sheet
        self.state = state
        self.registeredOn = registeredOn
        self.criteriaSet = criteriaSet
        self.remarks = remarks
        self.decision = decision
        self.version = version
    }

    package var recognition: Recognition? {
        if case .recognised(let recognition) = decision?.outcome { recognition } else { nil }
    }

    package var declineReason: String? {
        if case .declined(let reason) = decision?.outcome { reason } else { nil }
    }

    /// True when strangers may know of the model: what is under way or recognised.
    ///
    /// A single person only once recognised: to be put forward and not chosen is nobody's business.
    ///
    /// - Source: DOMAIN §10.
    package var isPublic: Bool {
        switch (state, sheet.kind) {
        case (.recognised, _): true
        case (.registered, .collective), (.accepted, .collective), (.appraised, .collective): true
        case (.registered, .individual), (.accepted, .individual), (.appraised, .individual),
            (.draft, _), (.returned, _), (.declined, _):
            false
        }
    }
}

extension Model.Owner {
    package var hamlet: Hamlet.ID? {
        if case .hamlet(let hamlet) = self { hamlet } else { nil }
    }

    package var organisation: Organisation.ID? {
        if case .organisation(let organisation) = self { organisation } else { nil }
    }
}
