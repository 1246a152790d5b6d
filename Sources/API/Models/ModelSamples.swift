import Domain
import Store

/// Examples of outputs about models, of which the OpenAPI document tells the shape.
extension CriteriaSetView {
    static var sample: CriteriaSetView { CriteriaSetView(set: .sample) }
}

extension CriterionView {
    static var sample: CriterionView {
        CriterionView(number: 1, criterion: CriteriaSet.Criterion(name: "Hiệu quả", weight: 40, max: 10))
    }
}

extension ModelView {
    static var sample: ModelView { ModelView(model: .sample, appraisals: [], set: nil) }
}

extension WarnedModelView {
    static var sample: WarnedModelView { WarnedModelView(view: .sample, likelyDuplicates: []) }
}

extension AppraisalView {
    static var sample: AppraisalView {
        AppraisalView(
            appraisal: Appraisal(
                id: Identifier(1), model: Identifier(1), appraiser: Identifier(3), points: [9],
                remarks: nil, recordedAt: .sample), set: nil)
    }
}

extension CriterionScoreView {
    static var sample: CriterionScoreView { CriterionScoreView(criterion: 1, score: 9) }
}

extension ModelLine {
    static var sample: ModelLine { ModelLine(model: .sample) }
}

extension PublicModelView {
    static var sample: PublicModelView { PublicModelView(model: .sample) }
}

extension ModelReportView {
    static var sample: ModelReportView { ModelReportView(input: .sample, counts: []) }
}

extension ModelReportRow {
    static var sample: ModelReportRow { ModelReportRow(key: Model.Area.economy.rawValue, counts: []) }
}

extension ModelStatesView {
    static var sample: ModelStatesView { ModelStatesView(counts: []) }
}

extension PublicModelStatesView {
    static var sample: PublicModelStatesView { PublicModelStatesView(counts: []) }
}

extension ReplicationsView {
    static var sample: ReplicationsView {
        ReplicationsView(
            model: Identifier(1), counts: ReplicationCounts(direct: 1, transitive: 1, hamlets: 1),
            page: .sample)
    }
}

extension ReplicationView {
    static var sample: ReplicationView {
        ReplicationView(
            replication: Replication(
                model: Identifier(2), replicatedFrom: Identifier(1), name: "Thùng rác văn minh",
                owner: .hamlet(Identifier(1)), state: .registered, depth: 1))
    }
}

extension ModelReportInput {
    fileprivate static var sample: ModelReportInput {
        var decoder = RequestDecoder(
            path: [], query: [QueryValue(name: "unit", text: "40")], body: [], settings: ServiceSettings())
        return ModelReportInput(from: &decoder)
    }
}

extension CriteriaSet {
    fileprivate static var sample: CriteriaSet {
        CriteriaSet(
            id: Identifier(1), unit: "40", validFrom: .sample,
            criteria: [CriteriaSet.Criterion(name: "Hiệu quả", weight: 100, max: 10)], pass: 80)
    }
}

extension Model {
    fileprivate static var sample: Model {
        Model(
            id: Identifier(1), owner: .hamlet(Identifier(1)), unit: "16702", recordedBy: Identifier(1),
            recordedAt: .sample,
            sheet: Sheet(
                name: "Biến rác thành đường hoa", area: .cultureSociety, kind: .collective, year: 2026))
    }
}
