//! The Initialize that every load program sends. benches/README.md lists its values for the others.

use ekyc::{ClientConfig, DocType, InitializeRequest, ProductCode};

pub const ACCESS_KEY_ID: &str = "LTAI5tExampleExample1234";
pub const ACCESS_KEY_SECRET: &str = "ExampleSecretExampleSecret1234";

const META_INFO: &str = r#"{"zimVer":"1.0.0","appVersion":"1.0.0","bioMetaInfo":"4.1.0:2916352,0","appName":"com.example.wallet","deviceType":"ios","osVersion":"17.5.1","apdidToken":"","deviceModel":"iPhone16,2"}"#;

pub fn request() -> InitializeRequest {
    let mut request =
        InitializeRequest::new(ProductCode::EKyc, "e0c34a77f5ac40a5aa5e6ed20c35aaaa", META_INFO, "123456789");
    request.doc_type = Some(DocType::GlobalPassport);
    request.scene_code = Some("1234567890".into());
    request.callback_url = Some("https://merchant.example/ekyc/callback?source=app&v=1".into());
    request.callback_token = Some("NMjvQanQgplBSaEI0sL86WnQplB".into());
    request
}

pub fn config(endpoint: &str) -> ClientConfig {
    ClientConfig::for_endpoint(endpoint)
}
