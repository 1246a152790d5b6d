import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// A member of a request body, by endpoint.
struct BodyMember: Sendable, CustomTestStringConvertible {
    let endpoint: String
    let name: String

    var testDescription: String { "\(endpoint) \(name)" }

    /// The members whose field meets `condition`.
    static func all(where condition: (InputField) -> Bool) -> [BodyMember] {
        Service.table.flatMap { endpoint in
            endpoint.fields.filter { $0.section == .body && condition($0) }
                .map { BodyMember(endpoint: endpoint.name, name: $0.name) }
        }
    }

    /// The errors of the endpoint's sample with `text` in this member.
    func errors(with text: String, in office: Office) throws -> [String] {
        try errors(with: .string(text), in: office)
    }

    /// The errors of the endpoint's sample with `value` in this member.
    func errors(with value: JSONValue, in office: Office) throws -> [String] {
        let endpoint = try Endpoint.named(endpoint)
        let sample = try endpoint.sample
        let ofCommune = endpoint.someRole.map { Bearer($0) }
        let bearer = sample.about == .province ? ofCommune?.ofProvince : ofCommune
        var members: [JSONMember] = []
        if !sample.body.isEmpty, case .object(let known) = try json(sample.body) {
            members = known.filter { $0.name != name }
        }
        members.append(JSONMember(name: name, value: value))
        var writer = JSONWriter()
        writer.value(JSONValue.object(members))
        let body = String(decoding: writer.finish(), as: UTF8.self)
        let response =
            endpoint.method == .patch
            ? try office.patch(sample.target, body, as: bearer)
            : try office.post(sample.target, body, as: bearer, key: office.newKey(), ifMatch: "*")
        return response.errors
    }
}
