#!/usr/bin/env python3
"""comment.py FILE: keeps one comment on a pull request up to date.

FILE is Markdown of `pare build`, whose first line is a hidden marker, <!-- pare:PIPELINE -->. The author's comment that begins with
the same marker is replaced; without one a comment is made. The token is in GITHUB_TOKEN. Needs Python 3.8, nothing else."""
import argparse
import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

LIMIT = 65_536  # characters that GitHub takes
MARKER = re.compile(r"<!-- pare:[^\n]{1,200} -->")


def fail(message):
    sys.exit(f"::error title=pare::{message}" if os.environ.get("GITHUB_ACTIONS") == "true" else f"comment: {message}")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the token to another host."""

    def redirect_request(self, request, file, code, message, headers, url):
        return None


class API:
    def __init__(self, address, token):
        self.address = address.rstrip("/")
        self.opener = urllib.request.build_opener(NoRedirect)
        self.headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "User-Agent": "pare",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, self.headers, method=method)
        try:
            with self.opener.open(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            fail(f"{method} {path}: {error.code} {self.reason(error)}; {self.advice(error.code)}")
        except (OSError, ValueError) as error:
            fail(f"{method} {self.address}{path}: {error}; check --api and the network")

    @staticmethod
    def reason(error):
        try:
            return " ".join(str(json.load(error)["message"]).split())[:200]
        except (ValueError, KeyError, TypeError, OSError):
            return error.reason

    @staticmethod
    def advice(code):
        return {
            301: "the repository has another name now: --repository OWNER/NAME",
            401: "GITHUB_TOKEN is missing or has expired",
            403: "the job needs `permissions: { pull-requests: write }`; runs of forks and of Dependabot never get it, "
            "and comment through pare-comment.yml",
            404: "check the repository and the number, and that the token may see them",
            422: "GitHub refuses the text",
        }.get(code, "try again later")

    def comments(self, repository, number):
        page = 1
        while True:
            found = self.call("GET", f"/repos/{repository}/issues/{number}/comments?per_page=100&page={page}")
            yield from found
            if len(found) < 100:
                return
            page += 1


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(4 * LIMIT)
    except OSError as error:
        fail(f"{path}: {error.strerror}")


def first_line(text):
    return text.split("\n", 1)[0].rstrip("\r")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    number = parser.add_mutually_exclusive_group(required=True)
    number.add_argument("--number", help="of the pull request")
    number.add_argument("--number-file", help="a file with the number, written by a run that is not trusted; needs --head")
    parser.add_argument("--head", metavar="REPOSITORY@COMMIT", help="comment only if the pull request is at this commit")
    parser.add_argument("--repository", default=os.environ.get("GITHUB_REPOSITORY", ""), help="by default GITHUB_REPOSITORY")
    parser.add_argument(
        "--api", default=os.environ.get("GITHUB_API_URL", "https://api.github.com"), help="by default GITHUB_API_URL")
    parser.add_argument(
        "--author", default="github-actions[bot]", help="whose comments are replaced; another token than the job's has another")
    options = parser.parse_args()

    token = os.environ.get("GITHUB_TOKEN", "").strip()
    if not token:
        fail("no GITHUB_TOKEN: pass the job's token as env of the step")
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", options.repository):
        fail(f"`{options.repository}` is no repository; --repository OWNER/NAME")
    if options.number_file and not options.head:
        parser.error("--number-file needs --head")
    number = (options.number or read(options.number_file)).strip()
    if not re.fullmatch(r"[1-9][0-9]{0,9}", number, re.ASCII):
        fail("the number of the pull request is no number")
    text = read(options.file)
    marker = first_line(text)
    if not MARKER.fullmatch(marker):
        fail(f"{options.file} does not begin with a marker, <!-- pare:NAME -->: write it by pare build -o markdown=FILE")
    if len(text) > LIMIT:
        fail(f"{options.file} has more than the {LIMIT} characters that GitHub takes")

    api = API(options.api, token)
    if options.head:
        head = api.call("GET", f"/repos/{options.repository}/pulls/{number}")["head"]
        if f"{(head.get('repo') or {}).get('full_name')}@{head['sha']}" != options.head:
            print(f"pull request {number} is not at the commit that was measured, so it gets no comment")
            return
    for comment in api.comments(options.repository, number):
        is_own = (comment.get("user") or {}).get("login") == options.author
        if is_own and first_line(comment.get("body") or "") == marker:
            if comment["body"].replace("\r\n", "\n").strip() == text.strip():
                print(f"unchanged: {comment['html_url']}")
                return
            changed = api.call("PATCH", f"/repos/{options.repository}/issues/comments/{comment['id']}", {"body": text})
            print(f"updated {changed['html_url']}")
            return
    made = api.call("POST", f"/repos/{options.repository}/issues/{number}/comments", {"body": text})
    print(f"created {made['html_url']}")


main()
