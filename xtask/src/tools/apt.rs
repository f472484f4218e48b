//! Debian's packages.

use anyhow::Result;

use super::say;
use crate::command::{self, command, find, output};

/// Installs packages where that needs no question, and tells whether it does.
pub(super) fn install(packages: &[&str]) -> Result<bool> {
    let root = command("id").ok().and_then(|mut id| output(id.arg("-u"))).as_deref() == Some("0");
    let (Some(apt), true) = (find("apt-get"), root) else {
        return Ok(false);
    };
    say(&format!("installing {}", packages.join(" and ")));
    let quiet = ["-o", "Dpkg::Use-Pty=0", "-qq", "-y"];
    let environment = [("DEBIAN_FRONTEND", "noninteractive")];
    command::run(command(&apt)?.args(quiet).envs(environment).arg("update"))?;
    let mut install = command(&apt)?;
    install.args(quiet).envs(environment).args(["--no-install-recommends", "install"]).args(packages);
    command::run(&mut install)?;
    Ok(true)
}
