import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// A changed body has another ETag, and a strong one means equal bytes: for every read, before and after every write.
@Suite struct ValidatorTests {
    @Test(arguments: Endpoint.names { $0.method != .get })
    func `what a write changes gets another tag`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        if name == "POST /v1/users/{id}/enable" {
            let disabled = try office.sendSample(
                of: Endpoint.named("POST /v1/users/{id}/disable"), as: .admin, isReal: true)
            try #require(disabled.status == 200)
        }
        let readings = try office.readings()
        var snapshots = Snapshots()
        snapshots.add(try office.snapshot(of: readings), after: "nothing")
        let bearer = endpoint.someRole.map { Bearer($0) }
        let response = try office.sendSample(of: endpoint, as: bearer, isReal: true)
        #expect(response.status == endpoint.status, "\(response.bodyText)")
        snapshots.add(try office.snapshot(of: readings), after: name)
        #expect(snapshots.faults == [])
        #expect(snapshots.changesCount > 0)
    }

    /// Steps whose effects are seen in other hamlets than their own, one after the other.
    private static let elsewhere: [(name: String, step: @Sendable (Office) throws -> Response)] = [
        (
            "a household gives",
            { office in try office.contribute(#"{"fund":1,"household":4,"method":"cash","amount":2000}"#) }
        ),
        (
            "it moves away",
            { office in
                office.clock.advance(days: 1)
                let move = #"{"on":"2026-11-25","hamlet":2,"code":"H050"}"#
                return try office.post("/v1/households/4/move", move, ifMatch: "*")
            }
        ),
        (
            "its head is corrected there",
            { office in try office.patch("/v1/households/4", #"{"head_name":"Phan Thị Đào Em"}"#) }
        ),
        (
            "two hamlets merge",
            { office in
                office.clock.advance(days: 1)
                return try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-26")
            }
        ),
        (
            "a receipt of before is refunded by the successor",
            { office in try office.refund(1, 1000, as: .clerk) }
        ),
        (
            "the successor is renamed",
            { office in
                office.clock.advance(days: 2)
                let body = #"{"commune":"16702","hamlet":4,"name":"Xóm Xanh",\#(Office.order("2026-11-28"))}"#
                return try office.post("/v1/hamlet-renames", body, key: office.newKey())
            }
        ),
        (
            "an organisation changes its place",
            { office in
                try office.post(
                    "/v1/organisations/1/transfer", #"{"unit":"17530"}"#, as: Bearer(.clerk, at: .province),
                    ifMatch: "*")
            }
        ),
        (
            "a user is disabled",
            { office in try office.post("/v1/users/13/disable", as: .admin) }
        ),
    ]

    @Test func `what happens in one hamlet is seen in the tags of another`() throws {
        let office = try Office.forSamples()
        let readings = try office.readings(hamlets: [1, 2, 4])
        var snapshots = Snapshots()
        snapshots.add(try office.snapshot(of: readings), after: "nothing")
        for (name, step) in ValidatorTests.elsewhere {
            let response = try step(office)
            #expect((200...201).contains(response.status), "\(name): \(response.bodyText)")
            snapshots.add(try office.snapshot(of: readings), after: name)
        }
        try office.write { tx in
            // A commune's name, as `import units` corrects it.
            _ = try tx.record(
                code: "17533", level: .commune, parent: "40", name: "Xã Môn Sơn",
                validity: try #require(Validity(from: LocalDate("2025-07-01"), to: nil)))
        }
        snapshots.add(try office.snapshot(of: readings), after: "a unit is recorded")
        office.clock.advance(days: 40)
        snapshots.add(try office.snapshot(of: readings), after: "time passes")
        #expect(snapshots.faults == [])
    }

    @Test func `one strong tag means the same bytes for every caller and language`() throws {
        let office = try Office.forSamples()
        try office.set([("household.tiers", "Hộ nghèo; Hộ khác")])
        let tier = #"{"on":"2026-06-01","tier":"Hộ khác"}"#
        try #require(try office.post("/v1/households/1/change", tier, ifMatch: "*").status == 200)
        var bodies: [String: [UInt8]] = [:]
        let callers = Role.allCases.flatMap {
            [Bearer($0), Bearer($0, at: .xom9), Bearer($0, at: .province)]
        }
        let targets = try Endpoint.names { $0.method == .get && $0.access != .anonymous }
            .map { try Endpoint.named($0).sample.target }
        var count = 0
        for target in targets {
            for caller in callers {
                for language in ["vi", "en"] {
                    let response = try office.get(
                        target, as: caller, fields: [("Accept-Language", language)])
                    guard response.status == 200 else { continue }
                    let tag = try #require(response.field("ETag"), "\(target)")
                    #expect(!tag.hasPrefix("W/"))
                    #expect(
                        bodies[target + tag, default: response.body] == response.body, "\(target) \(caller)")
                    bodies[target + tag] = response.body
                    count += 1
                }
            }
        }
        #expect(count > 1000)
        // Roles see different households: a law without different bodies would prove nothing.
        #expect(bodies.keys.count { $0.hasPrefix("/v1/households/1\"") } > 1)
    }

    @Test(arguments: Endpoint.names { $0.needsVersion })
    func `a resource shows the tag that its steps accept`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let sample = try endpoint.sample
        let role = try #require(endpoint.someRole)
        let bearer = sample.about == .province ? Bearer(role).ofProvince : Bearer(role)
        let parts = sample.target.split(separator: "/").prefix(3)
        let resource = "/" + parts.joined(separator: "/")
        let tag = try #require(try office.get(resource, as: bearer).field("ETag"))
        func send() throws -> Response {
            endpoint.method == .patch
                ? try office.patch(sample.target, sample.body, as: bearer, ifMatch: tag)
                : try office.post(
                    sample.target, sample.body, as: bearer, key: office.newKey(), ifMatch: tag)
        }
        let response = try send()
        #expect(response.status == endpoint.status, "\(response.bodyText)")
        // Its own response has the tag of the next step, which is that of its representation.
        let next = try office.get(resource, as: bearer)
        // A split shows the new household instead, a step that owes the payable.
        if response.integer("/id") == next.integer("/id"), response.field("Location") ?? resource == resource
        {
            #expect(response.taggedVersion == next.taggedVersion)
        }
        if response.body == next.body { #expect(response.field("ETag") == next.field("ETag")) }
        #expect(Refused(try send()) == Refused(412, "version-mismatch"))
    }

    @Test(arguments: Endpoint.names { $0.method == .get })
    func `every read has a tag, and is not sent again to who has it`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let bearer = endpoint.someRole.map { Bearer($0) }
        let target = try endpoint.sample.target
        // The first request of a token records its use, which its list shows.
        _ = try office.get(target, as: bearer)
        _ = try office.write { _ in }
        let first = try office.get(target, as: bearer)
        let tag = try #require(first.field("ETag"))
        // That of a VietQR code is of its bytes, because accounts change no other public response; that of the log and of
        // a receipt is of the bytes: signing changes them without a journal row.
        let isOfLog =
            ["/v1/public/log/", "/v1/public/receipts/"].contains { target.hasPrefix($0) }
            || target.hasSuffix("/vietqr")
        #expect(tag.hasPrefix("W/") == (endpoint.access == .anonymous && !isOfLog))
        let second = try office.get(target, as: bearer, fields: [("If-None-Match", tag)])
        #expect(second.status == 304 && second.body.isEmpty && second.field("ETag") == tag)
    }
}

/// One read of a caller.
private struct Reading: Hashable {
    let target: String
    let bearer: Bearer?
}

private struct Seen {
    let body: [UInt8]
    let tag: String?
}

/// What the same reads showed at several times.
private struct Snapshots {
    private var last: [Reading: Seen] = [:]
    private(set) var faults: [String] = []
    /// Bodies that differ from the snapshot before.
    private(set) var changesCount = 0

    mutating func add(_ seen: [Reading: Seen], after event: String) {
        for (reading, new) in seen {
            guard let old = last[reading] else { continue }
            if old.body != new.body { changesCount += 1 }
            if old.body != new.body, old.tag == new.tag {
                faults.append("\(event): \(reading.target) as \(reading.bearer?.role.rawValue ?? "anyone")")
            }
        }
        last = seen
    }
}

extension Office {
    /// Every GET of the table, by callers of several roles, also of other hamlets; their tokens exist afterwards.
    fileprivate func readings(hamlets: [Int64] = [1]) throws -> [Reading] {
        let callers = [
            Bearer.clerk.ofProvince, Bearer.auditor.ofProvince, Bearer.admin.ofProvince, .head,
            Bearer.accountant.ofProvince,
        ]
        for bearer in callers { _ = try secret(of: bearer) }
        for role in Role.allCases { _ = try secret(of: Bearer(role)) }
        _ = try secret(of: Bearer.clerk.ofProvince)
        var readings: [Reading] = []
        for name in Endpoint.names(where: { $0.method == .get }) {
            let endpoint = try Endpoint.named(name)
            let target = try endpoint.sample.target
            for hamlet in hamlets {
                let others = target.replacing("hamlets/1", with: "hamlets/\(hamlet)")
                    .replacing("hamlet=1", with: "hamlet=\(hamlet)")
                if endpoint.access == .anonymous {
                    readings.append(Reading(target: others, bearer: nil))
                } else {
                    readings += callers.map { Reading(target: others, bearer: $0) }
                }
            }
        }
        for target in [
            "/v1/public/hamlets/1/statement?from=2020-01-01&to=2026-12-31&boundaries=current",
            "/v1/public/hamlets/4/statement?from=2020-01-01&to=2026-12-31&boundaries=current",
            "/v1/public/reports/models?unit=40&boundaries=current",
        ] {
            readings.append(Reading(target: target, bearer: nil))
        }
        return Array(Set(readings))
    }

    /// The bodies and tags of all readings that are answered now.
    fileprivate func snapshot(of readings: [Reading]) throws -> [Reading: Seen] {
        checksContract = false
        defer { checksContract = true }
        var seen: [Reading: Seen] = [:]
        for reading in readings {
            let response = try get(reading.target, as: reading.bearer)
            guard response.status == 200 else { continue }
            seen[reading] = Seen(body: response.content, tag: response.field("ETag"))
        }
        return seen
    }
}
