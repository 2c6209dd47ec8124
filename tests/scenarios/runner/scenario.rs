//! A scenario as the runner reads it. Each type refuses members that it does not know: what the schema allows and the runner overlooks would
//! be an assertion that nobody checks.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "why")]
    _why: String,
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    pub credentials: Option<Source>,
    #[serde(default)]
    pub config: Config,
    pub client_error: Option<Value>,
    /// Read here to be refused if they are wrong; each is read again when it comes, with what is known by then.
    #[serde(default, rename = "steps")]
    _steps: Vec<Step>,
    pub seen: Option<Value>,
    #[serde(default)]
    pub distinct: Vec<String>,
    #[serde(default)]
    pub same: Vec<String>,
    pub calls: Option<Vec<Value>>,
    pub attempts: Option<Vec<Value>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub endpoint: Option<String>,
    pub extra_root_certificates_pem: Option<String>,
    pub application_name: Option<String>,
    pub connect_timeout_ms: Option<i64>,
    pub attempt_timeout_ms: Option<i64>,
    pub overall_timeout_ms: Option<i64>,
    pub retry: Retry,
    pub quota: Option<Quota>,
    pub proxy: Option<Proxy>,
    pub trusted_roots: Option<Roots>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retry {
    pub max_attempts: Option<i32>,
    pub base_delay_ms: Option<i64>,
    pub max_delay_ms: Option<i64>,
    pub retry_unknown_outcome: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    pub calls_per_second: Option<i32>,
    pub max_wait_ms: Option<i64>,
    pub adaptive: Option<bool>,
    pub shared: Option<SharedQuota>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedQuota {
    pub server: String,
    pub servers_when_away: Option<i32>,
    pub timeout_ms: Option<i64>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Proxy {
    Word(ProxyWord),
    Through { url: String, bypass: Vec<String> },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyWord {
    Environment,
    Direct,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roots {
    Bundled,
    Platform,
    BundledAndPlatform,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Step {
    Control {
        control: String,
        body: Option<Value>,
    },
    Call {
        call: String,
        operation: Option<Operation>,
        request: Box<Option<Request>>,
        options: Box<Option<Options>>,
        at_once: Option<usize>,
    },
    Wait {
        wait: String,
    },
    Provider {
        provider: usize,
    },
    Observed {
        observed: usize,
    },
    Cancel {
        cancel: String,
    },
    Expect {
        expect: String,
        result: Value,
    },
    ExpectAll {
        expect: String,
        results: Vec<Counted>,
    },
    Shutdown {
        shutdown: u64,
        finished: bool,
    },
    BeginShutdown {
        begin_shutdown: u64,
    },
    EndShutdown {
        end_shutdown: bool,
    },
    Close {
        close: bool,
    },
    ParseCallback {
        parse_callback: String,
        token: Option<String>,
        transaction_id: Option<String>,
        result: Value,
    },
    CallbackArrived {
        callback_arrived: String,
        woke: bool,
    },
    Received {
        received: String,
        delivery: String,
    },
    Settled {
        settled: String,
    },
}

/// What a call calls, by the name of the client's function.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    Initialize,
    #[serde(rename = "initialize_v2")]
    InitializeV2,
    CheckResult,
    AwaitResult,
    CheckVerifyLog,
    DeleteVerifyResult,
    Call,
}

/// So many of the calls that started together end so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    pub count: usize,
    pub result: Value,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Request {
    pub meta_info: Option<String>,
    pub merchant_user_id: Option<String>,
    pub merchant_biz_id: Option<String>,
    pub callback_token: Option<String>,
    pub callback_url: Option<String>,
    pub id_spoof: Option<bool>,
    pub transaction_id: Option<String>,
    pub is_return_image: Option<bool>,
    pub limit_ms: Option<i64>,
    pub first_pause_ms: Option<i64>,
    pub max_pause_ms: Option<i64>,
    pub delete_type: Option<String>,
    pub operation: Option<String>,
    pub query: BTreeMap<String, String>,
    pub form: BTreeMap<String, String>,
    pub repeatable: Option<bool>,
    pub success_codes: Vec<String>,
    pub extra_parameters: BTreeMap<String, String>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    pub connect_timeout_ms: Option<i64>,
    pub attempt_timeout_ms: Option<i64>,
    pub overall_timeout_ms: Option<i64>,
    pub max_attempts: Option<i32>,
    pub retry_unknown_outcome: Option<bool>,
    pub quota_max_wait_ms: Option<i64>,
    pub tag: Option<String>,
}

/// Where keys come from: one member, and `base` beside `assume_role`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    pub access_key: Option<Key>,
    pub temporary: Option<Key>,
    pub assume_role: Option<Role>,
    pub base: Option<Box<Source>>,
    pub oidc_role: Option<Role>,
    pub ecs_role: Option<Ecs>,
    pub uri: Option<Uri>,
    pub cli_profile: Option<Profile>,
    pub ini_profile: Option<Profile>,
    pub provider: Option<Vec<Provided>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    pub id: String,
    pub secret: String,
    pub token: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Role {
    pub role_arn: Option<String>,
    pub provider_arn: Option<String>,
    pub token_file: Option<String>,
    pub role_session_name: Option<String>,
    pub duration_seconds: Option<i64>,
    pub policy: Option<String>,
    pub external_id: Option<String>,
    pub sts_endpoint: Option<String>,
    pub http: Http,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ecs {
    pub role_name: Option<String>,
    pub version_1_disabled: Option<bool>,
    pub endpoint: Option<String>,
    pub timeout_ms: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uri {
    pub uri: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    pub file: Option<String>,
    pub profile: Option<String>,
    pub sts_endpoint: Option<String>,
    pub ecs_endpoint: Option<String>,
    pub http: Http,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    pub connect_timeout_ms: Option<i64>,
    pub timeout_ms: Option<i64>,
}

/// What a provider gives when it is asked.
#[derive(Clone, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Provided {
    Keys {
        id: String,
        secret: String,
        token: Option<String>,
        expires_in_ms: Option<u64>,
    },
    Throw {
        throw: String,
    },
    Refuse {
        refuse: String,
    },
    Hang {
        #[serde(rename = "hang")]
        _hang: bool,
    },
}
