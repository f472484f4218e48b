//! The commands of this repository: `cargo xtask help` lists them.

mod bench;
mod build;
mod command;
mod demo;
mod fuzz;
mod lint;
mod paths;
mod pkg;
mod sandbox;
mod size;
mod suite;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::Result;

/// The sandbox's own default.
const DEMO_PORT: u16 = 8787;

const HELP: &str = "\
cargo xtask COMMAND

  build              Build the npm package into pkg/.
  demo [--port N]    Build, then serve the demo, its relay and the sandbox gateway (port 8787; 0 picks one).
  test [--full]      Run every suite: lint, native, browser, size, types, package, environments, element, faults,
                     relay, hostile, e2e. What can't be run on this machine is listed by name.
                     --full adds React and Vue, the relay in Next.js, Express, Workers, Deno and Bun and over
                     Redis, the login element against the sandbox's clock and in Firefox and WebKitGTK.
  lint               Check formatting and lints only.
  fuzz [TARGET] [SECONDS]
                     Feed the fuzz targets (all, 30 s each) with random input: fuzz/README.md.
  size               Print what is downloaded. Fails when an entry is larger than benches/budget.json allows.
  bench [NAME...]    Measure the package beside its peers, all or some of: size, parts, calls, start,
                     recipients, memory. Each writes its section of benches/RESULTS.md.
  tools              Install what the other commands need. They do it by themselves.
  help               Print this.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["build"] => build::run(),
        ["demo"] => demo::run(DEMO_PORT),
        ["demo", "--port", port] => match port.parse() {
            Ok(port) => demo::run(port),
            Err(_) => return misused(&format!("--port takes a number up to 65535, not {port:?}")),
        },
        ["test"] => test::run(false),
        ["test", "--full"] => test::run(true),
        ["lint"] => lint::run(),
        ["fuzz", rest @ ..] => match fuzz::Fuzz::read(rest) {
            Ok(fuzz) => fuzz.run(),
            Err(problem) => return misused(&problem.to_string()),
        },
        ["size"] => size::run(),
        ["bench", names @ ..] => match bench::Bench::read(names) {
            Ok(bench) => bench.run(),
            Err(problem) => return misused(&problem.to_string()),
        },
        ["tools"] => tools::run(),
        ["help" | "--help" | "-h"] => help(),
        [] => return misused("a command is missing"),
        [command, rest @ ..] => {
            return misused(&match rest {
                [] => format!("there is no command {command:?}"),
                _ => format!("{command:?} does not take {:?}", rest.join(" ")),
            });
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> Result<()> {
    print!("{HELP}");
    Ok(())
}

fn misused(problem: &str) -> ExitCode {
    eprint!("error: {problem}\n\n{HELP}");
    ExitCode::from(2)
}
