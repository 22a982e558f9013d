/// The Go compiler that builds.
public enum Compiler: String, Sendable, CaseIterable {
    case gc, gccgo
}
