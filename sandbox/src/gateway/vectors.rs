//! Signatures that were published or made elsewhere, put to the gateway: the vendor's two samples of `ACS3-HMAC-SHA256` (A, B), its three
//! of the older signature, and three for this service (C, D, E) that the vendor's signer for Python confirmed.

use bytes::Bytes;
use hyper::Request;
use hyper::header::HeaderName;

use super::Gateway;
use crate::date;
use crate::http::WireRequest;
use crate::settings::Key;

struct Vector {
    name: &'static str,
    host: &'static str,
    action: (&'static str, &'static str),
    date: &'static str,
    nonce: &'static str,
    query: &'static str,
    body: &'static str,
    token: Option<&'static str>,
    signature: &'static str,
}

const ECS: &str = "ecs.cn-shanghai.aliyuncs.com";
const EKYC: &str = "cloudauth-intl.cn-hongkong.aliyuncs.com";
const RUN_INSTANCES: (&str, &str) = ("RunInstances", "2014-05-26");
const INITIALIZE: (&str, &str) = ("Initialize", "2022-08-09");
const IMAGE: &str = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai";
const PARAMETERS: &str = "DocPageConfig=%5B%22OCR_ID_BACK%22%5D&DocType=01000000&MerchantBizId=e0c34a77f5ac40a5aa5e6ed20c35aaaa\
                          &MerchantUserId=123456789&MetaInfo=%7B%22deviceType%22%3A%22h5%22%2C%22a%20b%22%3A%22%C3%A9%2A~%22%7D\
                          &ProductCode=eKYC";
const DATE: &str = "2025-01-02T03:04:05Z";
const NONCE: &str = "0123456789abcdef0123456789abcdef";

const VECTORS: [Vector; 5] = [
    Vector {
        name: "A",
        host: ECS,
        action: RUN_INSTANCES,
        date: "2023-10-26T10:22:32Z",
        nonce: "3156853299f313e23d1673dc12e1703d",
        query: IMAGE,
        body: "",
        token: None,
        signature: "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    },
    Vector {
        name: "B",
        host: ECS,
        action: RUN_INSTANCES,
        date: "2023-10-26T09:01:01Z",
        nonce: "d410180a5abf7fe235dd9b74aca91fc0",
        query: IMAGE,
        body: "",
        token: None,
        signature: "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804",
    },
    Vector {
        name: "C",
        host: EKYC,
        action: INITIALIZE,
        date: DATE,
        nonce: NONCE,
        query: PARAMETERS,
        body: "",
        token: None,
        signature: "712e1084f587315d97844ad3df98ca1ac517a6f8b587f97c065220e205b04c49",
    },
    Vector {
        name: "D",
        host: EKYC,
        action: INITIALIZE,
        date: DATE,
        nonce: NONCE,
        query: "",
        body: PARAMETERS,
        token: None,
        signature: "3908526bcf16bd4c7ed576ae8cf0b4e430d824ce9ff341159cbdc2285c46db16",
    },
    Vector {
        name: "E",
        host: EKYC,
        action: INITIALIZE,
        date: DATE,
        nonce: NONCE,
        query: PARAMETERS,
        body: "FacePictureBase64=AAA%2B%2F%3D%3D",
        token: Some("YourSecurityToken"),
        signature: "edb13485ed5816d5f0c6e2df668e52729ebe51c96494ace1ab3bb05ce1c6cd18",
    },
];

/// The SHA-256 of each body above, as the vectors print it.
fn payload_hash(body: &str) -> &'static str {
    match body.len() {
        0 => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        33 => "a76929ec126b2ba532dea3b01fe088872ef3bbda04223bb355e9a7e8af34efa1",
        _ => "2a23de89f1495cbe85f2cf76758e5be39e3ed8a9b850071deef92f4af2398dc8",
    }
}

impl Vector {
    fn request(&self, signature: &str) -> WireRequest {
        let mut headers = vec![
            ("host", self.host),
            ("x-acs-action", self.action.0),
            ("x-acs-content-sha256", payload_hash(self.body)),
            ("x-acs-date", self.date),
            ("x-acs-signature-nonce", self.nonce),
            ("x-acs-version", self.action.1),
        ];
        if !self.body.is_empty() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        if let Some(token) = self.token {
            headers.extend([("x-acs-accesskey-id", "YourAccessKeyId"), ("x-acs-security-token", token)]);
        }
        headers.sort_unstable();
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let authorization =
            format!("ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders={names},Signature={signature}");
        let mut request = Request::post(format!("/?{}", self.query));
        for (name, value) in headers.into_iter().chain([("authorization", authorization.as_str())]) {
            request = request.header(HeaderName::from_bytes(name.as_bytes()).unwrap(), value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        WireRequest::new(&head, Bytes::from(self.body))
    }

    fn judge(&self, request: &WireRequest, secret: &str) -> Option<String> {
        let key = match self.token {
            None => Key::permanent("YourAccessKeyId", secret),
            Some(token) => Key::temporary("YourAccessKeyId", secret, token),
        };
        let now = date::parse(self.date).unwrap();
        Gateway::new([key], now).authenticate(request, now).err().map(|refusal| refusal.code)
    }
}

#[test]
fn the_gateway_takes_the_published_signatures_and_no_others() {
    for vector in VECTORS {
        let request = vector.request(vector.signature);
        assert_eq!(vector.judge(&request, "YourAccessKeySecret"), None, "{}", vector.name);
        let refused = Some("SignatureDoesNotMatch".to_owned());
        assert_eq!(vector.judge(&request, "AnotherSecret"), refused, "{}", vector.name);
        let spoilt = vector.request(&vector.signature.replacen(|c| c != '0', "0", 1));
        assert_eq!(vector.judge(&spoilt, "YourAccessKeySecret"), refused, "{}", vector.name);
    }
}

/// Key id, secret, date, query without the signature, signature.
const RPC: [(&str, &str, &str, &str, &str); 3] = [
    (
        "testid",
        "testsecret",
        "2016-02-23T12:46:24Z",
        "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1\
         &SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0\
         &Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26",
        "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
    ),
    (
        "testid",
        "testsecret",
        "2023-03-13T08:34:30Z",
        "AccessKeyId=testid&Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing\
         &SignatureMethod=HMAC-SHA1&SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb&SignatureVersion=1.0\
         &Timestamp=2023-03-13T08%3A34%3A30Z&Version=2014-05-26",
        "9NaGiOspFP5UPcwX8Iwt2YJXXuk=",
    ),
    (
        "testId",
        "testSecret",
        "2017-07-12T02:42:19Z",
        "AccessKeyId=testId&Action=SendSms&Format=XML&OutId=123&PhoneNumbers=15300000001&RegionId=cn-hangzhou\
         &SignName=%E9%98%BF%E9%87%8C%E4%BA%91%E7%9F%AD%E4%BF%A1%E6%B5%8B%E8%AF%95%E4%B8%93%E7%94%A8\
         &SignatureMethod=HMAC-SHA1&SignatureNonce=45e25e9b-0a6f-4070-8c85-2956eda1b466&SignatureVersion=1.0\
         &TemplateCode=SMS_71390007&TemplateParam=%7B%22customer%22%3A%22test%22%7D\
         &Timestamp=2017-07-12T02%3A42%3A19Z&Version=2017-05-25",
        "zJDF+Lrzhj/ThnlvIToysFRq6t4=",
    ),
];

#[test]
fn the_gateway_takes_the_published_signatures_of_the_older_kind() {
    for (id, secret, date, query, signature) in RPC {
        let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let (head, ()) = Request::get(format!("/?{query}&Signature={signature}")).body(()).unwrap().into_parts();
        let request = WireRequest::new(&head, Bytes::new());
        let now = date::parse(date).unwrap();
        let judge = |secret: &str| Gateway::new([Key::permanent(id, secret)], now).authenticate(&request, now);
        assert_eq!(judge(secret).err(), None, "{date}");
        assert_eq!(judge("another").err().map(|refusal| refusal.code).as_deref(), Some("SignatureDoesNotMatch"));
    }
}
