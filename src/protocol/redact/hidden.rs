//! Bytes that a text gives as numbers or in Base64: a dump of a buffer, a list as Java and Rust print one, an encoded token.

use super::decoded::{Unit, pair};

/// Shorter lists and words are not looked at: nothing that is masked is that short.
const LEAST: usize = 4;

/// A minus belongs to a decimal number.
const BETWEEN_DECIMAL: &[u8] = b",;+ \n";
const BETWEEN_HEXADECIMAL: &[u8] = b",:;-+ \n";

/// The readings of the text as bytes, each with everything that can be read in that way. Most of it is noise, which equals no value.
pub(super) fn hidden(units: &[Unit]) -> Vec<Vec<Unit>> {
    let runs = |least: usize, belongs: fn(u8) -> bool| {
        units.split(move |unit| !belongs(unit.byte)).filter(move |run| run.len() > least)
    };
    // A run of digits says which of them belong together only if it is known where it begins. So it is read from each beginning.
    let hexadecimal_from_the_second = runs(2 * LEAST, |byte| byte.is_ascii_hexdigit())
        .flat_map(|run| lists(run.get(1..).unwrap_or(&[]), hexadecimal, BETWEEN_HEXADECIMAL))
        .collect();
    let base64_from = |start: usize| {
        let runs = runs(LEAST, |byte| base64_digit(byte).is_some());
        runs.filter_map(|run| run.get(start..)).map(base64).collect()
    };
    let mut found = vec![
        lists(units, decimal, BETWEEN_DECIMAL),
        lists(units, hexadecimal, BETWEEN_HEXADECIMAL),
        hexadecimal_from_the_second,
    ];
    found.extend((0..4).map(base64_from));
    found.into_iter().map(joined).filter(|reading| !reading.is_empty()).collect()
}

/// One reading out of many pieces, with something between them that is in no value.
fn joined(pieces: Vec<Vec<Unit>>) -> Vec<Unit> {
    let mut out = Vec::new();
    for piece in pieces {
        out.extend(piece.last().map(|last| Unit { byte: 0, from: last.to, to: last.to }));
        out.extend(piece);
    }
    out
}

/// Reads a number at the beginning, and returns the rest.
type Number = for<'a> fn(&'a [Unit]) -> Option<(Unit, &'a [Unit])>;

/// Every list of numbers, whatever stands between them.
fn lists(units: &[Unit], number: Number, separators: &[u8]) -> Vec<Vec<Unit>> {
    const MOST_BETWEEN: usize = 2;
    let mut found = Vec::new();
    let mut list: Vec<Unit> = Vec::new();
    let mut rest = units;
    while let Some((_, tail)) = rest.split_first() {
        let Some((byte, after)) = number(rest) else {
            keep(&mut list, &mut found);
            rest = tail;
            continue;
        };
        list.push(byte);
        let between = after.iter().take(MOST_BETWEEN).take_while(|unit| separators.contains(&unit.byte)).count();
        rest = after.get(between..).unwrap_or(&[]);
    }
    keep(&mut list, &mut found);
    found
}

fn keep(list: &mut Vec<Unit>, found: &mut Vec<Vec<Unit>>) {
    let list = std::mem::take(list);
    if list.len() >= LEAST {
        found.push(list);
    }
}

/// `65`, or `-61` as Java prints a byte above 127.
fn decimal(units: &[Unit]) -> Option<(Unit, &[Unit])> {
    let negative = units.first()?.byte == b'-';
    let digits = units.get(usize::from(negative)..)?;
    let count = digits.iter().take_while(|unit| unit.byte.is_ascii_digit()).count();
    let (number, rest) = digits.split_at_checked(count).filter(|_| (1..=3).contains(&count))?;
    let value = number.iter().fold(0u16, |value, unit| value * 10 + u16::from(unit.byte - b'0'));
    let byte = if negative { 256u16.checked_sub(value)? } else { value };
    let (from, to) = (units.first()?.from, number.last()?.to);
    Some((Unit { byte: u8::try_from(byte).ok()?, from, to }, rest))
}

/// `7b`, `0x7b`.
fn hexadecimal(units: &[Unit]) -> Option<(Unit, &[Unit])> {
    let digits = match units {
        [zero, x, digits @ ..] if zero.byte == b'0' && x.byte | 0x20 == b'x' => digits,
        _ => units,
    };
    let [high, low, rest @ ..] = digits else { return None };
    Some((Unit { byte: pair(high, low)?, from: units.first()?.from, to: low.to }, rest))
}

/// What Base64 digits say from the first of them on, in the standard alphabet or the one for URLs.
fn base64(digits: &[Unit]) -> Vec<Unit> {
    let mut out = Vec::with_capacity(digits.len() / 4 * 3);
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0u32, |bits, unit| bits << 6 | base64_digit(unit.byte).unwrap_or(0));
        let bits = bits << (6 * (4 - group.len()));
        let [_, bytes @ ..] = bits.to_be_bytes();
        for (byte, [first, last]) in bytes.into_iter().zip(group.array_windows()) {
            out.push(Unit { byte, from: first.from, to: last.to });
        }
    }
    out
}

fn base64_digit(byte: u8) -> Option<u32> {
    let digit = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(digit))
}
