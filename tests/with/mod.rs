//! Settings that are others than some, as a program in Rust makes them: their types can get new members, so they are not written out.

macro_rules! with {
    ($settings:expr, $($member:ident = $value:expr),* $(,)?) => {{
        let mut settings = $settings;
        $(settings.$member = $value;)*
        settings
    }};
}
