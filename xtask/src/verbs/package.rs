//! `cargo xtask package`: what other projects depend on, in `target/packages`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;

use crate::package::{android, jvm, sandbox, swift};
use crate::project::{self, Project};

/// A package.
#[derive(Subcommand)]
pub enum Package {
    /// The Maven repository with io.github.ekyc:ekyc: jar, sources, documentation, POM, SBOM
    Jvm {
        /// A folder with libraries of other platforms: linux-aarch64/libekyc.so, darwin-aarch64/libekyc.dylib, ...
        #[arg(long, value_parser = project::path)]
        natives: Option<PathBuf>,
    },
    /// The Swift package with what is generated inside, as a folder and as a git repository
    Swift {
        /// A folder with static libraries of other platforms: linux-aarch64/libekyc.a, ...
        #[arg(long, value_parser = project::path)]
        natives: Option<PathBuf>,
        /// Where the XCFramework's zip file can be downloaded
        #[arg(long, requires = "apple_checksum")]
        apple_url: Option<String>,
        /// What `swift package compute-checksum` says of that file
        #[arg(long, requires = "apple_url")]
        apple_checksum: Option<String>,
    },
    /// The sandbox as static programs for Linux
    Sandbox {
        /// And as an image for this machine's processor, built by buildah
        #[arg(long)]
        image: bool,
    },
    /// The Rust core for Apple's platforms, an XCFramework: on a Mac with Xcode
    Apple,
    /// The AAR io.github.ekyc:ekyc-android, for the ABIs whose Rust target and linker are installed
    Android {
        /// A folder with libraries built elsewhere: arm64-v8a/libekyc.so, ...
        #[arg(long, value_parser = project::path)]
        natives: Option<PathBuf>,
        /// The Maven repository, if not that under target/packages
        #[arg(long, value_parser = project::path)]
        repository: Option<PathBuf>,
    },
}

/// Makes it and prints where it is.
pub fn run(project: &Project, package: &Package) -> Result<()> {
    let made = match package {
        Package::Jvm { natives } => {
            jvm::ensure(project, natives.as_deref())?;
            jvm::repository(project)
        }
        Package::Swift { natives, apple_url, apple_checksum } => {
            let apple = apple_url.as_deref().zip(apple_checksum.as_deref());
            let package = swift::make(project, natives.as_deref(), apple)?;
            println!("{}", package.folder.display());
            package.repository
        }
        Package::Sandbox { image: false } => sandbox::make(project, |_| false)?,
        Package::Sandbox { image: true } => sandbox::image(project, &sandbox::make(project, |_| false)?)?,
        Package::Apple => swift::xcframework(project)?,
        Package::Android { natives, repository } => {
            let repository = repository.clone().unwrap_or_else(|| project.target.join("packages/android"));
            android::make(project, natives.as_deref(), &repository)?
        }
    };
    println!("{}", made.display());
    Ok(())
}
