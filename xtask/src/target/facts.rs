//! What a library of any system needs and offers, read without running it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use object::read::NameOrOrdinal;
use object::read::elf::{ElfFile, FileHeader, ProgramHeader};
use object::read::macho::{LoadCommandVariant, MachHeader, MachOFile};
use object::{Architecture, Endianness, File, ImportFlags, Object, ObjectSegment, elf};

/// The facts about one library.
#[derive(Debug, PartialEq)]
pub struct Facts {
    pub system: Format,
    pub processor: Architecture,
    /// The libraries that it needs.
    pub needed: Vec<String>,
    /// The names that it offers, as C spells them.
    pub exported: BTreeSet<String>,
    /// The symbol versions that it needs, such as `GLIBC_2.17`.
    pub versions: BTreeSet<String>,
    /// The smallest alignment of a loaded segment.
    pub alignment: u64,
}

/// What only one format knows.
#[derive(Debug, PartialEq)]
pub enum Format {
    /// Linux and Android. Whether what only the loader writes becomes read-only, and whether the loader would have to write into code.
    Elf { relro: bool, text_relocations: bool },
    /// Apple: the oldest system, and the name under which programs that were linked with it look for it.
    MachO { oldest: (u32, u32), own_name: String },
    /// Windows.
    Pe,
}

impl Facts {
    /// Reads a library, or says what is wrong with the file.
    pub fn read(contents: &[u8]) -> Result<Self> {
        let file = File::parse(contents).context("it is no library, or a broken one")?;
        let system = match &file {
            File::Elf32(elf) => elf_format(elf)?,
            File::Elf64(elf) => elf_format(elf)?,
            File::MachO64(macho) => macho_format(macho)?,
            File::Pe64(_) => Format::Pe,
            other => {
                bail!("it is {:?} for {:?}, which none of our systems loads", other.format(), other.architecture())
            }
        };
        let mut facts = Self {
            system,
            processor: file.architecture(),
            needed: Vec::new(),
            exported: BTreeSet::new(),
            versions: BTreeSet::new(),
            alignment: file.segments().map(|segment| segment.align()).min().unwrap_or_default(),
        };
        for library in file.import_libraries().context("what it needs cannot be read")? {
            facts.needed.push(text(library?.name()));
        }
        for export in file.exports().context("what it offers cannot be read")? {
            if let NameOrOrdinal::Name(name) = export?.name() {
                // Apple puts a low line before every name of C.
                let name = text(name);
                let apple = matches!(facts.system, Format::MachO { .. });
                facts.exported.insert(if apple { name.strip_prefix('_').unwrap_or(&name).to_owned() } else { name });
            }
        }
        for import in file.imports().context("what it asks for cannot be read")? {
            if let ImportFlags::Elf { version: Some(version), .. } = import?.flags() {
                facts.versions.insert(text(version));
            }
        }
        Ok(facts)
    }

    /// The newest glibc that it needs, which is the oldest it runs on; none if it needs no versioned glibc.
    pub fn glibc(&self) -> Option<(u32, u32)> {
        let number = |version: &str| {
            let (major, minor) = version.strip_prefix("GLIBC_")?.split_once('.')?;
            Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
        };
        self.versions.iter().filter_map(|version| number(version)).max()
    }
}

fn elf_format<Elf: FileHeader<Endian = Endianness>>(file: &ElfFile<'_, Elf>) -> Result<Format> {
    let endian = file.elf_header().endian().context("its header is broken")?;
    let relro = file.elf_program_headers().iter().any(|segment| segment.p_type(endian) == elf::PT_GNU_RELRO);
    let dynamic = file.elf_dynamic_table().context("its dynamic section cannot be read")?;
    let text_relocations = (&dynamic).into_iter().any(|entry| {
        entry.tag == elf::DT_TEXTREL || (entry.tag == elf::DT_FLAGS && entry.val & elf::DF_TEXTREL.0 != 0)
    });
    Ok(Format::Elf { relro, text_relocations })
}

fn macho_format<Mach: MachHeader<Endian = Endianness>>(file: &MachOFile<'_, Mach>) -> Result<Format> {
    let endian = file.macho_header().endian().context("its header is broken")?;
    let (build, _) = file.build_version()?.context("it names no oldest system (LC_BUILD_VERSION)")?;
    let version = build.minos.get(endian).0;
    let mut own_name = String::new();
    let mut commands = file.macho_load_commands()?;
    while let Some(command) = commands.next()? {
        if let LoadCommandVariant::IdDylib(library) = command.variant()? {
            own_name = text(command.string(endian, library.dylib.name)?);
        }
    }
    Ok(Format::MachO { oldest: (version >> 16, version >> 8 & 0xff), own_name })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
