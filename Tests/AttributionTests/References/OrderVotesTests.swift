import Fixtures
import Testing

@testable import Attribution

struct OrderVotesTests {
    /// Rows of objects in the order of `truth`, of which `errors` percent have the wrong package.
    private func rows(_ truth: [Int], errors: Int, seed: UInt64) -> OrderVotes {
        var generator = SeededGenerator(seed: seed)
        var votes = OrderVotes(packages: truth.count)
        for _ in 0..<60 {
            var owners: [Owner] = []
            for package in truth where Int.random(in: 0..<4, using: &generator) == 0 {
                for _ in 0..<Int.random(in: 1...5, using: &generator) {
                    let isWrong = Int.random(in: 0..<100, using: &generator) < errors
                    owners.append(.package(isWrong ? Int.random(in: truth.indices, using: &generator) : package))
                }
            }
            votes.add(owners.indices, owners)
        }
        return votes
    }

    @Test(arguments: 1...8) func rowsWithoutErrorsGiveTheOrder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let truth = (0..<200).shuffled(using: &generator)
        let order = rows(truth, errors: 0, seed: seed).order()
        let rank = Dictionary(uniqueKeysWithValues: truth.enumerated().map { ($1, $0) })
        #expect(order.count == 200)
        // Rows need not determine the order of all neighbours.
        let displaced = order.enumerated().count { abs(rank[$1]! - $0) > 2 }
        #expect(displaced <= 4, "\(displaced)")
    }

    /// One object in twelve with the wrong package moves very few packages.
    @Test(arguments: 1...8) func errorsMoveFewPackages(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let truth = (0..<200).shuffled(using: &generator)
        let order = rows(truth, errors: 8, seed: seed).order()
        let rank = Dictionary(uniqueKeysWithValues: truth.enumerated().map { ($1, $0) })
        let displaced = order.enumerated().count { abs(rank[$1]! - $0) > 8 }
        #expect(displaced <= 8, "\(displaced)")
    }

    @Test func packagesWithoutRowsAreOmitted() {
        var votes = OrderVotes(packages: 4)
        votes.add(0..<3, [.package(2), .unexplained, .package(0)])
        votes.add(0..<1, [.package(3)])
        #expect(votes.order() == [2, 0])
        #expect(OrderVotes(packages: 0).order() == [])
    }
}
