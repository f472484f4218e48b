//! Starts the sandbox on loopback and says where.

mod args;

use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::process::ExitCode;

use sandbox::Config;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    match args::parse(std::env::args().skip(1)) {
        Ok(args::Wish::Help) => {
            print!("{}", args::HELP);
            ExitCode::SUCCESS
        }
        Ok(args::Wish::Serve { port, config }) => match run(port, &config).await {
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

async fn run(port: u16, config: &Config) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let mut stdout = io::stdout();
    writeln!(stdout, "sandbox listening on http://{}", listener.local_addr()?)?;
    stdout.flush()?;
    tokio::select! {
        served = sandbox::serve(listener, config) => served,
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}
