//! What a profile says to do: keys to begin with, and the roles to assume with them, one after the other.

use url::Url;

use super::ecs::Metadata;
use super::http::Http;
use super::loaded::{Failure, Loaded};
use super::oidc::{OidcRecipe, identity};
use super::role::Role;
use super::snapshot::Snapshot;
use super::sts::{EndpointHint, Sts};
use super::uri::keys_from;

pub(super) struct Recipe {
    pub(super) base: Base,
    pub(super) roles: Vec<(Role, EndpointHint)>,
}

pub(super) enum Base {
    Keys(Snapshot),
    /// The role of this machine; its name is asked for if it is not given.
    Ecs(Option<String>),
    Oidc(OidcRecipe),
    Uri(Url),
}

/// What the files' sources share.
pub(super) struct Steps {
    pub(super) http: Http,
    pub(super) sts: Sts,
    pub(super) metadata: Metadata,
}

impl Steps {
    pub(super) async fn run(&self, recipe: Recipe) -> Result<Loaded, Failure> {
        let mut loaded = match recipe.base {
            Base::Keys(keys) => Loaded::lasting(keys),
            // The profile names it, so that it is not there is a failure.
            Base::Ecs(role) => match self.metadata.load_role(role).await {
                Err(Failure::NotThere(reason)) => return Err(Failure::Failed(reason)),
                loaded => loaded?,
            },
            Base::Oidc(oidc) => identity(&self.sts, &oidc).await?,
            Base::Uri(url) => keys_from(&self.http, &url).await?,
        };
        for (role, hint) in &recipe.roles {
            loaded = self.sts.assume_role(&loaded.keys, role, hint).await?;
        }
        Ok(loaded)
    }
}
