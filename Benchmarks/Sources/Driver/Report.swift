import Foundation

/// The results as tables: Markdown for people, tab-separated lines for programs.
struct Report {
    let plan: Plan
    let machine: Machine
    let record: Record

    var markdown: String {
        let parts =
            [heading, reaches] + [throughput, latency, processor, others, facts].compactMap { $0 }
        return parts.joined(separator: "\n\n") + "\n"
    }

    var tabSeparated: String {
        let head =
            "section\twork\tserver\tround\tconnections\treq_s\tp50_us\tp99_us\tcpu_us_per_req\trss_kib\tother\tunit"
        let lines = record.samples.map { sample in
            [
                sample.section.rawValue, sample.workload, sample.server, String(sample.round),
                String(sample.connections), number(sample.requestsPerSecond, 1), number(sample.p50Micros, 1),
                number(sample.p99Micros, 1), number(sample.processorMicros, 2),
                sample.residentKiB.map(String.init) ?? "", number(sample.other?.value, 1),
                sample.other?.name ?? "",
            ]
            .joined(separator: "\t")
        }
        return ([head] + lines).joined(separator: "\n") + "\n"
    }

    private var heading: String {
        let form = plan.isQuick ? "short form" : "full form"
        let about =
            "Data: \(grouped(Double(plan.rows), 0)) contributions in \(plan.data.hamlets) hamlets. Medians of \(plan.rounds) rounds of"
            + " \(plan.seconds) s, the servers in turn; load by `wrk -t1`, on the same machine, over 127.0.0.1."
        return "# Benchmark of \(machine.day), \(form)\n\n"
            + (["Made at \(machine.time) UTC by `scripts/bench`. " + about] + machine.lines)
            .map { "- " + $0 }.joined(separator: "\n")
    }

    private var reaches: String {
        guard !record.claims.isEmpty else { return "Nothing was compared." }
        let rows = record.claims.map { claim in
            let bound =
                switch claim.reach {
                case .atLeast(let bound): "≥ " + bare(bound, claim)
                case .atMost(let bound): "≤ " + bare(bound, claim)
                }
            return [
                claim.words, grouped(claim.value, claim.digits) + claim.unit, bound,
                claim.isMet ? "met" : "**missed**",
            ]
        }
        let met = record.claims.count { $0.isMet }
        return "## Reach: \(met) of \(record.claims.count) met\n\n"
            + table(["what", "measured", "reach", ""], rows)
    }

    private func bare(_ bound: Double, _ claim: Claim) -> String {
        let text = grouped(bound, claim.digits)
        guard text.contains(".") else { return text }
        return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
    }

    private var throughput: String? {
        matrix(.throughput, "## Requests per second, \(manyConnections) connections, and danvan's multiple") {
            value, ours in
            guard let ours, ours != value else { return grouped(value, 0) }
            return grouped(value, 0) + " (" + grouped(ours / value, 2) + "×)"
        } of: {
            $0.requestsPerSecond
        }
    }

    private var latency: String? {
        let title = "\(manyConnections) connections, µs"
        let parts = [
            matrix(.throughput, "## p50 at \(title)", plain) { $0.p50Micros },
            matrix(.throughput, "## p99 at \(title)", plain) { $0.p99Micros },
        ]
        .compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    private var processor: String? {
        let parts = [
            matrix(.throughput, "## Processor time per request, µs", fine) { $0.processorMicros },
            matrix(
                .pinned, "## Processor time per request, µs, the server on one core, wrk on the other", fine
            ) {
                $0.processorMicros
            },
            matrix(.pinned, "## Requests per second, the server on one core, wrk on the other", plain) {
                $0.requestsPerSecond
            },
            matrix(.throughput, "## Resident memory after the rounds, MiB", fine) {
                $0.residentKiB.map { Double($0) / 1024 }
            },
        ]
        .compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    private func plain(_ value: Double, _ ours: Double?) -> String { grouped(value, 0) }
    private func fine(_ value: Double, _ ours: Double?) -> String { grouped(value, 1) }

    /// A table with a row per workload and a column per server; nil without measurements.
    private func matrix(
        _ section: Section, _ title: String, _ cell: (Double, Double?) -> String,
        of value: (Sample) -> Double?
    ) -> String? {
        let measured = record.samples.filter { $0.section == section && value($0) != nil }
        guard !measured.isEmpty else { return nil }
        let servers = Peer.allCases.map(\.title).filter { title in measured.contains { $0.server == title } }
        let rows = Workload.allCases.filter { work in measured.contains { $0.workload == work.rawValue } }
            .map { work in
                let ours = record.median(section, work.rawValue, Peer.danvan.title, value)
                return [work.title]
                    + servers.map { server in
                        record.median(section, work.rawValue, server, value).map { cell($0, ours) } ?? "–"
                    }
            }
        return title + "\n\n" + table(["work"] + servers, rows)
    }

    /// The sections that are not a matrix: one line for each measured value, as medians.
    private var others: String? {
        let matrices: Set<Section> = [.throughput, .pinned]
        var seen: Set<String> = []
        var rows: [[String]] = []
        for sample in record.samples where !matrices.contains(sample.section) {
            guard seen.insert("\(sample.section) \(sample.workload) \(sample.server)").inserted else {
                continue
            }
            func median(_ digits: Int, _ value: (Sample) -> Double?) -> String {
                record.median(sample.section, sample.workload, sample.server, value)
                    .map { grouped($0, digits) } ?? ""
            }
            let other = sample.other.map { other in
                median(other.value < 10 ? 2 : 0) { $0.other?.value } + " " + other.name
            }
            rows.append([
                sample.section.rawValue, sample.workload, sample.server, String(sample.connections),
                median(0, \.requestsPerSecond), median(0, \.p50Micros), median(0, \.p99Micros),
                median(1, \.processorMicros), median(1) { $0.residentKiB.map { Double($0) / 1024 } },
                other ?? "",
            ])
        }
        guard !rows.isEmpty else { return nil }
        return "## The rest, medians\n\n"
            + table(
                [
                    "section", "work", "server", "connections", "req/s", "p50 µs", "p99 µs", "cpu µs/req",
                    "resident MiB", "other",
                ], rows)
    }

    private var facts: String? {
        record.facts.isEmpty
            ? nil
            : "## Of the servers\n\n" + record.facts.map { "- " + $0 + "." }.joined(separator: "\n")
    }
}

private func table(_ head: [String], _ rows: [[String]]) -> String {
    ([head, head.indices.map { $0 == 0 ? "---" : "---:" }] + rows)
        .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
}

private func number(_ value: Double?, _ digits: Int) -> String {
    value.map { String(format: "%.\(digits)f", $0) } ?? ""
}

/// With commas as thousands separators.
private func grouped(_ value: Double, _ digits: Int) -> String {
    let text = String(format: "%.\(digits)f", value)
    let whole = text.prefix { $0 != "." }
    var result = ""
    for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index).isMultiple(of: 3) { result.append(",") }
        result.append(digit)
    }
    return result + text.dropFirst(whole.count)
}
