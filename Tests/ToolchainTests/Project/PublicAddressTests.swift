import Testing

@testable import Toolchain

/// Addresses of repositories that a release may tell: no passwords, no folders of this machine.
@Suite struct PublicAddressTests {
    @Test(arguments: [
        ("https://example.com/app.git", "https://example.com/app.git"),
        ("https://user:secret@example.com/app.git", "https://example.com/app.git"),
        ("https://token@example.com:8443/group/app", "https://example.com:8443/group/app"),
        ("https://user:p@ss@example.com/app.git", "https://example.com/app.git"),
        ("https://example.com/@scope/app.git", "https://example.com/@scope/app.git"),
        ("ssh://git@example.com/app.git", "ssh://git@example.com/app.git"),
        ("git@example.com:app.git", "ssh://git@example.com/app.git"),
        ("git@example.com:/group/app.git", "ssh://git@example.com/group/app.git"),
        ("example.com:app", "ssh://example.com/app"),
        ("file:///home/me/app", nil), ("/home/me/app", nil), ("../app", nil), ("./a:b", nil), (":app", nil), ("", nil),
    ])
    func hidesSecretsAndFolders(remote: String, address: String?) {
        #expect(publicAddress(remote) == address)
    }
}
