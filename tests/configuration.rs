//! A mistake in the settings or the credentials is an error at construction that names the setting.

#[macro_use]
mod with;

use ekyc::{Client, ClientConfig, Credentials, EkycError, Network, Region};

fn credentials() -> std::sync::Arc<Credentials> {
    Credentials::access_key("id".into(), "secret".into()).unwrap()
}

/// Settings, the setting that must be named, and a part of the reason.
type Row = (ClientConfig, &'static str, &'static str);

fn endpoint(text: &str) -> ClientConfig {
    ClientConfig::for_endpoint(text)
}

fn with(change: impl FnOnce(&mut ClientConfig)) -> ClientConfig {
    let mut config = ClientConfig::for_region(Region::HongKong);
    change(&mut config);
    config
}

#[test]
fn each_mistake_names_its_setting() {
    let rows: Vec<Row> = vec![
        (ClientConfig::default(), "region", "is missing"),
        (with(|c| c.endpoint = Some("host".into())), "endpoint", "together with a region"),
        (with!(endpoint("host"), network = Some(Network::Vpc)), "network", "no meaning"),
        (endpoint(""), "endpoint", "empty"),
        (endpoint("ho st"), "endpoint", "blanks"),
        (endpoint("https://host\n"), "endpoint", "blanks"),
        (endpoint("https://"), "endpoint", "not a URL"),
        (endpoint("https://host/path"), "endpoint", "path"),
        (endpoint("https://host?x=1"), "endpoint", "path or query"),
        (endpoint("https://me:pw@host"), "endpoint", "user name"),
        (endpoint("http://host"), "endpoint", "loopback only"),
        (endpoint("http://127.0.0.1.example.com"), "endpoint", "loopback only"),
        (endpoint("ftp://host"), "endpoint", "scheme"),
        (endpoint("https://host:99999"), "endpoint", "not a URL"),
        (with(|c| c.connect_timeout_ms = 0), "connect_timeout_ms", "between 1 and 600000"),
        (with(|c| c.attempt_timeout_ms = -1), "attempt_timeout_ms", "between 1 and 600000"),
        (with(|c| c.overall_timeout_ms = i64::MAX), "overall_timeout_ms", "between 1 and 600000"),
        (
            with(|c| c.extra_root_certificates_pem = Some(String::new())),
            "extra_root_certificates_pem",
            "no certificate",
        ),
        (
            with(|c| c.extra_root_certificates_pem = Some("junk".into())),
            "extra_root_certificates_pem",
            "no certificate",
        ),
        (
            with(|c| {
                c.extra_root_certificates_pem = Some("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----".into())
            }),
            "extra_root_certificates_pem",
            "not valid PEM",
        ),
        (
            with(|c| {
                c.extra_root_certificates_pem =
                    Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----".into())
            }),
            "extra_root_certificates_pem",
            "number 1 is not usable",
        ),
        (with(|c| c.application_name = Some(String::new())), "application_name", "1 to 50"),
        (with(|c| c.application_name = Some("a\r\nx-evil: 1".into())), "application_name", "1 to 50"),
        (with(|c| c.application_name = Some("a".repeat(51))), "application_name", "1 to 50"),
    ];
    for (config, name, hint) in rows {
        match Client::new(config.clone(), credentials()).map(|_| ()) {
            Err(EkycError::InvalidConfiguration { setting, reason }) => {
                assert_eq!(setting, name, "{config:?}");
                assert!(reason.contains(hint), "{config:?}: {reason}");
            }
            other => panic!("{config:?}: {other:?}"),
        }
    }
}

#[test]
fn good_settings_make_a_client() {
    for config in [
        ClientConfig::for_region(Region::Jakarta),
        with!(ClientConfig::for_region(Region::KualaLumpur), network = Some(Network::Vpc)),
        endpoint("cloudauth-intl.cn-hongkong.aliyuncs.com"),
        endpoint("https://host:8443/"),
        endpoint("http://localhost:80"),
        endpoint("http://[::1]:8080"),
        with(|c| c.application_name = Some("my-bank/1.2".into())),
    ] {
        assert!(Client::new(config.clone(), credentials()).is_ok(), "{config:?}");
    }
}

#[test]
fn a_region_has_its_public_and_its_vpc_endpoint() {
    use ekyc::{DocType, InitializeRequest, ProductCode};
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "u");
    request.doc_type = Some(DocType::GlobalPassport);
    let rows = [
        (Region::HongKong, Network::Public, "cloudauth-intl.cn-hongkong.aliyuncs.com"),
        (Region::HongKong, Network::Vpc, "cloudauth-intl-vpc.cn-hongkong.aliyuncs.com"),
        (Region::Singapore, Network::Public, "cloudauth-intl.ap-southeast-1.aliyuncs.com"),
        (Region::KualaLumpur, Network::Vpc, "cloudauth-intl-vpc.ap-southeast-3.aliyuncs.com"),
        (Region::Jakarta, Network::Public, "cloudauth-intl.ap-southeast-5.aliyuncs.com"),
    ];
    for (region, network, host) in rows {
        let config = with!(ClientConfig::for_region(region), network = Some(network));
        let signed = ekyc::ffi::core_sign_initialize(request.clone(), config, credentials()).unwrap();
        assert_eq!(signed.header("host"), Some(host));
        assert!(signed.url.starts_with(&format!("https://{host}/?")), "{}", signed.url);
    }
}

#[test]
fn keys_that_cannot_be_keys_are_refused_without_being_shown() {
    for (id, secret, token) in [
        ("", "SECRETVALUE", None),
        ("id", "", None),
        ("id\n", "SECRETVALUE", None),
        ("id", "SECRETVALUE\n", None),
        ("id", "SECRET VALUE", None),
        ("schlüssel", "SECRETVALUE", None),
        ("id", "SECRETVALUE", Some("")),
        ("id", "SECRETVALUE", Some("tok\r\nen")),
    ] {
        let made = match token {
            Some(token) => Credentials::temporary(id.into(), secret.into(), token.into()),
            None => Credentials::access_key(id.into(), secret.into()),
        };
        match made.map(|_| ()) {
            Err(error @ EkycError::Credentials { .. }) => assert!(!error.to_string().contains("SECRETVALUE")),
            other => panic!("{id:?} {token:?}: {other:?}"),
        }
    }
}
