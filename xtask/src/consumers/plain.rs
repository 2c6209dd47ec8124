//! Applications as most people write them: on the class path, as a module, shrunk.

use anyhow::Result;

use super::Strangers;

const REFUSED: &str =
    "refused: correct the fields: [Violation(field=metaInfo, reason=is required and must not be empty)]";

/// Without native code's permission Java 24 and later warn; [`super::native_access`] looks at that.
pub const ALLOWED: &str = "--enable-native-access=ALL-UNNAMED";

/// How many transactions the Java program obtains.
pub const JAVA_CALLS: usize = 3;

/// Java (blocking, `CompletableFuture`, builders) and Kotlin (suspending), on every Java.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let java = strangers.place.build("java")?;
    let kotlin = strangers.place.build("kotlin")?;
    for jdk in strangers.kits() {
        let ran = strangers.program(jdk).with(ALLOWED).of(&java).run(&["app.Main"])?;
        ran.succeeded(JAVA_CALLS)?;
        ran.said(REFUSED)?;
        let ran = strangers.program(jdk).with(ALLOWED).of(&kotlin).run(&["app.MainKt"])?;
        ran.succeeded(1)?;
        ran.said(REFUSED)?;
    }
    Ok(())
}

/// A module that requires ours alone.
pub fn module(strangers: &Strangers<'_>) -> Result<()> {
    let folder = strangers.place.build("module")?;
    let path = format!("{0}/target/classes:{0}/target/lib", folder.display());
    for jdk in strangers.kits() {
        // No provider of slf4j is among its modules, and slf4j says so.
        let program = strangers
            .program(jdk)
            .with("-Dslf4j.internal.verbosity=ERROR")
            .with("--enable-native-access=io.github.ekyc")
            .with("-p")
            .with(&path);
        program.run(&["-m", "consumer/app.Main"])?.succeeded(2)?;
    }
    Ok(())
}

/// One jar of an application and its dependencies: what nobody calls is gone, what is left has other names.
pub fn shrunk(strangers: &Strangers<'_>) -> Result<()> {
    let folder = strangers.place.build("shrunk")?;
    for jdk in strangers.kits() {
        let program = strangers.program(jdk).with(ALLOWED).classes(&[folder.join("target/shrunk-all.jar")]);
        let ran = program.run(&["app.Main"])?;
        ran.succeeded(2)?;
        ran.said("observed: true")?;
    }
    Ok(())
}
