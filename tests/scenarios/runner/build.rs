//! The library's types from a scenario.

use std::sync::Arc;

use ekyc::{
    AssumeRole, CallOptions, CliProfile, ClientConfig, Credentials, CredentialsUri, DocType, EcsRole, EkycError,
    IniProfile, InitializeRequest, OidcRole, ProductCode, Proxy, QuotaSettings, RetrySettings, SharedQuotaSettings,
    SourceHttp, TrustedRoots,
};

use super::info::Info;
use super::provider::Scripted;
use super::scenario::{self, Config, Http, Options, ProxyWord, Request, Roots, Source};

pub fn config(config: &Config, info: &Info) -> ClientConfig {
    let usual = ClientConfig::default();
    let retry = with!(RetrySettings::default(), base_delay_ms = 1);
    let again = &config.retry;
    with!(
        usual.clone(),
        endpoint = config.endpoint.clone().or_else(|| Some(info.endpoint.clone())),
        extra_root_certificates_pem = config.extra_root_certificates_pem.clone().or_else(|| Some(info.ca_pem.clone())),
        application_name = config.application_name.clone(),
        connect_timeout_ms = config.connect_timeout_ms.unwrap_or(usual.connect_timeout_ms),
        attempt_timeout_ms = config.attempt_timeout_ms.unwrap_or(usual.attempt_timeout_ms),
        overall_timeout_ms = config.overall_timeout_ms.unwrap_or(usual.overall_timeout_ms),
        retry = Some(with!(
            retry.clone(),
            max_attempts = again.max_attempts.unwrap_or(retry.max_attempts),
            base_delay_ms = again.base_delay_ms.unwrap_or(retry.base_delay_ms),
            max_delay_ms = again.max_delay_ms.unwrap_or(retry.max_delay_ms),
            retry_unknown_outcome = again.retry_unknown_outcome.unwrap_or(retry.retry_unknown_outcome),
        )),
        quota = config.quota.as_ref().map(|quota| {
            with!(
                QuotaSettings::default(),
                calls_per_second = quota.calls_per_second,
                max_wait_ms = quota.max_wait_ms.unwrap_or(10_000),
                adaptive = quota.adaptive.unwrap_or(true),
                shared = quota.shared.as_ref().map(|shared| {
                    with!(
                        SharedQuotaSettings::new(shared.server.clone()),
                        servers_when_away = shared.servers_when_away,
                        timeout_ms = shared.timeout_ms.unwrap_or(1_000)
                    )
                })
            )
        }),
        proxy = config.proxy.as_ref().map(|proxy| match proxy {
            scenario::Proxy::Word(ProxyWord::Environment) => Proxy::FromEnvironment,
            scenario::Proxy::Word(ProxyWord::Direct) => Proxy::Direct,
            scenario::Proxy::Through { url, bypass } => Proxy::Through { url: url.clone(), bypass: bypass.clone() },
        }),
        trusted_roots = config.trusted_roots.as_ref().map(|roots| match roots {
            Roots::Bundled => TrustedRoots::Bundled,
            Roots::Platform => TrustedRoots::Platform,
            Roots::BundledAndPlatform => TrustedRoots::BundledAndPlatform,
        })
    )
}

pub fn request(request: &Request) -> InitializeRequest {
    let text = |given: &Option<String>, usual: &str| given.clone().unwrap_or_else(|| usual.to_owned());
    let id = request.merchant_biz_id.clone().unwrap_or_else(|| ekyc::new_merchant_biz_id().unwrap());
    let meta_info = text(&request.meta_info, r#"{"deviceType":"h5"}"#);
    let mut made = InitializeRequest::new(ProductCode::EKyc, id, meta_info, text(&request.merchant_user_id, "user-1"));
    made.doc_type = Some(DocType::GlobalPassport);
    made.callback_token = request.callback_token.clone();
    made.callback_url = request.callback_url.clone();
    made.id_spoof = request.id_spoof;
    made.extra_parameters.extend(request.extra_parameters.clone());
    made
}

pub fn options(options: &Options) -> CallOptions {
    with!(
        CallOptions::default(),
        connect_timeout_ms = options.connect_timeout_ms,
        attempt_timeout_ms = options.attempt_timeout_ms,
        overall_timeout_ms = options.overall_timeout_ms,
        max_attempts = options.max_attempts,
        retry_unknown_outcome = options.retry_unknown_outcome,
        quota_max_wait_ms = options.quota_max_wait_ms,
        tag = options.tag.clone(),
    )
}

/// The credentials, and the provider if they come from one.
pub fn credentials(
    source: Option<&Source>,
    info: &Info,
) -> Result<(Arc<Credentials>, Option<Arc<Scripted>>), EkycError> {
    let Some(source) = source else {
        return Credentials::access_key("id".into(), "secret".into()).map(|credentials| (credentials, None));
    };
    if let Some(answers) = &source.provider {
        let provider = Arc::new(Scripted::new(answers.clone()));
        return Credentials::provider(provider.clone(), 30_000).map(|credentials| (credentials, Some(provider)));
    }
    let made = if let Some(key) = &source.access_key {
        Credentials::access_key(key.id.clone(), key.secret.clone())
    } else if let Some(key) = &source.temporary {
        Credentials::temporary(key.id.clone(), key.secret.clone(), key.token.clone().unwrap_or_default())
    } else if let Some(role) = &source.assume_role {
        let (base, _) = credentials(source.base.as_deref(), info)?;
        Credentials::assume_role(
            base,
            with!(
                AssumeRole::default(),
                role_arn = role.role_arn.clone().unwrap_or_default(),
                role_session_name = role.role_session_name.clone(),
                duration_seconds = role.duration_seconds,
                policy = role.policy.clone(),
                external_id = role.external_id.clone(),
                sts_endpoint = role.sts_endpoint.clone(),
                http = Some(http(&role.http, info))
            ),
        )
    } else if let Some(role) = &source.oidc_role {
        Credentials::oidc_role(with!(
            OidcRole::default(),
            role_arn = role.role_arn.clone(),
            provider_arn = role.provider_arn.clone(),
            token_file = role.token_file.clone(),
            role_session_name = role.role_session_name.clone(),
            duration_seconds = role.duration_seconds,
            policy = role.policy.clone(),
            sts_endpoint = role.sts_endpoint.clone(),
            http = Some(http(&role.http, info))
        ))
    } else if let Some(role) = &source.ecs_role {
        Credentials::ecs_role(with!(
            EcsRole::default(),
            role_name = role.role_name.clone(),
            version_1_disabled = role.version_1_disabled,
            endpoint = role.endpoint.clone(),
            timeout_ms = role.timeout_ms
        ))
    } else if let Some(uri) = &source.uri {
        Credentials::uri(with!(CredentialsUri::default(), uri = uri.uri.clone(), http = None))
    } else if let Some(profile) = &source.cli_profile {
        Credentials::cli_profile(with!(
            CliProfile::default(),
            file = profile.file.clone(),
            profile = profile.profile.clone(),
            sts_endpoint = profile.sts_endpoint.clone(),
            ecs_endpoint = profile.ecs_endpoint.clone(),
            http = Some(http(&profile.http, info))
        ))
    } else if let Some(profile) = &source.ini_profile {
        Credentials::ini_profile(with!(
            IniProfile::default(),
            file = profile.file.clone(),
            profile = profile.profile.clone(),
            sts_endpoint = profile.sts_endpoint.clone(),
            ecs_endpoint = profile.ecs_endpoint.clone(),
            http = Some(http(&profile.http, info))
        ))
    } else {
        panic!("the schema lets no scenario through that names no source of keys");
    };
    made.map(|credentials| (credentials, None))
}

fn http(http: &Http, info: &Info) -> SourceHttp {
    with!(
        SourceHttp::default(),
        connect_timeout_ms = http.connect_timeout_ms,
        timeout_ms = http.timeout_ms,
        extra_root_certificates_pem = Some(info.ca_pem.clone())
    )
}
