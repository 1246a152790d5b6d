import Domain
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct ModelCountTests {
    private func counts(
        in office: TestStore, below unit: String = "40", from: String? = nil, to: String? = nil
    ) throws -> Int64 {
        try office.read { tx in
            try tx.modelCounts(
                below: unit, from: from.map { try LocalDate.day($0) }, to: to.map { try LocalDate.day($0) })
        }
        .reduce(0) { $0 + $1.count }
    }

    @Test func `models count by registration date, inclusive, without drafts`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            _ = try tx.register(tx.draft(in: village), on: .day("2026-01-01"))
            _ = try tx.register(tx.draft(in: village), on: .day("2026-05-31"))
            _ = try tx.register(tx.draft(in: village), on: .day("2026-06-01"))
            _ = try tx.draft(in: village)
        }
        #expect(try counts(in: office) == 3)
        #expect(try counts(in: office, from: "2026-01-01", to: "2026-05-31") == 2)
        #expect(try counts(in: office, from: "2026-01-02") == 2)
        #expect(try counts(in: office, to: "2025-12-31") == 0)
        #expect(try counts(in: office, below: "16702") == 3)
        #expect(try counts(in: office, below: "17329") == 0)
    }

    @Test func `a unit counts the models in it at registration`() throws {
        let office = try TestStore()
        try office.write { tx in
            let ended = try #require(Validity(from: nil, to: LocalDate("2025-06-30")))
            let always = try #require(Validity(from: nil, to: nil))
            _ = try tx.record(
                code: "40", level: .province, parent: nil, name: "Tỉnh Nghệ An", validity: always)
            _ = try tx.record(code: "412", level: .district, parent: "40", name: "Vinh", validity: ended)
            _ = try tx.record(
                code: "16702", level: .commune, parent: "412", name: "Phường Nghi Phú", validity: ended)
        }
        let village = try Village(in: office)
        try office.write { tx in
            _ = try tx.register(tx.draft(in: village), on: .day("2024-03-01"))
            _ = try tx.register(tx.draft(in: village), on: .day("2026-03-01"))
        }
        #expect(try counts(in: office, below: "412") == 1)
        #expect(try counts(in: office, below: "40") == 2)
        #expect(try counts(in: office, below: "16702") == 2)
    }

    @Test func `a model moves between the counts of its states`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        func states() throws -> [String: Int64] {
            let counts = try office.read { tx in try tx.modelCounts(of: village.hamlet.id) }
            return Dictionary(uniqueKeysWithValues: counts.map { ($0.state.rawValue, $0.count) })
        }
        #expect(try states() == [:])
        let draft = try office.write { tx in try tx.draft(in: village) }
        #expect(try states() == ["draft": 1])
        let registered = try office.write { tx in try tx.register(draft) }
        #expect(try states() == ["registered": 1])
        _ = try office.write { tx in try tx.accept(registered) }
        #expect(try states() == ["accepted": 1])
    }

    @Test func `sorts are counted separately`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in try tx.addModels(of: village) }
        let counts = try office.read { tx in try tx.modelCounts(below: "40", from: nil, to: nil) }
        #expect(
            Set(counts) == [
                ModelCount(
                    area: .cultureSociety, kind: .collective, state: .recognised, level: .commune, count: 1),
                ModelCount(
                    area: .cultureSociety, kind: .individual, state: .declined, level: nil, count: 1),
            ])
        // The union's model belongs to no hamlet.
        #expect(
            try office.read { tx in try tx.modelCounts(of: village.hamlet.id) }
                == [HamletModelCount(state: .recognised, kind: .collective, count: 1)])
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `after random steps the stored counts equal a recount`(seed: UInt64) throws {
        let office = try TestStore()
        let village = try Village(in: office)
        var random = SeededGenerator(seed: seed)
        let jury = try office.write { tx in
            _ = try tx.addCriteria()
            return try ModelOfficers(in: tx)
        }
        for _ in 0..<150 {
            let draw = Int.random(in: 0..<9, using: &random)
            let pick = Int64.random(in: 1...8, using: &random)
            let area = Model.Area.allCases.randomElement(using: &random) ?? .economy
            do {
                try office.write { tx in
                    try tx.take(draw, on: Model.ID(pick), area: area, in: village, jury: jury)
                }
            } catch is Refusal {
                // A refused step stores nothing, which this test checks too.
            }
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
        let models = try office.read { tx in
            try tx.models(of: village.hamlet.id, matching: ModelFilter(), before: nil, limit: 500)
        }
        #expect(try counts(in: office) == Int64(models.count { $0.registeredOn != nil }))
        let stored = try office.read { tx in try tx.modelCounts(of: village.hamlet.id) }
        for state in Model.State.allCases {
            let count = stored.filter { $0.state == state }.reduce(0) { $0 + $1.count }
            #expect(count == Int64(models.count { $0.state == state }))
        }
        #expect(models.count > 3)
    }

    @Test func `changed counts are reported by sort`() throws {
        let ledger = try SampleBooks()
        let day = Int64(LocalDate.sample.packed)
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE unit_model SET models_count = 7 WHERE state = 'recognised';
                DELETE FROM hamlet_model WHERE state = 'recognised';
                """)
        #expect(
            discrepancies == [
                .totalDiffers(
                    .unitModels(
                        unit: "16702", registeredOn: day,
                        sort: "culture_society collective recognised commune"),
                    stored: 7, computed: 1),
                .totalDiffers(
                    .hamletModels(hamlet: 1, state: "recognised", kind: "collective"), stored: nil,
                    computed: 1),
            ])
    }

    @Test func `a changed score, weight or decision is found`() throws {
        let scored = try SampleBooks()
        let appraised = try scored.position(of: JournalEvent(.appraisal, .recorded))
        #expect(
            try scored.discrepancies(
                after: "UPDATE appraisal_score SET score = 10 WHERE appraisal = 1 AND number = 1")
                == [.payloadDiffers(.appraisal, id: 1, position: appraised)])
        let weighed = try SampleBooks()
        let recorded = try weighed.position(of: JournalEvent(.criteriaSet, .recorded))
        #expect(
            try weighed.discrepancies(after: "UPDATE criterion SET weight = 41 WHERE number = 1")
                == [.payloadDiffers(.criteriaSet, id: 1, position: recorded)])
        let decided = try SampleBooks()
        let discrepancies = try decided.discrepancies(after: "UPDATE model SET signer = 'Ai đó' WHERE id = 1")
        #expect(discrepancies.count == 1)
        guard case .payloadDiffers(.model, id: 1, _) = discrepancies.first else {
            Issue.record("\(discrepancies)")
            return
        }
    }

    @Test(arguments: [
        "hamlet = 9", "organisation = 1", "unit = '40'", "recorded_by = 9", "recorded_ms = 0", "name = 'x'",
        "area = 'economy'", "kind = 'individual'", "year = 2025", "situation = NULL", "lasting = 'x'",
        "replicated_from = 2", "state = 'declined'", "state = 'x'", "registered_on = 20260101",
        "registered_on = 20260231", "criteria_set = 9", "remarks = 'x'", "level = 'province'", "level = NULL",
        "decision_number = 'x'", "decided_on = 20260101", "signer = NULL", "decline_reason = 'x'",
        "decided_by = 9", "decided_by = NULL", "version = 9", "search_key = 'x'", "position = 1",
    ])
    func `a change to any column of a recognised model is found`(_ change: String) throws {
        let discrepancies = try SampleBooks().discrepancies(after: "UPDATE model SET \(change) WHERE id = 1")
        #expect(!discrepancies.isEmpty)
    }

    @Test func `criteria and scores without a parent are found`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(
                after: """
                    INSERT INTO criterion VALUES (9, 1, 'x', 1, 1);
                    INSERT INTO appraisal_score VALUES (9, 1, 1, 1);
                    """)
        #expect(
            discrepancies == [
                .columnDiffers(.appraisal, id: 9, column: "appraisal_score"),
                .columnDiffers(.criteriaSet, id: 9, column: "criterion"),
            ])
    }
}

extension WriteTransaction {
    /// One random step: drafts at first, later any step that the drawn model allows.
    fileprivate borrowing func take(
        _ draw: Int, on id: Model.ID, area: Model.Area, in village: Village, jury: ModelOfficers
    ) throws {
        guard let model = try find(id) else {
            _ = try draft(.sample("Mô hình", area: area), in: village)
            return
        }
        switch draw {
        case 0: _ = try register(model)
        case 1: _ = try register(model, on: .day("2026-02-0\(id.number)"))
        case 2: _ = try accept(model)
        case 3:
            let returned = try model.returned(with: "Thiếu")
            try save(returned, replacing: model)
        case 4:
            let edited = try model.edited(.sample("Tên khác", area: area, kind: .individual), sources: [])
            try save(edited, replacing: model)
        case 5: _ = try appraise(model, by: jury.appraisers[0])
        case 6: _ = try appraise(model, by: jury.appraisers[1], [3, 10, 10])
        case 7: _ = try recognise(model, by: jury.approver, .province)
        default: _ = try decline(model, by: jury.approver)
        }
    }
}
