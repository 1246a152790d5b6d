import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Texts are measured before they are normalised, and a name has letters.
@Suite struct TextBoundTests {
    private static let texts = BodyMember.all { if case .text = $0.schema { true } else { false } }

    /// The members that are names, by what they are called.
    ///
    /// A book of vouchers is usually called "1".
    private static let names = texts.filter {
        isName($0.name) && !$0.endpoint.contains("/voucher-books")
    }

    private static func isName(_ member: String) -> Bool {
        member == "name" || member.hasSuffix("_name")
            || ["payee", "chair", "secretary", "signer"].contains(member)
    }

    /// A letter with marks that canonical ordering would have to sort: quadratic for the whole run.
    private static func zalgo(bytesMin: Int) -> String {
        "A" + String(repeating: "\u{316}\u{301}", count: bytesMin / 4 + 1)
    }

    @Test(arguments: texts)
    func `a long text is refused before it is normalised`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        var errors: [String] = []
        let field = try #require(
            Endpoint.named(member.endpoint).fields.first { $0.section == .body && $0.name == member.name })
        // A text longer than a body may be is refused with it.
        guard case .text(let lengthMax, _) = field.schema, lengthMax <= 10_000 else { return }
        let long = TextBoundTests.zalgo(bytesMin: lengthMax * 16)
        let time = try ContinuousClock()
            .measure {
                errors = try member.errors(with: long, in: office)
            }
        #expect(errors.contains("/\(member.name) text-too-long"), "\(errors)")
        // Normalising it took 22 seconds in a release build.
        #expect(time < .seconds(2))
    }

    private static let choices = BodyMember.all { if case .choice = $0.schema { true } else { false } }
    private static let marks = "A" + String(repeating: "\u{316}\u{301}", count: 3500)

    @Test func `a word or a name of a member with thousands of marks is compared at once`() throws {
        let office = try Office.forSamples()
        // The pointer of an unknown member is as long as its name, longer than the document says.
        office.checksContract = false
        #expect(TextBoundTests.choices.count > 10)
        let time = try ContinuousClock()
            .measure {
                for member in TextBoundTests.choices {
                    let errors = try member.errors(with: TextBoundTests.marks, in: office)
                    #expect(errors.contains("/\(member.name) choice-unknown"), "\(member) \(errors)")
                }
                for target in ["/v1/households", "/v1/tokens"] {
                    let refused = try office.post(
                        target, #"{"\#(TextBoundTests.marks)":1}"#, as: target == "/v1/tokens" ? nil : .clerk)
                    #expect(refused.status == 422)
                }
            }
        // Swift compares what is normalised: one of them took 0.7 s in a release build.
        #expect(time < .seconds(5))
    }

    @Test func `a header field with thousands of marks is compared at once`() throws {
        let office = try Office.village()
        let names = [
            "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Match", "Authorization",
            "Content-Type", "X-Forwarded-For", "X-Request-Id", "Idempotency-Key", "Content-Encoding",
        ]
        let time = ContinuousClock()
            .measure {
                for name in names {
                    for start in ["", "application/json, ", "Bearer dv_"] {
                        let fields = [(name, start + TextBoundTests.marks)]
                        let target = "/v1/public/hamlets/1/contributions"
                        _ = office.send(Request(method: .get, target: target, fields: fields))
                        _ = office.send(
                            Request(
                                method: .post, target: "/v1/tokens", fields: fields, body: Array("{}".utf8)))
                    }
                }
            }
        // One request without a token held the event loop for a second.
        #expect(time < .seconds(5))
    }

    @Test(arguments: texts)
    func `at most 30 marks follow each other`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        let marks = String(repeating: "\u{301}", count: 31)
        let errors = try member.errors(with: "A" + marks, in: office)
        // Codes of currencies are too long before.
        let codes = ["text-invalid", "text-too-long"]
        #expect(codes.contains { errors.contains("/\(member.name) \($0)") }, "\(errors)")
    }

    @Test(arguments: names)
    func `a name has a letter that is displayed`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        for name in [
            "\u{3164}", "\u{AD}\u{FE0F}", "\u{E0041}\u{E0042}", "123", "…", "\u{115F}\u{FFA0}", "\u{2800}",
            "\u{345}", "\u{1D159}", "\u{180B}\u{34F}", "\u{E0100}", "\u{2C6}", "\u{E000}",
        ] {
            let errors = try member.errors(with: name, in: office)
            #expect(errors.contains("/\(member.name) text-invalid"), "\(name.unicodeScalars.map(\.value))")
        }
    }

    @Test(arguments: names)
    func `a name has lost no letters`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        for name in ["Nguy?n", "Nguy\u{FFFD}n", "?ình Hòa", "Hòa ???", "H??a"] {
            #expect(
                try member.errors(with: name, in: office).contains("/\(member.name) text-invalid"), "\(name)")
        }
        #expect(try !member.errors(with: "Vì sao? (2)", in: office).contains("/\(member.name) text-invalid"))
    }

    @Test(arguments: names)
    func `a name is not in the letters of a legacy font`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        for name in ["NguyÔn V¨n ¸n", "OÂng Taùm", "Nguyá»…n VÄƒn"] {
            #expect(
                try member.errors(with: name, in: office).contains("/\(member.name) text-invalid"), "\(name)")
        }
        for name in ["Nguyễn Văn Ân", "José Müller", "Y Blí Niê"] {
            #expect(
                try !member.errors(with: name, in: office).contains("/\(member.name) text-invalid"), "\(name)"
            )
        }
    }

    /// Names within the objects of a list: the list, and the member of its objects.
    private static let listed: [(list: BodyMember, name: String)] = Service.table.flatMap { endpoint in
        endpoint.fields.flatMap { field -> [(list: BodyMember, name: String)] in
            guard field.section == .body, case .list(.object(_, let members), _, _) = field.schema else {
                return []
            }
            return members.filter { isName($0.name) }
                .map { (list: BodyMember(endpoint: endpoint.name, name: field.name), name: $0.name) }
        }
    }

    @Test(arguments: listed)
    func `names in lists of objects are checked too`(_ list: BodyMember, _ name: String) throws {
        let office = try Office.forSamples()
        for text in ["\u{3164}", "Nguy?n", "Nguy\u{FFFD}n", "123"] {
            let item = JSONValue.object([JSONMember(name: name, value: .string(text))])
            let errors = try list.errors(with: .array([item, item]), in: office)
            #expect(errors.contains("/\(list.name)/0/\(name) text-invalid"), "\(errors)")
        }
    }

    @Test(arguments: ["board", "witnesses"]) func `so are lists of names`(_ name: String) throws {
        let lists = BodyMember.all { $0.name == name }
        #expect(!lists.isEmpty)
        let office = try Office.forSamples()
        for text in ["\u{3164}", "Nguy?n", "123"] {
            let errors = try lists[0].errors(with: .array([.string(text)]), in: office)
            #expect(errors.contains("/\(name)/0 text-invalid"), "\(errors)")
        }
    }

    @Test func `every member that is a name is checked`() {
        #expect(TextBoundTests.names.count >= 15)
        #expect(TextBoundTests.listed.count >= 4)
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
