import Testing

@testable import Planning

/// Templates of goreleaser, for linux/arm/6 of the project `app`.
struct GoTemplateTests {
    private let evaluator: GoTemplateEvaluator

    init() throws {
        let catalogue = try builtInCatalogue()
        var fields = GoreleaserFields(projectName: "app", modulePath: "example.com/app")
        fields.environment["CHANNEL"] = ImportedText("stable")
        fields.ofBuild = try #require(catalogue.targets(matching: "linux/arm/6").first).goreleaserFields(catalogue)
        evaluator = fields.evaluator
    }

    @Test(arguments: [
        ("plain", "plain"),
        ("{{ .ProjectName }}-{{.Version}}", "app-{{version | trimprefix \"v\"}}"),
        ("{{ .Tag }} {{ .FullCommit }} {{ .CommitDate }}", "{{tag}} {{commit}} {{date}}"),
        ("{{ .Env.CHANNEL }} {{ .Env.OTHER }}", "stable {{env.OTHER}}"),
        ("{{ envOrDefault \"OTHER\" \"none\" }}", "{{env.OTHER | default \"none\"}}"),
        ("{{ .Os }}_{{ .Arch }}", "{{goos}}_{{goarch}}"),
        ("{{ title .Os }}_{{ toupper .Arch }}", "Linux_ARM"),
        ("{{ tolower .Os }}", "{{goos}}"),
        ("a {{- if .Arm }} v{{ .Arm }}{{ else }}none{{ end }}", "a v6"),
        ("{{ with .Arm }}v{{ . }}{{ end }}{{ with .Mips }}_{{ . }}{{ end }}", "v6"),
        ("{{ if eq .Arch \"amd64\" }}x86_64{{ else if eq .Arch \"386\" \"arm\" }}32{{ else }}{{ .Arch }}{{ end }}", "32"),
        ("{{ if and (eq .Os \"linux\") (not (eq .Amd64 \"v1\")) }}yes{{ end }}", "yes"),
        ("{{ if or .IsSnapshot (ne .Os \"linux\") }}no{{ else }}release{{ end }}", "release"),
        ("{{ replace .Version \"+\" \"-\" }}", "{{version | trimprefix \"v\" | replace \"+\" \"-\"}}"),
        ("{{ trimsuffix \"app.exe\" \".exe\" | toupper }}", "APP"),
        ("{{ .Branch }}-{{ .Branch | tolower }}", "{{branch}}-{{branch | lower}}"),
        ("{{ incpatch .Version }}-next", "{{version | trimprefix \"v\" | incpatch}}-next"),
        ("{{ incminor .Tag }} {{ incmajor \"v1.2.3-rc.1\" }}", "{{tag | incminor}} v2.0.0"),
        ("{{/* a comment */}}x{{- /* and blanks */ -}}  y", "xy"),
        ("{{ `raw \"text\"` }}", "raw \"text\""),
    ])
    func becomes(template: String, text: String) throws {
        #expect(try evaluator.text(template).spelled == text)
    }

    @Test(arguments: [
        ("{{ .PrefixedTag }}", "`.PrefixedTag` has no counterpart"),
        ("{{ sha256 .Path }}", "`.Path` has no counterpart"),
        ("{{ filter .Version \"1\" }}", "the function `filter` has no counterpart"),
        ("{{ if .Env.CI }}a{{ end }}", "a condition on `{{env.CI}}`, which has a value only when it is built"),
        ("{{ range .List }}a{{ end }}", "`range` in a template has no counterpart"),
        ("{{ .Version", "`{{` has no `}}`"),
        ("{{ if .Os }}a", "`{{if}}` has no `{{end}}`"),
        ("{{ (.Os }}", "`(` in a template is not closed"),
        ("{{ .Os + }}", "`+` in a template is not understood"),
        ("{{ \"open }}", "a text in a template has no end"),
        ("{{ end }}", "`{{end}}` or `{{else}}` ends nothing"),
    ])
    func hasNoCounterpart(template: String, reason: String) {
        let error = #expect(throws: GoTemplateError.self) { try evaluator.text(template) }
        #expect(error?.reason == reason)
    }

    @Test(arguments: [
        ("go mod tidy", "go mod tidy"),
        ("./sign.sh \"{{ .Path }}\" --to=\"{{ .Os }}.key\"", "./sign.sh {{path}} --to={{goos}}.key"),
        ("sh -c 'a && b $HOME'", "sh -c 'a && b $HOME'"),
        ("echo a\\ b \"c\\\"d\" ''", "echo 'a b' 'c\"d' ''"),
        ("rm -f dist/*.tmp; ls | wc", "rm -f 'dist/*.tmp;' ls '|' wc"),
        ("cp {{ .Path }} {{ dir .Path }}/x", "cp {{path}} \"$(dirname {{path}})\"/x"),
    ])
    func commandsAreForAShell(command: String, line: String) throws {
        let field = evaluator.field
        let hooks = GoreleaserHooks(
            evaluator: GoTemplateEvaluator { $0 == ["Path"] ? .text(ImportedText(variable: "path")) : field($0) })
        #expect(try hooks.words(command).joined(separator: " ") == line)
    }
}
