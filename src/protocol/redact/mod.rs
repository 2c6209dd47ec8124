//! Keeps values out of texts that somebody else wrote, however these texts encode, cut or re-space them.

mod decoded;
mod hidden;
mod values;

use decoded::{Unit, decoded, units, with_single_blanks};
use hidden::hidden;
use values::{Value, Where, values};

/// What stands in place of a value.
pub(crate) const MASK: &str = "***";

/// How many bytes of a text are read; what follows is left out. Nobody reads more of an error's text.
const MOST_READ: usize = 16 * 1024;

/// How many bytes in a row must agree with a part of a value to be taken for that part: a value that was cut, at either end.
const PART: usize = 8;

/// How many bytes at the very end of a text must agree with the beginning of a value, where the text was cut in the middle of it.
const PART_AT_THE_END: usize = 4;

/// The values that a text must not show.
pub(crate) struct Redactor {
    values: Vec<Value>,
}

impl Redactor {
    /// Each value is also looked for in its parts, if it is JSON: the texts and numbers in it.
    pub(crate) fn new<'a>(hidden: impl Iterator<Item = &'a str>) -> Self {
        Self { values: values(hidden) }
    }

    /// The text with `***` in place of every value and part of a value.
    pub(crate) fn redacted(&self, text: &str) -> String {
        let (read, cut) = match text.get(..text.floor_char_boundary(MOST_READ)) {
            Some(beginning) if beginning.len() < text.len() => (beginning, true),
            _ => (text, false),
        };
        let mut marks = vec![false; read.len()];
        for view in views(read) {
            self.values.iter().for_each(|value| view.mark(value, &mut marks));
        }
        if cut {
            // What is left of a value at the end may be too short to be recognised.
            let tail = read.len().saturating_sub(8 * PART);
            marks.iter_mut().skip(tail).for_each(|mark| *mark = true);
        }
        masked(read, &marks)
    }
}

/// A reading of the text, as the values are read too.
struct View {
    bytes: Vec<u8>,
    small: Vec<u8>,
    places: Vec<(usize, usize)>,
    parts: Parts,
}

/// The text with its encodings undone, and what it holds as numbers and in Base64.
fn views(text: &str) -> Vec<View> {
    let whole = decoded(units(text));
    let inner = hidden(&whole).into_iter().map(decoded);
    inner.map(|units| View::of(&units)).chain([View::of(&whole)]).collect()
}

impl View {
    fn of(units: &[Unit]) -> Self {
        let units = with_single_blanks(units);
        let bytes: Vec<u8> = units.iter().map(|unit| unit.byte).collect();
        let small = bytes.to_ascii_lowercase();
        let parts = Parts::of(&small);
        Self { bytes, small, places: units.iter().map(|unit| (unit.from, unit.to)).collect(), parts }
    }

    fn mark(&self, value: &Value, marks: &mut [bool]) {
        let long = value.bytes.len() >= PART;
        let text = if long { &self.small } else { &self.bytes };
        for at in memchr::memmem::find_iter(text, &value.bytes) {
            if value.place == Where::Anywhere || self.stands_alone(at, value.bytes.len()) {
                self.mark_range(at, value.bytes.len(), marks);
            }
        }
        if !long || !value.in_parts {
            return;
        }
        for part in value.bytes.array_windows::<PART>() {
            self.parts.places(part).for_each(|at| self.mark_range(at, PART, marks));
        }
        for length in (PART_AT_THE_END..PART).rev() {
            if value.bytes.get(..length).is_some_and(|beginning| self.small.ends_with(beginning)) {
                return self.mark_range(self.small.len() - length, length, marks);
            }
        }
    }

    /// Whether no letter or digit stands beside it: else a user id `1` would be found in every number.
    fn stands_alone(&self, at: usize, length: usize) -> bool {
        let joins = |at: Option<usize>| {
            let byte = at.and_then(|at| self.bytes.get(at));
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
        };
        !joins(at.checked_sub(1)) && !joins(Some(at + length))
    }

    fn mark_range(&self, at: usize, length: usize, marks: &mut [bool]) {
        let places = self.places.get(at..at + length).unwrap_or(&[]);
        let (Some((from, _)), Some((_, to))) = (places.first(), places.last()) else { return };
        marks.iter_mut().take(*to).skip(*from).for_each(|mark| *mark = true);
    }
}

/// Where each run of [`PART`] bytes of a view stands.
struct Parts {
    /// Sorted, so that one is found without a hash of its own.
    places: Vec<([u8; PART], usize)>,
    /// A bit for each hash of a run: nearly all runs of a value are in no text, and are done with after one look.
    seen: Vec<u64>,
}

impl Parts {
    const BITS: u32 = 14;

    fn of(bytes: &[u8]) -> Self {
        let mut seen = vec![0; 1 << (Self::BITS - 6)];
        let mut places: Vec<_> = bytes.array_windows::<PART>().enumerate().map(|(at, part)| (*part, at)).collect();
        places.sort_unstable();
        for (part, _) in &places {
            let (word, bit) = Self::hash(part);
            seen.get_mut(word).into_iter().for_each(|word| *word |= bit);
        }
        Self { places, seen }
    }

    fn places(&self, part: &[u8; PART]) -> impl Iterator<Item = usize> {
        let (word, bit) = Self::hash(part);
        let maybe = self.seen.get(word).is_some_and(|word| word & bit != 0);
        let first = if maybe { self.places.partition_point(|(other, _)| other < part) } else { self.places.len() };
        let rest = self.places.get(first..).unwrap_or(&[]);
        rest.iter().take_while(move |(other, _)| other == part).map(|(_, at)| *at)
    }

    fn hash(part: &[u8; PART]) -> (usize, u64) {
        let hash = u64::from_le_bytes(*part).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - Self::BITS);
        ((hash >> 6) as usize, 1 << (hash & 63))
    }
}

/// The text with each run of marked characters replaced. A character is marked if one of its bytes is.
fn masked(text: &str, marks: &[bool]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_value = false;
    for (at, character) in text.char_indices() {
        let marked = marks.iter().skip(at).take(character.len_utf8()).any(|mark| *mark);
        if !marked {
            out.push(character);
        } else if !in_value {
            out.push_str(MASK);
        }
        in_value = marked;
    }
    out
}
