//! What a shared library in the ELF format (Linux, Android) needs and offers, read without running it.

pub mod rules;
#[cfg(test)]
pub mod tests;

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use object::elf::{self, FileHeader32, FileHeader64};
use object::read::elf::{FileHeader, ProgramHeader, Sym};
use object::{Endianness, FileKind};

/// The facts about one library.
#[derive(Debug, PartialEq)]
pub struct Library {
    /// 32 or 64.
    pub bits: u8,
    /// `e_machine` of the header.
    pub machine: u16,
    /// Of every segment that is loaded: its alignment, and whether its place in the file fits that.
    pub segments: Vec<(u64, bool)>,
    /// The libraries it needs.
    pub needed: Vec<String>,
    /// Whether the loader would have to write into code.
    pub text_relocations: bool,
    /// Whether what only the loader writes becomes read-only.
    pub relro: bool,
    /// The symbols it offers.
    pub exported: BTreeSet<String>,
    /// The symbol versions it needs, such as `GLIBC_2.17`.
    pub versions: BTreeSet<String>,
}

impl Library {
    /// Reads a library; says what it is instead if it is none.
    pub fn read(contents: &[u8]) -> Result<Self> {
        match FileKind::parse(contents).ok() {
            Some(FileKind::Elf32) => read(FileHeader32::<Endianness>::parse(contents), contents, 32),
            Some(FileKind::Elf64) => read(FileHeader64::<Endianness>::parse(contents), contents, 64),
            _ => anyhow::bail!("it is no ELF file, the format of Linux and Android"),
        }
    }

    /// The newest glibc that it needs, which is the oldest it runs on; none if it needs no versioned glibc.
    pub fn glibc_floor(&self) -> Option<(u32, u32)> {
        let number = |version: &str| {
            let (major, minor) = version.strip_prefix("GLIBC_")?.split_once('.')?;
            Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
        };
        self.versions.iter().filter_map(|version| number(version)).max()
    }

    /// The smallest alignment of a loaded segment.
    pub fn alignment(&self) -> u64 {
        self.segments.iter().map(|(alignment, _)| *alignment).min().unwrap_or_default()
    }

    /// The processor, by the name that people use.
    pub fn processor(&self) -> String {
        match elf::Machine(self.machine) {
            elf::EM_X86_64 => "x86-64".to_owned(),
            elf::EM_AARCH64 => "aarch64".to_owned(),
            elf::EM_ARM => "arm".to_owned(),
            elf::EM_386 => "x86".to_owned(),
            elf::Machine(other) => format!("machine {other}"),
        }
    }
}

fn read<Elf: FileHeader<Endian = Endianness>>(
    header: object::Result<&Elf>,
    contents: &[u8],
    bits: u8,
) -> Result<Library> {
    let header = header.context("its ELF header is broken")?;
    let endian = header.endian().context("its ELF header is broken")?;
    ensure!(header.e_type(endian) == elf::ET_DYN, "it is an ELF file, but no shared library");
    let sections = header.sections(endian, contents).context("its sections cannot be read")?;
    let programs = header.program_headers(endian, contents).context("its segments cannot be read")?;
    let mut library = Library {
        bits,
        machine: header.e_machine(endian).0,
        segments: Vec::new(),
        needed: Vec::new(),
        text_relocations: false,
        relro: programs.iter().any(|program| program.p_type(endian) == elf::PT_GNU_RELRO),
        exported: BTreeSet::new(),
        versions: BTreeSet::new(),
    };
    for program in programs.iter().filter(|program| program.p_type(endian) == elf::PT_LOAD) {
        let alignment: u64 = program.p_align(endian).into();
        let (offset, address): (u64, u64) = (program.p_offset(endian).into(), program.p_vaddr(endian).into());
        library.segments.push((alignment, alignment > 0 && offset % alignment == address % alignment));
    }
    let dynamic = sections.dynamic_table(endian, contents).context("its dynamic section cannot be read")?;
    for entry in &dynamic {
        match entry.tag {
            elf::DT_NEEDED => library.needed.push(text(dynamic.string(entry)?)),
            elf::DT_TEXTREL => library.text_relocations = true,
            elf::DT_FLAGS if entry.val & elf::DF_TEXTREL.0 != 0 => library.text_relocations = true,
            _ => {}
        }
    }
    let symbols = sections.symbols(endian, contents, elf::SHT_DYNSYM).context("its symbols cannot be read")?;
    for symbol in symbols.iter().filter(|symbol| !symbol.is_undefined(endian) && symbol.st_bind() != elf::STB_LOCAL) {
        library.exported.insert(text(symbol.name(endian, symbols.strings())?));
    }
    if let Some((mut files, link)) = sections.gnu_verneed(endian, contents)? {
        let strings = sections.strings(endian, contents, link)?;
        while let Some((_, mut versions)) = files.next()? {
            while let Some(version) = versions.next()? {
                library.versions.insert(text(version.name(endian, strings)?));
            }
        }
    }
    Ok(library)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
