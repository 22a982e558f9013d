/// One HTML file of plain tables with the look of the other pages. `body` is HTML, the rest text.
func plainPage(title: String, body: String, footer: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\("\(title) – pare".escapedHTML)</title>
    <style>
    \(String(decoding: PackageResources.page_css, as: UTF8.self))</style>
    </head>
    <body>
    <main>
    \(body)</main>
    <footer>\(footer.escapedHTML)</footer>
    </body>
    </html>

    """
}
