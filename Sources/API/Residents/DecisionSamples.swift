import Domain
import Store

/// Examples of outputs about parameters, decisions, consultations and profiles, of which the OpenAPI document tells the shape.
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

extension ConsultationView {
    static var sample: ConsultationView {
        ConsultationView(
            consultation: Consultation(
                id: Identifier(1), scope: .commune("17950"), matter: "sap-nhap-2024", title: "Sắp xếp đơn vị",
                firstOn: .sample, lastOn: .sample, counts: .zero, recordedBy: Identifier(1),
                recordedAt: .sample))
    }
}

extension ConsultationReportView {
    static var sample: ConsultationReportView {
        ConsultationReportView(unit: "40", matter: "sap-nhap-2024", communes: [])
    }
}

extension PublicConsultationReportView {
    static var sample: PublicConsultationReportView { PublicConsultationReportView(report: .sample) }
}

extension ConsultedCommuneView {
    static var sample: ConsultedCommuneView {
        ConsultedCommuneView(row: ConsultedCommune(commune: "17950", placesCount: 1, counts: .zero))
    }
}

extension ShareView {
    static var sample: ShareView {
        guard let share = Share(1, of: 2) else { preconditionFailure("a half") }
        return ShareView(share: share)
    }
}

extension ProfileView {
    static var sample: ProfileView { ProfileView(profile: .sample) }
}

extension PublicProfileView {
    static var sample: PublicProfileView { PublicProfileView(profile: .sample) }
}

extension OccupationView {
    static var sample: OccupationView {
        OccupationView(occupation: Profile.Occupation(name: "Nông nghiệp", personsCount: 400))
    }
}

extension Profile {
    fileprivate static var sample: Profile {
        Profile(
            id: Identifier(1), hamlet: Identifier(1), asOf: .sample,
            facts: Facts(
                householdsCount: 315, personsCount: 897, areaSquareMetres: nil, occupations: [],
                culturalHouseSquareMetres: nil, culturalHouseSeatsCount: nil), recordedBy: Identifier(1),
            recordedAt: .sample)
    }
}

extension ReorganisationView {
    static var sample: ReorganisationView {
        let (old, new) = (HamletView.sample.hamlet, HamletView.sample.hamlet)
        let handOver = Reorganisation.HandOver(
            from: Identifier(1), to: Identifier(2), cash: Dong(1_500_000), bank: .zero)
        return ReorganisationView(
            reorganisation: Reorganisation(
                id: Identifier(1), kind: .merge,
                order: Reorganisation.Order(number: "12/NQ-HĐND", decidedOn: .sample, effectiveOn: .sample),
                steps: [Reorganisation.Step(predecessor: old.id, successor: new.id)], handOvers: [handOver],
                moved: Reorganisation.Moved(), recordedBy: Identifier(1), recordedAt: .sample),
            hamlets: [(old, new)],
            lines: [Line(handOver: handOver, fromName: "Quỹ đường", toName: "Quỹ đường", hamlet: new.id)])
    }
}

extension ReorganisedHamletView {
    static var sample: ReorganisedHamletView {
        ReorganisedHamletView(predecessor: HamletView.sample.hamlet, successor: HamletView.sample.hamlet)
    }
}

extension HandOverView {
    static var sample: HandOverView { HandOverView(line: ReorganisationView.sample.lines[0]) }
}
