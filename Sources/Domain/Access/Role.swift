/// A role that a person holds.
///
/// The endpoint table states which roles may call an endpoint.
package enum Role: String, CaseIterable, Comparable, Sendable {
    case hamletHead = "hamlet_head"
    case clerk
    case accountant
    case treasurer
    case approver
    /// Runs models and decisions, for the Fatherland Front or the mass-mobilisation committee.
    case frontOfficer = "front_officer"
    case appraiser
    /// The community supervision board: reads everything, records findings.
    case supervisor
    case auditor
    case admin

    /// True for the duties that approve, pay and book money, which a hamlet's administrator cannot assign.
    package var isMoneyDuty: Bool {
        switch self {
        case .accountant, .treasurer, .approver: true
        case .hamletHead, .clerk, .frontOfficer, .appraiser, .supervisor, .auditor, .admin: false
        }
    }

    package static let moneyDuties = Set(allCases.filter(\.isMoneyDuty))

    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}
