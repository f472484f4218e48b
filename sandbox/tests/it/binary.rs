//! The program: its arguments, its first line, and that it keeps quiet.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::Sandbox;

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn it_says_where_it_listens_and_nothing_else() {
    let started = Instant::now();
    let mut child = program(&["--port", "0", "--token", "a-token-of-my-own"]).spawn().expect("starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("stdout"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    assert!(started.elapsed() < Duration::from_secs(1));
    let address = line.strip_prefix("sandbox listening on http://").expect("the first line").trim_end();
    assert!(address.starts_with("127.0.0.1:"), "{address}");

    let sandbox = Sandbox { address: address.parse().expect("an address") };
    let answer = sandbox.get("/api/create_instance?access_token=a-token-of-my-own");
    assert_eq!(answer.message(), "Instance ID generated successfully");
    assert_eq!(
        sandbox.get("/api/create_instance?access_token=sandbox-token").message(),
        "Access token does not exist"
    );

    child.kill().expect("ends");
    child.wait().expect("ends");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("text");
    child.stderr.take().expect("stderr").read_to_string(&mut rest).expect("text");
    assert_eq!(rest, "", "no log, so no token in one");
}

#[test]
fn an_attached_one_ends_with_its_input() {
    let mut child = program(&["--port", "0", "--attached"]).stdin(Stdio::piped()).spawn().expect("starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("stdout"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    assert!(child.try_wait().expect("a child").is_none(), "runs while its input is open");
    drop(child.stdin.take());
    assert!(child.wait().expect("ends").success());
}

#[test]
fn help_and_mistakes() {
    let help = program(&["--help"]).output().expect("runs");
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("--port N"));
    for (args, error) in [
        (&["--port", "x"][..], "sandbox: --port: `x` is not a port"),
        (&["--nope"], "sandbox: unknown argument `--nope`"),
        (&["--www"], "sandbox: --www needs a value"),
    ] {
        let output = program(args).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.starts_with(error), "{args:?}: {text}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let sandbox = Sandbox::start();
    let port = sandbox.address.port().to_string();
    let output = program(&["--port", &port]).output().expect("runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with(&format!("sandbox: port {port}: ")));
}
