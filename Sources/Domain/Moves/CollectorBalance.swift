/// What a collector received for a fund, handed over, and still has in hand.
package struct CollectorBalance: Hashable, Sendable {
    package let collector: User.ID
    package let name: String
    package let fund: Fund.ID
    package let received: Dong
    package let handedOver: Dong

    package init(
        collector: User.ID, name: String, fund: Fund.ID, received: Dong, handedOver: Dong
    ) {
        self.collector = collector
        self.name = name
        self.fund = fund
        self.received = received
        self.handedOver = handedOver
    }

    package var inHand: Dong { received.less(handedOver) }
}
