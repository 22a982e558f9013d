extension Release {
    static func known(minor: Int) -> Release? { nil }
}
