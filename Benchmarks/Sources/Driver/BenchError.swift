/// The reason why the run stopped, as a sentence for its operator.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) { description = sentence }
}
