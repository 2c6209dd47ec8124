//! Programs as most people write them, with the compilers, versions and shrinkers that they have: one line for each.

use anyhow::Result;

use super::Strangers;
use super::ran::Ran;
use crate::progress;

const REFUSED: &str =
    "refused: correct the fields: [Violation(field=metaInfo, reason=is required and must not be empty)]";

/// The Java program, and how many transactions it obtains.
pub const JAVA: &str = "-cp @java app.Main";
pub const JAVA_CALLS: usize = 5;

/// What a program compiled against an earlier library finds in today's.
const GROWN: [&str; 2] = ["T-1 false PT1S 200 1", "throttled PT0.02S R-1"];

/// No provider of slf4j is among its modules, and slf4j says so.
const MODULE: &str =
    "-Dslf4j.internal.verbosity=ERROR -p ./module/target/classes:./module/target/lib -m consumer/app.Main";
const ALLOWED: &str = "--enable-native-access=ALL-UNNAMED";
const MODULE_ALLOWED: &str = "--enable-native-access=io.github.ekyc";

/// What it is, Java's words, whether the newest Java runs it as well, how many transactions it obtains, and what it says besides.
pub type Run = (&'static str, &'static str, bool, usize, &'static [&'static str]);

pub const RUNS: [Run; 15] = [
    ("Java", JAVA, true, JAVA_CALLS, &[REFUSED]),
    ("Kotlin", "-cp @kotlin app.MainKt", true, 2, &[REFUSED]),
    ("an executable jar of Spring Boot", "-jar ./spring-boot/target/spring-boot-1.jar", true, JAVA_CALLS, &[]),
    ("Kotlin 2.0", "-cp @compilers/kotlin-2.0 app.MainKt", false, 2, &[]),
    ("Kotlin 2.1", "-cp @compilers/kotlin-2.1 app.MainKt", false, 2, &[]),
    ("Kotlin 2.2", "-cp @compilers/kotlin-2.2 app.MainKt", false, 2, &[]),
    ("Kotlin 2.3", "-cp @compilers/kotlin-2.3 app.MainKt", false, 2, &[]),
    ("a module", MODULE, true, 2, &[]),
    ("shrunk by ProGuard", "-cp ./shrunk/target/shrunk-all.jar app.Main", true, 2, &["observed: true"]),
    ("shrunk by R8", "-cp ./shrunk/target/r8.jar app.Main", true, 2, &["observed: true"]),
    // The first on a class path counts. A Kotlin program brings the library of its own compiler, so only coroutines can be older.
    ("the lowest versions", "-cp ./versions/target/lowest/*:@java app.Main", false, JAVA_CALLS, &[]),
    ("the newest versions", "-cp ./versions/target/newest/*:@java app.Main", true, JAVA_CALLS, &[]),
    ("the newest versions, Kotlin", "-cp ./versions/target/newest/*:@kotlin app.MainKt", false, 2, &[]),
    ("an earlier library, its calls", "-cp @growth/program app.MainKt", false, 2, &[]),
    ("an earlier library, grown", "-cp @growth/program app.Growth", false, 0, &GROWN),
];

/// Each on the oldest Java and, with native access allowed, on the newest.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    for (name, words, newest, transactions, said) in RUNS {
        let newest = strangers.newest.as_ref().filter(|_| newest);
        let program = || {
            let allowed = if words == MODULE { MODULE_ALLOWED } else { ALLOWED };
            let jdks = std::iter::once((&strangers.maven.jdk, "")).chain(newest.map(|jdk| (jdk, allowed)));
            for (jdk, allowed) in jdks {
                let words = if allowed.is_empty() { words.to_owned() } else { format!("{allowed} {words}") };
                let ran = Ran::of(&mut strangers.java(jdk, &words)?)?;
                ran.succeeded(transactions)?;
                said.iter().try_for_each(|line| ran.said(line))?;
            }
            Ok(())
        };
        progress::step(&format!("consumers: {name}"), program)?;
    }
    native_access(strangers)
}

/// Java 24 and later ask the person who starts an application whether it may run native code: undecided, denied, allowed.
fn native_access(strangers: &Strangers<'_>) -> Result<()> {
    let Some(jdk) = strangers.newest.as_ref().filter(|jdk| jdk.major >= 24) else {
        return progress::not_checked("native access denied", "install a JDK 24 or later under /usr/lib/jvm");
    };
    let run = |options: &str, words: &str| Ran::of(&mut strangers.java(jdk, &format!("{options} {words}"))?);
    let undecided = run("-Xshare:auto", JAVA)?;
    undecided.obtained(JAVA_CALLS)?;
    undecided.was_warned(ALLOWED)?;
    let denied = "--illegal-native-access=deny";
    let told = ["because Java denies native access", ALLOWED, "`Enable-Native-Access: ALL-UNNAMED`"];
    run(denied, JAVA)?.was_refused(&told)?;
    run(denied, MODULE)?.was_refused(&["because Java denies native access", "=io.github.ekyc"])?;
    run(&format!("{denied} {ALLOWED}"), JAVA)?.succeeded(JAVA_CALLS)?;
    run(&format!("{denied} {MODULE_ALLOWED}"), MODULE)?.succeeded(2)
}
