//! Where the sandbox listens.

use std::io;
use std::net::{SocketAddr, TcpListener};

use crate::error::SandboxError;
use crate::settings::Options;

/// One listener for each of the sandbox's faces, as the system gives them or as the runtime uses them.
pub(crate) struct Listeners<L> {
    pub(crate) service: L,
    pub(crate) control: Option<L>,
    pub(crate) metadata: Option<L>,
    pub(crate) proxy: Option<L>,
}

/// The addresses that the listeners got.
pub(crate) type Addresses = Listeners<SocketAddr>;

impl Listeners<TcpListener> {
    pub(crate) fn open(options: &Options) -> Result<Self, SandboxError> {
        let listen = |address| listen(address, options.allow_remote);
        Ok(Self {
            service: listen(options.listen)?,
            control: options.control.map(&listen).transpose()?,
            metadata: options.metadata.map(&listen).transpose()?,
            proxy: options.proxy.map(&listen).transpose()?,
        })
    }

    pub(crate) fn addresses(&self) -> io::Result<Addresses> {
        let address = |listener: &Option<TcpListener>| listener.as_ref().map(TcpListener::local_addr).transpose();
        Ok(Addresses {
            service: self.service.local_addr()?,
            control: address(&self.control)?,
            metadata: address(&self.metadata)?,
            proxy: address(&self.proxy)?,
        })
    }

    /// Hands them to the runtime that this runs in.
    pub(crate) fn adopt(self) -> io::Result<Listeners<tokio::net::TcpListener>> {
        let adopt = tokio::net::TcpListener::from_std;
        Ok(Listeners {
            service: adopt(self.service)?,
            control: self.control.map(adopt).transpose()?,
            metadata: self.metadata.map(adopt).transpose()?,
            proxy: self.proxy.map(adopt).transpose()?,
        })
    }
}

fn listen(address: SocketAddr, allow_remote: bool) -> Result<TcpListener, SandboxError> {
    if !allow_remote && !address.ip().is_loopback() {
        return Err(SandboxError::NotLoopback(address));
    }
    let failed = |source| SandboxError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}
