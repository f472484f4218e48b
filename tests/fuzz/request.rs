//! Where calls go and what they carry.

use serde_json::{Map, Value};
use wawp_client::address::Address;
use wawp_client::endpoint::{Carrier, Endpoint, Plan, reconnect, send_group_text, send_text, set_webhook};
use wawp_client::gateway::Gateway;
use wawp_client::http::Encoding;
use wawp_client::settings::Settings;

/// The lines are the gateway's base URL, the token, the path of a call by hand, an id, a text, and then parameters of the
/// call by hand: `?name=value` for the query, `name=value` for the body.
pub fn request(data: &[u8]) {
    let Some([base, token, path, id, text, params]) = super::lines(data) else {
        return;
    };
    address(base);
    address(text);
    let mut plans = plans(id, text);
    plans.extend(by_hand(path, params));
    for encoding in [Encoding::Form, Encoding::Json] {
        let Ok(gateway) = Gateway::classic(base, encoding) else {
            return;
        };
        let address = Address::parse(base).unwrap();
        assert!(address.secure || address.is_loopback(), "{base}");
        for plan in &plans {
            carries_all(&gateway, base, plan, token);
        }
    }
}

fn address(url: &str) {
    let Ok(address) = Address::parse(url) else {
        return;
    };
    assert!(!address.host.is_empty() && url.contains(address.host), "{address:?}");
    assert!(!address.host.contains(['/', '?', '#', '@', '\\', ' ']), "{address:?}");
    assert!(address.rest.is_empty() || address.rest.starts_with(['/', '?', '#']), "{address:?}");
    assert!(address.is_private() || !address.is_loopback(), "{address:?}");
}

/// A control call, one with a parameter of its own, and sends of both kinds.
fn plans(id: &str, text: &str) -> Vec<Plan> {
    let (instance_id, id, text) = (id.to_owned(), id.to_owned(), text.to_owned());
    vec![
        reconnect::Request { instance_id: instance_id.clone() }.plan(),
        set_webhook::Request { instance_id: instance_id.clone(), url: text.clone(), enabled: true }.plan(),
        send_text::Request { instance_id: instance_id.clone(), number: id.clone(), text: text.clone() }
            .plan(),
        send_group_text::Request { instance_id, group_id: id, text }.plan(),
    ]
}

/// A call by hand, unless its options are refused.
fn by_hand(path: &str, params: &str) -> Option<Plan> {
    let (mut query, mut body) = (Map::new(), Map::new());
    for (name, value) in params.lines().filter_map(|line| line.split_once('=')) {
        match name.strip_prefix('?') {
            Some(name) => query.insert(name.to_owned(), value.into()),
            None => body.insert(name.to_owned(), value.into()),
        };
    }
    let mut options = serde_json::json!({ "path": path, "method": "POST", "query": query });
    if !body.is_empty() {
        options["body"] = body.into();
    }
    let plan = Settings::raw_call(options).ok()?.plan();
    for segment in plan.path().split('/') {
        assert!(!matches!(segment, "" | "." | ".."), "{path}");
        assert!(!segment.contains(['?', '#', '%', '\\', ':']), "{path}");
    }
    Some(plan)
}

/// The request goes below the gateway's base and carries what was planned and the token once, nothing else.
fn carries_all(gateway: &Gateway, base: &str, plan: &Plan, token: &str) {
    let request = gateway.request(plan, gateway.method(plan), token);
    let (place, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    assert_eq!(place, [base.trim_end_matches('/'), "/", plan.path()].concat());
    assert!(!query.contains('#'), "{query}");
    let pairs = |params: &[(std::borrow::Cow<'static, str>, String)], has_token: bool| {
        let token = has_token.then(|| ("access_token".to_owned(), token.to_owned()));
        params.iter().map(|(name, value)| (name.to_string(), value.clone())).chain(token).collect::<Vec<_>>()
    };
    let in_body = plan.meta.carrier == Carrier::Body;
    let wanted_query = pairs(&plan.query, !in_body);
    let wanted_body = pairs(&plan.body, in_body);
    let read = |form: &str| form_urlencoded::parse(form.as_bytes()).into_owned().collect::<Vec<_>>();
    match request.body {
        None => {
            assert!(!in_body);
            assert_eq!(read(query), wanted_query);
        }
        Some((Encoding::Form, body)) => {
            assert_eq!(read(&body), wanted_body);
            assert_eq!(read(query), wanted_query);
        }
        Some((Encoding::Json, body)) => {
            let fields: Map<String, Value> = serde_json::from_str(&body).unwrap();
            let wanted: Map<String, Value> =
                wanted_body.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
            assert_eq!(fields, wanted);
            let repeated =
                wanted_body.into_iter().filter(|(name, _)| Some(&**name) == plan.meta.unread_in_json);
            assert_eq!(read(query), wanted_query.into_iter().chain(repeated).collect::<Vec<_>>());
        }
    }
}
