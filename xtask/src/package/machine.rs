//! Which machine a library was made for, read from its first bytes.

use std::fmt;

/// System and processor of a library.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Machine {
    /// Linux and others; `e_machine` of the ELF header.
    Elf(u16),
    /// Apple; `cputype` of the Mach-O header.
    MachO(u32),
    /// Windows; `Machine` of the COFF header.
    Pe(u16),
}

pub const ELF_X86_64: Machine = Machine::Elf(62);
pub const ELF_AARCH64: Machine = Machine::Elf(183);
pub const MACHO_X86_64: Machine = Machine::MachO(0x0100_0007);
pub const MACHO_AARCH64: Machine = Machine::MachO(0x0100_000c);
pub const PE_X86_64: Machine = Machine::Pe(0x8664);

impl Machine {
    /// Reads 64-bit little-endian headers, the only ones that our platforms have.
    pub fn of(library: &[u8]) -> Option<Self> {
        match library {
            [0x7f, b'E', b'L', b'F', 2, 1, ..] => Some(Self::Elf(u16::from_le_bytes(at(library, 18)?))),
            [0xcf, 0xfa, 0xed, 0xfe, ..] => Some(Self::MachO(u32::from_le_bytes(at(library, 4)?))),
            [b'M', b'Z', ..] => {
                let header = usize::try_from(u32::from_le_bytes(at(library, 0x3c)?)).ok()?;
                (at(library, header)? == *b"PE\0\0")
                    .then_some(Self::Pe(u16::from_le_bytes(at(library, header.checked_add(4)?)?)))
            }
            _ => None,
        }
    }
}

fn at<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..offset.checked_add(N)?)?.try_into().ok()
}

impl fmt::Display for Machine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ELF_X86_64 => formatter.write_str("ELF for x86-64"),
            ELF_AARCH64 => formatter.write_str("ELF for aarch64"),
            MACHO_X86_64 => formatter.write_str("Mach-O for x86-64"),
            MACHO_AARCH64 => formatter.write_str("Mach-O for aarch64"),
            PE_X86_64 => formatter.write_str("PE for x86-64"),
            Self::Elf(other) => write!(formatter, "ELF for machine {other}"),
            Self::MachO(other) => write!(formatter, "Mach-O for processor {other:#x}"),
            Self::Pe(other) => write!(formatter, "PE for machine {other:#x}"),
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The first bytes of a library for a machine.
    pub fn header(machine: Machine) -> Vec<u8> {
        let mut bytes = vec![0; 0x100];
        match machine {
            Machine::Elf(processor) => {
                bytes[..6].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1]);
                bytes[18..20].copy_from_slice(&processor.to_le_bytes());
            }
            Machine::MachO(processor) => {
                bytes[..4].copy_from_slice(&[0xcf, 0xfa, 0xed, 0xfe]);
                bytes[4..8].copy_from_slice(&processor.to_le_bytes());
            }
            Machine::Pe(processor) => {
                bytes[..2].copy_from_slice(b"MZ");
                bytes[0x3c] = 0x80;
                bytes[0x80..0x84].copy_from_slice(b"PE\0\0");
                bytes[0x84..0x86].copy_from_slice(&processor.to_le_bytes());
            }
        }
        bytes
    }

    #[test]
    fn every_platform_of_the_jar_is_recognised() {
        for machine in [ELF_X86_64, ELF_AARCH64, MACHO_X86_64, MACHO_AARCH64, PE_X86_64] {
            assert_eq!(Machine::of(&header(machine)), Some(machine));
        }
    }

    #[test]
    fn what_is_no_library_or_cut_off_has_no_machine() {
        assert_eq!(Machine::of(b"#!/bin/sh\n"), None);
        assert_eq!(Machine::of(b"\x7fELF\x02\x01"), None);
        assert_eq!(Machine::of(b"MZ"), None);
        assert_eq!(Machine::of(b""), None);
    }
}
