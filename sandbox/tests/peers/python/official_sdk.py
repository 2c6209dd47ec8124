"""Drives a sandbox with the vendor's own SDK. Started by tests/peers/python_sdk.rs.

Reads one JSON object on standard input: endpoint (host:port), ca_file, control (URL), metadata (URL),
oidc_token_file, id, secret, token (or null). Each function
named check_* is one check; the first that fails ends the run with its reason.
"""

import asyncio
import json
import sys
import urllib.request

from alibabacloud_cloudauth_intl20220809 import models
from alibabacloud_cloudauth_intl20220809.client import Client
from alibabacloud_credentials.client import Client as CredentialsClient
from alibabacloud_credentials.provider.ecs_ram_role import EcsRamRoleCredentialsProvider
from alibabacloud_credentials.provider.oidc import OIDCRoleArnCredentialsProvider
from alibabacloud_credentials.provider.ram_role_arn import RamRoleArnCredentialsProvider
from alibabacloud_credentials.provider.static_ak import StaticAKCredentialsProvider
from alibabacloud_credentials.provider.static_sts import StaticSTSCredentialsProvider
from alibabacloud_credentials.provider.uri import URLCredentialsProvider
from alibabacloud_tea_openapi import models as openapi

META_INFO = '{"deviceType":"h5","ua":"a b + c*~/?&=%20;é中😀","x":"\\n\\""}'
PICTURE = "AAA+/" * 20 + "A+=="

SETUP = json.load(sys.stdin)


def client(**changes):
    key = {name: changes.get(name, SETUP[name]) for name in ("id", "secret", "token")}
    return Client(
        openapi.Config(
            access_key_id=key["id"],
            access_key_secret=key["secret"],
            security_token=key["token"],
            endpoint=SETUP["endpoint"],
            ca=SETUP["ca_file"],
        )
    )


def request(**changes):
    values = {
        "product_code": "eKYC",
        "merchant_biz_id": "e0c34a77f5ac40a5aa5e6ed20c35aaaa",
        "meta_info": META_INFO,
        "merchant_user_id": "user +1 *",
        "doc_type": "01000000",
    }
    return models.InitializeRequest(**(values | changes))


def succeed(answer):
    assert answer.status_code == 200, answer.status_code
    assert answer.body.code == "Success" and answer.body.message == "success", answer.body
    assert len(answer.body.request_id) == 36
    assert len(answer.body.result.transaction_id) == 32
    assert answer.body.result.transaction_url.startswith("https://")
    assert answer.body.result.protocol and answer.body.result.client_cfg


def refuse(call, status, code):
    try:
        call()
    except Exception as error:  # the SDK's classes differ between its versions; their fields do not
        found = (getattr(error, "status_code", None), getattr(error, "code", None))
        assert found == (status, code), f"{found}: {error!r}"
        assert getattr(error, "request_id", None), f"no request id in {error!r}"
        return error
    raise AssertionError(f"accepted, not {code}")


def last():
    with urllib.request.urlopen(SETUP["control"] + "/seen") as seen:
        return json.load(seen)["events"][-1]


def faults(*faults):
    body = json.dumps(faults).encode()
    urllib.request.urlopen(urllib.request.Request(SETUP["control"] + "/faults", data=body, method="PUT")).close()


def check_success():
    succeed(client().initialize(request()))
    assert last()["query"]["MetaInfo"] == META_INFO
    assert last()["query"]["MerchantUserId"] == "user +1 *"
    assert last()["headers"]["content-length"] == "0"
    assert last()["headers"]["content-type"] == "application/x-www-form-urlencoded"


def check_success_of_the_async_client():
    succeed(asyncio.run(client().initialize_async(request(face_picture_base_64=PICTURE))))
    assert last()["query"]["MetaInfo"] == META_INFO
    assert last()["form"] == {"FacePictureBase64": PICTURE}


def check_every_parameter_of_the_page():
    answer = client().initialize(
        request(
            scene_code="Scene_1",
            id_spoof="Y",
            authorize="F",
            security_level="02",
            id_threshold="0",
            model="PHOTINUS_LIVENESS",
            doc_video="N",
            callback_url="https://example.com/callback?a=b+c&d=%20",
            callback_token="NMjvQanQgplBSaEI0sL86WnQplB",
            app_quality_check="N",
            doc_page_config=["OCR_ID_BACK"],
            show_guide_page="1",
            doc_scan_mode="shoot",
            return_url="https://example.com/back",
            procedure_priority="url",
            language_config="en",
            style_config='{"guidepage:":{}}',
            show_album_icon="1",
            show_ocr_result="0",
            edit_ocr_result="1",
        )
    )
    succeed(answer)
    assert last()["query"]["DocPageConfig"] == '["OCR_ID_BACK"]'
    assert last()["query"]["CallbackUrl"] == "https://example.com/callback?a=b+c&d=%20"


def check_picture_in_the_body():
    succeed(client().initialize(request(product_code="FACE_VERIFY", doc_type=None, face_picture_base_64=PICTURE)))
    assert last()["form"] == {"FacePictureBase64": PICTURE}
    assert "FacePictureBase64" not in last()["query"]


def check_wrong_secret():
    error = refuse(lambda: client(secret="wrong").initialize(request()), 400, "SignatureDoesNotMatch")
    assert "ACS3-HMAC-SHA256" in error.message and SETUP["secret"] not in error.message


def check_unknown_key():
    refuse(lambda: client(id="somebody").initialize(request()), 404, "InvalidAccessKeyId.NotFound")


def check_missing_parameter():
    refuse(lambda: client().initialize(request(meta_info=None)), 400, "MissingParameter")
    refuse(lambda: client().initialize(request(meta_info="")), 400, "MissingParameter")


def check_invalid_parameter():
    refuse(lambda: client().initialize(request(authorize="Y")), 400, "InvalidParameter")


def check_large_picture():
    refuse(lambda: client().initialize(request(face_picture_base_64="A" * 1_500_000)), 401, "ToolargeImage")


def check_another_operation():
    call = models.CheckResultRequest(merchant_biz_id="a", transaction_id="b")
    refuse(lambda: client().check_result(call), 400, "TransactionIdInvalid")
    refuse(lambda: client().keepalive_intl(), 400, "Sandbox.NotSimulated")


def begun(user):
    return client().initialize(request(merchant_user_id=user)).body.result.transaction_id


BIZ_ID = "e0c34a77f5ac40a5aa5e6ed20c35aaaa"


def check_result_of_a_verification():
    call = lambda user: models.CheckResultRequest(merchant_biz_id=BIZ_ID, transaction_id=begun(user), is_return_image="Y")
    result = client().check_result(call("sandbox-passed")).body.result
    assert (result.passed, result.sub_code) == ("Y", "200"), result
    assert json.loads(result.ext_id_info)["ocrIdInfo"]["passportNo"] and json.loads(result.ext_face_info)["faceImg"]
    result = client().check_result(call("sandbox-failed-206")).body.result
    assert (result.passed, result.sub_code) == ("N", "206"), result
    refuse(lambda: client().check_result(call("somebody")), 404, "ProcessNotCompleted")


def check_log_and_deletion():
    transaction = begun("sandbox-leaves")
    call = models.CheckVerifyLogRequest(merchant_biz_id=BIZ_ID, transaction_id=transaction)
    result = client().check_verify_log(call).body.result
    assert (result.verify_status, result.verify_error_code, result.interrupt_page_en) == ("1", "1006", "FACE"), result
    assert result.log_info_en and isinstance(result.log_info_en, list), result
    transaction = begun("sandbox-passed")
    call = models.DeleteVerifyResultRequest(transaction_id=transaction, delete_type="All")
    result = client().delete_verify_result(call).body.result
    assert (result.delete_result, result.transaction_id) == ("Y", transaction), result


def check_initialize_v2():
    values = {"product_code": "eKYC", "merchant_biz_id": BIZ_ID, "meta_info": META_INFO, "merchant_user_id": "a", "doc_type": "01000000"}
    succeed(client().initialize_v2(models.InitializeV2Request(**values)))


def check_tokens():
    if SETUP["token"] is None:
        refuse(lambda: client(token="t").initialize(request()), 400, "InvalidSecurityToken.MismatchWithAccessKey")
    else:
        refuse(lambda: client(token=None).initialize(request()), 400, "MissingSecurityToken")
        refuse(lambda: client(token="t").initialize(request()), 400, "InvalidSecurityToken.MismatchWithAccessKey")


def check_throttling():
    faults({"fault": "throttle", "retry_after_ms": 1500})
    error = refuse(lambda: client().initialize(request()), 403, "Throttling.Api")
    assert type(error).__name__ == "ThrottlingException", type(error)
    assert error.retry_after == 1500, error.retry_after


ROLE = "acs:ram::1234567890123456:role/tester"


def initialize_with(provider):
    """Initialize with what one provider of the vendor's credentials library obtains from the sandbox."""
    config = openapi.Config(credential=CredentialsClient(provider=provider), endpoint=SETUP["endpoint"], ca=SETUP["ca_file"])
    succeed(Client(config).initialize(request()))
    assert last()["headers"]["x-acs-accesskey-id"].startswith("STS.")


def over_tls(provider):
    provider._runtime_options["ca"] = SETUP["ca_file"]  # the library has no setting for it
    return provider


def check_credentials_of_an_assumed_role():
    if SETUP["token"] is None:
        source = StaticAKCredentialsProvider(access_key_id=SETUP["id"], access_key_secret=SETUP["secret"])
    else:
        source = StaticSTSCredentialsProvider(
            access_key_id=SETUP["id"], access_key_secret=SETUP["secret"], security_token=SETUP["token"]
        )
    options = {"role_arn": ROLE, "role_session_name": "session", "external_id": "a=b/c", "sts_endpoint": SETUP["endpoint"]}
    policy = '{"Version":"1","Statement":[]}'
    initialize_with(over_tls(RamRoleArnCredentialsProvider(credentials_provider=source, policy=policy, **options)))


def check_credentials_of_an_oidc_token():
    provider = OIDCRoleArnCredentialsProvider(
        role_arn=ROLE,
        oidc_provider_arn="acs:ram::1234567890123456:oidc-provider/k8s",
        oidc_token_file_path=SETUP["oidc_token_file"],
        sts_endpoint=SETUP["endpoint"],
    )
    initialize_with(over_tls(provider))


def check_credentials_of_the_metadata():
    provider = EcsRamRoleCredentialsProvider(async_update_enabled=False, disable_imds_v1=True)
    # The library knows only the real address.
    provider._EcsRamRoleCredentialsProvider__metadata_service_host = SETUP["metadata"].removeprefix("http://")
    initialize_with(provider)


def check_credentials_of_a_uri():
    initialize_with(URLCredentialsProvider(uri=SETUP["metadata"] + "/credentials"))


for name, check in list(globals().items()):
    if name.startswith("check_"):
        try:
            check()
        except Exception as error:
            sys.exit(f"{name}: {error!r}")
        print(name, flush=True)
