//! The command line.

use std::path::PathBuf;

use sandbox::Config;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
A local gateway that behaves like the real ones, traps included.

Usage: sandbox [options]

  --port N      the port on 127.0.0.1; 0 picks a free one (default 8787)
  --www DIR     the folder served at /demo/ (default www)
  --pkg DIR     the folder served at /pkg/ (default pkg)
  --token T     the only valid access token (default sandbox-token)
  --attached    end when standard input does, as it does with the program that started this one
  --help        this text

The first line on stdout says where it listens.
";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    Help,
    Serve { port: u16, attached: bool, config: Config },
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut config = Config::default();
    let mut port = 8787;
    let mut attached = false;
    while let Some(arg) = args.next() {
        let (name, inline) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (arg.as_str(), None),
        };
        if let "--help" | "-h" = name {
            return Ok(Wish::Help);
        }
        if arg == "--attached" {
            attached = true;
            continue;
        }
        if !["--port", "--www", "--pkg", "--token"].contains(&name) {
            return Err(format!("unknown argument `{arg}`"));
        }
        let value = inline
            .or_else(|| args.next())
            .filter(|value| !value.is_empty())
            .ok_or_else(|| format!("{name} needs a value"))?;
        match name {
            "--port" => port = value.parse().map_err(|_| format!("--port: `{value}` is not a port"))?,
            "--www" => config.www = PathBuf::from(value),
            "--pkg" => config.pkg = PathBuf::from(value),
            _ => config.token = value,
        }
    }
    Ok(Wish::Serve { port, attached, config })
}

#[cfg(test)]
mod tests {
    use super::{Config, Wish, parse};

    fn of(args: &[&str]) -> Result<Wish, String> {
        parse(args.iter().map(|arg| (*arg).to_owned()))
    }

    #[test]
    fn reads_every_option() {
        let wish = of(&["--port", "0", "--www=site", "--pkg", "out", "--token", "t"]);
        assert!(matches!(&wish, Ok(Wish::Serve { port: 0, attached: false, .. })));
        let config = match wish {
            Ok(Wish::Serve { config, .. }) => config,
            _ => Config::default(),
        };
        assert_eq!(config.token, "t");
        assert_eq!((config.www.to_str(), config.pkg.to_str()), (Some("site"), Some("out")));
        assert!(matches!(of(&[]), Ok(Wish::Serve { port: 8787, .. })));
        assert!(matches!(of(&["--attached", "--port=1"]), Ok(Wish::Serve { port: 1, attached: true, .. })));
        assert!(matches!(of(&["--port", "1", "--help"]), Ok(Wish::Help)));
    }

    #[test]
    fn names_what_is_wrong() {
        let table = [
            (&["--port"][..], "--port needs a value"),
            (&["--port", "99999"], "--port: `99999` is not a port"),
            (&["--token="], "--token needs a value"),
            (&["--verbose"], "unknown argument `--verbose`"),
            (&["--attached=yes"], "unknown argument `--attached=yes`"),
            (&["8787"], "unknown argument `8787`"),
        ];
        for (args, message) in table {
            assert_eq!(of(args).map(|_| ()), Err(message.to_owned()));
        }
    }
}
