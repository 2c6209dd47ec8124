//! Names in the spelling that both languages have.

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

/// Parts the unit from the name, which ends in `at` for a moment. `calls_per_second` has none.
pub fn without_unit(name: &str) -> (String, Unit) {
    if let Some(name) = name.strip_suffix("_at_unix_ms") {
        return (format!("{name}_at"), Unit::UnixMilliseconds);
    }
    let units = [("_ms", Unit::Milliseconds), ("_us", Unit::Microseconds), ("_seconds", Unit::Seconds)];
    let found = units.iter().find_map(|(ending, unit)| Some((name.strip_suffix(ending)?.to_owned(), *unit)));
    found.unwrap_or_else(|| (name.to_owned(), Unit::None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_unit_and_their_underscores() {
        assert_eq!(camel("merchant_biz_id"), "merchantBizId");
        assert_eq!(lower_first("HongKongIdCard2003"), "hongKongIdCard2003");
        assert_eq!(without_unit("started_at_unix_ms"), ("started_at".into(), Unit::UnixMilliseconds));
        assert_eq!(without_unit("connect_timeout_ms"), ("connect_timeout".into(), Unit::Milliseconds));
        assert_eq!(without_unit("calls_per_second"), ("calls_per_second".into(), Unit::None));
    }
}
