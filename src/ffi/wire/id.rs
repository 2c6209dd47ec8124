//! The number that a name has on the wire. Shared with the generator, which includes this file.

/// FNV-1a, 32 bits, of the name. Two names with one number would be two arms for one value, of which the second is never reached; the test of
/// the table looks for that. Blanks do not count: the compiler may put some into a path.
pub const fn id(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut hash = 0x811c_9dc5_u32;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b' ' {
            hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        }
        at += 1;
    }
    hash
}
