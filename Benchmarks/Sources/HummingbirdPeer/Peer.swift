import ArgumentParser

/// The alternative a Swift team would build: Hummingbird 2 with a GRDB pool.
@main
struct Peer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hummingbird-peer", subcommands: [Load.self, Serve.self])
}
