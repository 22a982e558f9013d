/// A place in a pipeline where a template asks for a variable.
public struct TemplateUse: Sendable, Equatable {
    /// `version`, `env.HOME`
    public var variable: String
    /// `FILE:LINE`
    public var place: String

    public init(variable: String, place: String) {
        self.variable = variable
        self.place = place
    }
}
