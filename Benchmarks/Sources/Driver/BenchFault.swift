/// Why the run stopped, in a sentence for the person who started it.
struct BenchFault: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) { description = sentence }
}
