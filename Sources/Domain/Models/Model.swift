/// A model (mô hình, or điển hình for one person): a good way of mobilising people that is registered, appraised,
/// recognised and replicated.
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

    /// Collective and individual models are always counted separately.
    package enum Kind: String, CaseIterable, Sendable {
        case collective
        case individual
    }

    package enum State: String, CaseIterable, Sendable {
        case draft
        case registered
        /// Sent back with remarks, to be registered again.
        case returned
        /// Admitted to appraisal.
        case accepted
        /// At least two appraisers have given their scores.
        case appraised
        case recognised
        case declined
    }

    package enum Step: String, CaseIterable, Sendable {
        case edit
        case register
        case accept
        case nameAppraisers = "name_appraisers"
        case returnToOwner = "return"
        case appraise
        case recognise
        case decline
    }

    package enum Level: String, CaseIterable, Sendable {
        case hamlet
        case commune
        /// Only for recognition decisions up to 2025-06-30.
        case district
        case province
        case central
    }

    /// Who runs the model.
    package enum Owner: Hashable, Sendable {
        case hamlet(Hamlet.ID)
        case organisation(Organisation.ID)
    }

    /// The sections of the registration form besides the name, in order.
    package enum FormSection: String, CaseIterable, Sendable {
        case situation
        case objective
        case method
        case place
        case forces
        case resources
        case time
        case outputs
        case sustainability = "lasting"
    }

    /// The completed registration form.
    ///
    /// It may be corrected until the model is registered.
    package struct RegistrationForm: Hashable, Sendable {
        package let name: String
        package let area: Area
        package let kind: Kind
        package let year: Int
        /// A section that was not filled in is absent.
        package let sections: [FormSection: String]
        /// The model that this one replicates.
        package let replicatedFrom: ID?

        package init(
            name: String, area: Area, kind: Kind, year: Int, sections: [FormSection: String] = [:],
            replicatedFrom: ID? = nil
        ) {
            self.name = name
            self.area = area
            self.kind = kind
            self.year = year
            self.sections = sections
            self.replicatedFrom = replicatedFrom
        }
    }

    /// The final decision and the user who entered it.
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
        /// The number of the decision, such as `12/QĐ-UBND`.
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
    /// The owner's unit when the model was recorded, for reports by historical boundaries.
    package let unit: AdministrativeUnit.Code
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package internal(set) var form: RegistrationForm
    package internal(set) var state: State
    /// The date of the latest registration, or nil for a draft.
    package internal(set) var registeredOn: LocalDate?
    /// The set used for appraisal: the one in force at registration, or else at the first appraisal.
    package internal(set) var criteriaSet: CriteriaSet.ID?
    /// Who appraises it, fixed by the first appraisal; empty before it is accepted, and for models accepted before
    /// 2026-12.
    package internal(set) var appraisers: [User.ID]
    /// Why the model was returned.
    ///
    /// Cleared when it is registered again.
    package internal(set) var remarks: String?
    package internal(set) var decision: Decision?
    package internal(set) var version: Int64

    /// The years that a form may state.
    package static let years: ClosedRange<Int64> = 2000...2100

    package init(
        id: ID, owner: Owner, unit: AdministrativeUnit.Code, recordedBy: User.ID, recordedAt: Instant,
        form: RegistrationForm, state: State = .draft, registeredOn: LocalDate? = nil,
        criteriaSet: CriteriaSet.ID? = nil, appraisers: [User.ID] = [], remarks: String? = nil,
        decision: Decision? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.unit = unit
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.form = form
        self.state = state
        self.registeredOn = registeredOn
        self.criteriaSet = criteriaSet
        self.appraisers = appraisers
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

    /// True when the model is public: it is in progress or recognised.
    ///
    /// An individual is public only once recognised: an unsuccessful nomination is a private matter.
    ///
    /// - Source: DOMAIN §10.
    package var isPublic: Bool { Model.isPublic(form.kind, in: state) }

    /// True when a model of this kind is public in `state`.
    package static func isPublic(_ kind: Kind, in state: State) -> Bool {
        switch (state, kind) {
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
