internal import BinaryFormats

extension RangeMap {
    /// Moves claims on unpacked memory to the segments of the file, and removes the memory. The header of a segment belongs to
    /// the owners of its bytes, in proportion.
    mutating func pack(_ image: Image) {
        guard let module = image.wasm else { return }
        let memory = regions.filter { $0.range.lowerBound >= image.size }.flatMap(\.claims)
        regions.removeAll { $0.range.lowerBound >= image.size }
        if let start = module.segments.first?.header.lowerBound,
            let data = regions.firstIndex(where: { $0.range.contains(start) })
        {
            let range = regions[data].range
            // A second data section, which no valid module has, stays unclaimed.
            let packed = packed(memory, from: image.size, module).filter {
                range.lowerBound <= $0.range.lowerBound && $0.range.upperBound <= range.upperBound
            }
            regions[data].claims = regions[data].claims.filter { $0.range.upperBound <= start } + packed
        }
        for index in passes.indices { passes[index].size = 0 }
        for claim in regions.lazy.flatMap(\.claims) { passes[Int(claim.pass)].size += claim.range.count }
    }

    /// The claims on `memory`, which starts at `base`, converted to claims on segments.
    private func packed(_ memory: [Claim], from base: Int, _ module: WasmModule) -> [Claim] {
        var packed: [Claim] = []
        func put(_ claim: Claim, _ range: Range<Int>) {
            var claim = claim
            claim.range = range
            packed.add(claim)
        }
        for segment in module.segments {
            let start = base + segment.place
            let unpacked = start..<start + segment.payload.count
            let first = memory.partitioningIndex { $0.range.upperBound > start }
            var next = first
            for (index, byte) in segment.header.enumerated() {
                let place = start + index * unpacked.count / segment.header.count
                while next < memory.count, memory[next].range.upperBound <= place { next += 1 }
                if next < memory.count, memory[next].range.contains(place) { put(memory[next], byte..<byte + 1) }
            }
            for claim in memory[first...] {
                let part = claim.range.clamped(to: unpacked)
                guard !part.isEmpty else { break }
                let start = segment.payload.lowerBound + part.lowerBound - unpacked.lowerBound
                put(claim, start..<start + part.count)
            }
        }
        return packed
    }
}
