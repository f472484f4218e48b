//! A client's settings, and the arguments of its calls checked against them.

use std::borrow::Cow;

use crate::address::{Address, BadUrl};
use crate::endpoint::{Params, raw, send_group_media, send_group_text, send_media, send_text, set_webhook};
use crate::error::{Error, Result};
use crate::find::has_blank;
use crate::gateway::Gateway;
use crate::http::{Encoding, Method};
use crate::json::{Json, Kind};
use crate::options::Options;
use crate::recipient::{self, Recipient, Refusal, Rules};
use crate::retry::DEFAULT_MAX_RETRIES;
use crate::text::has_spintax;

/// The options of `createClient`; those that JSON has no word for are read by the binding.
pub const CLIENT_OPTIONS: &str = "accessToken allowSpintax countryRules dangerouslyAllowBrowser \
    defaultCountryCode fetch gateway maxRetries onEvent timeoutMs";

/// The options of one call; `idempotencyKey` of a send alone.
pub const CALL_OPTIONS: &str = "idempotencyKey maxRetries signal timeoutMs";

/// The options of `waitForLogin`.
pub const WAIT_OPTIONS: &str = "onQr onState signal timeoutMs";

/// The options of `login`.
pub const LOGIN_OPTIONS: &str = "pairing signal timeoutMs";

/// What holds for every call of a client.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where calls go.
    pub gateway: Gateway,
    /// How phone numbers are read.
    pub rules: Rules,
    /// Whether text with `{a|b}` may be sent.
    pub allow_spintax: bool,
    /// How long a call may take, in milliseconds, in place of its own default.
    pub timeout_ms: Option<f64>,
    /// How often a call may be made again.
    pub max_retries: u32,
}

/// A message to send, to whomever it goes.
#[derive(Clone, Debug)]
pub enum Message {
    /// A text to a person.
    Text(send_text::Request),
    /// A text to a group.
    GroupText(send_group_text::Request),
    /// A file to a person.
    Media(send_media::Request),
    /// A file to a group.
    GroupMedia(send_group_media::Request),
}

impl Settings {
    /// Reads and checks a client's options.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn read<V: Json>(options: &Options<V>) -> Result<Self> {
        let default_country_code = options.text("defaultCountryCode")?;
        if let Some(code) = &default_country_code {
            let is_code = (1..=3).contains(&code.len())
                && !code.starts_with('0')
                && code.bytes().all(|byte| byte.is_ascii_digit());
            if !is_code {
                return Err(options.refuse(
                    "defaultCountryCode",
                    "not_a_country_code",
                    "must be the one to three digits of a country code, such as \"84\"",
                ));
            }
        }
        Ok(Self {
            gateway: gateway(options)?,
            rules: Rules { default_country_code, country_rules: options.flag("countryRules", false)? },
            allow_spintax: options.flag("allowSpintax", false)?,
            timeout_ms: options.timeout_ms()?,
            max_retries: options.max_retries()?.unwrap_or(DEFAULT_MAX_RETRIES),
        })
    }

    /// Reads the options of `sendText`.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn text_message<V: Json>(&self, instance_id: &str, options: V) -> Result<Message> {
        let options = Options::new(options, "options", "to text")?;
        let to = self.recipient(&options)?;
        let text = options.required_text("text")?;
        self.check_spintax(&options, "text", &text)?;
        let instance_id = instance_id.to_owned();
        Ok(match to {
            Recipient::Contact(number) => Message::Text(send_text::Request { instance_id, number, text }),
            Recipient::Group(group_id) => {
                Message::GroupText(send_group_text::Request { instance_id, group_id, text })
            }
        })
    }

    /// Reads the options of `sendMedia`.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn media_message<V: Json>(&self, instance_id: &str, options: V) -> Result<Message> {
        let options = Options::new(options, "options", "to mediaUrl caption filename")?;
        let to = self.recipient(&options)?;
        if options.get("mediaUrl").is_some_and(|media| is_file(&media)) {
            return Err(options.refuse("mediaUrl", "file_not_url", "is a File or Blob, which gateways do not take: upload it where the gateway can fetch it and pass its http(s) address"));
        }
        let media_url = web_url(&options, "mediaUrl")?;
        let caption = options.text("caption")?.unwrap_or_default();
        self.check_spintax(&options, "caption", &caption)?;
        let filename = options.filled_text("filename")?;
        let instance_id = instance_id.to_owned();
        Ok(match to {
            Recipient::Contact(number) => {
                Message::Media(send_media::Request { instance_id, number, media_url, caption, filename })
            }
            Recipient::Group(group_id) => Message::GroupMedia(send_group_media::Request {
                instance_id,
                group_id,
                media_url,
                caption,
                filename,
            }),
        })
    }

    /// Reads the options of `setWebhook`.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn webhook<V: Json>(instance_id: &str, options: V) -> Result<set_webhook::Request> {
        let options = Options::new(options, "options", "url enabled")?;
        if options.text("url")?.is_none_or(|url| url.trim().is_empty()) {
            return Err(options.refuse(
                "url",
                "webhook_url_required_even_to_disable",
                "is required, to disable the webhook too",
            ));
        }
        Ok(set_webhook::Request {
            instance_id: instance_id.to_owned(),
            url: web_url(&options, "url")?,
            enabled: options.flag("enabled", true)?,
        })
    }

    /// Reads the options of `pairCode`: the digits of the phone.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn phone<V: Json>(&self, options: V) -> Result<String> {
        let options = Options::new(options, "options", "phone")?;
        match recipient::parse(&options.required_text("phone")?, &self.rules) {
            Ok(Recipient::Contact(digits)) => Ok(digits),
            Ok(Recipient::Group(_)) => {
                Err(options.refuse("phone", "group", "is a group, not a phone number"))
            }
            Err(refusal) => Err(refused(&options, "phone", refusal)),
        }
    }

    /// Reads the options of `call`.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn raw_call<V: Json>(options: V) -> Result<raw::Request> {
        let options = Options::new(options, "options", "path method query body")?;
        let path = options.required_text("path")?;
        if !raw::Request::is_path(&path) {
            return Err(options.refuse(
                "path",
                "not_a_path",
                "must be a path below the gateway's API, such as \"number_verify\"",
            ));
        }
        let method = match options.text("method")? {
            None => Method::Get,
            Some(name) => Method::named(&name)
                .ok_or_else(|| options.refuse("method", "unknown_method", "must be \"GET\" or \"POST\""))?,
        };
        let params = |key: &str| -> Result<Option<Params>> {
            let Some(pairs) = options.texts(key)? else {
                return Ok(None);
            };
            let mut params = Params::new();
            for (name, text) in pairs {
                if name == "access_token" {
                    return Err(options.refuse(
                        key,
                        "token_given",
                        "must not carry access_token: the client adds its own",
                    ));
                }
                params.push((Cow::Owned(name), text));
            }
            Ok(Some(params))
        };
        let query = params("query")?.unwrap_or_default();
        let body = params("body")?;
        if body.is_some() && method == Method::Get {
            return Err(options.refuse("body", "body_with_get", "needs method: \"POST\""));
        }
        Ok(raw::Request { path, method, query, body })
    }

    fn recipient<V: Json>(&self, options: &Options<V>) -> Result<Recipient> {
        let to = options.get("to").ok_or_else(|| options.refuse("to", "required", "is required"))?;
        let parsed = match to.kind() {
            Kind::Text => recipient::parse(&to.text().unwrap_or_default(), &self.rules),
            Kind::Object => {
                let group = Options::new(to, "options.to", "group")?;
                recipient::parse_group(&group.required_text("group")?)
            }
            _ => return Err(options.refuse("to", "wrong_type", "must be a string or { group: id }")),
        };
        parsed.map_err(|refusal| refused(options, "to", refusal))
    }

    fn check_spintax<V: Json>(&self, options: &Options<V>, key: &str, text: &str) -> Result<()> {
        if self.allow_spintax || !has_spintax(text) {
            return Ok(());
        }
        Err(options.refuse(key, "spintax", "has a part like {a|b}, which gateways replace by one branch, picked at random: set allowSpintax to send it"))
    }
}

/// Reads an instance id: any text that is not blank and has no white space in it.
///
/// # Errors
/// `invalid_argument` with the path `instanceId`.
pub fn instance_id<V: Json>(value: &V) -> Result<String> {
    let id = value.text().unwrap_or_default();
    if id.is_empty() || has_blank(&id) {
        return Err(Error::invalid(
            "instanceId".to_owned(),
            "not_an_instance_id",
            "must be an instance's id, a string without white space",
        ));
    }
    Ok(id)
}

/// Reads the option `gateway`, Wawp itself where it is absent.
///
/// # Errors
/// `invalid_argument`, by the option's name.
pub fn gateway<V: Json>(options: &Options<V>) -> Result<Gateway> {
    let Some(value) = options.get("gateway") else {
        return Ok(Gateway::wawp());
    };
    if value.text().as_deref() == Some("wawp") {
        return Ok(Gateway::wawp());
    }
    if value.kind() != Kind::Object {
        return Err(options.refuse(
            "gateway",
            "unknown_gateway",
            "must be \"wawp\", { baseUrl } or { relay }",
        ));
    }
    if value.get("relay").is_some() {
        let relay = Options::new(value, "options.gateway", "relay")?;
        return Gateway::relay(&relay.required_text("relay")?)
            .map_err(|why| relay.refuse("relay", "bad_relay_url", why));
    }
    let classic = Options::new(value, "options.gateway", "baseUrl encoding")?;
    let encoding = match classic.text("encoding")?.as_deref() {
        None | Some("form") => Encoding::Form,
        Some("json") => Encoding::Json,
        Some(_) => {
            return Err(classic.refuse("encoding", "unknown_encoding", "must be \"form\" or \"json\""));
        }
    };
    Gateway::classic(&classic.required_text("baseUrl")?, encoding)
        .map_err(|why| classic.refuse("baseUrl", "bad_base_url", why))
}

fn refused<V: Json>(options: &Options<V>, key: &str, refusal: Refusal) -> Box<Error> {
    options.refuse(key, refusal.reason, refusal.why)
}

fn web_url<V: Json>(options: &Options<V>, key: &str) -> Result<String> {
    let url = options.required_text(key)?;
    match Address::parse(&url) {
        Ok(_) => Ok(url),
        Err(BadUrl::Malformed) => {
            Err(options.refuse(key, "not_an_http_url", "must be an absolute http(s) URL"))
        }
        Err(BadUrl::Credentials) => {
            Err(options.refuse(key, "url_with_credentials", "must not carry a user name or a password"))
        }
    }
}

/// Whether this looks like a `File` or a `Blob`, also one of another realm.
fn is_file<V: Json>(value: &V) -> bool {
    value.kind() == Kind::Object
        && value.get("size").is_some_and(|size| size.kind() == Kind::Number)
        && value.get("type").is_some_and(|mime| mime.kind() == Kind::Text)
}
