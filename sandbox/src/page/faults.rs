//! The page's list of all faults.

use super::html::{button, prose};
use crate::fault::{Effect, Fault, GROUPS, Group};

/// The section with every fault, by group.
pub(super) fn section() -> String {
    let groups: String = GROUPS.iter().map(group).collect();
    format!(
        r#"<section>
<h2>Faults</h2>
<p class="empty">Where a call is <em>done</em> a message goes out, whatever the answer looks like. <em>Once</em> lets the next call that fits meet the fault.</p>
<table class="faults">
<thead><tr><th scope="col">Name</th><th scope="col">The call</th><th scope="col">What happens</th><th scope="col">Do</th></tr></thead>
{groups}</table>
</section>"#
    )
}

fn group(group: &Group) -> String {
    let rows: String = group.faults.iter().map(row).collect();
    format!("<tbody>\n<tr><th colspan=\"4\" scope=\"rowgroup\">{}</th></tr>\n{rows}</tbody>\n", group.title)
}

fn row(fault: &Fault) -> String {
    let (class, done) = match fault.effect {
        Effect::Done => ("done", "done"),
        Effect::DoneLate => ("done", "done late"),
        Effect::NotDone | Effect::Instead(_) => ("not-done", "not done"),
        Effect::Preflight => ("not-done", "never made"),
    };
    format!(
        "<tr><td><code>{}</code></td><td class=\"{class}\">{done}</td><td>{}{}{}</td><td>{}</td></tr>\n",
        fault.name,
        prose(fault.about),
        usual_ms(fault),
        only(fault),
        button("/sandbox/faults", &[("fault", fault.name), ("times", "1")], "Once"),
    )
}

/// What `ms` is where nothing else is asked for.
fn usual_ms(fault: &Fault) -> String {
    fault
        .ms
        .map(|ms| format!(r#" <span class="quiet">Usually <code>ms</code> is {ms}.</span>"#))
        .unwrap_or_default()
}

/// The calls that it happens to, where these are not all.
fn only(fault: &Fault) -> String {
    let names: Vec<String> = fault.calls.iter().map(|call| format!("<code>{}</code>", call.name())).collect();
    match names.as_slice() {
        [] => String::new(),
        names => format!(r#" <span class="quiet">Only {}.</span>"#, names.join(", ")),
    }
}
