//! What a relay forwards of whatever a page sends.

use serde_json::json;
use wawp_client::address::Address;
use wawp_client::endpoint::Effect;
use wawp_client::options::Options;
use wawp_client::relay::asked::Asked;
use wawp_client::relay::config::{Config, RELAY_OPTIONS};
use wawp_client::relay::operation::Operation;

const BASE: &str = "https://gateway.example/api/";

/// The body of a request.
pub fn relayed(data: &[u8]) {
    let options = json!({ "origins": ["https://dashboard.example"], "gateway": { "baseUrl": BASE } });
    let config = Config::read(&Options::new(options, "options", RELAY_OPTIONS).unwrap()).unwrap();
    let Ok(asked) = Asked::read(data, &config) else {
        return;
    };
    let plan = asked.call.plan();
    let request = config.gateway.request(&plan, config.gateway.method(&plan), "t0k3n");
    assert!(request.url.starts_with(BASE) && !request.to_relay, "{}", request.url);
    let query = request.url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let body = request.body.map(|(_, body)| body).unwrap_or_default();
    let sent =
        [query, &body].map(|form| form_urlencoded::parse(form.as_bytes()).into_owned().collect::<Vec<_>>());
    let values = |name: &str| -> Vec<&String> {
        sent.iter().flatten().filter(|(known, _)| known == name).map(|(_, value)| value).collect()
    };
    assert_eq!(values("access_token"), ["t0k3n"]);
    if asked.operation == Operation::Call {
        assert!(asked.instance_id.is_none());
    } else {
        // What was allowed is what is used.
        assert_eq!(values("instance_id"), asked.instance_id.iter().collect::<Vec<_>>());
        for url in values("media_url").into_iter().chain(values("webhook_url")) {
            let address = Address::parse(url).unwrap();
            let last = address.host.rsplit('.').next().unwrap_or_default();
            assert!(address.secure && !address.is_private() && address.host.is_ascii(), "{url}");
            assert!(
                last.bytes().any(|byte| byte.is_ascii_alphabetic()) && address.host.contains('.'),
                "{url}"
            );
        }
        for number in values("number").into_iter().chain(values("phone")) {
            assert!(
                (7..=15).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()),
                "{number}"
            );
        }
    }
    assert!(asked.key.is_some() || plan.meta.effect != Effect::Once);
    assert_eq!(asked.hash.len(), 64);
}
