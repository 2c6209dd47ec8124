//! The cost of building and signing a full Initialize, next to its SHA-256 and HMAC alone, in the same run.

#[macro_use]
#[path = "../tests/with/mod.rs"]
mod with;

use std::collections::HashMap;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ekyc::model::{Acs3Request, Parameter};
use ekyc::protocol::acs3::{Key, signature, string_to_sign};
use ekyc::protocol::{sign_acs3, sign_initialize};
use ekyc::{DocPage, DocScanMode, DocType, IdThreshold, InitializeRequest, LivenessModel, ProductCode, SecurityLevel};

const DATE: &str = "2025-01-02T03:04:05Z";
const NONCE: &str = "0123456789abcdef0123456789abcdef";
const HOST: &str = "cloudauth-intl.cn-hongkong.aliyuncs.com";
const KEY: Key<'_> = Key {
    access_key_id: "LTAI5tExampleExample1234",
    access_key_secret: "ExampleSecretExampleSecret1234",
    security_token: None,
};

/// All eighteen parameters of the vendor's page.
fn full_request() -> InitializeRequest {
    let meta_info = r#"{"zimVer":"1.0.0","appVersion":"1.0.0","bioMetaInfo":"4.1.0:2916352,0","appName":"com.example.wallet","deviceType":"ios","osVersion":"17.5.1","apdidToken":"","deviceModel":"iPhone16,2"}"#;
    with!(
        InitializeRequest::new(ProductCode::EKyc, "e0c34a77f5ac40a5aa5e6ed20c35aaaa", meta_info, "123456789"),
        doc_type = Some(DocType::MainlandIdCard),
        scene_code = Some("1234567890".into()),
        id_spoof = Some(true),
        authorize = Some(true),
        security_level = Some(SecurityLevel::Safe),
        id_threshold = Some(IdThreshold::Standard),
        model = Some(LivenessModel::PhotinusLiveness),
        doc_video = Some(false),
        callback_url = Some("https://merchant.example/ekyc/callback?source=app&v=1".into()),
        callback_token = Some("NMjvQanQgplBSaEI0sL86WnQplB".into()),
        app_quality_check = Some(true),
        doc_page_config = Some(vec![DocPage::Back]),
        show_guide_page = Some(true),
        doc_scan_mode = Some(DocScanMode::Shoot),
        extra_parameters = HashMap::new()
    )
}

fn sign(criterion: &mut Criterion) {
    let request = full_request();
    let origin = format!("https://{HOST}");
    // The canonical request of the same input, so that both sides hash the same bytes.
    let signed = sign_initialize(&request, &origin, &KEY, DATE, NONCE).unwrap();
    let (_, query) = signed.url.split_once('?').unwrap();
    let canonical = sign_acs3(
        &Acs3Request {
            method: "POST".into(),
            host: HOST.into(),
            path: "/".into(),
            action: "Initialize".into(),
            version: "2022-08-09".into(),
            date: DATE.into(),
            nonce: NONCE.into(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .map(|(name, value)| Parameter { name: name.into(), value: value.into() })
                .collect(),
            headers: vec![],
            form: vec![],
            body: vec![],
        },
        &KEY,
    )
    .unwrap()
    .canonical_request;

    let mut group = criterion.benchmark_group("initialize");
    group.bench_function("build_and_sign", |bencher| {
        bencher.iter(|| sign_initialize(black_box(&request), &origin, &KEY, DATE, NONCE).unwrap());
    });
    group.bench_function("its_sha256_and_hmac_alone", |bencher| {
        bencher.iter(|| signature(KEY.access_key_secret, &string_to_sign(black_box(canonical.as_bytes()))).unwrap());
    });
    group.finish();
}

criterion_group!(benches, sign);
criterion_main!(benches);
