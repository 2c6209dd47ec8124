#!/usr/bin/env python3
"""Compare every case with the signer of the official Python SDK, which is no part of this project.

Reads request.json, body.bin and authorization.txt; uses nothing of derive.py. Ends with status 1 if the SDK disagrees where
no known reason explains it. README.md has the commands that install the SDK and run this.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

from alibabacloud_tea_openapi.utils import Utils

ALGORITHM = "ACS3-HMAC-SHA256"
UNRESERVED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


def authorization_by_sdk(request, body):
    payload_hash = Utils.hash(body, ALGORITHM).hex()
    headers = {
        "host": request["host"],
        "x-acs-version": request["version"],
        "x-acs-action": request["action"],
        "x-acs-date": request["date"],
        "x-acs-signature-nonce": request["nonce"],
        "x-acs-content-sha256": payload_hash,
    }
    if "security_token" in request:
        headers["x-acs-accesskey-id"] = request["access_key_id"]
        headers["x-acs-security-token"] = request["security_token"]
    if request.get("form"):
        headers["content-type"] = "application/x-www-form-urlencoded"
    headers.update(request["headers"])
    parts = SimpleNamespace(method=request["method"], pathname=request["path"], query=dict(request["query"]), headers=headers)
    return Utils.get_authorization(parts, ALGORITHM, payload_hash, request["access_key_id"], request["access_key_secret"])


def known_reason(request):
    names = [name for name, _ in request["query"]]
    if len(set(names)) < len(names):
        return "its query is a map, so a name cannot be repeated"
    if not all(set(name) <= UNRESERVED for name in names):
        return "it does not encode the names of the query"
    return None


def main():
    agreed, explained, wrong = [], [], []
    for folder in sorted(path for path in Path(__file__).resolve().parent.iterdir() if path.is_dir()):
        request = json.loads((folder / "request.json").read_text("ascii"))
        body = folder / "body.bin"
        theirs = authorization_by_sdk(request, body.read_bytes() if body.is_file() else b"")
        ours = (folder / "authorization.txt").read_text("ascii")
        if theirs == ours:
            agreed.append(folder.name)
        elif reason := known_reason(request):
            explained.append(f"{folder.name}: {reason}")
        else:
            wrong.append(f"{folder.name}\n  ours   {ours}\n  theirs {theirs}")
    print(f"alibabacloud_tea_openapi {version('alibabacloud_tea_openapi')}: {len(agreed)} cases agree, "
          f"{len(explained)} differ for a known reason, {len(wrong)} are wrong")
    for title, names in (("agree", agreed), ("differ for a known reason", explained), ("wrong", wrong)):
        if names:
            print(f"{title}:", *names, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
