internal import Reports

/// Parts of a page with the profiles of a run: of `pare heap` and `pare weigh --profile`.
extension Page {
    /// Lines of source that a page shows where no `top` is asked for.
    private static let lineRows = 25

    /// The page of the binary with the values of its profiles, and the lines of source that they are of. Areas stand for the type that
    /// sorts the listing.
    init(_ listing: HeapListing, top: Int?) {
        let weigh = listing.joined
        self.init(weigh)
        if weigh.total == 0 {
            title = listing.report.profiles.joined(separator: ", ")
            facts = weigh.profile?.totals ?? []
        }
        area = listing.columns.first.map { listing.report.columns[$0].name }
        var lines = listing
        lines.level = .line
        more = "<div class=\"below\">\n<h2>Lines</h2>\n" + lines.table(top: top ?? Self.lineRows).html + "</div>\n"
        if let churn = listing.churnTable {
            more += "<div class=\"below\">\n<h2>\(listing.churnTitle.escapedHTML)</h2>\n" + churn.html + "</div>\n"
        }
    }

    var hasProfile: Bool { builds.contains { $0.weigh?.profile != nil } }

    /// Types of samples of all builds, each once.
    var sampleTypes: [HeapReport.Column] {
        builds.flatMap { $0.weigh?.profile?.types ?? [] }.reduce(into: []) { types, type in
            if !types.contains(where: { $0.name == type.name }) { types.append(type) }
        }
    }

    /// The place of the table that `profile.js` draws.
    static let functions = """
        <div id="functions-part" class="below">
        <h2 id="functions-title">Functions</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="functions-title"><table id="functions"></table></div>
        <p class="more"><button type="button" id="more-functions" hidden></button></p>
        </div>

        """
}

extension WeighReport.RunProfile {
    /// `profile heap.pb.gz`, then the totals of bytes and time.
    var facts: [String] { ["profile \(identity)"] + totals }

    /// Paths of the profiles, and of those that are subtracted.
    private var identity: String {
        files.joined(separator: ", ") + (base.map { " less \($0.joined(separator: ", "))" } ?? "")
    }

    /// `5.02 MiB live`, `1.25 s CPU`.
    var totals: [String] {
        types.shown.map { column in
            let type = types[column]
            return
                "\(type.text(type.total, isChange: base != nil).typographic) \(type.title == "CPU" ? "CPU" : type.title.lowercased())"
        }
    }
}
