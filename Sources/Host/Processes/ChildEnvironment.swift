package import Subprocess

extension Environment {
    /// Exactly these variables, nothing inherited.
    package static func exactly(_ variables: [String: String]) -> Environment {
        var keyed: [Environment.Key: String] = [:]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { keyed[key] = value }
        }
        return .custom(keyed)
    }
}

extension PlatformOptions {
    /// A process group of its own, which gets SIGTERM, then SIGKILL, when the task is cancelled.
    package static var ownGroup: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        return options
    }
}
