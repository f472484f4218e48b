//! Starts the sandbox on loopback and says where.

mod args;

use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::thread;

use sandbox::Config;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

#[tokio::main]
async fn main() -> ExitCode {
    match args::parse(std::env::args().skip(1)) {
        Ok(args::Wish::Help) => {
            print!("{}", args::HELP);
            ExitCode::SUCCESS
        }
        Ok(args::Wish::Serve { port, attached, config }) => match run(port, attached, &config).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("sandbox: port {port}: {error}");
                ExitCode::FAILURE
            }
        },
        Err(error) => {
            eprintln!("sandbox: {error}\n\n{}", args::HELP);
            ExitCode::from(2)
        }
    }
}

async fn run(port: u16, attached: bool, config: &Config) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let mut stdout = io::stdout();
    writeln!(stdout, "sandbox listening on http://{}", listener.local_addr()?)?;
    stdout.flush()?;
    tokio::select! {
        served = sandbox::serve(listener, config) => served,
        pressed = tokio::signal::ctrl_c() => pressed,
        () = input_end(), if attached => Ok(()),
    }
}

/// Waits until standard input ends, which it does however the program at its other end does.
///
/// On a thread of its own: a read that the runtime makes would keep it from ending.
async fn input_end() {
    let (tell, told) = oneshot::channel();
    thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = tell.send(());
    });
    let _ = told.await;
}
