//! Applications as most people write them: on the class path, as a module, shrunk.

use anyhow::Result;

use super::Strangers;

const REFUSED: &str =
    "refused: correct the fields: [Violation(field=metaInfo, reason=is required and must not be empty)]";

/// Without native code's permission Java 24 and later warn; [`super::native_access`] looks at that.
pub const ALLOWED: &str = "--enable-native-access=ALL-UNNAMED";

/// How many transactions the Java program obtains.
pub const JAVA_CALLS: usize = 5;

/// And the Kotlin program.
pub const KOTLIN_CALLS: usize = 2;

/// Java (blocking, `CompletableFuture`, builders) and Kotlin (suspending), on every Java.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let java = strangers.place.build("java")?;
    let kotlin = strangers.place.build("kotlin")?;
    for jdk in strangers.kits() {
        let ran = strangers.program(jdk).with(ALLOWED).of(&java).run(&["app.Main"])?;
        ran.succeeded(JAVA_CALLS)?;
        ran.said(REFUSED)?;
        let ran = strangers.program(jdk).with(ALLOWED).of(&kotlin).run(&["app.MainKt"])?;
        ran.succeeded(KOTLIN_CALLS)?;
        ran.said(REFUSED)?;
    }
    Ok(())
}

/// The Kotlin program again, compiled by each older compiler that is supported.
pub fn compilers(strangers: &Strangers<'_>) -> Result<()> {
    let folder = strangers.place.build("compilers")?;
    for compiler in ["2.0", "2.1", "2.2", "2.3"] {
        let built = folder.join(format!("kotlin-{compiler}"));
        strangers.program(&strangers.oldest).of(&built).run(&["app.MainKt"])?.succeeded(KOTLIN_CALLS)?;
    }
    Ok(())
}

/// The Java program again, as an executable jar of Spring Boot, whose parent decides every version.
pub fn spring_boot(strangers: &Strangers<'_>) -> Result<()> {
    let jar = strangers.place.build("spring-boot")?.join("target/spring-boot-1.jar");
    for jdk in strangers.kits() {
        strangers.program(jdk).with(ALLOWED).with("-jar").with(&jar).run(&[])?.succeeded(JAVA_CALLS)?;
    }
    Ok(())
}

/// Tests that have the sandbox from its artifact; they run as the consumer is built.
pub fn testing(strangers: &Strangers<'_>) -> Result<()> {
    strangers.place.build("testing").map(|_| ())
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
