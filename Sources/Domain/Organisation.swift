/// An organisation that gives, organises or owns a model: a union, a front committee, a company.
package struct Organisation: Hashable, Sendable {
    package typealias ID = Identifier<Organisation>

    package enum Kind: String, CaseIterable, Sendable {
        case womensUnion = "womens_union"
        case fatherlandFront = "fatherland_front"
        case youthUnion = "youth_union"
        case veteransAssociation = "veterans_association"
        case farmersUnion = "farmers_union"
        case partyCell = "party_cell"
        case stateAgency = "state_agency"
        case enterprise
        case community
    }

    package let id: ID
    package let name: String
    package let kind: Kind
    /// The code of the unit in whose subtree it stands.
    package let unit: AdministrativeUnit.Code
    package let version: Int64

    package init(id: ID, name: String, kind: Kind, unit: AdministrativeUnit.Code, version: Int64) {
        self.id = id
        self.name = name
        self.kind = kind
        self.unit = unit
        self.version = version
    }
}
