//! `test`: every suite, with one line for each at the end.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{cargo, command, need};
use crate::suite::{Outcome, Suite};
use crate::tools::{self, Browser};
use crate::{build, lint, paths, pkg, sandbox, size};

/// The suites that run in Node, each a folder of tests.
const SUITES: [(&str, &str); 7] = [
    ("package", "tests/package"),
    ("environments", "tests/package/environments"),
    ("element", "tests/element"),
    ("faults", "tests/faults"),
    ("relay", "tests/relay"),
    ("hostile", "tests/relay/hostile"),
    ("e2e", "tests/e2e"),
];

/// What `--full` adds.
const FULL: [(&str, &str); 6] = [
    ("full", "tests/package/full"),
    ("dashboards", "tests/package/full/dashboards"),
    ("once", "tests/relay/once"),
    ("crossing", "tests/relay/hostile/full"),
    ("live", "tests/element/full"),
    ("browsers", "tests/browsers"),
];

/// Runs every suite, whatever fails, and tells at the end.
pub(crate) fn run(full: bool) -> Result<()> {
    let browser = tools::all()?;
    tools::runtimes();
    if full {
        tools::engines()?;
    }
    let mut outcomes = vec![
        Suite::of_checks("lint", lint::commands()?).run()?,
        Suite::new("native", vec![cargo(["test", "--quiet", "--workspace", "--no-fail-fast"])?]).run()?,
        Suite::new("browser", vec![in_browser(&browser)?]).run()?,
    ];
    println!("\n== build ==");
    match build::package().and_then(|()| sandbox::build()) {
        Ok(sandbox) => {
            let node = Node { chrome: &browser.chrome, sandbox };
            outcomes.push(Suite::of_checks("size", vec![size::budgets()?]).run()?);
            outcomes.push(Suite::new("types", vec![node.script("tests/types/check.js")?]).run()?);
            let more: &[_] = if full { &FULL } else { &[] };
            for (suite, folder) in SUITES.iter().chain(more) {
                outcomes.push(Suite::new(suite, node.tests(folder)?).run()?);
            }
        }
        Err(error) => {
            println!("{error:#}");
            outcomes.push(Outcome::failure("build"));
        }
    }
    tell(&outcomes)
}

/// Prints one line for each suite, and one for each test that could not be run, then the sum alone on the last line.
fn tell(outcomes: &[Outcome]) -> Result<()> {
    println!("\n== results ==");
    for outcome in outcomes {
        println!("{outcome}");
        for test in &outcome.not_run {
            println!("  not run: {test}");
        }
    }
    let passed: u32 = outcomes.iter().map(|outcome| outcome.passed).sum();
    let failed: u32 = outcomes.iter().map(|outcome| outcome.failed).sum();
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("not everything passed");
    }
    Ok(())
}

/// The tests that run inside headless Chromium.
fn in_browser(browser: &Browser) -> Result<Command> {
    let runner = need("wasm-bindgen-test-runner", "run `cargo xtask tools`")?;
    let mut command = cargo(["test", "--target", "wasm32-unknown-unknown", "--package", "wawp-client"])?;
    command.args(["--test", "web*"]);
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    Ok(command)
}

/// Node, told where the browser and the sandbox are.
struct Node<'a> {
    chrome: &'a Path,
    sandbox: PathBuf,
}

impl Node<'_> {
    /// Every test file of a folder, none below it.
    fn tests(&self, folder: &str) -> Result<Vec<Command>> {
        let is_test = |file: &PathBuf| file.to_string_lossy().ends_with(".test.js");
        let files: Vec<PathBuf> =
            pkg::sorted(&paths::root().join(folder))?.into_iter().filter(is_test).collect();
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.command()?;
        command.args(["--test", "--test-reporter=spec"]);
        for file in files {
            command.arg(file.strip_prefix(paths::root())?);
        }
        Ok(vec![command])
    }

    fn script(&self, file: &str) -> Result<Command> {
        let mut command = self.command()?;
        command.arg(file);
        Ok(command)
    }

    fn command(&self) -> Result<Command> {
        let mut command = command(need("node", "install Node.js 20.19 or later")?)?;
        command.env("CHROME_PATH", self.chrome).env("WAWP_SANDBOX", &self.sandbox);
        Ok(command)
    }
}
