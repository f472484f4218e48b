//! A relay's options, checked when it is made.

use crate::address::Address;
use crate::error::Result;
use crate::gateway::Gateway;
use crate::json::Json;
use crate::options::Options;
use crate::retry::DEFAULT_MAX_RETRIES;
use crate::settings::gateway;

/// The options of `createRelay`; those that JSON has no word for are read by the binding.
pub const RELAY_OPTIONS: &str = "accessToken authorize claims fetch gateway instancePerMinute maxBodyBytes \
    maxRetries mediaOrigins onError onEvent onInstanceCreated origins path timeoutMs visitorPerMinute";

/// What holds for every request.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where calls are forwarded to.
    pub gateway: Gateway,
    /// The pages that may call.
    pub origins: Vec<String>,
    /// The path that calls come to.
    pub path: String,
    /// Where media and webhooks may be, if not at any public name.
    pub media_origins: Option<Vec<String>>,
    /// How long a body may be, in bytes.
    pub max_body_bytes: usize,
    /// How many calls a visitor may make in a minute.
    pub visitor_per_minute: f64,
    /// How many calls may be made with an instance in a minute.
    pub instance_per_minute: f64,
    /// How long a request may take, in milliseconds, in place of each call's own default.
    pub timeout_ms: Option<f64>,
    /// How often a call may be made again.
    pub max_retries: u32,
}

impl Config {
    /// Reads and checks a relay's options.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn read<V: Json>(options: &Options<V>) -> Result<Self> {
        let gateway = gateway(options)?;
        if gateway.is_relay {
            return Err(options.refuse("gateway", "relay_of_relay", "must be a gateway, not another relay"));
        }
        let path = options.filled_text("path")?.unwrap_or_else(|| "/wawp".to_owned());
        let is_segment = |byte: u8| byte.is_ascii_alphanumeric() || b"/._~-".contains(&byte);
        let is_path = path.starts_with('/')
            && path.bytes().all(is_segment)
            && path.split(['/']).all(|part| part != "." && part != "..");
        if !is_path {
            return Err(options.refuse("path", "not_a_path", "must be a plain path such as \"/wawp\""));
        }
        let per_minute = |key: &str, default: f64| -> Result<f64> {
            let why = "must be a number of calls from 1 to 100000";
            Ok(options.number(key, 1.0, 100_000.0, why)?.unwrap_or(default))
        };
        let bytes = "must be a number of bytes from 1024 to 1048576";
        let max_body = options.number("maxBodyBytes", 1_024.0, 1_048_576.0, bytes)?.unwrap_or(65_536.0);
        Ok(Self {
            gateway,
            origins: origins(options, "origins")?.filter(|origins| !origins.is_empty()).ok_or_else(|| {
                options.refuse("origins", "required", "is required: the origins of your pages")
            })?,
            path,
            media_origins: origins(options, "mediaOrigins")?,
            max_body_bytes: max_body as usize,
            visitor_per_minute: per_minute("visitorPerMinute", 240.0)?,
            instance_per_minute: per_minute("instancePerMinute", 120.0)?,
            timeout_ms: options.timeout_ms()?,
            max_retries: options.max_retries()?.unwrap_or(DEFAULT_MAX_RETRIES),
        })
    }
}

/// A list of origins, written as browsers write them.
fn origins<V: Json>(options: &Options<V>, key: &str) -> Result<Option<Vec<String>>> {
    let wrong = |reason, why| Err(options.refuse(key, reason, why));
    let Some(value) = options.get(key) else {
        return Ok(None);
    };
    let Some(items) = value.items() else {
        return wrong("wrong_type", "must be a list of origins");
    };
    let mut origins = Vec::new();
    for item in items {
        let origin = item.text().unwrap_or_default();
        let is_plain = !origin.bytes().any(|byte| byte.is_ascii_uppercase())
            && !origin.ends_with(if origin.starts_with("https:") { ":443" } else { ":80" });
        match Address::parse(&origin) {
            Ok(address) if address.rest.is_empty() && is_plain => origins.push(origin),
            _ => {
                return wrong(
                    "not_an_origin",
                    "must have origins only, as browsers write them: \"https://dashboard.example\", without a path",
                );
            }
        }
    }
    Ok(Some(origins))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(mut options: Value) -> Result<Config> {
        let defaults = json!({ "origins": ["https://dashboard.example"] });
        for (key, value) in defaults.as_object().unwrap() {
            options.as_object_mut().unwrap().entry(key).or_insert_with(|| value.clone());
        }
        Config::read(&Options::new(options, "options", RELAY_OPTIONS)?)
    }

    #[test]
    fn options_are_checked_by_name() {
        let config = read(json!({})).unwrap();
        assert_eq!((config.path.as_str(), config.max_body_bytes), ("/wawp", 65_536));
        for (options, path) in [
            (json!({ "origins": [] }), "options.origins"),
            (json!({ "origins": "https://a.example" }), "options.origins"),
            (json!({ "origins": ["*"] }), "options.origins"),
            (json!({ "origins": ["null"] }), "options.origins"),
            (json!({ "origins": ["https://a.example/"] }), "options.origins"),
            (json!({ "origins": ["https://A.example"] }), "options.origins"),
            (json!({ "origins": ["https://a.example:443"] }), "options.origins"),
            (json!({ "mediaOrigins": ["files.example"] }), "options.mediaOrigins"),
            (json!({ "path": "wawp" }), "options.path"),
            (json!({ "path": "/a/../wawp" }), "options.path"),
            (json!({ "path": "/wawp?x" }), "options.path"),
            (json!({ "path": "/w%61wp" }), "options.path"),
            (json!({ "maxBodyBytes": 10 }), "options.maxBodyBytes"),
            (json!({ "visitorPerMinute": 0 }), "options.visitorPerMinute"),
            (json!({ "instancePerMinute": "9" }), "options.instancePerMinute"),
            (json!({ "timeoutMs": -1 }), "options.timeoutMs"),
            (json!({ "gateway": { "relay": "/wawp" } }), "options.gateway"),
            (json!({ "gateway": { "baseUrl": "http://gateway.example" } }), "options.gateway.baseUrl"),
            (json!({ "allow": true }), "options.allow"),
        ] {
            assert_eq!(read(options.clone()).unwrap_err().path.as_deref(), Some(path), "{options}");
        }
        for options in [
            json!({ "path": "/" }),
            json!({ "path": "/api/wawp/" }),
            json!({ "origins": ["http://localhost:3000", "http://127.0.0.1"], "mediaOrigins": [] }),
            json!({ "gateway": { "baseUrl": "https://gateway.example/api", "encoding": "json" } }),
        ] {
            assert!(read(options.clone()).is_ok(), "{options}");
        }
    }
}
