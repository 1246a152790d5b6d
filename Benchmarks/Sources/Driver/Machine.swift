import Foundation

/// The hardware and software of a run.
struct Machine {
    let lines: [String]
    /// yyyy-MM-dd, by the system clock in UTC.
    let day: String
    let time: String

    init(plan: Plan) throws {
        let layout = plan.layout
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyy-MM-dd"
        day = formatter.string(from: Date())
        formatter.dateFormat = "HH:mm"
        time = formatter.string(from: Date())

        let processor = fact("model name", in: "/proc/cpuinfo") ?? "unknown processor"
        let memory = Double(fact("MemTotal", in: "/proc/meminfo")?.split(separator: " ").first ?? "") ?? 0
        let kernel = said("/usr/bin/uname", ["-sr"])
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let swift = said("/usr/bin/env", ["swift", "--version"])
        let sqlite = said("/usr/bin/sqlite3", ["--version"]).prefix { $0 != " " }
        let nginx = lastWord(of: said(try tool("nginx"), ["-v"]))
        let wrk = said(try tool("wrk"), ["-v"]).split(separator: " ").dropFirst().first ?? "unknown"
        let pins = text(of: layout.benchmarks + "/Package.swift")
        let hummingbird = pin("hummingbird-project/hummingbird", in: pins)
        let pocketbase = layout.pocketbase.map { ", PocketBase " + lastWord(of: said($0, ["--version"])) }
        lines = [
            "Machine: \(processor), \(cores) cores, \(Int((memory / 1_048_576).rounded())) GiB, \(kernel)",
            "danvan: revision \(revision(of: layout.root)), \(swift)",
            "SQLite \(sqlite), nginx \(nginx), wrk \(wrk)",
            "Peers: Hummingbird \(hummingbird), GRDB \(pin("GRDB.swift", in: pins))" + (pocketbase ?? ""),
        ]
    }
}

private func fact(_ name: String, in path: String) -> String? {
    let line = text(of: path).split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
}

/// The first line a program prints, on either stream.
private func said(_ path: String, _ arguments: [String]) -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    do { try process.run() } catch { return "unknown" }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").first.map(String.init) ?? "unknown"
}

private func lastWord(of line: String) -> String {
    line.split { $0 == " " || $0 == "/" }.last.map(String.init) ?? "unknown"
}

/// The commit, and whether the sources differ from it.
private func revision(of root: String) -> String {
    let commit = said("/usr/bin/env", ["git", "-C", root, "rev-parse", "--short=10", "HEAD"])
    let changed = said(
        "/usr/bin/env",
        ["git", "-C", root, "status", "--porcelain", "Sources", "Package.swift", "migrations"])
    return changed == "unknown" ? commit : commit + " with changes"
}

/// The version of a package in Package.swift.
private func pin(_ name: String, in text: String) -> String {
    let line = text.split(separator: "\n").first { $0.contains(name + "\"") && $0.contains("exact:") }
    return line?.split(separator: "\"").dropLast().last.map(String.init) ?? "?"
}
