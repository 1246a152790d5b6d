import Dispatch
import Logging
import Store

/// Has checkpoints signed every few seconds while the service runs, and sent to the witnesses with an address.
final class CheckpointSchedule {
    private let queue = DispatchQueue(label: "danvan.checkpoint", qos: .utility)
    private let timer: any DispatchSourceTimer
    private let signing: Signing

    /// Starts the schedule; nil when there is no key.
    ///
    /// - Throws: `Failure` when the key or what was signed with it cannot be read.
    init?(of store: Store, _ settings: Settings, logger: Logger) throws {
        guard let signer = try CheckpointSigner(of: store, settings, logger: logger) else { return nil }
        let pushes = try settings.proof.witnesses.compactMap { witness in
            try WitnessPush(to: witness, of: store, signer: signer, logger: logger)
        }
        let signing = Signing(signer, pushes)
        self.signing = signing
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(
            deadline: .now(), repeating: .seconds(settings.proof.checkpointSeconds), leeway: .milliseconds(50)
        )
        timer.setEventHandler { signing.step() }
        timer.activate()
    }

    /// Signs what is committed, and nothing after it.
    func stop() {
        timer.cancel()
        queue.sync { signing.step() }
        signing.stop()
    }
}

/// What happens at each time of the schedule; used on its queue alone.
private final class Signing {
    private let signer: CheckpointSigner
    private let pushes: [WitnessPush]
    private var hasAsked = false

    init(_ signer: CheckpointSigner, _ pushes: [WitnessPush]) {
        self.signer = signer
        self.pushes = pushes
    }

    /// Signs what has changed; before the first time, the witnesses are asked what they have seen.
    func step() {
        let isFirst = !hasAsked
        if isFirst {
            hasAsked = true
            let pushes = pushes
            DispatchQueue.concurrentPerform(iterations: pushes.count) { pushes[$0].ask() }
        }
        guard signer.signIfChanged() || isFirst else { return }
        for push in pushes { push.checkpointSigned() }
    }

    func stop() {
        for push in pushes { push.stop() }
    }
}
