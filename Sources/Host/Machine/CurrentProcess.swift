internal import CProcess
internal import Glibc

/// The environment of this process, read again at each call.
package var currentEnvironment: [String: String] {
    var variables: [String: String] = [:]
    var entry = unsafe environment_entries()
    while let text = unsafe entry?.pointee {
        let words = unsafe String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if words.count == 2 { variables[String(words[0])] = String(words[1]) }
        unsafe entry = entry?.advanced(by: 1)
    }
    return variables
}

/// Processors that this process may run on.
package var processorCount: Int {
    let allowed = Int(allowed_processors())
    return allowed > 0 ? allowed : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
