import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Texts are measured before they are normalised, and a name has letters.
@Suite struct TextBoundTests {
    private static let texts = BodyMember.all { if case .text = $0.schema { true } else { false } }

    private static let names = texts.filter {
        ["name", "head_name", "sponsor_name", "payer_name", "payee", "chair", "secretary", "signer"]
            .contains($0.name)
    }

    /// Each letter with marks that canonical ordering would have to sort: quadratic for the whole run.
    private static let zalgo = "A" + String(repeating: "\u{316}\u{301}", count: 80_000)

    @Test(arguments: texts)
    func `a long text is refused before it is normalised`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        var errors: [String] = []
        let time = try ContinuousClock()
            .measure {
                errors = try member.errors(with: TextBoundTests.zalgo, in: office)
            }
        #expect(errors.contains("/\(member.name) text-too-long"), "\(errors)")
        // Normalising it took 22 seconds in a release build.
        #expect(time < .seconds(2))
    }

    @Test(arguments: texts)
    func `at most 30 marks follow each other`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        let marks = String(repeating: "\u{301}", count: 31)
        #expect(try member.errors(with: "A" + marks, in: office).contains("/\(member.name) text-invalid"))
    }

    @Test(arguments: names)
    func `a name has a letter that is displayed`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        for name in ["\u{3164}", "\u{AD}\u{FE0F}", "\u{E0041}\u{E0042}", "123", "…", "\u{115F}\u{FFA0}"] {
            let errors = try member.errors(with: name, in: office)
            #expect(errors.contains("/\(member.name) text-invalid"), "\(name.unicodeScalars.map(\.value))")
        }
    }

    @Test func `every member that is a name is checked`() {
        #expect(TextBoundTests.names.count >= 15)
        #expect(TextBoundTests.texts.count > 40)
    }

    @Test func `what is not displayed makes no other name`() throws {
        let office = try Office.forSamples()
        let plain = "Hội Người cao tuổi"
        func add(_ name: String) throws -> [String] {
            var writer = JSONWriter()
            writer.value(
                .object([
                    JSONMember(name: "name", value: .string(name)),
                    JSONMember(name: "type", value: .string("farmers_union")),
                    JSONMember(name: "unit", value: .string("16702")),
                ]))
            let body = String(decoding: writer.finish(), as: UTF8.self)
            let response = try office.post("/v1/organisations", body, key: office.newKey())
            return response.status == 201 ? [] : response.errors + [response.bodyText]
        }
        #expect(try add(plain).isEmpty)
        for hidden in ["\u{AD}", "\u{FE0F}", "\u{3164}", "\u{E0041}", "\u{34F}"] {
            let errors = try add("Hội Người\(hidden) cao tuổi")
            #expect(errors.first == "/name already-exists", "\(errors)")
        }
    }
}
