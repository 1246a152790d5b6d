import Domain

extension Field {
    /// The JSON pointer of the field in a body.
    ///
    /// A test checks that the endpoint of each refusal declares a member at its pointer.
    ///
    /// - Source: RFC 6901.
    var pointer: String {
        switch self {
        case .amends: "/amends"
        case .appraisers: "/appraisers"
        case .asOf: "/as_of"
        case .bank: "/bank"
        case .bankReference: "/bank_reference"
        case .cash: "/cash"
        case .changeDate: "/on"
        case .code: "/code"
        case .commune: "/commune"
        case .decidedOn: "/decided_on"
        case .decision: "/decision"
        case .earlierMeeting: "/earlier_meeting"
        case .effectiveOn: "/effective_on"
        case .endedOn: "/ended_on"
        case .expenditures: "/expenditures"
        case .fund: "/fund"
        case .funds: "/funds"
        case .hamlet: "/hamlet"
        case .hamlets: "/hamlets"
        case .heldOn: "/held_on"
        case .household: "/household"
        case .households: "/households"
        case .initiativeFirstOn: "/initiative_first_on"
        case .into: "/into"
        case .item: "/item"
        case .invited: "/invited"
        case .lastDay: "/to"
        case .level: "/level"
        case .matter: "/matter"
        case .models: "/models"
        case .name: "/name"
        case .occupations: "/occupations"
        case .organisation: "/organisation"
        case .paidOn: "/paid_on"
        case .parent: "/parent"
        case .participated: "/participated"
        case .persons: "/persons"
        case .purpose: "/purpose"
        case .pledge: "/pledge"
        case .pledgedOn: "/pledged_on"
        case .predecessor: "/predecessor"
        case .receivedOn: "/received_on"
        case .registeredOn: "/registered_on"
        case .replicatedFrom: "/replicated_from"
        case .results: "/results"
        case .roleAssignments: "/role_assignments"
        case .score: "/score"
        case .scores: "/scores"
        case .sentToCommuneOn: "/sent_to_commune_on"
        case .sentToFrontOn: "/sent_to_front_on"
        case .sponsorLevel: "/sponsor_level"
        case .successor: "/successor"
        case .tier: "/tier"
        case .type: "/type"
        case .unit: "/unit"
        case .user: "/user"
        case .validFrom: "/valid_from"
        case .validTo: "/valid_to"
        case .workers: "/workers"
        case .element(let index, let list): "\(list.pointer)/\(index)"
        case .member(let field, let element): element.pointer + field.pointer
        }
    }
}
