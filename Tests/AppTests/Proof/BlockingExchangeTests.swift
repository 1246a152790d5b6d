import Testing
import Transparency

@testable import App

@Suite struct BlockingExchangeTests {
    @Test func `a response has its status, fields and body`() throws {
        let text = "HTTP/1.0 409 Conflict\r\ncontent-TYPE:  text/x.tlog.size\r\nX: a:b\r\n\r\n20\n"
        let response = try #require(BlockingExchange.Response(Array(text.utf8)))
        #expect(response.status == 409 && response.body == Array("20\n".utf8))
        #expect(response.field("Content-Type") == "text/x.tlog.size" && response.field("x") == "a:b")
        #expect(response.field("HTTP/1.0 409 Conflict") == nil && response.field("Y") == nil)
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ])
    func `what is cut off or no response is none`(_ text: String) {
        #expect(BlockingExchange.Response(Array(text.utf8)) == nil)
    }
}

@Suite struct ConfiguredWitnessTests {
    private static let key = "giamsat.example/nghi-phu+10390cd6+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

    @Test(arguments: [
        ("http://127.0.0.1:8090", ""), ("http://127.0.0.1:8090/", ""), ("http://[::1]:1/a/b", "/a/b"),
        ("http://[::1]:1/a/", "/a"),
    ])
    func `a witness has a key and an address`(_ address: String, _ prefix: String) throws {
        let witness = try #require(ConfiguredWitness(ConfiguredWitnessTests.key + " " + address))
        #expect(witness.address?.prefix == prefix)
        #expect(witness.key.text == ConfiguredWitnessTests.key)
    }

    @Test func `a witness may have no address`() {
        #expect(ConfiguredWitness(ConfiguredWitnessTests.key)?.address == nil)
    }

    @Test(arguments: [
        "https://127.0.0.1:1", "http://sodan.vn:1", "http://127.0.0.1", "http://127.0.0.1:1/a?b",
        "http://127.0.0.1:1/a#b", "http://127.0.0.1:1/a b", "http://127.0.0.1:1/a\r\nX: y", "", " ",
    ])
    func `another address is refused`(_ address: String) {
        #expect(ConfiguredWitness(ConfiguredWitnessTests.key + " " + address) == nil)
    }

    @Test func `the key of a log is no witness`() {
        let log = "danvan.example/40+19030554+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
        #expect(
            ConfiguredWitness(log) == nil && ConfiguredWitness("x") == nil && ConfiguredWitness("") == nil)
    }
}
