internal import BinaryFormats

/// The results of `work` on each item, in the order of the items, computed on all processors. The items that remain after an
/// equal number for each processor may use idle cores.
package func inParallel<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) -> Result
) async -> [Result] {
    let processors = processorCount
    let shared = items.count / processors * processors
    return await withTaskGroup(of: (Int, Result).self) { group in
        var results: [Result?] = Array(repeating: nil, count: items.count)
        var next = 0
        func start() {
            guard next < items.count else { return }
            let index = next
            next += 1
            group.addTask { Cores.$areBusy.withValue(index < shared) { (index, work(items[index])) } }
        }
        for _ in 0..<processors { start() }
        for await (index, result) in group {
            results[index] = result
            start()
        }
        return results.compactMap(\.self)
    }
}
