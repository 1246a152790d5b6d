import Domain
import HTTP
import TestSupport
import Testing

@testable import API

/// `?format=`, for links, which cannot set `Accept`.
@Suite struct FormatParameterTests {
    private static let choices = Endpoint.names { !$0.formats.isEmpty }

    @Test func `where the media type is a choice, and only there, the query names it`() {
        for endpoint in Service.table {
            let isChoice = endpoint.method == .get && endpoint.media.count > 1
            #expect(endpoint.formats.count == (isChoice ? endpoint.media.count : 0), "\(endpoint.name)")
            #expect(Set(endpoint.formats).count == endpoint.formats.count)
        }
        #expect(FormatParameterTests.choices.count > 40)
    }

    @Test(arguments: choices)
    func `each format is what its media type is, whatever a browser accepts`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let sample = try endpoint.sample
        let office = try Office.forSamples()
        let role = endpoint.someRole.map { Bearer($0) }
        let bearer = sample.about == .province ? role?.ofProvince : role
        // The first use of a token is recorded, which the list of tokens shows.
        _ = try office.get(sample.target, as: bearer)
        _ = try office.write { _ in }
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
        for (media, format) in zip(endpoint.media, endpoint.formats) {
            let target = sample.target + (sample.target.contains("?") ? "&" : "?") + "format=" + format
            let accepted = try office.get(sample.target, as: bearer, accepting: media.type)
            for accept in [browser, media.type, "text/x-none"] {
                let response = try office.get(target, as: bearer, accepting: accept)
                #expect(response.status == 200, "\(response.bodyText)")
                #expect(response.field("Content-Type") == media.contentType)
                #expect(response.body == accepted.body && response.field("ETag") == accepted.field("ETag"))
                #expect(response.field("Vary") == accepted.field("Vary"))
            }
        }
        let separator = sample.target.contains("?") ? "&" : "?"
        for wrong in ["", "JSON", "text/csv", "octets", "pdf"] {
            let refused = try office.get(sample.target + separator + "format=" + wrong, as: bearer)
            #expect(refused.status == 400 && refused.errors == ["?format parameter-invalid"], "\(wrong)")
        }
    }

    @Test func `where there is no choice, format is unknown; who may not call learns nothing about it`()
        throws
    {
        let office = try Office.village()
        #expect(
            Refused(try office.get("/v1/hamlets/1?format=json")) == Refused(400, "parameter-unknown"))
        #expect(
            Refused(try office.get("/v1/funds?hamlet=1&format=x", as: nil)) == Refused(401, "token-missing"))
        // Nor about a media type that there is not.
        #expect(
            Refused(try office.get("/v1/funds?hamlet=1", as: nil, accepting: "image/png"))
                == Refused(401, "token-missing"))
    }

    @Test func `a cached list is one entry for each media type, however it was asked for`() throws {
        let office = try Office.villageWithBooks()
        let target = "/v1/public/hamlets/1/contributions"
        let table = try office.get(target, as: nil, accepting: "text/csv")
        #expect(try office.get(target + "?format=csv", as: nil).body == table.body)
        #expect(try office.get(target + "?format=csv&bom=0", as: nil).body == table.body)
        #expect(office.service.responseCache.entries.count == 1)
        // The page of the same target in JSON is not the table.
        #expect(try office.get(target, as: nil).field("Content-Type") == "application/json")
        #expect(office.service.responseCache.entries.count == 2)
    }
}
