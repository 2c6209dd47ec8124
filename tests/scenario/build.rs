//! The library's types from a scenario's JSON.

use std::sync::Arc;

use ekyc::IniProfile;
use ekyc::{
    AssumeRole, CallOptions, CliProfile, ClientConfig, Credentials, CredentialsUri, DocType, EcsRole, EkycError,
    InitializeRequest, OidcRole, ProductCode, Proxy, QuotaSettings, RetrySettings, SourceHttp, TrustedRoots,
};
use serde_json::{Value, json};

use super::json::{list, number, text, texts, truth};
use super::provider::Scripted;

pub fn config(json: &Value, info: &Value) -> ClientConfig {
    let mut config = ClientConfig {
        endpoint: text(json, "endpoint").or_else(|| text(info, "endpoint")),
        extra_root_certificates_pem: text(json, "extra_root_certificates_pem").or_else(|| text(info, "ca_pem")),
        application_name: text(json, "application_name"),
        ..ClientConfig::default()
    };
    config.connect_timeout_ms = number(json, "connect_timeout_ms").unwrap_or(config.connect_timeout_ms);
    config.attempt_timeout_ms = number(json, "attempt_timeout_ms").unwrap_or(config.attempt_timeout_ms);
    config.overall_timeout_ms = number(json, "overall_timeout_ms").unwrap_or(config.overall_timeout_ms);
    let retry = json.get("retry").unwrap_or(&Value::Null);
    let usual = RetrySettings { base_delay_ms: 1, ..RetrySettings::default() };
    config.retry = Some(RetrySettings {
        max_attempts: number(retry, "max_attempts").map_or(usual.max_attempts, |n| n as i32),
        base_delay_ms: number(retry, "base_delay_ms").unwrap_or(usual.base_delay_ms),
        max_delay_ms: number(retry, "max_delay_ms").unwrap_or(usual.max_delay_ms),
        retry_unknown_outcome: truth(retry, "retry_unknown_outcome").unwrap_or(usual.retry_unknown_outcome),
    });
    config.quota = json.get("quota").map(|quota| QuotaSettings {
        calls_per_second: number(quota, "calls_per_second").map(|limit| limit as i32),
        max_wait_ms: number(quota, "max_wait_ms").unwrap_or(10_000),
        adaptive: truth(quota, "adaptive").unwrap_or(true),
    });
    config.proxy = json.get("proxy").map(|proxy| match proxy.as_str() {
        Some("environment") => Proxy::FromEnvironment,
        Some("direct") => Proxy::Direct,
        _ => Proxy::Through { url: text(proxy, "url").unwrap(), bypass: texts(proxy, "bypass") },
    });
    config.trusted_roots = text(json, "trusted_roots").map(|roots| match roots.as_str() {
        "bundled" => TrustedRoots::Bundled,
        "platform" => TrustedRoots::Platform,
        "bundled_and_platform" => TrustedRoots::BundledAndPlatform,
        other => panic!("no such roots: {other}"),
    });
    config
}

pub fn request(json: &Value) -> InitializeRequest {
    let id = text(json, "merchant_biz_id").unwrap_or_else(|| ekyc::new_merchant_biz_id().unwrap());
    let meta_info = text(json, "meta_info").unwrap_or_else(|| r#"{"deviceType":"h5"}"#.to_owned());
    let user = text(json, "merchant_user_id").unwrap_or_else(|| "user-1".to_owned());
    let mut request = InitializeRequest::new(ProductCode::EKyc, id, meta_info, user);
    request.doc_type = Some(DocType::GlobalPassport);
    request.callback_token = text(json, "callback_token");
    for (name, value) in json.get("extra_parameters").and_then(Value::as_object).into_iter().flatten() {
        request.extra_parameters.insert(name.clone(), value.as_str().unwrap().to_owned());
    }
    request
}

pub fn options(json: &Value) -> CallOptions {
    CallOptions {
        connect_timeout_ms: number(json, "connect_timeout_ms"),
        attempt_timeout_ms: number(json, "attempt_timeout_ms"),
        overall_timeout_ms: number(json, "overall_timeout_ms"),
        max_attempts: number(json, "max_attempts").map(|n| n as i32),
        retry_unknown_outcome: truth(json, "retry_unknown_outcome"),
        quota_max_wait_ms: number(json, "quota_max_wait_ms"),
        tag: text(json, "tag"),
    }
}

/// The credentials, and the provider if they come from one.
pub fn credentials(json: Option<&Value>, info: &Value) -> Result<(Arc<Credentials>, Option<Arc<Scripted>>), EkycError> {
    let usual = json!({"access_key": {"id": "id", "secret": "secret"}});
    let json = json.unwrap_or(&usual);
    if json.get("provider").is_some() {
        let provider = Arc::new(Scripted::new(list(json, "provider").to_vec()));
        return Credentials::provider(provider.clone(), 30_000).map(|credentials| (credentials, Some(provider)));
    }
    let (kind, of) = json.as_object().unwrap().iter().find(|(name, _)| *name != "base").unwrap();
    let key = |name: &str| text(of, name).unwrap();
    let made = match kind.as_str() {
        "access_key" => Credentials::access_key(key("id"), key("secret")),
        "temporary" => Credentials::temporary(key("id"), key("secret"), key("token")),
        "assume_role" => {
            let (base, _) = credentials(json.get("base"), info)?;
            Credentials::assume_role(
                base,
                AssumeRole {
                    role_arn: key("role_arn"),
                    role_session_name: text(of, "role_session_name"),
                    duration_seconds: number(of, "duration_seconds"),
                    policy: text(of, "policy"),
                    external_id: text(of, "external_id"),
                    sts_endpoint: text(of, "sts_endpoint"),
                    http: Some(http(of, info)),
                },
            )
        }
        "oidc_role" => Credentials::oidc_role(OidcRole {
            role_arn: text(of, "role_arn"),
            provider_arn: text(of, "provider_arn"),
            token_file: text(of, "token_file"),
            role_session_name: text(of, "role_session_name"),
            duration_seconds: number(of, "duration_seconds"),
            policy: text(of, "policy"),
            sts_endpoint: text(of, "sts_endpoint"),
            http: Some(http(of, info)),
        }),
        "ecs_role" => Credentials::ecs_role(EcsRole {
            role_name: text(of, "role_name"),
            version_1_disabled: truth(of, "version_1_disabled"),
            endpoint: text(of, "endpoint"),
            timeout_ms: number(of, "timeout_ms"),
        }),
        "uri" => Credentials::uri(CredentialsUri { uri: text(of, "uri"), http: None }),
        "cli_profile" => Credentials::cli_profile(CliProfile {
            file: text(of, "file"),
            profile: text(of, "profile"),
            sts_endpoint: text(of, "sts_endpoint"),
            ecs_endpoint: text(of, "ecs_endpoint"),
            http: Some(http(of, info)),
        }),
        "ini_profile" => Credentials::ini_profile(IniProfile {
            file: text(of, "file"),
            profile: text(of, "profile"),
            sts_endpoint: text(of, "sts_endpoint"),
            ecs_endpoint: text(of, "ecs_endpoint"),
            http: Some(http(of, info)),
        }),
        other => panic!("no such credentials: {other}"),
    };
    made.map(|credentials| (credentials, None))
}

fn http(of: &Value, info: &Value) -> SourceHttp {
    let json = of.get("http").unwrap_or(&Value::Null);
    SourceHttp {
        connect_timeout_ms: number(json, "connect_timeout_ms"),
        timeout_ms: number(json, "timeout_ms"),
        extra_root_certificates_pem: text(info, "ca_pem"),
        ..SourceHttp::default()
    }
}
