internal import FoundationEssentials

/// The results of `work` on each item, in the order of the items, as many at a time as there are processors.
public func inParallel<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) -> Result
) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
        var results: [Result?] = Array(repeating: nil, count: items.count)
        var next = 0
        func start() {
            guard next < items.count else { return }
            let index = next
            next += 1
            group.addTask { (index, work(items[index])) }
        }
        for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start() }
        for await (index, result) in group {
            results[index] = result
            start()
        }
        return results.compactMap(\.self)
    }
}
