//! What changed between two dumps of an API.

use std::collections::BTreeSet;

/// More would hide the advice below it.
const SHOWN: usize = 20;

/// The lines that went and came, with the declaration that each stands in; nothing if the dumps are the same.
pub fn difference(old: &str, new: &str) -> Option<String> {
    if old == new {
        return None;
    }
    let (old, new) = (qualified(old), qualified(new));
    let gone = old.difference(&new).map(|line| format!("- {line}"));
    let came = new.difference(&old).map(|line| format!("+ {line}"));
    let all: Vec<String> = gone.chain(came).collect();
    let mut text = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    if all.is_empty() {
        "the order of its declarations changed".clone_into(&mut text);
    }
    if all.len() > SHOWN {
        text.push_str(&format!("\nand {} more", all.len() - SHOWN));
    }
    Some(text)
}

/// A member is an indented line below the declaration of its type.
fn qualified(dump: &str) -> BTreeSet<String> {
    let mut owner = "";
    let mut lines = BTreeSet::new();
    for line in dump.lines().filter(|line| !line.trim().is_empty() && line.trim() != "}") {
        if line.starts_with(char::is_whitespace) {
            lines.insert(format!("{owner} {}", line.trim()));
        } else {
            owner = line.trim_end_matches(" {");
            lines.insert(owner.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "class A {\n\tfun one ()V\n}\n\nclass B {\n\tfun one ()V\n}\n";

    #[test]
    fn the_same_dump_has_no_difference() {
        assert_eq!(difference(OLD, OLD), None);
    }

    #[test]
    fn a_member_is_told_with_its_type() {
        let new = OLD.replacen("fun one ()V", "fun one (I)V", 1);
        assert_eq!(difference(OLD, &new).unwrap(), "- class A fun one ()V\n+ class A fun one (I)V");
    }

    #[test]
    fn a_change_of_order_is_a_change() {
        assert!(difference("class A {\n}\nclass B {\n}\n", "class B {\n}\nclass A {\n}\n").unwrap().contains("order"));
    }
}
