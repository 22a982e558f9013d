/// Parts of goreleaser's file that are about something else than building and packing, by key, with what serves instead.
enum GoreleaserSections {
    private static let packages = "Pare makes no packages; artifacts.json has what the tool needs"
    private static let images = "Pare makes no images; a Dockerfile can COPY the binaries of dist"
    private static let signing = "Pare does not sign; sign what artifacts.json lists, or each binary in `hooks: after-build`"
    private static let publishing = "Pare does not publish; upload what artifacts.json lists, as with `gh release upload`"

    static let reasons: [String: String] = [
        "nfpms": packages, "nfpm": packages, "snapcrafts": packages, "snapcraft": packages, "chocolateys": packages,
        "flatpaks": packages, "srpms": packages, "srpm": packages, "msi": packages, "nsis": packages, "dmg": packages,
        "pkgs": packages, "app_bundles": packages, "makeselfs": packages,
        "dockers": images, "dockers_v2": images, "docker_manifests": images, "docker_digest": images, "dockerhub": images,
        "kos": images,
        "signs": signing, "binary_signs": signing, "docker_signs": signing, "notarize": signing, "attestations": signing,
        "brews": publishing, "homebrew_casks": publishing, "scoops": publishing, "scoop": publishing, "winget": publishing,
        "aurs": publishing, "aur_sources": publishing, "krews": publishing, "nix": publishing, "npms": publishing,
        "release": publishing, "blobs": publishing, "uploads": publishing, "artifactories": publishing, "publishers": publishing,
        "furies": publishing, "gemfury": publishing, "cloudsmiths": publishing, "mcp": publishing, "before_publish": publishing,
        "milestones": publishing, "announce": publishing, "github_urls": publishing, "gitlab_urls": publishing,
        "gitea_urls": publishing, "env_files": publishing, "force_token": publishing,
        "changelog": "Pare writes no change log of commits; `pare diff` and `pare history` tell what changed in size",
        "source": "Pare packs no sources; `git archive` does",
        "snapshot": "`{{version}}` is what `git describe` says, between tags too",
        "nightly": "`{{version}}` is what `git describe` says, between tags too",
        "git": "`{{version}}` is what `git describe` says",
        "metadata": "metadata of packages is no part of a pipeline",
        "report_sizes": "every run reports sizes",
        "dist": "results are in dist/, in a folder of the pipeline's name",
        "includes": "convert the included file as well, and copy its keys",
        "partial": "`pare build --target` builds a part",
        "template_files": "a hook can write files",
        "retry": "nothing is uploaded",
    ]
}
