//! Java 24 and later ask the person who starts an application whether it may run native code.

use anyhow::Result;

use super::{Strangers, plain};
use crate::progress;

/// The first Java that can deny it.
const FIRST: u32 = 24;

/// Undecided, denied, allowed; on the class path and on the module path.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let Some(jdk) = strangers.newest.as_ref().filter(|jdk| jdk.major >= FIRST) else {
        return progress::not_checked(
            "native access denied",
            &format!("install a JDK {FIRST} or later under /usr/lib/jvm"),
        );
    };
    let java = strangers.place.build("java")?;
    let program = || strangers.program(jdk).of(&java);
    let undecided = program().run(&["app.Main"])?;
    undecided.obtained(plain::JAVA_CALLS)?;
    undecided.warned("--enable-native-access=ALL-UNNAMED")?;
    let denied = program().with("--illegal-native-access=deny");
    denied.run(&["app.Main"])?.was_refused(&[
        "because Java denies native access",
        plain::ALLOWED,
        "`Enable-Native-Access: ALL-UNNAMED`",
    ])?;
    program()
        .with("--illegal-native-access=deny")
        .with(plain::ALLOWED)
        .run(&["app.Main"])?
        .succeeded(plain::JAVA_CALLS)?;

    let module = strangers.place.build("module")?;
    let path = format!("{0}/target/classes:{0}/target/lib", module.display());
    let denied = strangers.program(jdk).with("--illegal-native-access=deny").with("-p").with(path);
    denied.run(&["-m", "consumer/app.Main"])?.was_refused(&["because Java denies native access", "=io.github.ekyc"])
}
