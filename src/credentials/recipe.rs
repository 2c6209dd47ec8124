//! What a profile says to do: keys to begin with, and the roles to assume with them, one after the other.

use super::ecs::Metadata;
use super::oidc::{OidcRecipe, identity};
use super::role::Role;
use super::snapshot::Snapshot;
use super::source::{Failure, Loaded};
use super::sts::{Place, Sts};

pub(super) struct Recipe {
    pub(super) base: Base,
    pub(super) roles: Vec<(Role, Place)>,
}

pub(super) enum Base {
    Keys(Snapshot),
    /// The role of this machine; its name is asked for if it is not given.
    Ecs(Option<String>),
    Oidc(OidcRecipe),
}

/// What the files' sources share.
pub(super) struct Steps {
    pub(super) sts: Sts,
    pub(super) metadata: Metadata,
}

impl Steps {
    pub(super) async fn run(&self, recipe: Recipe) -> Result<Loaded, Failure> {
        let mut loaded = match recipe.base {
            Base::Keys(keys) => Loaded::lasting(keys),
            Base::Ecs(role) => self.metadata.load_role(role).await?,
            Base::Oidc(oidc) => identity(&self.sts, &oidc).await?,
        };
        for (role, place) in &recipe.roles {
            loaded = self.sts.assume_role(&loaded.keys, role, place).await.map_err(|refusal| refusal.reason)?;
        }
        Ok(loaded)
    }
}
