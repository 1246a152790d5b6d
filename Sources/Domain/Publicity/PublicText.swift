/// The texts that are public.
///
/// Every other text is private.
package enum PublicText: CaseIterable, Sendable {
    /// The code of a unit.
    case unit
    /// The code of a commune.
    case commune
    case communeName
    /// The name of a hamlet, fund, model or group; of a donor, but not of an anonymous one or on a voided receipt.
    case name
    /// The number of a voucher, which is not a text that anyone writes.
    case number
    /// The name of a voucher book.
    case book
    /// What a payment was for.
    case purpose
    /// The item of a payment or statement.
    case item
    /// The title of a decision.
    case title
    /// What is decided.
    case text
    /// Where the meeting was.
    case place
    case quorum
    case threshold
    /// On what people were consulted.
    case matter
    /// The unit of measure of a quantity.
    case measure
    /// The number of the decision that recognised a model.
    case decisionNumber
    /// The row of a report.
    case key
    /// The value of a parameter.
    case value
    /// The law or decision that set a parameter.
    case source
    /// Why a closed month was opened again.
    case reopenReason
    /// For whom a fund collects, and by which law or decision.
    case collectsFor, collectionBasis
    /// Who took books over, and the names of a fund before and after it.
    case successorName, fromName, toName
    /// The code printed on a voucher.
    case code
    /// The code of the voucher by which another one was replaced.
    case replacedBy
    /// The code of the voided voucher that another one replaces.
    case replaces
    /// The bank account on which a fund takes money, when an office or organisation holds it; its bank and its holder.
    case accountNumber, bankName, holderName
    /// What a transfer to a fund says.
    case memo
    /// The text of a VietQR code.
    case payload
    /// The public part of an entry of the log; see `EntityTable.publicMembers`.
    case publicPart
    /// The hash of the private part, behind its nonce.
    case privateHash
    /// Hashes of the log's tree.
    case leaf, root, fromRoot, toRoot, hashes
    /// A signed checkpoint of the log.
    case checkpoint

    /// The name of the member.
    package var name: StaticString {
        switch self {
        case .unit: "unit"
        case .commune: "commune"
        case .communeName: "commune_name"
        case .name: "name"
        case .number: "number"
        case .book: "book"
        case .purpose: "purpose"
        case .item: "item"
        case .title: "title"
        case .text: "text"
        case .place: "place"
        case .quorum: "quorum"
        case .threshold: "threshold"
        case .matter: "matter"
        case .measure: "measure"
        case .decisionNumber: "decision_number"
        case .key: "key"
        case .value: "value"
        case .source: "source"
        case .replacedBy: "replaced_by"
        case .replaces: "replaces"
        case .reopenReason: "reopen_reason"
        case .collectsFor: "collects_for"
        case .collectionBasis: "collection_basis"
        case .successorName: "successor_name"
        case .fromName: "from_name"
        case .toName: "to_name"
        case .code: "code"
        case .accountNumber: "account_number"
        case .bankName: "bank_name"
        case .holderName: "holder_name"
        case .memo: "memo"
        case .payload: "payload"
        case .publicPart: "public_part"
        case .privateHash: "private_hash"
        case .leaf: "leaf"
        case .root: "root"
        case .fromRoot: "from_root"
        case .toRoot: "to_root"
        case .hashes: "hashes"
        case .checkpoint: "checkpoint"
        }
    }
}
