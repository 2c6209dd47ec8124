//! Who is calling: `ekyc/<version> (<os>; <arch>) <binding> app/<name>`.

use crate::error::EkycError;

const MAX_APPLICATION_NAME: usize = 50;

/// `binding` names the language and its runtime, for example `kotlin/2.4 jvm/17.0.15`; it comes from the wrapper, not from the user.
pub(super) fn user_agent(binding: &str, application_name: Option<&str>) -> Result<String, EkycError> {
    let mut out = format!(
        "ekyc/{} ({}; {}) {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        printable(binding)
    );
    if let Some(name) = application_name {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        if name.is_empty() || name.len() > MAX_APPLICATION_NAME || !name.chars().all(allowed) {
            return Err(EkycError::configuration(
                "application_name",
                format!("must be 1 to {MAX_APPLICATION_NAME} letters, digits and - _ . /"),
            ));
        }
        out.push_str(" app/");
        out.push_str(name);
    }
    Ok(out)
}

/// Runtime versions are free text in some JVMs; a header takes visible ASCII.
fn printable(text: &str) -> String {
    text.trim().chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(100).collect()
}
