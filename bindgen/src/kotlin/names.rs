//! Names in Kotlin's spelling.

pub use crate::common::names::{Unit, camel, capital, lower_first, without_unit};

/// `HongKongIdCard2003` is `hong_kong_id_card_2003`.
pub fn snake(name: &str) -> String {
    let mut text = String::new();
    let mut before: Option<char> = None;
    for letter in name.chars() {
        let begins = match before {
            None => false,
            Some(before) => {
                letter.is_uppercase() || (letter.is_ascii_digit() && !before.is_ascii_digit() && before != '_')
            }
        };
        if begins {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
        before = Some(letter);
    }
    text
}

/// `HongKongIdCard2003` is `HONG_KONG_ID_CARD_2003`.
pub fn constant(name: &str) -> String {
    snake(name).to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kotlins() {
        assert_eq!(constant("HongKongIdCard2003"), "HONG_KONG_ID_CARD_2003");
        assert_eq!(constant("EKycPro"), "E_KYC_PRO");
    }
}
