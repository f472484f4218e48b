//! `GET /get_qrcode?instance_id=...&access_token=...`
//!
//! Asks for a QR code. Source: `wawp-rest-api.txt`, Instance Management, 2, and `gateway.md`, 1.4 for what comes back.

use super::{Endpoint, Meta, Plan};
use crate::client::Heard;
use crate::image;
use crate::json_text::JsonText;
use crate::plain::{Fields, Plain, serialized};
use crate::reason::Reason;
use crate::redact::has_secret;
use crate::reply::{Answer, Content};
use crate::state::State;

/// Blocks up to 60 s on some engines.
const META: Meta = Meta::session("get_qrcode", 65_000);

/// Where the image has been seen in a reply or its `data`.
const IMAGE_FIELDS: &[&str] = &["base64", "qr_code_url", "qrcode_url", "qrcode", "qr_code", "qr", "image"];

/// Asks for a code of this instance.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
}

/// A code, or where the instance stands when there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Where the instance stands; `scan` exactly when there is an image.
    pub state: State,
    /// A `data:` URL of a raster image, or the URL that the gateway gave.
    pub image: Option<String>,
    /// How long the code lives, in milliseconds, where the gateway says so.
    pub expires_in_ms: Option<f64>,
    /// When the code dies, in epoch milliseconds.
    pub expires_at: Option<f64>,
}

impl From<Response> for Plain {
    fn from(code: Response) -> Self {
        let mut fields = Fields::default();
        fields.put("state", code.state.into());
        fields.put("image", code.image.into());
        fields.put("expiresAt", code.expires_at.into());
        fields.into()
    }
}

serialized!(Response);

impl Response {
    /// Where the instance stands, without a code.
    #[must_use]
    pub const fn without_image(state: State) -> Self {
        Self { state, image: None, expires_in_ms: None, expires_at: None }
    }

    /// Reads what a relay tells: the clocks of page and relay may differ, so it tells how long the code lives.
    #[must_use]
    pub fn relayed(result: JsonText<'_>) -> Option<Self> {
        let state = State::named(&result.text_of("state")?)?;
        let image = result.text_of("image").filter(|_| state == State::Scan);
        if state == State::Scan && image.as_deref().and_then(image::usable).is_none() {
            return None;
        }
        let expires_in_ms = result.get("expiresInMs").and_then(JsonText::number);
        Some(Self { state, image, expires_in_ms, expires_at: None })
    }

    const fn scan(image: String, expires_in_ms: Option<f64>) -> Self {
        Self { state: State::Scan, image: Some(image), expires_in_ms, expires_at: None }
    }

    /// Whether the gateway gave the address of the image only.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.image.as_ref().is_some_and(|image| !image.starts_with("data:"))
    }

    /// Dates the code's death from the time at which the answer came, in epoch milliseconds.
    #[must_use]
    pub fn dated(mut self, now: f64) -> Self {
        self.expires_at = self.expires_in_ms.map(|life| now + life);
        self
    }
}

impl Request {
    /// Reads a code, unless its image is a URL that carries the call's token: a page would hand it to whoever looks.
    ///
    /// # Errors
    /// As [`Endpoint::read`]; `image_unusable` for such a URL.
    pub fn read_code(&self, answer: &Answer, token: &str) -> Result<Response, Reason> {
        let code = self.read(answer)?;
        if code.is_elsewhere() && code.image.as_ref().is_some_and(|image| has_secret(image, token)) {
            return Err(Reason::ImageUnusable);
        }
        Ok(code)
    }

    /// Reads what the gateway or a relay answered.
    ///
    /// # Errors
    /// As [`Endpoint::read`].
    pub fn hear(&self, heard: &Heard<'_>) -> Result<Response, Reason> {
        match heard {
            Heard::Gateway(answer, _) => self.read(answer),
            Heard::Relay(result) => Response::relayed(*result).ok_or(Reason::UnexpectedShape),
        }
    }
}

impl Endpoint for Request {
    type Response = Response;

    fn plan(&self) -> Plan {
        Plan::new(META, &[("instance_id", &self.instance_id)])
    }

    fn read(&self, answer: &Answer) -> Result<Response, Reason> {
        if answer.is_ok() {
            match answer.content() {
                Content::Image(mime, bytes) => {
                    return Ok(Response::scan(image::data_url_of_bytes(mime, bytes), None));
                }
                Content::Text => {
                    if let Some(image) = image::data_url_of_base64(answer.text()) {
                        return Ok(Response::scan(image, None));
                    }
                }
                Content::Json(_) if !answer.is_failure() => {
                    if let Some(code) = answer.json().map(code_in).transpose()?.flatten() {
                        return Ok(code);
                    }
                }
                _ => {}
            }
        }
        if let Some(state) = stands(answer) {
            return Ok(Response::without_image(state));
        }
        if let Some(state) = answer.state_word() {
            return Ok(Response::without_image(if state == State::Scan { State::Pending } else { state }));
        }
        answer.accept()?;
        if answer.is_success() {
            return Ok(Response::without_image(State::Pending));
        }
        Err(Reason::UnexpectedShape)
    }
}

/// Where the instance stands by the words and flags of the reply.
fn stands(answer: &Answer) -> Option<State> {
    let linked = |spot: JsonText<'_>| {
        spot.flag_of("connected") == Some(true) && spot.flag_of("loggedIn") != Some(false)
    };
    if answer.is_ok()
        && !answer.is_failure()
        && answer.json().is_some_and(|value| value.with_data().into_iter().any(linked))
    {
        return Some(State::Connected);
    }
    let said = answer.said()?;
    match said.state()? {
        // No code was given, so there is none to scan yet; and a socket that is missing will be made.
        State::Scan => Some(State::Pending),
        State::Unavailable if said.is_missing_session() => Some(State::Pending),
        state => Some(state),
    }
}

/// The code in a reply or in its `data`.
fn code_in(value: JsonText<'_>) -> Result<Option<Response>, Reason> {
    let spots = value.with_data();
    let life = |spot: JsonText<'_>| spot.get("expires_in")?.count().filter(|life| *life > 0.0);
    let expires_in_ms = spots.into_iter().find_map(life).map(|seconds| seconds * 1000.0);
    let mut has_unusable = false;
    for spot in spots {
        let scan = |image| Ok(Some(Response::scan(image, expires_in_ms)));
        if let Some(image) = spot.text().and_then(|text| image::usable(&text)) {
            return scan(image);
        }
        for key in IMAGE_FIELDS {
            if let Some(text) = spot.first_text(&[key]) {
                if let Some(image) = image::usable(&text) {
                    return scan(image);
                }
                has_unusable = true;
            }
        }
    }
    if has_unusable { Err(Reason::ImageUnusable) } else { Ok(None) }
}
