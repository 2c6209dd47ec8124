//! The vendor's default chain: the first source that gives keys is the one that is used.

use super::cli_profile::{CliProfile, CliProfileFile};
use super::ecs::{EcsRole, Metadata};
use super::http::SourceHttp;
use super::ini::{IniFile, IniProfile};
use super::oidc::{OidcRole, OidcSource};
use super::source::{Failure, Loaded, Place, Source};
use super::uri::{CredentialsUri, UriSource};
use crate::error::EkycError;

/// What the sources of the default chain may need. Everything else comes from the environment and the usual files.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct ChainSettings {
    /// The vendor's command line tool's file; as in `CliProfile`.
    #[uniffi(default)]
    pub cli_profile_file: Option<String>,
    /// The SDKs' credentials file; as in `IniProfile`.
    #[uniffi(default)]
    pub ini_profile_file: Option<String>,
    /// The Security Token Service's endpoint; as in `OidcRole`.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// The ECS metadata server; as in `EcsRole`.
    #[uniffi(default)]
    pub ecs_endpoint: Option<String>,
    /// How the Security Token Service and a credentials URI are reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

/// Six sources in the vendor's order. Each reads its part of the environment when it is asked.
pub(super) struct Chain {
    sources: Vec<Source>,
}

impl Chain {
    pub(super) fn new(settings: ChainSettings) -> Result<Self, EkycError> {
        let ChainSettings { cli_profile_file, ini_profile_file, sts_endpoint, ecs_endpoint, http } = settings;
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
                Source::Environment,
                Source::Oidc(OidcSource::new(oidc)?),
                Source::CliProfile(CliProfileFile::new(cli)?),
                Source::Ini(IniFile::new(ini)?),
                Source::Ecs(Metadata::named("ecs_endpoint", &ecs)?),
                Source::Uri(UriSource::new(&CredentialsUri { uri: None, http })?),
            ],
        })
    }

    /// Asks the source that worked the last time; only if that is not configured any more, or none has worked yet, all of them.
    ///
    /// A source that fails is not replaced by the next one: that would change who the process is because of a hiccup.
    pub(super) async fn load(&self, last: Option<usize>) -> Result<Loaded, Failure> {
        if let Some((index, source)) = last.and_then(|index| Some((index, self.sources.get(index)?))) {
            match source.load(None).await {
                Ok(loaded) => return Ok(at(loaded, index, source, Vec::new())),
                Err(Failure::Failed(reason)) => {
                    return Err(Failure::Failed(format!("{}, which gave keys before: {reason}", source.name())));
                }
                Err(Failure::NotConfigured(_)) => {}
            }
        }
        let (mut reasons, mut passed_over) = (Vec::new(), Vec::new());
        for (index, source) in self.sources.iter().enumerate() {
            let failure = match source.load(None).await {
                Ok(loaded) => return Ok(at(loaded, index, source, passed_over)),
                Err(failure) => failure,
            };
            let reason = format!("{}: {failure}", source.name());
            reasons.push(format!("({}) {reason}", index + 1));
            if matches!(failure, Failure::Failed(_)) {
                passed_over.push(reason);
            }
        }
        Err(Failure::Failed(format!("no source gave keys: {}", reasons.join("; "))))
    }
}

fn at(loaded: Loaded, index: usize, source: &Source, passed_over: Vec<String>) -> Loaded {
    Loaded { place: Some(Place { index, name: source.name(), passed_over }), ..loaded }
}
