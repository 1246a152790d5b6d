import ArgumentParser

/// The peer that a Swift team would write without us: Hummingbird 2 in front of a GRDB pool.
@main
struct Peer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hummingbird-peer", subcommands: [Load.self, Serve.self])
}
