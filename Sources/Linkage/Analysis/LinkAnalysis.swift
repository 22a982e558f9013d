/// A program replayed once as it is, ready for questions about what could go.
public struct LinkAnalysis: Sendable {
    public let graph: LinkGraph
    /// Bytes of the stripped file, modelled.
    public let size: Int
    /// Bytes of the file with symbols and debug data, estimated.
    public let unstrippedSize: Int
    /// Packages with bytes in the file, largest first.
    public let packages: [PackageUse]

    let sizes: SizeModel
    let layout: FileLayout
    let contents: Int
    /// One question: everything as it is.
    let replay: Replay.Result
    /// Where it is known already.
    let elimination: MethodElimination?

    /// `goroot` is the folder that replaces `$GOROOT` in names of source files; nil for programs built with `-trimpath`.
    public init(_ graph: LinkGraph, goroot: String? = nil) throws(LinkageError) {
        self.graph = graph
        sizes = SizeModel(graph, goroot: goroot)
        layout = FileLayout(graph)
        replay = Replay(graph, try CutMasks([Question()], graph)).result
        let parts = sizes.parts(replay.reached, questions: 1)[0]
        size = layout.size(parts)
        unstrippedSize = layout.unstripped(parts)
        contents = layout.sequential(parts)
        packages = packageUses(graph, sizes, replay)
        elimination = nil
    }

    /// What was stored of an analysis; `known` is what takes long to find again.
    init(_ graph: LinkGraph, goroot: String?, replay: Replay.Result, packages: [PackageUse], elimination: MethodElimination) {
        self.graph = graph
        self.replay = replay
        self.packages = packages
        self.elimination = elimination
        sizes = SizeModel(graph, goroot: goroot)
        layout = FileLayout(graph)
        let parts = sizes.parts(replay.reached, questions: 1)[0]
        size = layout.size(parts)
        unstrippedSize = layout.unstripped(parts)
        contents = layout.sequential(parts)
    }

    /// What would be left for each question, in their order; questions are answered `width` batches of 64 at a time.
    ///
    /// Savings are not additive: what two cuts share goes only when both are made, which is one question with two cuts.
    public func outcomes(of questions: [Question], width: Int = 1) async throws(LinkageError) -> [Outcome] {
        let width = max(1, width)
        // A few more questions at once cost little, another batch a replay.
        let batch = max(8, min(CutMasks.capacity, (questions.count + width - 1) / width))
        let starts = Array(stride(from: 0, to: questions.count, by: batch))
        let results = await withTaskGroup(of: (Int, Result<[Outcome], LinkageError>).self) { group in
            var results = [Result<[Outcome], LinkageError>?](repeating: nil, count: starts.count)
            func add(_ index: Int) {
                let slice = questions[starts[index]..<min(starts[index] + batch, questions.count)]
                group.addTask { (index, Result { () throws(LinkageError) in try answer(slice) }) }
            }
            for index in starts.indices.prefix(width) { add(index) }
            var next = width
            for await (index, result) in group {
                results[index] = result
                if next < starts.count { add(next) }
                next += 1
            }
            return results
        }
        var outcomes: [Outcome] = []
        for result in results { outcomes += try result?.get() ?? [] }
        return outcomes
    }

    /// What would be left for one question.
    public func outcome(of question: Question) throws(LinkageError) -> Outcome {
        try answer([question])[0]
    }

    /// Whether the program has what a cut names.
    public func has(_ cut: Cut) -> Bool {
        (try? CutMasks([Question(cutting: [cut])], graph)) != nil
    }

    /// At most 64 questions.
    func answer(_ questions: ArraySlice<Question>) throws(LinkageError) -> [Outcome] {
        outcomes(of: questions, Replay(graph, try CutMasks(questions, graph)).result)
    }

    /// What `replay` left for each question.
    func outcomes(of questions: ArraySlice<Question>, _ replay: Replay.Result) -> [Outcome] {
        let parts = sizes.parts(replay.reached, questions: questions.count)
        let present = presence(replay)
        return questions.enumerated().map { index, question in
            let bit = UInt64(1) << UInt64(index)
            let cut = Set(question.cuts.flatMap(\.packages))
            let size = layout.size(parts[index])
            return Outcome(
                size: size, saves: self.size - size, savedContents: contents - layout.sequential(parts[index]),
                savesUnstripped: unstrippedSize - layout.unstripped(parts[index]),
                alsoGone: packages.filter { !cut.contains($0.path) && present[Int($0.number)] & bit == 0 }.map(\.path).sorted(),
                eliminatesMethods: replay.reflection & bit == 0)
        }
    }

    /// Questions in which a package still has bytes in the file, by package.
    private func presence(_ replay: Replay.Result) -> [UInt64] {
        var present: [UInt64] = Array(repeating: 0, count: graph.packages.count)
        for symbol in 0..<graph.symbols.count where replay.reached[symbol] != 0 && sizes.hasBytes(symbol) {
            present[Int(graph.packageOf[symbol])] |= replay.reached[symbol]
        }
        return present
    }
}
