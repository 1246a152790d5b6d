import Domain
import SQLite
import Store
import TestSupport
import Testing
import Verify

@Suite struct ModelTests {
    @Test func `a model round-trips in every state`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let jury = try office.write { tx in
            _ = try tx.addCriteria()
            return try ModelOfficers(in: tx)
        }
        func saved(
            _ state: Model.State, _ step: @escaping @Sendable (borrowing WriteTransaction) throws -> Model
        ) throws -> Model {
            let model = try office.write(step)
            let loaded = try office.read { tx in try tx.find(model.id) }
            #expect(loaded == model)
            #expect(model.state == state)
            return model
        }
        let draft = try saved(.draft) { tx in try tx.draft(in: village) }
        let registered = try saved(.registered) { tx in try tx.register(draft) }
        let returned = try saved(.returned) { tx in
            let returned = try registered.returned(with: "Nêu rõ kết quả")
            try tx.save(returned, replacing: registered)
            return returned
        }
        let edited = try saved(.returned) { tx in
            let edited = try returned.edited(.sample("Tên khác"), sources: [])
            try tx.save(edited, replacing: returned)
            return edited
        }
        let accepted = try saved(.accepted) { tx in try tx.accept(tx.register(edited)) }
        let once = try saved(.accepted) { tx in try tx.appraise(accepted, by: jury.appraisers[0]) }
        let twice = try saved(.appraised) { tx in try tx.appraise(once, by: jury.appraisers[1]) }
        _ = try saved(.recognised) { tx in try tx.recognise(twice, by: jury.approver) }
        _ = try saved(.declined) { tx in
            let union = Model.Owner.organisation(village.organisation.id)
            let other = try tx.appraised(tx.draft(of: union, in: village), by: jury)
            return try tx.decline(other, by: jury.approver)
        }
        #expect(try office.read { tx in try tx.find(Model.ID(9)) } == nil)
    }

    @Test func `a form may omit everything but its name`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let form = Model.RegistrationForm(name: "Cột cờ", area: .economy, kind: .individual, year: 2000)
        let model = try office.write { tx in try tx.draft(form, in: village) }
        #expect(try office.read { tx in try tx.find(model.id) }?.form == form)
    }

    @Test func `a step on an older version is refused and stores nothing`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let draft = try office.write { tx in try tx.draft(in: village) }
        _ = try office.write { tx in try tx.register(draft) }
        #expect(throws: Refusal.versionMismatch(current: 1)) {
            try office.write { tx in _ = try tx.register(draft) }
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `models are listed newest first by hamlet or unit and by every filter, page by page`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            let first = try tx.draft(.sample("Đường hoa", area: .economy, year: 2024), in: village)
            _ = try tx.register(first)
            _ = try tx.draft(.sample("Thùng rác", kind: .individual), in: village)
            _ = try tx.draft(.sample("Đường cờ"), of: .organisation(village.organisation.id), in: village)
        }
        func listed(
            _ filter: ModelFilter = ModelFilter(), before: Int64? = nil, limit: Int = 9, unit: String? = nil
        ) throws -> [Int64] {
            let cursor = before.map { Model.ID($0) }
            return
                try office.read { tx in
                    if let unit {
                        return try tx.models(below: unit, matching: filter, before: cursor, limit: limit)
                    }
                    return try tx.models(
                        of: village.hamlet.id, matching: filter, before: cursor, limit: limit)
                }
                .map(\.id.number)
        }
        #expect(try listed() == [2, 1])
        #expect(try listed(limit: 1) == [2])
        #expect(try listed(before: 2) == [1])
        #expect(try listed(unit: "40") == [3, 2, 1])
        #expect(try listed(unit: "16702") == [3, 2, 1])
        #expect(try listed(before: 3, limit: 1, unit: "40") == [2])
        #expect(try listed(unit: "17329").isEmpty)
        for unit in [nil, "40"] {
            #expect(try listed(ModelFilter(state: .registered), unit: unit) == [1])
            #expect(try listed(ModelFilter(area: .economy), unit: unit) == [1])
            #expect(try listed(ModelFilter(kind: .individual), unit: unit) == [2])
            #expect(try listed(ModelFilter(year: 2024), unit: unit) == [1])
            #expect(try listed(ModelFilter(search: "rac"), unit: unit) == [2])
            #expect(try listed(ModelFilter(isPublic: true), unit: unit) == [1])
        }
    }

    @Test func `likely duplicates have the same owner, year and folded name`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let found = try office.write { tx in
            let first = try tx.draft(.sample("Đường hoà bình"), in: village)
            _ = try tx.draft(.sample("Đường hòa bình", year: 2025), in: village)
            _ = try tx.draft(
                .sample("Đường hòa bình"), of: .organisation(village.organisation.id), in: village)
            _ = try tx.draft(.sample("Đường hòa bình 2"), in: village)
            let again = try tx.draft(.sample("DUONG HOA BINH"), in: village)
            return [try tx.likelyDuplicates(of: again), try tx.likelyDuplicates(of: first)]
        }
        #expect(found == [[Model.ID(1)], [Model.ID(5)]])
    }

    @Test func `copies are counted and listed with their depth, without drafts`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let union = Model.Owner.organisation(village.organisation.id)
        func copy(_ name: String, of source: Int64?, by owner: Model.Owner? = nil) throws -> Model {
            let form = Model.RegistrationForm.sample(name, replicatedFrom: source.map { Model.ID($0) })
            return try office.write { tx in try tx.draft(form, of: owner, in: village) }
        }
        func register(_ draft: Model) throws {
            _ = try office.write { tx in try tx.register(draft) }
        }
        try register(copy("A", of: nil))
        try register(copy("B", of: 1))
        _ = try copy("C", of: 1)
        try register(copy("D", of: 3, by: union))
        try register(copy("E", of: 4))
        func counts(of model: Int64) throws -> ReplicationCounts {
            try office.read { tx in try tx.replicationCounts(of: Model.ID(model)) }
        }
        #expect(try counts(of: 1) == ReplicationCounts(direct: 1, transitive: 3, hamlets: 1))
        #expect(try counts(of: 5) == ReplicationCounts(direct: 0, transitive: 0, hamlets: 0))
        let tree = try office.read { tx in try tx.replications(of: Model.ID(1), after: nil, limit: 9) }
        #expect(tree.map(\.model.number) == [2, 4, 5])
        #expect(tree.map(\.depth) == [1, 2, 3])
        #expect(tree.map(\.owner) == [.hamlet(village.hamlet.id), union, .hamlet(village.hamlet.id)])
        let page = try office.read { tx in
            try tx.replications(of: Model.ID(1), after: Model.ID(2), limit: 1)
        }
        #expect(page.map(\.name) == ["D"])
        let sources = try office.read { tx in try tx.sources(from: Model.ID(5)) }
        #expect(sources.map(\.number) == [5, 4, 3, 1])
    }
}

@Suite struct CriteriaAndAppraisalTests {
    @Test func `a criteria set round-trips`() throws {
        let office = try TestStore()
        _ = try Village(in: office)
        let set = try office.write { tx in try tx.addCriteria() }
        #expect(try office.read { tx in try tx.find(set.id) } == set)
        #expect(try office.read { tx in try tx.find(CriteriaSet.ID(9)) } == nil)
    }

    @Test func `a unit has only one set per first day`() throws {
        let office = try TestStore()
        _ = try Village(in: office)
        _ = try office.write { tx in try tx.addCriteria() }
        #expect(throws: Refusal.alreadyExists(.criteriaSet, at: .validFrom)) {
            try office.write { tx in _ = try tx.addCriteria(pass: 70) }
        }
        _ = try office.write { tx in try tx.addCriteria(of: "16702") }
    }

    @Test func `the latest set of the nearest unit upwards is in force`() throws {
        let office = try TestStore()
        _ = try Village(in: office)
        try office.write { tx in
            _ = try tx.addCriteria(from: "2020-01-01")
            _ = try tx.addCriteria(from: "2026-01-01")
            _ = try tx.addCriteria(of: "16702", from: "2026-06-01")
        }
        func effective(at unit: String, on day: String) throws -> Int64? {
            try office.read { tx in try tx.criteriaSet(inForceAt: unit, on: LocalDate.day(day))?.number }
        }
        #expect(try effective(at: "16702", on: "2025-12-31") == 1)
        #expect(try effective(at: "16702", on: "2026-01-01") == 2)
        #expect(try effective(at: "16702", on: "2026-05-31") == 2)
        #expect(try effective(at: "16702", on: "2026-06-01") == 3)
        #expect(try effective(at: "40", on: "2026-06-01") == 2)
        #expect(try effective(at: "40", on: "2019-12-31") == nil)
        #expect(try effective(at: "99999", on: "2026-06-01") == nil)
    }

    @Test func `sets are listed newest first, of one unit or of all`() throws {
        let office = try TestStore()
        _ = try Village(in: office)
        try office.write { tx in
            _ = try tx.addCriteria()
            _ = try tx.addCriteria(of: "16702")
        }
        func listed(of unit: String?, before: Int64? = nil) throws -> [CriteriaSet] {
            let cursor = before.map { CriteriaSet.ID($0) }
            return try office.read { tx in try tx.criteriaSets(of: unit, before: cursor, limit: 9) }
        }
        #expect(try listed(of: nil).map(\.id.number) == [2, 1])
        #expect(try listed(of: nil, before: 2).map(\.unit) == ["40"])
        #expect(try listed(of: "16702").map(\.criteria.count) == [3])
    }

    @Test func `appraisals are loaded in order with their points`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let model = try office.write { tx in
            let jury = try ModelOfficers(in: tx)
            _ = try tx.addCriteria()
            let accepted = try tx.accept(tx.register(tx.draft(in: village)))
            let once = try tx.appraise(accepted, by: jury.appraisers[1], [10, 0, 7])
            return try tx.appraise(once, by: jury.appraisers[0], [9, 8, 6])
        }
        let appraisals = try office.read { tx in try tx.appraisals(of: model.id) }
        #expect(appraisals.map(\.points) == [[10, 0, 7], [9, 8, 6]])
        #expect(appraisals.first?.remarks == "Cần nhân rộng")
        #expect(appraisals.first?.recordedAt == TestStore.start)
    }
}

@Suite struct ModelRuleTests {
    /// Model 1 recognised, model 2 declined, model 3 accepted with one appraisal.
    private func office() throws -> TestStore {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            try tx.addModels(of: village)
            let jury = try ModelOfficers(in: tx)
            let accepted = try tx.accept(tx.register(tx.draft(.sample("Khác"), in: village)))
            _ = try tx.appraise(accepted, by: jury.appraisers[0])
        }
        return office
    }

    @Test(arguments: [
        "UPDATE model SET name = 'x' WHERE id = 1",
        "UPDATE model SET state = 'draft' WHERE id = 2",
        "UPDATE model SET state = 'appraised' WHERE id = 3",
        "DELETE FROM model WHERE id = 3",
        "UPDATE appraisal SET remarks = NULL WHERE id = 1",
        "DELETE FROM appraisal WHERE id = 1",
        "UPDATE model_appraiser SET appraiser = 1 WHERE model = 1 AND number = 1",
        "DELETE FROM model_appraiser WHERE model = 3 AND number = 1",
        "DELETE FROM model_appraiser WHERE model = 1 AND number = 2",
        "INSERT INTO model_appraiser VALUES (1, 3, (SELECT appraiser FROM model_appraiser LIMIT 1))",
        """
        INSERT INTO appraisal
        VALUES (99, 3, (SELECT max(id) FROM user_account), NULL, 0, 1)
        """,
        "INSERT INTO appraisal VALUES (99, 1, 1, NULL, 0, 1)",
        "INSERT INTO appraisal SELECT 99, model, appraiser, NULL, 0, 1 FROM appraisal WHERE model = 3",
        "UPDATE appraisal_score SET score = 10 WHERE appraisal = 1",
        "DELETE FROM appraisal_score WHERE appraisal = 1",
        "INSERT INTO appraisal_score VALUES (6, 1, 1, 11)",
        "UPDATE criteria_set SET pass = 1",
        "DELETE FROM criteria_set",
        "UPDATE criterion SET weight = 1",
        "DELETE FROM criterion",
    ])
    func `the schema freezes decisions, appraisals and criteria`(_ script: String) throws {
        let office = try office()
        let raw = try RawFile(office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        "level = 'district'", "decided_by = NULL", "signer = NULL", "decline_reason = 'x'", "level = 'x'",
        "registered_on = NULL", "remarks = 'x'", "organisation = 1", "hamlet = NULL", "replicated_from = 1",
        "criteria_set = NULL", "area = 'x'", "kind = 'x'", "year = 1999", "state = 'x'", "name = ''",
    ])
    func `the schema's CHECKs enforce the rules`(_ change: String) throws {
        let office = try office()
        let raw = try RawFile(office.path)
        try raw.run("DROP TRIGGER model_frozen")
        let error = #expect(throws: SQLiteError.self) {
            try raw.run("UPDATE model SET \(change) WHERE id = 1")
        }
        #expect(error?.kind == .constraint)
    }

    @Test func `the schema refuses a decision by an appraiser`() throws {
        let office = try office()
        let raw = try RawFile(office.path)
        try raw.run("DROP TRIGGER model_frozen")
        #expect(throws: SQLiteError.self) {
            try raw.run(
                "UPDATE model SET decided_by = (SELECT min(appraiser) FROM appraisal WHERE model = 1) WHERE id = 1"
            )
        }
    }
}
