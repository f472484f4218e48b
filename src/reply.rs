//! Reading a reply: first what it says, then its status, then its shape.

use crate::find;
use crate::http::Reply;
use crate::image;
use crate::json::Kind;
use crate::json_text::{JsonText, Outline};
use crate::reason::Reason;
use crate::state::State;
use crate::wording::{self, Said};

/// What a body is, whatever its content type claims.
#[derive(Clone, Debug)]
pub enum Content {
    /// JSON that says something.
    Json(Outline),
    /// A raster image: its MIME type and its bytes.
    Image(&'static str, Vec<u8>),
    /// An HTML page.
    Html,
    /// Nothing, or `null`, or `[]`: the front got no answer from the engine behind it.
    Empty,
    /// Something else.
    Text,
}

/// A reply, looked at.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    redirected: bool,
    text: String,
    content: Content,
    said: Option<Said>,
    outcome: Option<bool>,
}

impl Answer {
    /// Looks at a reply.
    #[must_use]
    pub fn new(reply: Reply) -> Self {
        let (text, content) = match image::sniff(&reply.body) {
            Some(mime) => (String::new(), Content::Image(mime, reply.body)),
            None => {
                let text = decode(&reply.body);
                match content_of(&text) {
                    content @ Content::Json(_) => (String::new(), content),
                    content => (text, content),
                }
            }
        };
        let outcome = match &content {
            Content::Json(outline) => outcome(outline.value()),
            _ => None,
        };
        let redirected = reply.redirected || (300..400).contains(&reply.status);
        let said = match &content {
            // Another address answered, and what it says may be about another call.
            _ if redirected => None,
            Content::Json(outline) => {
                let value = outline.value();
                flagged(value, words(value, outcome).as_deref().and_then(wording::read))
            }
            // A known sentence is short; a longer text, or one with JSON in it, may quote one.
            Content::Text if text.len() < 200 && !find::has_any(&text, b"{[\"'") => wording::read(&text),
            _ => None,
        };
        Self { status: reply.status, redirected, text, content, said, outcome }
    }

    /// What the body is.
    #[must_use]
    pub const fn content(&self) -> &Content {
        &self.content
    }

    /// The JSON of the body.
    #[must_use]
    pub fn json(&self) -> Option<JsonText<'_>> {
        match &self.content {
            Content::Json(outline) => Some(outline.value()),
            _ => None,
        }
    }

    /// The body's text; empty for an image.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Json(outline) => outline.text(),
            _ => &self.text,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// What the gateway's sentence says, when it is known.
    #[must_use]
    pub const fn said(&self) -> Option<Said> {
        self.said
    }

    /// The gateway's own sentence.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        words(self.json()?, self.outcome)
    }

    /// Where the instance stands, when the reply's status is a word for that and nothing else is said.
    #[must_use]
    pub fn state_word(&self) -> Option<State> {
        let value = self.json().filter(|_| self.is_ok() && self.sentence().is_none())?;
        State::from_wire(&value.first_text(&["status", "state"])?)
    }

    /// Whether the HTTP status is one of success.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status) && !self.redirected
    }

    /// Whether the reply itself claims success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.outcome == Some(true)
    }

    /// Whether the reply itself claims failure.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.outcome == Some(false)
    }

    /// Whether there seems to be no such call: the method or the path is wrong for this gateway.
    #[must_use]
    pub fn is_missing_route(&self) -> bool {
        if self.said.is_some() {
            return false;
        }
        // A notice that a server prints before its answer is no page: the call may have acted.
        let is_page = || {
            find::is_start(self.text.as_bytes(), 0, "<!doctype")
                || find::is_start(self.text.as_bytes(), 0, "<html")
        };
        matches!(self.status, 404 | 405) || (self.is_ok() && is_page())
    }

    /// What a reply is that claims neither success nor failure where one of them is needed.
    #[must_use]
    pub fn unclear(&self) -> Reason {
        if self.sentence().is_some() { Reason::Unrecognised } else { Reason::UnexpectedShape }
    }

    /// The object of a reply that is no failure; whether it has what the call needs is for the call to see.
    ///
    /// # Errors
    /// Why it is a failure.
    pub fn accept(&self) -> Result<JsonText<'_>, Reason> {
        let value = self.accept_any()?;
        if value.kind() == Kind::Object { Ok(value) } else { Err(Reason::UnexpectedShape) }
    }

    /// The JSON of a reply that is no failure, of whatever shape.
    ///
    /// # Errors
    /// Why it is a failure.
    pub fn accept_any(&self) -> Result<JsonText<'_>, Reason> {
        if let Some(reason) = self.said.and_then(Said::fault) {
            return Err(reason);
        }
        Err(match (self.status, &self.content) {
            _ if self.redirected => Reason::Redirected,
            // A refusal that claims success proves nothing.
            (401 | 403 | 429, Content::Json(_)) if self.is_success() => Reason::Unrecognised,
            (429, _) => Reason::RateLimited,
            // 408 and 52x: a proxy in front of the gateway gave up.
            (408 | 502..=504 | 520..=529, _) => Reason::GatewayUnreachable,
            (500.., _) => Reason::ServerError,
            (_, Content::Html) => Reason::GatewayUnreachable,
            (401 | 403, _) => Reason::AuthInvalid,
            (_, Content::Empty) => Reason::GatewayUnreachable,
            (_, Content::Text | Content::Image(..)) => Reason::NotJson,
            (_, Content::Json(outline)) if self.is_ok() && !self.is_failure() => {
                return Ok(outline.value());
            }
            (_, Content::Json(_)) => Reason::Unrecognised,
        })
    }
}

fn decode(body: &[u8]) -> String {
    let mut text = String::new();
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    // Servers let byte order marks and line breaks slip out before the body.
    let mut start = text.chars();
    let mut rest = start.clone();
    while rest.next().is_some_and(|letter| letter.is_whitespace() || letter == '\u{feff}') {
        start = rest.clone();
    }
    if start.as_str().len() == text.len() { text } else { start.as_str().to_owned() }
}

fn content_of(text: &str) -> Content {
    if text.is_empty() {
        return Content::Empty;
    }
    if let Some(outline) = Outline::of(text) {
        let value = outline.value();
        let is_empty =
            value.kind() == Kind::Null || value.items().is_some_and(|mut items| items.next().is_none());
        return if is_empty { Content::Empty } else { Content::Json(outline) };
    }
    if text.starts_with('<') { Content::Html } else { Content::Text }
}

/// The sentence of a reply, wherever the servers put it.
fn words(value: JsonText<'_>, outcome: Option<bool>) -> Option<String> {
    const KEYS: &[&str] = &["message", "error", "msg", "detail"];
    let nested = || {
        // Unless it is a failure, the message itself stands there, whose text is the caller's and says nothing.
        let spots: &[&str] =
            if outcome == Some(false) { &["data", "error", "messages", "message"] } else { &[] };
        spots.iter().find_map(|key| value.field(key)?.first_text(KEYS))
    };
    value.text().or_else(|| value.first_text(KEYS)).or_else(nested)
}

/// Whether a reply, or a part of one, claims success or failure, when it claims either.
pub(crate) fn outcome(value: JsonText<'_>) -> Option<bool> {
    let claimed = ["status", "success"].iter().find_map(|key| claim(value.get(key)?));
    claimed.or_else(|| has_error(value).then_some(false))
}

/// Whether a reply, or a part of one, names an error, whatever else it claims.
pub(crate) fn has_error(value: JsonText<'_>) -> bool {
    value.field("error").is_some_and(|error| match error.kind() {
        Kind::Flag => error.flag() == Some(true),
        Kind::Text => error.text().is_some_and(|text| !text.is_empty()),
        Kind::Number => error.number() != Some(0.0),
        Kind::Object => true,
        _ => false,
    })
}

/// What a `status` or `success` claims: a flag, a word, or an HTTP status.
fn claim(value: JsonText<'_>) -> Option<bool> {
    if let Some(flag) = value.flag() {
        return Some(flag);
    }
    if let Some(number) = value.count() {
        return match number {
            0.0 => Some(false),
            1.0 => Some(true),
            _ if number >= 400.0 => Some(false),
            _ if (200.0..300.0).contains(&number) => Some(true),
            _ => None,
        };
    }
    let word = value.text()?;
    let is = |words: &[&str]| words.iter().any(|known| word.trim().eq_ignore_ascii_case(known));
    if is(&["success", "ok", "true"]) {
        Some(true)
    } else if is(&["error", "fail", "failed", "failure", "false"]) {
        Some(false)
    } else {
        None
    }
}

/// Two flags that engines put beside a sentence which says less.
fn flagged(value: JsonText<'_>, said: Option<Said>) -> Option<Said> {
    if value.flag_of("circuit_breaker") == Some(true) {
        return Some(Said::EngineBusy);
    }
    match said {
        None | Some(Said::Fault(Reason::GenericError)) if value.flag_of("relogin") == Some(true) => {
            Some(Said::Fault(Reason::ReloginRequired))
        }
        said => said,
    }
}
