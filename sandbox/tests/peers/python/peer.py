"""The vendor's generic client for Python, as tests/peers drives it: one JSON object a line, in and out."""

import json
import sys

from alibabacloud_tea_openapi import models as openapi
from alibabacloud_tea_openapi.client import Client
from darabonba.runtime import RuntimeOptions


def call(given):
    config = openapi.Config(
        access_key_id=given["access_key_id"],
        access_key_secret=given["access_key_secret"],
        security_token=given["security_token"],
        endpoint=given["endpoint"],
        ca=given["ca_file"],
        signature_algorithm="v2" if given["signature"] == "rpc" else None,
    )
    params = openapi.Params(
        action=given["action"],
        version=given["version"],
        protocol="HTTPS",
        pathname="/",
        method="POST",
        auth_type="AK",
        style="RPC",
        req_body_type="formData",
        body_type="json",
    )
    request = openapi.OpenApiRequest(query=given["query"], body=given["form"])
    answer = Client(config).call_api(params, request, RuntimeOptions(ca=given["ca_file"]))
    return {"ok": True, "status": answer["statusCode"], "body": answer["body"]}


for line in sys.stdin:
    try:
        told = call(json.loads(line))
    except Exception as error:  # the client's classes differ between its versions; their fields do not
        data = getattr(error, "data", None) or {}
        told = {
            "ok": False,
            "status": getattr(error, "status_code", None) or 0,
            "code": getattr(error, "code", None),
            "message": str(error),
            "request_id": getattr(error, "request_id", None) or data.get("RequestId"),
        }
    print(json.dumps(told), flush=True)
