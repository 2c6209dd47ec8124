//! Where a request came in.

use crate::action::Action;
use crate::cloudauth::PAGES;
use crate::metadata;

/// The listener that a request came in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listener {
    /// The service: the operations of the product, and STS.
    Service,
    /// A verification's page, on the service's own listener.
    Page,
    /// The metadata of an instance, and the credentials URI.
    Metadata,
}

impl Listener {
    /// The action's name as far as the head tells: there it is in the path, here in a header.
    pub(crate) fn action_name(self, header: &str, path: &str) -> String {
        match self {
            Self::Service => header.to_owned(),
            Self::Page => Action::VerificationPage.name().to_owned(),
            Self::Metadata => metadata::action_of(path).map(Action::name).unwrap_or_default().to_owned(),
        }
    }

    /// Whose faults a request meets. At the service a request for something that nobody knows meets those for Initialize.
    pub(crate) fn fault_queue(self, action: Option<Action>) -> Option<Action> {
        match self {
            Self::Service => Some(action.unwrap_or(Action::Initialize)),
            Self::Page | Self::Metadata => action,
        }
    }

    /// Where a request with that path came in: the pages share the service's listener.
    pub(crate) fn at(self, path: &str) -> Self {
        if self == Self::Service && path.starts_with(PAGES) { Self::Page } else { self }
    }
}
