#!/usr/bin/env python3
"""api.py COMMAND...: runs the command with GITHUB_API_URL of a server that plays the API for comments of pull request 7 of o/r.

The folder it runs in may have comments.json, which is there before, and pull.json, the pull request. Each request goes to
requests.txt: method, path, first 60 characters of the body. The token `good-secret` is taken, `readonly-secret` may only read."""
import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading
import urllib.parse


def stored(name, default):
    path = pathlib.Path(name)
    return json.loads(path.read_text()) if path.exists() else default


comments = stored("comments.json", [])
log = open("requests.txt", "w")


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, code, value, **headers):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(code)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        text = json.loads(body)["body"] if body else ""
        print(self.command, self.path, json.dumps(text[:60]) if body else "", file=log, flush=True)
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        url = urllib.parse.urlparse(self.path)
        if token not in ("good-secret", "readonly-secret"):
            return self.answer(401, {"message": "Bad credentials"})
        if url.path.startswith("/repos/o/moved/"):
            return self.answer(301, b"", Location=f"http://localhost:{self.server.server_port}/elsewhere")
        if url.path.startswith("/repos/o/broken/"):
            return self.answer(200, b"<html>")
        if self.command != "GET" and token == "readonly-secret":
            return self.answer(403, {"message": "Resource not accessible by integration"})
        if self.command == "GET" and url.path == "/repos/o/r/pulls/7":
            return self.answer(200, stored("pull.json", {}))
        if url.path == "/repos/o/r/issues/7/comments":
            if self.command == "POST":
                return self.answer(201, {"html_url": "https://forge/o/r/pull/7#new"})
            query = dict(urllib.parse.parse_qsl(url.query))
            size, page = int(query["per_page"]), int(query["page"])
            return self.answer(200, comments[(page - 1) * size:page * size])
        known = {f"/repos/o/r/issues/comments/{comment['id']}" for comment in comments}
        if self.command == "PATCH" and url.path in known:
            return self.answer(200, {"html_url": "https://forge/o/r/pull/7#old"})
        self.answer(404, {"message": "Not Found"})

    do_GET = do_POST = do_PATCH = handle_any

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = dict(os.environ, GITHUB_API_URL=f"http://127.0.0.1:{server.server_port}")
sys.exit(subprocess.run(sys.argv[1:], env=environment).returncode)
