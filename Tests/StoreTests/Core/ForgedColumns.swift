import Domain

extension EntityKind {
    /// Columns whose values no other row implies, or not in every state: altered in row, entry and hashes at once, they are
    /// found by a kept checkpoint alone.
    ///
    /// No amount of a voucher or a posted move is among them, no number of a voucher, no owner of books and no posting.
    var columnsOfOwnWord: Set<String> { EntityKind.ownWords[self] ?? [] }

    private static let ownWords: [EntityKind: Set<String>] = [
        .accountingPeriod: ["month", "recorded_by", "recorded_ms", "reopen_reason", "submitted_by"],
        .appraisal: ["model", "remarks"],
        .bankAccount: [
            "bank_name", "basis", "closing_dong", "decision", "holder_kind", "holder_name", "opening_dong",
            "previous", "recorded_by", "recorded_ms", "valid_from", "valid_to",
        ],
        .bankCredit: [
            "account", "amount_dong", "booked_on", "ignored_reason", "line", "memo", "payer_account",
            "payer_name", "recorded_by", "recorded_ms", "source",
        ],
        .bankEntry: ["recorded_by", "recorded_ms", "reference", "void_reason"],
        .bankReconciliation: ["book_dong", "month", "note", "recorded_by", "recorded_ms"],
        .bookHandover: ["decided_on", "decision_number", "expenditures", "recorded_by"],
        .cashCount: [
            "book_dong", "counted_on", "fund", "note", "posts_difference", "recorded_by", "recorded_ms",
        ],
        .communityEvent: [
            "held_on", "households", "organisation", "persons", "recorded_by", "recorded_ms", "title", "unit",
        ],
        .consultation: [
            "commune", "eligible", "first_on", "invited", "last_on", "matter", "recorded_by", "recorded_ms",
            "title",
        ],
        .contribution: [
            "attachments", "donor_name", "donor_names", "is_anonymous", "names_book", "party_address",
            "party_name", "recorded_by", "sponsor_name", "void_reason", "voided_by", "voucher_reason",
        ],
        .criteriaSet: ["pass", "unit", "valid_from"],
        .decision: [
            "amends", "chair", "chose_online", "commune", "earlier_meeting", "held_on", "households",
            "initiative_consents", "initiative_first_on", "method", "place", "recorded_by", "recorded_ms",
            "secretary", "sent_to_commune_on", "sent_to_front_on", "state", "superseded_by", "title",
            "voted_by", "voting_mode",
        ],
        .expenditure: [
            "amount_dong", "approved_by", "approved_on", "attachments", "booked_by", "checked_by", "fund",
            "item", "method", "names_book", "note", "paid_by", "party_address", "payee", "purpose", "reason",
            "repays", "replaces", "requested_by", "requested_ms", "voucher_reason",
        ],
        .fund: ["decision", "name"],
        .fundTransfer: ["decision", "recorded_by", "recorded_ms", "void_reason"],
        .hamlet: ["commune", "kind", "name", "valid_from", "valid_to"],
        .handOverSlip: [
            "amount_dong", "confirmed_by", "first_receipt", "handed_on", "last_receipt", "recorded_by",
            "recorded_ms", "void_reason", "voided_by",
        ],
        .household: ["address", "code", "head_name", "origin", "tier", "valid_from", "workers"],
        .model: [
            "decided_by", "decided_on", "decision_number", "decline_reason", "forces", "lasting", "method",
            "name", "objective", "organisation", "outputs", "place", "recorded_by", "recorded_ms",
            "resources",
            "signer", "situation", "time", "year",
        ],
        .openingBalance: [
            "bank_dong", "basis", "cash_dong", "first_counter", "opened_on", "recorded_by", "recorded_ms",
            "second_counter", "void_reason",
        ],
        .organisation: ["kind", "name", "parent", "unit", "valid_from", "valid_to"],
        .parameter: ["source", "unit", "valid_from", "value"],
        .payable: [
            "creditor_address", "creditor_household", "creditor_name", "document", "purpose", "recorded_by",
            "recorded_ms", "void_reason", "voided_by",
        ],
        .payableGift: ["amount_dong", "consent", "is_anonymous", "payable", "recorded_by", "recorded_ms"],
        .pledge: ["amount_dong", "household", "pledged_on", "state", "transferred_from"],
        .profile: ["area_m2", "as_of", "house_area_m2", "house_seats", "households", "persons"],
        .reorganisation: [
            "decided_on", "decision_number", "effective_on", "expenditures", "households", "kind", "models",
            "persons", "pledges", "role_assignments",
        ],
        .token: [
            "assigned_by", "code_hash", "created_ms", "days", "expires_ms", "hamlet", "hash", "redeemed_ms",
            "revoked_ms", "role", "unit_code", "user_account",
        ],
        .unit: ["level", "name", "valid_from", "valid_to"],
        .unitSuccession: ["decided_on", "decision_number", "predecessor"],
        .user: ["disabled_ms", "name"],
        .voucherBook: ["name", "state"],
        .voucherPrint: ["contribution", "number"],
    ]
}
