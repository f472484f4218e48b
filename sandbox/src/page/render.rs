//! The page's parts. What changes sits in `#live`, which the script fetches anew.

use super::faults;
use super::html::{Text, button, clear_button};
use crate::fault::Setting;
use crate::gateway::Call;
use crate::instance::{Instance, State};
use crate::messages::Row;
use crate::requests::Seen;
use crate::world::World;

/// How many of the last requests are shown.
const REQUESTS_SHOWN: usize = 15;

/// How many of the last messages are shown.
const MESSAGES_SHOWN: usize = 50;

/// The whole page, for somebody who sees the sandbox at `host`.
pub(super) fn page(world: &World, host: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sandbox gateway</title>
<link rel="stylesheet" href="/sandbox/page.css">
<script type="module" src="/sandbox/page.js"></script>
</head>
<body>
<header>
<h1>Sandbox gateway</h1>
<p>A local WhatsApp gateway that behaves like the real ones, traps included. Nothing leaves this machine; everything is forgotten when it stops.</p>
<p><a class="primary" href="/demo/">Open the demo</a></p>
</header>
<main>
{connect}
<div id="live">
{live}
</div>
{faults}
</main>
</body>
</html>
"#,
        connect = connect(world, host),
        live = live(world),
        faults = faults::section(),
    )
}

fn connect(world: &World, host: &str) -> String {
    let (token, host) = (Text(&world.token), Text(host));
    format!(
        r#"<section>
<h2>Connect</h2>
<dl>
<dt>Access token</dt><dd><code>{token}</code></dd>
<dt>Classic gateway</dt><dd><code>gateway: {{ baseUrl: "http://{host}/api" }}</code></dd>
<dt>Wawp as documented</dt><dd><code>http://{host}/wawp</code> in place of <code>https://wawp.net</code> and <code>https://app.wawp.net</code></dd>
<dt>Sample media</dt><dd><a href="/media/sample.png"><code>http://{host}/media/sample.png</code></a>, <a href="/media/sample.txt"><code>…/sample.txt</code></a></dd>
<dt>Control routes</dt><dd><a href="/sandbox/state"><code>/sandbox/state</code></a>, <a href="/sandbox/messages"><code>messages</code></a>, <a href="/sandbox/requests"><code>requests</code></a>, <a href="/sandbox/faults"><code>faults</code></a></dd>
</dl>
</section>"#
    )
}

fn live(world: &World) -> String {
    [instances(world), messages(world), faults_set(world), requests(world), switches(world)].join("\n")
}

fn instances(world: &World) -> String {
    let now_ms = world.clock.now_ms();
    Table {
        title: "Instances",
        columns: &["Id", "State", "Phone", "Do"],
        empty: "None yet. A client makes one with <code>create_instance</code> or <code>createSession</code>.",
        ..Table::default()
    }
    .of(world.instances.iter().map(|one| instance(one, now_ms)))
}

fn instance(instance: &Instance, now_ms: u64) -> String {
    let path = |act: &str| format!("/sandbox/instances/{}/{act}", instance.id);
    let state = instance.state(now_ms);
    let (detail, act) = match &state {
        State::Scan(code) => (
            format!("code {} of 6, {} s left", code.index, code.expires_in_ms.div_ceil(1_000)),
            button(&path("scan"), &[], "Scan"),
        ),
        State::Connected(phone) => {
            (format!("{} {}", phone.number, phone.name), button(&path("logout"), &[], "Log out"))
        }
        State::LoggedOut(phone) => (phone.number.clone(), String::new()),
        State::New | State::Pending | State::Dead => (String::new(), String::new()),
    };
    let name = instance.name.as_deref().unwrap_or_default();
    format!(
        r#"<tr><td><code>{id}</code> {name}</td><td><span class="state {class}">{word}</span></td><td>{detail}</td><td>{act}</td></tr>"#,
        id = Text(&instance.id),
        name = Text(name),
        class = state.name(),
        word = state.name().replace('_', " "),
        detail = Text(&detail),
    )
}

fn messages(world: &World) -> String {
    Table {
        title: "Messages",
        columns: &["To", "Kind", "Content", "Count"],
        empty: "None yet. What a gateway would hand to WhatsApp shows up here, doubles counted.",
        clear: Some("/sandbox/messages"),
    }
    .of(world.messages.iter().rev().take(MESSAGES_SHOWN).map(message))
}

fn message(row: &Row) -> String {
    let message = &row.message;
    let parts = [&message.text, &message.media_url, &message.filename];
    let content: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!(
        r#"<tr><td><code>{to}</code></td><td>{kind}</td><td class="content">{content}</td><td class="{class}">{count}</td></tr>"#,
        to = Text(&message.to),
        kind = message.kind.name(),
        content = Text(&content.join("\n")),
        class = if row.count > 1 { "double" } else { "single" },
        count = row.count,
    )
}

fn faults_set(world: &World) -> String {
    Table {
        title: "Faults that are set",
        columns: &["Fault", "Call", "Instance", "Times"],
        empty: "None: the gateway behaves as well as a gateway can.",
        clear: Some("/sandbox/faults"),
    }
    .of(world.faults.iter().map(setting))
}

fn setting(setting: &Setting) -> String {
    format!(
        "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>",
        setting.fault.name,
        setting.call.map_or("any that fits", Call::name),
        Text(setting.instance_id.as_deref().unwrap_or("any")),
        setting.times.map_or_else(|| "until taken back".to_owned(), |times| times.to_string()),
    )
}

fn requests(world: &World) -> String {
    Table {
        title: "Last requests",
        columns: &["Method", "Path", "Parameters in the query", "Body"],
        empty: "None yet.",
        ..Table::default()
    }
    .of(world.requests.iter().rev().take(REQUESTS_SHOWN).map(request))
}

fn request(seen: &Seen) -> String {
    let query: Vec<String> = seen.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!(
        r#"<tr><td>{}</td><td><code>{}</code></td><td class="content">{}</td><td>{} bytes</td></tr>"#,
        Text(&seen.method),
        Text(&seen.path),
        Text(&query.join("\n")),
        seen.body_bytes,
    )
}

fn switches(world: &World) -> String {
    let clock = [("+20 s", "20000"), ("+60 s", "60000"), ("+5 min", "300000")]
        .map(|(label, ms)| button("/sandbox/clock", &[("advanceMs", ms)], label))
        .concat();
    let (word, turn, label) = match world.cors {
        true => ("on", "false", "Switch off"),
        false => ("off", "true", "Switch on"),
    };
    format!(
        r#"<section>
<h2>Switches</h2>
<dl class="switches">
<dt>Clock</dt><dd>{clock}</dd>
<dt>CORS of the gateway is {word}</dt><dd>{cors}</dd>
<dt>Everything</dt><dd>{reset}</dd>
</dl>
</section>"#,
        cors = button("/sandbox/cors", &[("enabled", turn)], label),
        reset = button("/sandbox/reset", &[], "Forget"),
    )
}

/// A section with a table, or with a sentence in place of an empty one.
#[derive(Default)]
struct Table<'a> {
    title: &'a str,
    columns: &'a [&'a str],
    empty: &'a str,
    /// The control route that forgets the rows.
    clear: Option<&'a str>,
}

impl Table<'_> {
    fn of(self, rows: impl Iterator<Item = String>) -> String {
        let rows: String = rows.collect();
        if rows.is_empty() {
            return format!(
                "<section>\n<h2>{}</h2>\n<p class=\"empty\">{}</p>\n</section>",
                self.title, self.empty
            );
        }
        let head: String =
            self.columns.iter().map(|column| format!(r#"<th scope="col">{column}</th>"#)).collect();
        let clear = self.clear.map(clear_button).unwrap_or_default();
        format!(
            "<section>\n<h2>{}</h2>\n<div class=\"scroll\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>\n{clear}\n</section>",
            self.title,
        )
    }
}
