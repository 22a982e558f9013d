internal import BinaryFormats

/// The results of `work` on each item, in the order of the items, as many at a time as there are processors. The items that
/// are left over when each processor has had as many as the others may use the cores of those that are done.
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
