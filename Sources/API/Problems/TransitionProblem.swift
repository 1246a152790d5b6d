import Domain
import HTTP

extension Problem {
    /// A step that the current state does not allow: which steps come first and who takes them, or what is allowed
    /// instead.
    init(
        _ code: ProblemCode = .invalidTransition, step: String, of entity: EntityKind,
        notAllowedIn state: String
    ) {
        let detail: Sentence =
            switch advice(for: step, of: entity, in: state) {
            case .first(let steps)?: .missing(steps, before: step, of: entity, in: state)
            case .instead(let steps)?: .refused(step, of: entity, in: state, allowing: steps)
            case nil: .refused(step, of: entity, in: state, allowing: [])
            }
        self.init(code, detail: detail)
    }

    static func appraisalMissing(_ step: String, _ from: String) -> Problem {
        Problem(.appraisalMissing, step: step, of: .model, notAllowedIn: from)
    }

    /// An entity about which the final decision was made.
    init(frozen entity: EntityKind, in state: String) {
        let renewal = Sentence.renewal(of: entity)
        self.init(
            .frozen,
            detail: Sentence(
                vi: "\(entity.vietnameseAtStart) đang ở trạng thái '\(vietnamese(state))'. \(renewal.vi)",
                en: "The \(entity.rawValue) is '\(state)'. \(renewal.en)"))
    }
}

extension Sentence {
    fileprivate static func missing(
        _ steps: [String], before step: String, of entity: EntityKind, in state: String
    ) -> Sentence {
        let steps = steps.map { named($0, of: entity) }
        let (first, english) = (steps.map(\.vi), steps.map(\.en))
        return Sentence(
            vi: "Chưa thực hiện được bước này: cần \(first.joined(separator: ", rồi ")) trước khi "
                + "\(vietnamese(step)); \(entity.vietnamese) đang ở trạng thái '\(vietnamese(state))'.",
            en: "Not possible yet: \(english.joined(separator: ", then ")) must come before '\(step)'; "
                + "the \(entity.rawValue) is '\(state)'.")
    }

    fileprivate static func refused(
        _ step: String, of entity: EntityKind, in state: String, allowing steps: [String]
    ) -> Sentence {
        let steps = steps.map { named($0, of: entity) }
        let (allowed, english) = (steps.map(\.vi), steps.map(\.en))
        let next =
            steps.isEmpty
            ? renewal(of: entity)
            : Sentence(
                vi: "Bước có thể làm: \(allowed.joined(separator: "; ")).",
                en: "Possible now: \(english.joined(separator: "; ")).")
        return Sentence(
            vi: "Không thực hiện được bước '\(vietnamese(step))': \(entity.vietnamese) đang ở trạng thái "
                + "'\(vietnamese(state))'. \(next.vi)",
            en: "'\(step)' is not possible: the \(entity.rawValue) is '\(state)'. \(next.en)")
    }

    /// The way on when an entity has no further step: a new one.
    ///
    /// Nobody records what a bank told anew: a credit that is used is given back by the receipts on it.
    fileprivate static func renewal(of entity: EntityKind) -> Sentence {
        if entity == .bankCredit {
            let roles = Endpoint.roles(taking: "void", of: .contribution).alternatives
            return Sentence(
                vi: "Nếu một phiếu thu đã lập là sai, hủy phiếu đó trước (người thực hiện: \(roles.vi)).",
                en: "If a receipt on it is wrong, void that receipt first (by: \(roles.en)).")
        }
        let roles = Endpoint.roles(recording: entity).alternatives
        return Sentence(
            vi: "Nếu cần, lập \(entity.vietnamese) mới (người thực hiện: \(roles.vi)).",
            en: "Record a new \(entity.rawValue) if needed (by: \(roles.en)).")
    }

    /// A step and who may take it, such as "kiểm tra (kế toán)".
    private static func named(_ step: String, of entity: EntityKind) -> Sentence {
        let roles = Endpoint.roles(taking: step, of: entity).alternatives
        return Sentence(vi: "\(vietnamese(step)) (\(roles.vi))", en: "'\(step)' (\(roles.en))")
    }
}

extension Endpoint {
    /// The roles that may take `step` of an entity, from the endpoint table.
    static func roles(taking step: String, of entity: EntityKind) -> Set<Role> {
        let path = entity.path
        return switch (entity, step) {
        case (.pledge, "receive"): roles(.post, "/v1/contributions")
        case (.contribution, "refund"): roles(.post, path + "/{id}/refunds")
        case (.model, "appraise"): roles(.post, path + "/{id}/appraisals")
        // A decision is superseded by a new one that passes.
        case (.decision, "supersede"): roles(.post, path)
        case (_, "edit"): roles(.patch, path + "/{id}")
        default: roles(.post, path + "/{id}/" + step.replacing("_", with: "-"))
        }
    }

    /// The roles that may record a new entity, from the endpoint table.
    static func roles(recording entity: EntityKind) -> Set<Role> {
        switch entity {
        case .payable: roles(taking: "owe", of: .expenditure)
        case .payableGift: roles(.post, EntityKind.payable.path + "/{id}/gifts")
        default: roles(.post, entity.path)
        }
    }

    /// The roles that may call an endpoint of the table; empty for anonymous access and for an unknown endpoint.
    static func roles(_ method: Method, _ path: String) -> Set<Role> {
        for endpoint in Service.table where endpoint.method == method && endpoint.path.text == path {
            switch endpoint.access {
            case .roles(let roles), .signed(let roles): return roles
            case .anonymous, .codeHolder, .witness: return []
            }
        }
        return []
    }
}
