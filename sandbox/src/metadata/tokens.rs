//! The tokens that open the metadata.

use std::collections::VecDeque;

/// More are not kept: an instance's programs share a few.
const MAX_TOKENS: usize = 1000;

/// Tokens given out, each with the second at which it ends.
#[derive(Default)]
pub(super) struct MetadataTokens(VecDeque<(String, i64)>);

impl MetadataTokens {
    pub(super) fn add(&mut self, token: String, expires_at: i64) {
        if self.0.len() == MAX_TOKENS {
            self.0.pop_front();
        }
        self.0.push_back((token, expires_at));
    }

    pub(super) fn opens(&self, token: &str, now: i64) -> bool {
        self.0.iter().any(|(known, expires_at)| known == token && now < *expires_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_until_it_ends_and_old_ones_are_forgotten() {
        let mut tokens = MetadataTokens::default();
        tokens.add("a".to_owned(), 10);
        assert!(tokens.opens("a", 9) && !tokens.opens("a", 10) && !tokens.opens("b", 0));
        for number in 0..MAX_TOKENS {
            tokens.add(number.to_string(), 10);
        }
        assert!(!tokens.opens("a", 0) && tokens.opens("0", 0));
        assert_eq!(tokens.0.len(), MAX_TOKENS);
    }
}
