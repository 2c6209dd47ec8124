//! The vendor's default chain: the first source that gives keys is the one that is used.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::cli_profile::{CliProfile, CliProfileFile};
use super::ecs::{EcsRole, Metadata};
use super::environment::Environment;
use super::http::SourceHttp;
use super::ini::{IniFile, IniProfile};
use super::loaded::{Failure, FoundInChain, Loaded};
use super::oidc::{OidcRole, OidcSource};
use super::source::{Loading, Source};
use super::uri::{CredentialsUri, UriSource};
use crate::error::EkycError;
use crate::net::endpoint;

/// What the sources of the default chain may need. Everything else comes from the environment and the usual files.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[non_exhaustive]
pub struct ChainSettings {
    /// The vendor's command line tool's file; as in `CliProfile`.
    #[uniffi(default)]
    pub cli_profile_file: Option<String>,
    /// The SDKs' credentials file; as in `IniProfile`.
    #[uniffi(default)]
    pub ini_profile_file: Option<String>,
    /// The Security Token Service's endpoint; as in `OidcRole`. What it holds besides scheme and host is never printed.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// The ECS metadata server; as in `EcsRole`. What it holds besides scheme and host is never printed.
    #[uniffi(default)]
    pub ecs_endpoint: Option<String>,
    /// How the Security Token Service and a credentials URI are reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
    /// Whether a source that is configured but fails is passed over, as in the vendor's SDKs. Absent: `false`, because the next source is often
    /// somebody else: if the Security Token Service is away for a second, a pod would go on with its node's role.
    #[uniffi(default)]
    pub pass_over_failures: Option<bool>,
}

/// Six sources in the vendor's order. Each reads its part of the environment when it is asked.
pub(super) struct Chain {
    sources: Vec<Box<dyn Source>>,
    pass_over_failures: bool,
    /// The source that has given keys, counted from 1, or 0. It is asked from then on and no other.
    chosen: AtomicUsize,
}

impl Chain {
    pub(super) fn new(settings: ChainSettings) -> Result<Self, EkycError> {
        let ChainSettings { cli_profile_file, ini_profile_file, sts_endpoint, ecs_endpoint, http, pass_over_failures } =
            settings;
        let oidc = OidcRole { sts_endpoint: sts_endpoint.clone(), http: http.clone(), ..OidcRole::default() };
        let cli = CliProfile {
            file: cli_profile_file,
            sts_endpoint: sts_endpoint.clone(),
            ecs_endpoint: ecs_endpoint.clone(),
            http: http.clone(),
            ..CliProfile::default()
        };
        let ini = IniProfile {
            file: ini_profile_file,
            sts_endpoint,
            ecs_endpoint: ecs_endpoint.clone(),
            http: http.clone(),
            ..IniProfile::default()
        };
        let ecs = EcsRole { endpoint: ecs_endpoint, ..EcsRole::default() };
        Ok(Self {
            sources: vec![
                Box::new(Environment),
                Box::new(OidcSource::new(oidc)?),
                Box::new(CliProfileFile::new(cli)?),
                Box::new(IniFile::new(ini)?),
                Box::new(Metadata::with_endpoint_named("ecs_endpoint", &ecs)?),
                Box::new(UriSource::new(&CredentialsUri { uri: None, http })?),
            ],
            pass_over_failures: pass_over_failures.unwrap_or_default(),
            chosen: AtomicUsize::new(0),
        })
    }

    async fn keys(&self) -> Result<Loaded, Failure> {
        let chosen = self.chosen.load(Ordering::Relaxed);
        match chosen.checked_sub(1).and_then(|index| self.sources.get(index)) {
            Some(source) => self.asking_the_chosen(source.as_ref()).await,
            None => self.asking_each().await,
        }
    }

    /// A source that fails later is not replaced by another one: that would change who the process is because of a hiccup.
    async fn asking_the_chosen(&self, source: &dyn Source) -> Result<Loaded, Failure> {
        match source.load().await {
            Ok(loaded) => Ok(found(loaded, source, Vec::new())),
            Err(failure) => Err(Failure::Failed(format!("{}, which gave keys before: {failure}", source.name()))),
        }
    }

    async fn asking_each(&self) -> Result<Loaded, Failure> {
        let (mut reasons, mut passed_over) = (Vec::new(), Vec::new());
        for (index, source) in self.sources.iter().enumerate() {
            let failure = match source.load().await {
                Ok(loaded) => {
                    self.chosen.store(index + 1, Ordering::Relaxed);
                    return Ok(found(loaded, source.as_ref(), passed_over));
                }
                Err(failure) => failure,
            };
            let reason = format!("{}: {failure}", source.name());
            match failure {
                Failure::Failed(_) if !self.pass_over_failures => {
                    return Err(Failure::Failed(format!("{reason}{}", ended(index, self.sources.len()))));
                }
                Failure::Failed(_) => passed_over.push(reason.clone()),
                Failure::NotConfigured(_) | Failure::NotThere(_) => {}
            }
            reasons.push(format!("({}) {reason}", index + 1));
        }
        Err(Failure::Failed(format!("no source gave keys: {}", reasons.join("; "))))
    }
}

/// Why nobody else was asked, after the source that failed.
fn ended(index: usize, sources: usize) -> &'static str {
    if index + 1 < sources {
        "; it is configured, so the sources after it are not asked (`pass_over_failures` would allow it)"
    } else {
        ""
    }
}

fn found(loaded: Loaded, source: &dyn Source, passed_over: Vec<String>) -> Loaded {
    Loaded { found: Some(FoundInChain { source: source.name(), passed_over }), ..loaded }
}

impl Source for Chain {
    fn name(&self) -> &'static str {
        "default chain"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.keys())
    }
}

impl fmt::Debug for ChainSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainSettings")
            .field("cli_profile_file", &self.cli_profile_file)
            .field("ini_profile_file", &self.ini_profile_file)
            .field("sts_endpoint", &endpoint(&self.sts_endpoint))
            .field("ecs_endpoint", &endpoint(&self.ecs_endpoint))
            .field("http", &self.http)
            .field("pass_over_failures", &self.pass_over_failures)
            .finish()
    }
}
