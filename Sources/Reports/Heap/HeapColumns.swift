/// Names and values of the types of samples, as people read them.
extension HeapReport.Column {
    /// `LIVE`, `ALLOCATED`, `CPU`.
    package var title: String {
        let titles = [
            "inuse_space": "live", "inuse_objects": "live objects", "alloc_space": "allocated", "alloc_objects": "allocations",
            "cpu": "cpu", "samples": "samples", "goroutine": "goroutines", "threadcreate": "threads", "contentions": "blocked",
            "delay": "delay",
        ]
        return (titles[name] ?? name.visible).uppercased()
    }

    /// Title of the areas that have its values: `live bytes`, `allocated objects`, `CPU time`.
    package var areaTitle: String {
        let titles = [
            "inuse_space": "live bytes", "inuse_objects": "live objects", "alloc_space": "allocated bytes",
            "alloc_objects": "allocated objects", "cpu": "CPU time", "samples": "CPU samples", "goroutine": "goroutines",
            "threadcreate": "threads", "contentions": "times blocked", "delay": "time blocked",
        ]
        return titles[name] ?? name.visible
    }

    /// `12.3 MiB`, `1.25 s`, `1,204`; a change with its sign.
    package func text(_ value: Int, isChange: Bool) -> String {
        switch unit {
        case "bytes": isChange ? value.signedIEC : value.iec
        case "nanoseconds": (isChange && value > 0 ? "+" : "") + value.duration
        default: isChange ? value.signedGrouped : value.grouped
        }
    }
}

extension [HeapReport.Column] {
    /// Positions of those that a person asks for first: bytes and time rather than counts, live memory before all.
    package var shown: [Int] {
        let sizes = indices.filter { self[$0].unit != "count" }
        return (sizes.isEmpty ? Array<Int>(indices) : sizes).reversed()
    }
}
