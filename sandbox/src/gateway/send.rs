//! `send` and `send_group`: messages, and the many ways in which they don't go out.

use serde_json::{Value, json};

use super::{Act, Answer, Outcome};
use crate::media::{self, Kind};
use crate::messages::Message;
use crate::{random, spintax, texts};

/// `POST /send`: to a person. The controller checks the number and the content.
pub(super) fn contact(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    act.linked()?;
    let number = act.params.get("number").trim();
    if !is_php_numeric(number) {
        return Err(texts::NUMBER_REQUIRED.into());
    }
    if act.params.get("media_url").is_empty() && act.params.get("message").is_empty() {
        return Err(texts::CONTENT_REQUIRED.into());
    }
    let is_phone = (5..=15).contains(&number.len()) && is_digits(number);
    let chat = is_phone.then(|| Chat {
        to: number.to_owned(),
        jid: format!("{number}@{}", act.family.jid_suffix),
        group: false,
    });
    Ok(engine(act, chat))
}

/// `POST /send_group`: to a group. The controller checks nothing; what the engine can't send ends in silence.
pub(super) fn group(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    act.linked()?;
    let id = act.params.get("group_id");
    let chat = is_group(id).then(|| Chat { to: id.to_owned(), jid: id.to_owned(), group: true });
    Ok(engine(act, chat))
}

/// Where a message goes.
struct Chat {
    to: String,
    jid: String,
    group: bool,
}

/// The engine behind the controllers. When it fails it says success and nothing else.
fn engine(act: &mut Act<'_>, chat: Option<Chat>) -> Answer {
    let silence = || Answer::Json(json!({ "status": "success" }));
    let Some(chat) = chat else {
        return silence();
    };
    let asked = act.params.get("message");
    let media_url = act.params.get("media_url");
    let kind = match media_url {
        "" if asked.is_empty() => return silence(),
        "" => Kind::Text,
        url if !media::is_fetchable(url, act.authority) => return silence(),
        url => Kind::of_url(url),
    };
    let message = Message {
        id: random::message_id(),
        instance_id: act.params.get("instance_id").to_owned(),
        to: chat.to,
        group: chat.group,
        kind,
        text: spintax::expand(asked),
        media_url: media_url.to_owned(),
        filename: act.params.get("filename").to_owned(),
        at_ms: act.now_ms,
    };
    let reply = json!({
        "status": "success",
        "message": {
            "key": { "remoteJid": chat.jid, "fromMe": true, "id": message.id },
            "message": { kind.wire_key(): content(&message) },
            "messageTimestamp": (message.at_ms / 1000).to_string(),
            "status": "SUCCESS",
        },
    });
    act.world.messages.arrived(message, asked);
    Answer::Json(reply)
}

/// The content of the reply's message. Numbers of 64 bits are strings, bytes are base64.
fn content(message: &Message) -> Value {
    if message.kind == Kind::Text {
        return json!({ "text": message.text });
    }
    let mut content = json!({
        "url": "https://mmg.whatsapp.net/v/t62.7118-24/sandbox.enc",
        "mimetype": message.kind.media_type(),
        "fileLength": "15342",
        "mediaKey": "c2FuZGJveCBtZWRpYSBrZXkgb2YgMzIgYnl0ZXMgbG9uZyE=",
        "mediaKeyTimestamp": (message.at_ms / 1000).to_string(),
    });
    if let Some(fields) = content.as_object_mut() {
        if !message.text.is_empty() {
            fields.insert("caption".to_owned(), message.text.clone().into());
        }
        if message.kind == Kind::Document {
            fields.insert("fileName".to_owned(), document_name(message).into());
        }
    }
    content
}

/// Without a file name a document is named from the URL's last segment, query and all.
fn document_name(message: &Message) -> String {
    match message.filename.as_str() {
        "" => message.media_url.rsplit('/').next().unwrap_or_default().to_owned(),
        name => name.to_owned(),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// PHP's `is_numeric`, which lets a sign and a fraction pass: such numbers fail in the engine, silently.
fn is_php_numeric(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => {
            (is_digits(whole) || is_digits(fraction))
                && format!("{whole}{fraction}").bytes().all(|byte| byte.is_ascii_digit())
        }
        None => is_digits(unsigned),
    }
}

/// `120363290960123456@g.us` or, of old, `84987600001-1618740000@g.us`.
fn is_group(id: &str) -> bool {
    id.strip_suffix("@g.us").is_some_and(|name| match name.split_once('-') {
        Some((creator, time)) => is_digits(creator) && is_digits(time),
        None => is_digits(name),
    })
}

#[cfg(test)]
mod tests {
    use super::{is_group, is_php_numeric};

    #[test]
    fn numbers_as_php_sees_them() {
        for text in ["84933313000", "+84933313000", "-1", "1.5", ".5", "0"] {
            assert!(is_php_numeric(text), "{text}");
        }
        for text in ["", "+", ".", "84 933", "84-933", "1@c.us", "1.2.3", "x"] {
            assert!(!is_php_numeric(text), "{text}");
        }
    }

    #[test]
    fn groups_by_their_id() {
        for id in ["120363290960123456@g.us", "84987600001-1618740000@g.us"] {
            assert!(is_group(id), "{id}");
        }
        for id in ["", "@g.us", "120363290960123456", "8498@c.us", "84-@g.us", "a@g.us"] {
            assert!(!is_group(id), "{id}");
        }
    }
}
