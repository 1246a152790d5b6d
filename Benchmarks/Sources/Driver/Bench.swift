import ArgumentParser
import Foundation

/// `scripts/bench`: measures danvan and its peers in one run on one machine.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures danvan against its peers in one run on one machine.")

    @Flag(help: "Two minutes: danvan, Hummingbird and nginx, a short table.")
    var quick = false

    @Option(
        help: "Some sections alone, by commas: \(Section.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: String?

    @Option(help: "Contributions in the data. Default: 1000000; with --quick what is there, or 100000.")
    var rows: Int?

    @Option(help: "Rounds, of which the medians are taken. Default: 5, with --quick 3.")
    var rounds: Int?

    @Option(help: "Seconds of a round. Default: 5, with --quick 2.")
    var seconds: Int?

    @Option(help: "Contributions of the section scale: few,many.")
    var scaleRows = "100000,10000000"

    @Option(help: "The folder of the product.")
    var root: String

    @Option(help: "The built danvan.")
    var danvan: String

    @Option(help: "The folder with the built peers.")
    var peers: String

    @Option(help: "The PocketBase binary; without it PocketBase takes no part.")
    var pocketbase: String?

    func run() throws {
        let kept = endChildrenOnSignals()
        defer { withExtendedLifetime(kept) {} }
        raiseFileLimit()
        do {
            try measure()
        } catch let error as BenchError {
            printError("STOPPED: \(error)")
            throw ExitCode.failure
        }
    }

    private func measure() throws {
        let layout = Layout(root: root, danvan: danvan, peers: peers, pocketbase: quick ? nil : pocketbase)
        try layout.makeFolders()
        let plan = try plan(in: layout)
        var record = Record()
        for section in plan.sections { try plan.take(section, into: &record) }
        let report = Report(plan: plan, machine: try Machine(plan: plan), record: record)
        let form = only.map { $0.replacing(",", with: "-") } ?? (quick ? "quick" : "full")
        let path = "\(layout.results)/\(report.machine.day)-\(form)"
        try report.tabSeparated.write(toFile: path + ".tsv", atomically: true, encoding: .utf8)
        try report.markdown.write(toFile: path + ".md", atomically: true, encoding: .utf8)
        print(report.markdown)
        fflush(nil)
        printError("kept in Benchmarks/results/\(report.machine.day)-\(form).md and .tsv")
    }

    private func plan(in layout: Layout) throws -> Plan {
        let sections = try only.map { words in
            try words.split(separator: ",")
                .map { word in
                    guard let section = Section(rawValue: String(word)) else {
                        throw BenchError("there is no section '\(word)'")
                    }
                    return section
                }
        }
        let scale = scaleRows.split(separator: ",").compactMap { Int($0) }
        guard scale.count == 2 else { throw BenchError("--scale-rows takes two numbers") }
        return Plan(
            isQuick: quick, sections: sections ?? (quick ? Section.quick : Section.allCases),
            peers: Peer.allCases.filter { $0 != .pocketbase || layout.pocketbase != nil },
            rows: try positive(rows ?? defaultRows(in: layout), "--rows"), scaleRows: scale,
            rounds: try positive(rounds ?? (quick ? 3 : 5), "--rounds"),
            seconds: try positive(seconds ?? (quick ? 2 : 5), "--seconds"), layout: layout)
    }

    private func defaultRows(in layout: Layout) -> Int {
        let whole = DataSet(rows: 1_000_000, layout: layout)
        let isThere = ["danvan", "hummingbird"].allSatisfy { exists("\(whole.folder)/\($0).whole") }
        return quick && !isThere ? 100_000 : 1_000_000
    }

    private func positive(_ number: Int, _ option: String) throws -> Int {
        guard number > 0 else { throw BenchError("\(option) is a number from 1 on") }
        return number
    }
}

/// 10,000 connections need as many file descriptors, here and in the servers.
private func raiseFileLimit() {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
