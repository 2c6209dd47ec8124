//! The random names the service gives out.

use std::fmt::Write as _;
use std::io;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}"); // writing to a String cannot fail
        out
    })
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

/// A request id: a random UUID in upper case.
pub(crate) fn request_id() -> io::Result<String> {
    let number = u128::from_be_bytes(random()?);
    let version_4 = number & !(0xf << 76) | 0x4 << 76;
    let variant = version_4 & !(0b11 << 62) | 0b10 << 62;
    let digits = format!("{variant:032X}");
    let mut id = String::with_capacity(36);
    for (at, digit) in digits.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            id.push('-');
        }
        id.push(digit);
    }
    Ok(id)
}

/// A transaction id as in the vendor's sample: `hks` and 29 hexadecimal digits.
pub(crate) fn transaction_id() -> io::Result<String> {
    let mut id = format!("hks{}", hex(&random::<15>()?));
    id.truncate(32);
    Ok(id)
}

/// An opaque text, in hexadecimal.
pub(crate) fn opaque() -> io::Result<String> {
    Ok(hex(&random::<24>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_is_an_upper_case_uuid_of_version_4() {
        let id = request_id().unwrap();
        assert_eq!(id.len(), 36);
        assert!(id.chars().enumerate().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == '-',
            14 => c == '4',
            19 => "89AB".contains(c),
            _ => c.is_ascii_digit() || ('A'..='F').contains(&c),
        }));
        assert_ne!(id, request_id().unwrap());
    }

    #[test]
    fn a_transaction_id_has_32_characters() {
        let id = transaction_id().unwrap();
        let digits = id.strip_prefix("hks").unwrap();
        assert_eq!(digits.len(), 29);
        assert!(digits.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')));
    }
}
