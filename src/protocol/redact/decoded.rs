//! A text with its encodings undone, each byte with its place in the text.
//!
//! Whatever a service, a gateway or a proxy does to a value before it repeats it (percent-encoding once or twice, JSON in JSON, HTML, form
//! encoding), undoing everything on both sides makes the two comparable. So it need not be guessed how a value was encoded.

/// A byte of what a text says, and the bytes of the text that say it.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    pub(super) byte: u8,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// More rounds than anybody encodes; each undoes every kind once.
const MAX_ROUNDS: usize = 8;

/// The bytes of a text as they stand.
pub(super) fn units(text: &str) -> Vec<Unit> {
    text.bytes().enumerate().map(|(at, byte)| Unit { byte, from: at, to: at + 1 }).collect()
}

/// What the bytes say once nothing is left to undo. Blanks stay as they are: see [`with_single_blanks`].
pub(super) fn decoded(mut units: Vec<Unit>) -> Vec<Unit> {
    for _ in 0..MAX_ROUNDS {
        // Percent signs to their end first: backslashes and ampersands are often percent-encoded, and not the other way round.
        let mut any = false;
        while undo(&mut units, percent) {
            any = true;
        }
        any |= undo(&mut units, backslash);
        any |= undo(&mut units, entity);
        if !any {
            break;
        }
    }
    units
}

/// Every run of blanks, line breaks and plus signs (the blank of form encoding) as one blank.
pub(super) fn with_single_blanks(units: &[Unit]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    for unit in units {
        if !unit.byte.is_ascii_whitespace() && unit.byte != b'+' {
            out.push(*unit);
            continue;
        }
        match out.last_mut() {
            Some(last) if last.byte == b' ' => last.to = unit.to,
            _ => out.push(Unit { byte: b' ', ..*unit }),
        }
    }
    out
}

/// Undoes an encoding at the beginning of the units: appends what they say, and returns the rest.
type Step = for<'a> fn(&'a [Unit], &mut Vec<Unit>) -> Option<&'a [Unit]>;

/// Undoes an encoding once, everywhere. `true` if it was found.
fn undo(units: &mut Vec<Unit>, step: Step) -> bool {
    let mut out = Vec::with_capacity(units.len());
    let mut found = false;
    let mut rest = units.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        rest = match step(rest, &mut out) {
            Some(after) => {
                found = true;
                after
            }
            None => {
                out.push(*first);
                tail
            }
        };
    }
    if found {
        *units = out;
    }
    found
}

/// `%7B`, in either case.
fn percent<'a>(units: &'a [Unit], out: &mut Vec<Unit>) -> Option<&'a [Unit]> {
    let [sign, high, low, after @ ..] = units else { return None };
    let byte = pair(high, low).filter(|_| sign.byte == b'%')?;
    out.push(Unit { byte, from: sign.from, to: low.to });
    Some(after)
}

/// `\"`, `\n`, `\u007b`, `\x7b`, with any number of backslashes: each level of JSON in JSON doubles them.
fn backslash<'a>(units: &'a [Unit], out: &mut Vec<Unit>) -> Option<&'a [Unit]> {
    let first = units.first().filter(|unit| unit.byte == b'\\')?;
    let after = without_backslashes(units);
    let mut say = |text: &str, to: usize| out.extend(text.bytes().map(|byte| Unit { byte, from: first.from, to }));
    match after {
        [u, a, b, c, d, rest @ ..] if u.byte == b'u' => {
            let Some(code) = quad(a, b, c, d) else { return Some(after) };
            let (text, rest, end) = match low_surrogate(rest) {
                Some((low, rest, end)) if (0xD800..0xDC00).contains(&code) => {
                    let code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    (char::from_u32(code), rest, end)
                }
                _ => (char::from_u32(code), rest, d.to),
            };
            say(text.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]), end);
            Some(rest)
        }
        [x, high, low, rest @ ..] if x.byte == b'x' => {
            let Some(byte) = pair(high, low) else { return Some(after) };
            out.push(Unit { byte, from: first.from, to: low.to });
            Some(rest)
        }
        [letter, rest @ ..] if matches!(letter.byte, b'n' | b'r' | b't' | b'b' | b'f') => {
            say(" ", letter.to);
            Some(rest)
        }
        _ => Some(after),
    }
}

fn without_backslashes(units: &[Unit]) -> &[Unit] {
    let count = units.iter().take_while(|unit| unit.byte == b'\\').count();
    units.get(count..).unwrap_or(&[])
}

/// The second half of a character in UTF-16, the units behind it, and where it ends.
fn low_surrogate(units: &[Unit]) -> Option<(u32, &[Unit], usize)> {
    units.first().filter(|unit| unit.byte == b'\\')?;
    let [u, a, b, c, d, rest @ ..] = without_backslashes(units) else { return None };
    let low = quad(a, b, c, d).filter(|low| u.byte == b'u' && (0xDC00..0xE000).contains(low))?;
    Some((low, rest, d.to))
}

/// `&quot;`, `&#34;`, `&#x22;`.
fn entity<'a>(units: &'a [Unit], out: &mut Vec<Unit>) -> Option<&'a [Unit]> {
    const LONGEST: usize = 10;
    let first = units.first().filter(|unit| unit.byte == b'&')?;
    let end = units.iter().take(LONGEST).position(|unit| unit.byte == b';')?;
    let name: Vec<u8> = units.iter().take(end).skip(1).map(|unit| unit.byte).collect();
    let character = match name.as_slice() {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        b"nbsp" => ' ',
        [b'#', b'x' | b'X', digits @ ..] => coded(digits, 16)?,
        [b'#', digits @ ..] => coded(digits, 10)?,
        _ => return None,
    };
    let to = units.get(end)?.to;
    let text = character.encode_utf8(&mut [0; 4]).to_owned();
    out.extend(text.bytes().map(|byte| Unit { byte, from: first.from, to }));
    units.get(end + 1..)
}

fn coded(digits: &[u8], radix: u32) -> Option<char> {
    let digits = std::str::from_utf8(digits).ok()?;
    char::from_u32(u32::from_str_radix(digits, radix).ok()?)
}

/// Two hexadecimal digits.
pub(super) fn pair(high: &Unit, low: &Unit) -> Option<u8> {
    let digit = |unit: &Unit| char::from(unit.byte).to_digit(16);
    u8::try_from(digit(high)? << 4 | digit(low)?).ok()
}

fn quad(a: &Unit, b: &Unit, c: &Unit, d: &Unit) -> Option<u32> {
    Some(u32::from(pair(a, b)?) << 8 | u32::from(pair(c, d)?))
}
