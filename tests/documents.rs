//! The pages under `docs/` that are written from the code's own tables. `WAWP_WRITE=1` writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use std::{env, fs};

use wawp_client::endpoint::Effect;
use wawp_client::error::Error;
use wawp_client::reason::Reason;

const HEAD: &str = "# Reasons

Every `reason` that an answer of the gateway can lead to, from the table in `src/reason.rs`. `delivery` says what is known about
a message, or on other calls about their effect. An error is `retryable` when trying again later, unchanged, can succeed and
can't double anything: always, never, or only on calls that may be made twice (`status`, `groups`, `createInstance`, `setWebhook`).

| reason | code | delivery | retryable | meaning |
|---|---|---|---|---|
";

#[test]
fn reasons() {
    let row = |reason: &Reason| {
        let verdict = reason.verdict();
        let word = |value: serde_json::Value| value.as_str().unwrap().to_owned();
        let on = |effect| Error::answered(*reason, effect).retryable;
        let retryable = match (on(Effect::Once), on(Effect::Read)) {
            (true, true) => "always",
            (false, true) => "calls that may be made twice",
            _ => "never",
        };
        let code = word(serde_json::to_value(verdict.code).unwrap());
        let delivery = word(serde_json::to_value(verdict.delivery).unwrap());
        format!("| `{}` | `{code}` | `{delivery}` | {retryable} | {} |\n", verdict.name, verdict.meaning)
    };
    check("docs/errors.md", &[HEAD, &Reason::ALL.iter().map(row).collect::<String>()].concat());
}

fn check(path: &str, text: &str) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if env::var_os("WAWP_WRITE").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "WAWP_WRITE=1 writes {path}");
}
