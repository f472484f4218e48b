//! One suite of tests: its commands, and how many tests passed.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command::shown;

/// Commands that test one thing.
pub(crate) struct Suite {
    name: &'static str,
    commands: Vec<Command>,
    /// Whether every command is one check. Otherwise they tell how many tests they ran.
    checks: bool,
}

impl Suite {
    /// A suite whose commands print how many tests passed.
    pub(crate) fn new(name: &'static str, commands: Vec<Command>) -> Self {
        Self { name, commands, checks: false }
    }

    /// A suite each of whose commands is one check.
    pub(crate) fn of_checks(name: &'static str, commands: Vec<Command>) -> Self {
        Self { name, commands, checks: true }
    }

    /// Runs all of it, with the output shown. A suite that tests nothing has failed.
    pub(crate) fn run(self) -> Result<Outcome> {
        println!("\n== {} ==", self.name);
        let mut outcome = Outcome { name: self.name, passed: 0, failed: 0, not_run: Vec::new() };
        for mut command in self.commands {
            println!("$ {}", shown(&command));
            let seen = watch(&mut command, !self.checks)?;
            outcome.passed += seen.passed;
            outcome.failed += seen.failed;
            outcome.not_run.extend(seen.not_run);
        }
        for test in &outcome.not_run {
            println!("not run: {test}");
        }
        if outcome.passed + outcome.failed == 0 {
            println!("{} ran no test", self.name);
            outcome.failed = 1;
        }
        Ok(outcome)
    }
}

/// How a suite went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) name: &'static str,
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    /// What could not be run here, each with the reason.
    pub(crate) not_run: Vec<String>,
}

impl Outcome {
    /// Something that failed as a whole.
    pub(crate) fn failure(name: &'static str) -> Self {
        Self { name, passed: 0, failed: 1, not_run: Vec::new() }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} passed, {} failed", self.name, self.passed, self.failed)
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    passed: u32,
    failed: u32,
    not_run: Vec<String>,
}

/// Runs a command, shows what it prints, and counts. One that fails has a failure at least.
fn watch(command: &mut Command, counts: bool) -> Result<Seen> {
    let started = command.stdout(Stdio::piped()).spawn();
    let mut running = started.with_context(|| format!("can't start {}", shown(command)))?;
    let output = running.stdout.take().context("there is no output")?;
    let mut seen = Seen::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if counts {
            seen.read(&line);
        }
    }
    let status = running.wait()?;
    if !counts && status.success() {
        seen.passed = 1;
    }
    if !status.success() {
        println!("{} failed ({status})", shown(command));
        seen.failed = seen.failed.max(1);
    }
    Ok(seen)
}

impl Seen {
    /// Adds what a line of cargo's test runners, of Node's or of our own scripts tells.
    fn read(&mut self, line: &str) {
        self.not_run.extend(skipped(line));
        let words: Vec<&str> = line.split([' ', ';', ',']).filter(|word| !word.is_empty()).collect();
        let number = |word: &str| word.parse().unwrap_or(0);
        match words.as_slice() {
            ["test", "result:", _, passed, "passed", failed, "failed", ..]
            | [_, passed, "passed", failed, "failed"]
            | [passed, "passed", failed, "failed"] => {
                self.passed += number(passed);
                self.failed += number(failed);
            }
            ["ℹ" | "#", "pass", passed] => self.passed += number(passed),
            ["ℹ" | "#", "fail" | "cancelled", failed] => self.failed += number(failed),
            _ => {}
        }
    }
}

/// A test that Node's runner has skipped, and why: `﹣ name (0.1ms) # reason`.
fn skipped(line: &str) -> Option<String> {
    let (test, reason) = line.trim().strip_prefix("﹣ ")?.rsplit_once(" # ")?;
    let (name, _) = test.rsplit_once(" (")?;
    Some(format!("{name}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn counts_what_each_runner_prints() {
        let cases = [
            (
                "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
                (4, 0),
            ),
            ("test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 filtered out; finished in 0.09s", (2, 1)),
            ("ℹ pass 7", (7, 0)),
            ("# fail 2", (0, 2)),
            ("ℹ cancelled 1", (0, 1)),
            ("types: 24 passed, 0 failed", (24, 0)),
            ("ℹ tests 7", (0, 0)),
            ("it passed", (0, 0)),
        ];
        for (line, (passed, failed)) in cases {
            let mut seen = Seen::default();
            seen.read(line);
            assert_eq!(seen, Seen { passed, failed, not_run: Vec::new() }, "{line}");
        }
    }

    #[test]
    fn names_what_was_skipped() {
        let mut seen = Seen::default();
        seen.read("  ﹣ Vite, in Firefox (0.094ms) # not installed: geckodriver");
        seen.read("  ✔ Vite, in Chromium (11592.202ms)");
        seen.read("ℹ skipped 1");
        let not_run = vec!["Vite, in Firefox: not installed: geckodriver".to_owned()];
        assert_eq!(seen, Seen { passed: 0, failed: 0, not_run });
    }
}
