/// An input value as the domain's rules name it.
///
/// The layer above maps it to a position in the request.
package indirect enum Field: Hashable, Sendable {
    case amends
    case amount
    case appraisers
    case account
    case asOf
    case bank
    case bankReference
    case book
    case cash
    case changeDate
    case code
    case collector
    case countedBy
    case commune
    case communeUnit
    case decidedOn
    case decision
    case earlierMeeting
    case effectiveOn
    case endedOn
    case estimate
    case expenditures
    case firstReceipt
    case fund
    case funds
    case hamlet
    case hamlets
    case heldOn
    case household
    case households
    case initiativeFirstOn
    case into
    case item
    case invited
    case lastDay
    case lastReceipt
    case level
    case lines
    case matter
    case models
    case month
    case name
    case number
    case occupations
    case on
    case organisation
    case paidOn
    case parent
    case participated
    case payee
    case persons
    case purpose
    case pledge
    case pledgedOn
    case predecessor
    case receivedOn
    case reference
    case registeredOn
    case replicatedFrom
    case results
    case roleAssignments
    case score
    case scores
    case sentToCommuneOn
    case sentToFrontOn
    case sponsorLevel
    case successor
    case successorOrganisation
    case tier
    case toFund
    case type
    case unit
    case user
    case validFrom
    case validTo
    case workers
    /// An element of a list, indexed from 0.
    case element(Int, of: Field)
    /// A member of a list element.
    case member(Field, of: Field)

    package subscript(index: Int) -> Field { .element(index, of: self) }

    package func member(_ field: Field) -> Field { .member(field, of: self) }
}
