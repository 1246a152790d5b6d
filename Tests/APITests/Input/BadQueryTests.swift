import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// No value in a query is accepted silently: every parameter of every endpoint, with every kind of bad value.
@Suite struct BadQueryTests {
    private static let reads = Endpoint.names { $0.method == .get }

    /// Percent-encoded values that no parameter of this kind allows.
    private static func badValues(of field: InputField) throws -> [String] {
        switch field.schema {
        case .integer(let from, let to):
            var values = [
                "", "x", "1.5", "%2B1", "0x1", "1e2", "99999999999999999999", "%C2%A01", "true", "null",
            ]
            values.append(from > 0 ? "\(from - 1)" : "-1")
            if to < Int64.max { values.append("\(to + 1)") }
            return values
        case .date:
            return [
                "", "x", "2026-02-30", "2026-1-1", "26-01-01", "2026-01-01T00:00:00Z", "20260101",
                "0001-01-01",
                "1945-09-01", "2101-01-01", "01/01/2026",
            ]
        case .choice(let words):
            return ["", "x", "null"]
                + words.prefix(1).flatMap { [$0.uppercased(), $0 + "%20", $0 + "," + $0] }
        case .text(let lengthMax, _):
            let long = String(repeating: "a", count: lengthMax + 1)
            return ["", "%20", long, "a%07", "%E2%80%8B", "a" + String(repeating: "%CC%81", count: 40)]
        case .boolean: return ["", "x", "2", "null", "true,true"]
        case .instant, .object, .list, .nullable, .anyOf:
            Issue.record("a query parameter of an unknown kind: \(field.name)")
            return []
        }
    }

    /// The sample's target with `value` for the parameter `name`.
    private static func target(of endpoint: Endpoint, with name: String, _ value: String) throws -> String {
        let parts = try endpoint.sample.target.split(separator: "?")
        var others = parts.count > 1 ? parts[1].split(separator: "&").map(String.init) : []
        others.removeAll { $0.hasPrefix(name + "=") }
        return parts[0] + "?" + (others + ["\(name)=\(value)"]).joined(separator: "&")
    }

    @Test(arguments: reads)
    func `a bad value of a parameter is refused and named`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let bearer = endpoint.someRole.map { Bearer($0) }
        for field in endpoint.fields where field.section == .query {
            for value in try BadQueryTests.badValues(of: field) {
                let target = try BadQueryTests.target(of: endpoint, with: field.name, value)
                let response = try office.get(target, as: bearer)
                let isCursor = field.name == "cursor" && response.code == "cursor-mismatch"
                #expect(response.status == 400, "\(target) \(response.bodyText)")
                #expect(isCursor || response.errors.contains("?\(field.name) parameter-invalid"), "\(target)")
            }
        }
    }

    @Test(arguments: reads)
    func `a filter that names nothing is refused, not answered with an empty list`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let bearer = endpoint.someRole.map { Bearer($0) }
        let units: Set<String> = ["unit", "parent", "commune"]
        for field in endpoint.fields where field.section == .query {
            let value: String
            switch field.schema {
            case .integer(_, Int64.max): value = "999999"
            case .text where units.contains(field.name): value = "99999"
            case .text where field.name == "cursor": value = "AAAAAAAAAAAAAAAAAAAAAA"
            default: continue
            }
            var target = try BadQueryTests.target(of: endpoint, with: field.name, value)
            // A list of a hamlet or of a unit, not of both.
            if ["unit", "commune"].contains(field.name) { target = target.replacing("hamlet=1&", with: "") }
            let response = try office.get(target, as: bearer)
            #expect([400, 404].contains(response.status), "\(target) \(response.bodyText)")
        }
    }

    @Test(arguments: Endpoint.names)
    func `unknown and repeated parameters are refused`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let bearer = endpoint.someRole.map { Bearer($0) }
        let target = try endpoint.sample.target
        func send(_ query: String) throws -> Response {
            let target = target + (target.contains("?") ? "&" : "?") + query
            let body = try endpoint.sample.body
            return switch endpoint.method {
            case .get: try office.get(target, as: bearer)
            case .patch: try office.patch(target, body, as: bearer)
            default: try office.post(target, body, as: bearer, key: office.newKey(), ifMatch: "*")
            }
        }
        #expect(try send("x_unknown=1").errors == ["?x_unknown parameter-unknown"])
        #expect(try send("x_unknown").errors == ["?x_unknown parameter-unknown"])
        #expect(try send("%zz=1").code == "parameter-invalid")
        let parameters = endpoint.fields.filter { $0.section == .query }.map(\.name)
        for parameter in parameters + (endpoint.method == .get ? [] : ["dry_run"]) {
            let response = try send("\(parameter)=1&\(parameter)=1")
            #expect(response.errors == ["?\(parameter) parameter-invalid"], "\(parameter)")
        }
        if endpoint.method == .get {
            #expect(try send("dry_run=true").errors == ["?dry_run parameter-unknown"])
        } else {
            for value in ["", "1", "True", "yes", "true%20"] {
                #expect(try send("dry_run=\(value)").errors == ["?dry_run parameter-invalid"], "\(value)")
            }
        }
    }

    @Test(
        arguments: Endpoint.names { endpoint in
            // Those of the log are numbers of entries.
            !endpoint.path.text.hasPrefix("/v1/public/log/")
                && endpoint.fields.contains { $0.section == .query && $0.name == "to" }
        })
    func `a period that ends before it begins is refused`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let bearer = endpoint.someRole.map { Bearer($0) }
        let path = try endpoint.sample.target.split(separator: "?")
        let unit = path.count > 1 && path[1].hasPrefix("unit=") ? "unit=16702&" : ""
        let hamlet = path.count > 1 && path[1].hasPrefix("hamlet=") ? "hamlet=1&" : ""
        let matter = endpoint.fields.contains { $0.name == "matter" } ? "matter=sap-nhap&" : ""
        let response = try Office.forSamples()
            .get(path[0] + "?\(unit)\(hamlet)\(matter)from=2026-11-02&to=2026-11-01", as: bearer)
        #expect(response.status == 400)
        #expect(response.errors == ["?to parameter-invalid"])
    }
}
