//! Names in Kotlin's spelling.

/// `merchant_biz_id` is `merchantBizId`.
pub fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |whole, word| whole + &capital(word))
}

/// `initialize` is `Initialize`.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `HongKongIdCard2003` is `hongKongIdCard2003`.
pub fn lower_first(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

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

/// The unit at the end of a field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    None,
    Milliseconds,
    Microseconds,
    Seconds,
    /// A moment: milliseconds since 1970.
    UnixMilliseconds,
}

/// Parts the unit from the name, which ends in `At` for a moment. `calls_per_second` has none.
pub fn without_unit(name: &str) -> (String, Unit) {
    for (ending, unit) in [("_ms", Unit::Milliseconds), ("_us", Unit::Microseconds), ("_seconds", Unit::Seconds)] {
        if let Some(name) = name.strip_suffix("_at_unix_ms") {
            return (format!("{name}_at"), Unit::UnixMilliseconds);
        }
        if let Some(name) = name.strip_suffix(ending) {
            return (name.to_owned(), unit);
        }
    }
    (name.to_owned(), Unit::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kotlins() {
        assert_eq!(camel("merchant_biz_id"), "merchantBizId");
        assert_eq!(constant("HongKongIdCard2003"), "HONG_KONG_ID_CARD_2003");
        assert_eq!(constant("EKycPro"), "E_KYC_PRO");
        assert_eq!(without_unit("started_at_unix_ms"), ("started_at".into(), Unit::UnixMilliseconds));
        assert_eq!(without_unit("connect_timeout_ms"), ("connect_timeout".into(), Unit::Milliseconds));
        assert_eq!(without_unit("calls_per_second"), ("calls_per_second".into(), Unit::None));
    }
}
