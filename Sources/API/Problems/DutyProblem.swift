import Domain

extension Problem {
    /// A caller whose role does not permit the request: their role, and who may.
    init(roleMissing held: Role, allowed: Set<Role>) {
        let (own, others) = (Set([held]).alternatives, allowed.alternatives)
        self.init(
            .roleMissing,
            detail: Sentence(
                vi: "Bạn không có quyền thực hiện việc này (vai trò: \(own.vi)). "
                    + "Người thực hiện: \(others.vi).",
                en: "Your role does not permit this (role: \(own.en)). It is for: \(others.en)."))
    }

    /// A step that one person must not take: somebody else with a role for it must.
    ///
    /// - Parameters:
    ///   - code: the rule.
    ///   - step: the step, which completes the sentence that `person` begins.
    ///   - entity: what the step is about.
    ///   - person: who must not take the step, up to "must not".
    init(_ code: ProblemCode, step: String, of entity: EntityKind, notBy person: Sentence) {
        let roles = Endpoint.roles(taking: step, of: entity).alternatives
        self.init(
            code,
            detail: Sentence(
                vi: "\(person.vi) \(vietnamese(step)); cần người khác thực hiện (vai trò: \(roles.vi)).",
                en: "\(person.en) perform '\(step)'; another person is needed (role: \(roles.en))."))
    }
}

extension Sentence {
    /// Who voids a voucher that somebody must not void themselves.
    ///
    /// Whoever may void a payment may also void a receipt.
    static var anotherVoids: Sentence {
        let roles = Endpoint.roles(taking: "void", of: .expenditure).alternatives
        return Sentence(
            vi: "Cần người khác hủy phiếu (vai trò: \(roles.vi)).",
            en: "Another person must void it (role: \(roles.en)).")
    }

    /// Who appraises a model that somebody recorded themselves.
    static var anotherAppraises: Sentence {
        let roles = Endpoint.roles(taking: "appraise", of: .model).alternatives
        return Sentence(
            vi: "Cần người khác chấm điểm (vai trò: \(roles.vi)).",
            en: "Another person must appraise it (role: \(roles.en)).")
    }

    /// How others than the requester end a request.
    static var othersEndRequests: Sentence {
        let rejecters = Endpoint.roles(taking: "reject", of: .expenditure).alternatives
        let cancellers = Endpoint.roles(taking: "cancel", of: .expenditure).alternatives
        return Sentence(
            vi: "Người khác từ chối khoản chưa duyệt (vai trò: \(rejecters.vi)), "
                + "hoặc hủy khoản đã duyệt (vai trò: \(cancellers.vi)).",
            en: "Others reject it before it is approved (role: \(rejecters.en)), "
                + "or cancel it afterwards (role: \(cancellers.en)).")
    }

    /// How the refunds of a receipt end, so that it can be voided.
    static var refundsEnd: Sentence {
        let roles = Endpoint.roles(taking: "reject", of: .expenditure).alternatives
        return Sentence(
            vi:
                "Cần từ chối khoản hoàn trả chưa duyệt, hủy khoản đã duyệt, hoặc hủy phiếu chi của khoản đã chi "
                + "(người thực hiện: \(roles.vi)).",
            en: "Reject refunds that are not approved yet, cancel approved ones, or void their payments "
                + "(by: \(roles.en)).")
    }
}
