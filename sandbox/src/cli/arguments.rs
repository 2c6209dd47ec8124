//! What can be said on the command line.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use clap::builder::NonEmptyStringValueParser as NonEmpty;
use ekyc_sandbox::{CallbackSettings, IdentitySettings, MetadataVersion, Options, Reachability};

/// Alibaba Cloud ID Verification (cloudauth-intl 2022-08-09) on your own machine: begins verifications, serves their page, calls back and
/// tells the result. Checks every request's signature, date, nonce and parameters as the service does, and answers as it does.
///
/// Prints its address as its first line, then one line each for --metadata and --proxy (`metadata http://...`), then nothing. Stops on
/// SIGINT and SIGTERM. Files are written when it listens, the port file last.
#[derive(Parser)]
#[command(name = "ekyc-sandbox", version, after_long_help = super::help::CONTROL)]
pub(crate) struct Arguments {
    /// Where to listen. Port 0 takes any free port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0", value_parser = address)]
    listen: SocketAddr,

    /// Listen where it is told even if other machines reach that. Everybody who does may see your test data and steer the sandbox
    #[arg(long)]
    allow_remote: bool,

    /// Make the certificate for this name or address too, such as 10.0.2.2 for Android's emulator; may be given several times
    #[arg(long, value_name = "HOST", value_parser = NonEmpty::new())]
    name: Vec<String>,

    /// Keep the certificate authority in this folder (ca.pem and ca-key.pem, made if they are not there), so that it can be trusted once
    #[arg(long, value_name = "FOLDER")]
    ca_dir: Option<PathBuf>,

    /// Write the port number to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) port_file: Option<PathBuf>,

    /// Write the certificate of the authority that clients must trust to this file, as PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// The AccessKey id to accept
    #[arg(long, value_name = "ID", allow_hyphen_values = true, value_parser = NonEmpty::new())]
    access_key_id: String,

    /// Its secret. An invented one: do not use a real key
    #[arg(long, value_name = "SECRET", allow_hyphen_values = true, value_parser = NonEmpty::new())]
    access_key_secret: String,

    /// Make the key temporary: every request must carry this token
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true, value_parser = NonEmpty::new())]
    security_token: Option<String>,

    /// Plain HTTP instead of HTTPS
    #[arg(long)]
    http: bool,

    /// Open the control plane here (plain HTTP): verifications and faults to set, what was seen, and a page for people
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    control: Option<SocketAddr>,

    /// Write the control plane's URL to this file; opens it at 127.0.0.1:0 if --control is not given
    #[arg(long, value_name = "FILE")]
    pub(crate) control_file: Option<PathBuf>,

    /// Serve the metadata of an ECS instance and a credentials URI (/credentials) here (plain HTTP)
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    metadata: Option<SocketAddr>,

    /// Which ways into the metadata are open: with a token (v2), without (v1) or both
    #[arg(long, value_name = "VERSION", default_value = "both", value_parser = metadata_version)]
    metadata_version: MetadataVersion,

    /// The role attached to the instance; empty for none
    #[arg(long, value_name = "NAME", default_value = "ekyc-sandbox-role")]
    role_name: String,

    /// How many seconds every key lives that STS, metadata and credentials URI give out, whatever a request asks for
    #[arg(long, value_name = "SECONDS")]
    issued_key_lifetime_s: Option<u64>,

    /// The only token that AssumeRoleWithOIDC accepts; without this it accepts any
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true, value_parser = NonEmpty::new())]
    oidc_token: Option<String>,

    /// How many milliseconds the service's clock is ahead of this machine's; negative if it is behind
    #[arg(long, value_name = "MILLISECONDS", default_value = "0", allow_negative_numbers = true)]
    clock_offset_ms: i64,

    /// Open an HTTP proxy for CONNECT here; it opens tunnels to this machine only
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    proxy: Option<SocketAddr>,

    /// Let the proxy ask for this name, which has no colon
    #[arg(long, value_name = "NAME", requires = "proxy_password", allow_hyphen_values = true)]
    proxy_username: Option<String>,

    /// And for this password. An invented one: do not use a real password
    #[arg(long, value_name = "PASSWORD", requires = "proxy_username", allow_hyphen_values = true)]
    proxy_password: Option<String>,

    /// Let callbacks go to other machines too
    #[arg(long)]
    callback_allow_remote: bool,

    /// Take a CallbackUrl that begins with http://, which the service refuses
    #[arg(long)]
    callback_allow_http: bool,

    /// Call back whatever certificate the receiver has
    #[arg(long)]
    callback_any_certificate: bool,

    /// Authorities to trust when calling back, as PEM, besides the sandbox's own
    #[arg(long, value_name = "FILE")]
    callback_roots: Option<PathBuf>,

    /// What Initialize makes of a CallbackUrl: accept it, probe it and refuse one that cannot be reached, or refuse it
    #[arg(long, value_name = "accept|probe|refuse", default_value = "accept", value_parser = reachability)]
    callback_reachability: Reachability,

    /// How many calls of each operation the account may make within any second; 0 for any number
    #[arg(long, value_name = "N", default_value = "0")]
    calls_per_second: u32,

    /// Stop when standard input ends too: whoever started it and holds the other end of that pipe is then gone, however it went
    #[arg(long)]
    pub(crate) until_stdin_ends: bool,

    /// One line on standard error for each request, without personal data
    #[arg(long)]
    log: bool,
}

impl Arguments {
    pub(crate) fn options(&self) -> Result<Options, String> {
        let mut options = Options::new(&self.access_key_id, &self.access_key_secret);
        options.listen = self.listen;
        options.control = self.control.or(self.control_file.is_some().then_some(any_port()));
        options.security_token = self.security_token.clone();
        options.tls = !self.http;
        options.log = self.log;
        options.metadata = self.metadata;
        options.identity = self.identity();
        options.proxy = self.proxy;
        options.proxy_settings.credentials = self.proxy_username.clone().zip(self.proxy_password.clone());
        options.calls_per_second = Some(self.calls_per_second);
        options.clock_offset_ms = self.clock_offset_ms;
        options.allow_remote = self.allow_remote;
        options.names.clone_from(&self.name);
        options.ca_dir.clone_from(&self.ca_dir);
        options.callbacks = self.callbacks()?;
        Ok(options)
    }

    fn callbacks(&self) -> Result<CallbackSettings, String> {
        let mut settings = CallbackSettings::default();
        settings.allow_remote = self.callback_allow_remote;
        settings.allow_http = self.callback_allow_http;
        settings.any_certificate = self.callback_any_certificate;
        settings.reachability = self.callback_reachability;
        if let Some(path) = &self.callback_roots {
            let pem = fs::read_to_string(path);
            settings.roots_pem = Some(pem.map_err(|error| format!("cannot read {}: {error}", path.display()))?);
        }
        Ok(settings)
    }

    fn identity(&self) -> IdentitySettings {
        let mut settings = IdentitySettings::default();
        settings.lifetime = self.issued_key_lifetime_s.map(Duration::from_secs);
        settings.role_name.clone_from(&self.role_name);
        settings.metadata_version = self.metadata_version;
        settings.oidc_token.clone_from(&self.oidc_token);
        settings
    }
}

fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

fn metadata_version(text: &str) -> Result<MetadataVersion, String> {
    MetadataVersion::from_name(text).ok_or_else(|| "write both, v1 or v2".to_owned())
}

fn reachability(text: &str) -> Result<Reachability, String> {
    Reachability::from_name(text).ok_or_else(|| "write accept, probe or refuse".to_owned())
}

/// `ADDRESS:PORT`, where the address may be `localhost`.
fn address(text: &str) -> Result<SocketAddr, String> {
    let numeric = text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    numeric
        .parse()
        .map_err(|_| "write an address and a port, such as 127.0.0.1:8443, or 127.0.0.1:0 for any free port".to_owned())
}
