//! The pages under `docs/` that are written from the code's own tables. `WAWP_WRITE=1` writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use std::{env, fs};

use wawp_client::endpoint::Effect;
use wawp_client::error::Error;
use wawp_client::reason::{Reason, Verdict};
use wawp_client::relay::refusal::{Mishap, Refusal};

const HEAD: &str = "# Reasons

Every `reason` that an answer of the gateway can lead to, from the table in `src/reason.rs`. `delivery` says what is known about
a message, or on other calls about their effect. An error is `retryable` when trying again later, unchanged, can succeed and
can't double anything: always, never, or only on calls that may be made twice (`status`, `groups`, `createInstance`, `setWebhook`).

| reason | code | delivery | retryable | meaning |
|---|---|---|---|---|
";

const RELAY_HEAD: &str = "
## Of a relay

What a relay says besides, from the tables in `src/relay/refusal.rs`. A status other than 200 means that it forwarded nothing for
this request; 200 is the outcome of a call. What the gateway's answers lead to crosses a relay as it is.

| reason | status | code | delivery | retryable | meaning |
|---|---|---|---|---|---|
";

#[test]
fn reasons() {
    let row = |verdict: Verdict, status: Option<u16>| {
        let on = |effect| Error::of(verdict, effect).retryable;
        let retryable = match (on(Effect::Once), on(Effect::Read)) {
            (true, true) => "always",
            (false, true) => "calls that may be made twice",
            _ => "never",
        };
        let (code, delivery) = (verdict.code.name(), verdict.delivery.name());
        let status = status.map(|status| format!(" {status} |")).unwrap_or_default();
        format!(
            "| `{}` |{status} `{code}` | `{delivery}` | {retryable} | {} |\n",
            verdict.name, verdict.meaning
        )
    };
    let gateways: String = Reason::ALL.iter().map(|reason| row(reason.verdict(), None)).collect();
    let refusals = Refusal::ALL.iter().map(|refusal| row(refusal.verdict(), Some(refusal.status())));
    let mishaps = Mishap::ALL.iter().map(|mishap| row(mishap.verdict(), Some(200)));
    let relays: String = refusals.chain(mishaps).collect();
    check("docs/errors.md", &[HEAD, &gateways, RELAY_HEAD, &relays].concat());
}

fn check(path: &str, text: &str) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if env::var_os("WAWP_WRITE").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "WAWP_WRITE=1 writes {path}");
}
