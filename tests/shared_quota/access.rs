//! Who is let in by the store: TLS, users and passwords; and settings that are wrong.

use std::fs;

use ekyc::{Client, ClientConfig, Credentials, EkycError, QuotaSettings, SharedQuotaSettings};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

use crate::redis::Redis;
use crate::{at, call, sandbox, server};

const PASSWORD: &str = "p@ss:w/rd%21";

#[tokio::test]
async fn a_password_and_a_user_are_given_in_the_settings_or_in_the_address() {
    let sandbox = sandbox();
    let redis = Redis::start(&["--requirepass", PASSWORD]);
    // What docs/how-to/share-a-quota.md says that a user needs.
    let commands = "+evalsha +script|load +time +hmget +hset +hgetall +hdel +lrange +ltrim +rpush +del +pexpire";
    let password = format!(">{PASSWORD}");
    let fixed = ["-a", PASSWORD, "ACL", "SETUSER", "ekyc", "on", &password, "~ekyc:*"];
    assert_eq!(redis.cli(&fixed.into_iter().chain(commands.split(' ')).collect::<Vec<_>>()), "OK");
    let encoded = "p%40ss%3Aw%2Frd%2521";
    let settings = |change: &dyn Fn(&mut SharedQuotaSettings)| {
        let mut settings = at(&redis);
        change(&mut settings);
        settings
    };
    for good in [
        settings(&|settings| settings.password = Some(PASSWORD.to_owned())),
        settings(&|settings| {
            settings.user = Some("ekyc".to_owned());
            settings.password = Some(PASSWORD.to_owned());
        }),
        settings(&|settings| settings.server = format!("redis://:{encoded}@127.0.0.1:{}/3", redis.port)),
        settings(&|settings| settings.server = format!("redis://ekyc:{encoded}@127.0.0.1:{}", redis.port)),
    ] {
        call(&server(&sandbox, 1_000, 0, good)).await.unwrap();
    }
    for (bad, expected) in
        [(at(&redis), "NOAUTH"), (settings(&|settings| settings.password = Some(format!("{PASSWORD}x"))), "WRONGPASS")]
    {
        let error = call(&server(&sandbox, 1_000, 0, bad)).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(expected) && !shown.contains(PASSWORD), "{shown}");
        assert_eq!(error.kind(), "quota_unavailable");
    }
}

#[tokio::test]
async fn tls_is_spoken_with_a_server_that_is_trusted_and_with_no_other() {
    let sandbox = sandbox();
    let (folder, authority) = certificates();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let redis = Redis::start(&[
        "--tls-port",
        "{port}",
        "--tls-auth-clients",
        "no",
        "--tls-cert-file",
        &file("server.pem"),
        "--tls-key-file",
        &file("key.pem"),
        "--tls-ca-cert-file",
        &file("server.pem"),
    ]);
    let settings = |host: &str| SharedQuotaSettings::new(format!("rediss://{host}:{}", redis.port));
    let mut trusted = settings("localhost");
    trusted.timeout_ms = 30_000;
    trusted.extra_root_certificates_pem = Some(authority.clone());
    call(&server(&sandbox, 100, 0, trusted)).await.unwrap();
    let mut other_name = settings("127.0.0.1");
    other_name.extra_root_certificates_pem = Some(authority);
    for (bad, expected) in [
        (settings("localhost"), "issued by nobody who is trusted here"),
        (other_name, "for another host name"),
        (SharedQuotaSettings::new(format!("redis://localhost:{}", redis.port)), "localhost"),
    ] {
        let error = call(&server(&sandbox, 100, 0, bad)).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.kind(), "quota_unavailable");
    }
}

/// A server's certificate for `localhost` with its key, and the authority that issued it.
fn certificates() -> (tempfile::TempDir, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, "an authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("server.pem"), server.pem()).unwrap();
    fs::write(folder.path().join("key.pem"), key.serialize_pem()).unwrap();
    (folder, authority)
}

#[test]
fn a_setting_that_is_wrong_is_named_when_the_client_is_made() {
    let wrong = |change: &dyn Fn(&mut SharedQuotaSettings)| {
        let mut shared = SharedQuotaSettings::new("redis://localhost");
        change(&mut shared);
        let mut config = ClientConfig::for_endpoint("https://localhost");
        config.quota = Some(with!(QuotaSettings::default(), shared = Some(shared)));
        let keys = Credentials::access_key("id".into(), "secret".into()).unwrap();
        match Client::new(config, keys) {
            Err(EkycError::InvalidConfiguration { setting, reason }) => format!("{setting}: {reason}"),
            other => panic!("{other:?}"),
        }
    };
    let server = |text: &str| wrong(&|settings| settings.server = text.to_owned());
    for (server, part) in [
        (server(""), "is not a URL"),
        (server("localhost:6379"), "another scheme"),
        (server("https://localhost"), "another scheme"),
        (server("redis://"), "no host"),
        (server("redis:///0"), "no host"),
        (server("redis://localhost/zero"), "no number"),
        (server("redis://localhost/0?x=1"), "behind the database"),
        (server("redis://a b"), "quota.shared.server"),
        (server("redis://name@localhost"), "a user was given"),
    ] {
        assert!(server.starts_with("quota.shared.") && server.contains(part), "{server}");
    }
    let twice = wrong(&|settings| {
        settings.server = "redis://:SECRET1@localhost".to_owned();
        settings.password = Some("SECRET2".to_owned());
    });
    assert!(twice.starts_with("quota.shared.server: ") && !twice.contains("SECRET"), "{twice}");
    for account in ["", "a b", "a{b", &"a".repeat(65)] {
        let text = wrong(&|settings| settings.account = Some(account.to_owned()));
        assert!(text.starts_with("quota.shared.account: "), "{text}");
    }
    for (setting, text) in [
        ("timeout_ms", wrong(&|settings| settings.timeout_ms = 0)),
        ("servers_when_away", wrong(&|settings| settings.servers_when_away = Some(0))),
        ("servers_when_away", wrong(&|settings| settings.servers_when_away = Some(1_001))),
        ("extra_root_certificates_pem", wrong(&|settings| settings.extra_root_certificates_pem = Some("x".into()))),
    ] {
        assert!(text.starts_with(&format!("quota.shared.{setting}: ")), "{text}");
    }
}
