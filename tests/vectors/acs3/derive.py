#!/usr/bin/env python3
"""The signature ACS3-HMAC-SHA256, derived stage by stage from request.json with the Python standard library alone.

  derive.py --check   recompute every stage of every case; a difference is named by case and stage, exit status 1
  derive.py --write   write every stage of every case anew, after the printed vectors have been checked

Written from the vendor's description, not from the Rust code: two readings that agree are worth more than one.
README.md tells the rules where the vendor is silent.
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ALGORITHM = "ACS3-HMAC-SHA256"
FORM = "application/x-www-form-urlencoded"
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
# In the order of computation: the first that differs is the one to look at.
STAGES = ("body.bin", "canonical-request.txt", "string-to-sign.txt", "authorization.txt", "url.txt")
REQUIRED = ("about", "access_key_id", "access_key_secret", "method", "host", "path", "action", "version", "date", "nonce",
            "query", "headers")
OPTIONAL = ("security_token", "form", "body_base64")

EMPTY_PAYLOAD = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
RUN_INSTANCES_QUERY = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
INITIALIZE_QUERY = (
    "DocPageConfig=%5B%22OCR_ID_BACK%22%5D&DocType=01000000&MerchantBizId=e0c34a77f5ac40a5aa5e6ed20c35aaaa"
    "&MerchantUserId=123456789&MetaInfo=%7B%22deviceType%22%3A%22h5%22%2C%22a%20b%22%3A%22%C3%A9%2A~%22%7D&ProductCode=eKYC")

# What was known before this script was written: never computed here, only compared with.
PRINTED = {
    # A and B: the vendor's own pages. Its V3 page also prints B's date and nonce beside A's signature; that does not verify.
    "vendor-a-run-instances": {
        "query": RUN_INSTANCES_QUERY,
        "payload hash": EMPTY_PAYLOAD,
        "canonical request hash": "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
        "signature": "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"},
    "vendor-b-roa-page": {
        "query": RUN_INSTANCES_QUERY,
        "payload hash": EMPTY_PAYLOAD,
        "signature": "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804"},
    # C to E: the project's fact sheet.
    "initialize-query": {
        "query": INITIALIZE_QUERY,
        "payload hash": EMPTY_PAYLOAD,
        "canonical request hash": "5466de1bb0d667796c6313b4281d066a67db7362059789d715ec58e99fd1d7ec",
        "signature": "712e1084f587315d97844ad3df98ca1ac517a6f8b587f97c065220e205b04c49"},
    "initialize-form": {
        "query": "",
        "payload hash": "2a23de89f1495cbe85f2cf76758e5be39e3ed8a9b850071deef92f4af2398dc8",
        "canonical request hash": "d2f211512c5f555da0644f0cf7c2eb94cef0086cad9343e5826af73d33d920e3",
        "signature": "3908526bcf16bd4c7ed576ae8cf0b4e430d824ce9ff341159cbdc2285c46db16"},
    "initialize-query-form-token": {
        "query": INITIALIZE_QUERY,
        "payload hash": "a76929ec126b2ba532dea3b01fe088872ef3bbda04223bb355e9a7e8af34efa1",
        "canonical request hash": "2889920baad6e39ea5df5dde8d890914d75ee10d1125a8bc31e31051bb9b43b6",
        "signature": "edb13485ed5816d5f0c6e2df668e52729ebe51c96494ace1ab3bb05ce1c6cd18"},
    # Read off the wire: the official Python SDK's whole client, date and nonce fixed, calling a local server.
    "python-sdk-static-key": {
        "payload hash": EMPTY_PAYLOAD,
        "signature": "572c315dd05c9f78f9b4684f41266d65b7d97688be1f696fbb0be4e3f18de11f"},
    "python-sdk-security-token": {
        "payload hash": "a76929ec126b2ba532dea3b01fe088872ef3bbda04223bb355e9a7e8af34efa1",
        "signature": "b7feca6fdfc271f304480657dd44306e12e1cac6040be0c808f67db163ad634c"},
}


def encode(text):
    """RFC 3986: the bytes of the UTF-8 text, all but the unreserved as %XX in upper case."""
    return "".join(chr(byte) if byte in UNRESERVED else f"%{byte:02X}" for byte in text.encode("utf-8"))


def encode_pairs(pairs):
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in pairs)


def canonical_query(pairs):
    """Sorted by name, then by value, as bytes before encoding; an empty value keeps its equals sign."""
    return encode_pairs(sorted(pairs, key=lambda pair: (pair[0].encode("utf-8"), pair[1].encode("utf-8"))))


def body_of(request):
    if request.get("form"):
        return encode_pairs(request["form"]).encode("ascii")
    return base64.b64decode(request.get("body_base64", ""), validate=True)


def headers_of(request, payload_hash):
    """Every header that is signed: lower-case name to trimmed value."""
    headers = {
        "host": request["host"],
        "x-acs-action": request["action"],
        "x-acs-content-sha256": payload_hash,
        "x-acs-date": request["date"],
        "x-acs-signature-nonce": request["nonce"],
        "x-acs-version": request["version"],
    }
    if "security_token" in request:
        headers["x-acs-accesskey-id"] = request["access_key_id"]
        headers["x-acs-security-token"] = request["security_token"]
    if request.get("form"):
        headers["content-type"] = FORM
    for name, value in request["headers"]:
        lower = name.lower()
        if lower in headers:
            raise ValueError(f"request.json: the header {lower} is there twice; how to sign that is not documented")
        headers[lower] = value.strip(" \t")
    return headers


def derive(request):
    """All stages of a request as bytes by file name, and the facts that printed vectors state."""
    body = body_of(request)
    payload_hash = hashlib.sha256(body).hexdigest()
    headers = headers_of(request, payload_hash)
    names = sorted(headers)
    signed_headers = ";".join(names)
    query = canonical_query(request["query"])
    canonical = "\n".join([
        request["method"],
        request["path"],
        query,
        "".join(f"{name}:{headers[name]}\n" for name in names),
        signed_headers,
        payload_hash,
    ]).encode("utf-8")
    canonical_hash = hashlib.sha256(canonical).hexdigest()
    to_sign = f"{ALGORITHM}\n{canonical_hash}".encode("ascii")
    signature = hmac.new(request["access_key_secret"].encode("utf-8"), to_sign, hashlib.sha256).hexdigest()
    authorization = f"{ALGORITHM} Credential={request['access_key_id']},SignedHeaders={signed_headers},Signature={signature}"
    url = f"https://{request['host']}{request['path']}" + (f"?{query}" if query else "")
    stages = {"canonical-request.txt": canonical, "string-to-sign.txt": to_sign,
              "authorization.txt": authorization.encode("ascii"), "url.txt": url.encode("ascii")}
    if body:
        stages["body.bin"] = body
    facts = {"query": query, "payload hash": payload_hash, "canonical request hash": canonical_hash, "signature": signature}
    return stages, facts


def read_request(folder):
    """request.json, refused with a reason where the format does not say what to do."""
    path = folder / "request.json"
    if not path.is_file():
        raise ValueError("request.json is missing; every folder here is a case")
    text = path.read_bytes()
    if not text.isascii():
        raise ValueError("request.json: write non-ASCII text as \\u escapes, so that no editor normalises it")
    request = json.loads(text)

    def demand(condition, reason):
        if not condition:
            raise ValueError(f"request.json: {reason}")

    def is_pairs(value):
        return isinstance(value, list) and all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair) for pair in value)

    for key in REQUIRED:
        demand(key in request, f"{key} is missing")
    for key, value in request.items():
        demand(key in REQUIRED + OPTIONAL, f"{key} is not part of the format")
        if key in ("query", "headers", "form"):
            demand(is_pairs(value), f"{key} must be a list of [name, value], both text")
        else:
            demand(isinstance(value, str), f"{key} must be text")
    for key in ("method", "host", "path", "action", "version", "date", "nonce", "access_key_id", "security_token"):
        demand(key not in request or re.fullmatch("[!-~]+", request[key]), f"{key} must be visible ASCII, and not empty")
    demand(request["path"].startswith("/"), "path must begin with /")
    names = [name.lower() for name, _ in request["headers"]]
    for name, value in request["headers"]:
        demand(re.fullmatch("[A-Za-z0-9-]+", name), f"{name!r} is not a header name")
        demand(re.fullmatch("[\t -~]*", value), f"the header {name} must be ASCII without control characters")
    demand(not (request.get("form") and "body_base64" in request), "form and body_base64 exclude each other")
    demand("body_base64" not in request or "content-type" in names, "body_base64 needs its content-type in headers")
    return request


def first_difference(expected, found):
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    near = slice(max(0, at - 24), at + 40)
    return f"first difference at byte {at}\n    derived {expected[near]!r}\n    in file {found[near]!r}"


def against_printed(name, facts):
    return [f"{name}: the {what} is not the printed one\n    derived {facts[what]}\n    printed {value}"
            for what, value in PRINTED.get(name, {}).items() if facts[what] != value]


def against_files(folder, stages):
    """The first stage that differs (the later ones follow from it), and files that should or should not be there."""
    faults = []
    for stage in STAGES:
        path = folder / stage
        if stage in stages and not path.is_file():
            faults.append(f"{folder.name}: {stage} is missing; derive.py --write makes it")
        elif stage in stages and not any("differs" in fault for fault in faults):
            found = path.read_bytes()
            if found != stages[stage]:
                faults.append(f"{folder.name}: {stage} differs, {first_difference(stages[stage], found)}")
    for path in folder.iterdir():
        if path.name != "request.json" and path.name not in stages:
            faults.append(f"{folder.name}: {path.name} does not belong to this case")
    return faults


def cases():
    return sorted(path for path in FOLDER.iterdir() if path.is_dir())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="compare every stage with its file")
    what.add_argument("--write", action="store_true", help="write every stage to its file")
    write = parser.parse_args().write

    folders = cases()
    faults = [f"{name}: the case is missing, but its printed values are known"
              for name in PRINTED.keys() - {folder.name for folder in folders}]
    for folder in folders:
        try:
            stages, facts = derive(read_request(folder))
        except ValueError as error:
            faults.append(f"{folder.name}: {error}")
            continue
        wrong = against_printed(folder.name, facts)
        if write and not wrong:
            for stage, content in stages.items():
                (folder / stage).write_bytes(content)
        faults += wrong or against_files(folder, stages)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{'write' if write else 'check'}: {len(folders)} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
