//! Rust's documentation, as far as both languages read it alike.

/// Changes what stands between back quotes.
pub fn each_quoted(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut parts = text.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut inside = true;
    for part in parts {
        out.push('`');
        out.push_str(&if inside { change(part) } else { part.to_owned() });
        inside = !inside;
    }
    out
}

/// Words in snake case which are not Rust's names: those of the service are written so too, but stand beside a parameter's name in capitals or in
/// quotes of their own.
const SERVICE: [&str; 9] = [
    "access_key",
    "ram_role_arn",
    "oidc_role_arn",
    "ecs_ram_role",
    "rsa_key_pair",
    "sts_region",
    "enable_vpc",
    "sts_token",
    "access_denied",
];

/// Whether a quoted word is the name of a field or a function in Rust, which has another spelling elsewhere.
pub fn is_rust(quoted: &str) -> bool {
    quoted.contains('_')
        && quoted.starts_with(|c: char| c.is_ascii_lowercase())
        && quoted.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !SERVICE.contains(&quoted)
}
