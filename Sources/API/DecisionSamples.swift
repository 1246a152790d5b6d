import Domain

/// Examples of outputs about parameters and decisions, of which the OpenAPI document tells the shape.
extension ParameterView {
    static var sample: ParameterView {
        ParameterView(
            parameter: Parameter(
                id: Identifier(1), key: .ratesThreshold, unit: "40", validFrom: .sample, value: ">=2/3",
                source: "10/2022/QH15, Điều 15"))
    }
}

extension DecisionView {
    static var sample: DecisionView { DecisionView(decision: .sample) }
}

extension PublicDecisionView {
    static var sample: PublicDecisionView { PublicDecisionView(decision: .sample) }
}

extension DecisionItemView {
    static var sample: DecisionItemView { DecisionItemView(decision: .sample, index: 0, isCounted: true) }
}

extension NameView {
    static var sample: NameView { NameView(name: "Nguyễn Văn An") }
}

extension Decision {
    fileprivate static var sample: Decision {
        Decision(
            id: Identifier(1), scope: .hamlet(Identifier(1)), recordedBy: Identifier(1), recordedAt: .sample,
            draft: Draft(
                title: "Bê tông hóa đường xóm 9",
                items: [Item(matter: .rates, text: "Mỗi hộ góp 1.200.000 đồng")], initiative: nil, amends: nil
            ))
    }
}
