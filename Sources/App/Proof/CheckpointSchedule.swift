import Dispatch
import Logging
import Store

/// Has checkpoints signed every few seconds while the service runs.
final class CheckpointSchedule {
    private let queue = DispatchQueue(label: "danvan.checkpoint", qos: .utility)
    private let timer: any DispatchSourceTimer
    private let signer: CheckpointSigner

    /// Starts the schedule; nil when there is no key.
    ///
    /// - Throws: `Failure` when the key or what was signed with it cannot be read.
    init?(of store: Store, _ settings: Settings, logger: Logger) throws {
        guard let signer = try CheckpointSigner(of: store, settings, logger: logger) else { return nil }
        self.signer = signer
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(
            deadline: .now(), repeating: .seconds(settings.proof.checkpointSeconds), leeway: .milliseconds(50)
        )
        timer.setEventHandler { signer.signIfChanged() }
        timer.activate()
    }

    /// Signs what is committed, and nothing after it.
    func stop() {
        timer.cancel()
        queue.sync { signer.signIfChanged() }
    }
}
