//! What arrives, what the reply to a send says, and how doubles are counted.

use serde_json::{Value, json};

use crate::client::Sandbox;

#[test]
fn a_text_is_answered_as_stock_engines_do() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let query = [("instance_id", id.as_str()), ("number", "84933313001"), ("message", "hello")];
    for (path, jid) in [("/api/send", "84933313001@c.us"), ("/wawp/api/send", "84933313001@s.whatsapp.net")] {
        let reply = sandbox.call("POST", path, &query).json();
        let message = &reply["message"];
        assert_eq!(reply["status"], "success");
        assert_eq!(message["key"]["remoteJid"], jid);
        assert_eq!(message["key"]["fromMe"], true);
        assert_eq!(message["key"]["id"].as_str().map(str::len), Some(16));
        assert_eq!(message["message"], json!({ "extendedTextMessage": { "text": "hello" } }));
        assert_eq!(message["status"], "SUCCESS");
        let seconds = message["messageTimestamp"].as_str().expect("a string");
        assert!(seconds.parse::<u64>().is_ok_and(|seconds| seconds > 1_700_000_000), "{seconds}");
    }
}

#[test]
fn media_arrives_as_its_extension_says() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let own = format!("http://{}/media/sample.png", sandbox.address);
    for (url, filename, key, kind) in [
        (own.as_str(), "", "imageMessage", "image"),
        ("https://a.example/x.mp4?v=1", "", "videoMessage", "video"),
        ("https://a.example/x.ogg", "", "audioMessage", "audio"),
        ("https://a.example/x.webp", "", "documentMessage", "document"),
        ("https://a.example/list.pdf?v=1", "", "documentMessage", "document"),
        ("https://a.example/list.pdf", "Prices.pdf", "documentMessage", "document"),
    ] {
        let query = [
            ("instance_id", id.as_str()),
            ("number", "84933313001"),
            ("message", "look"),
            ("media_url", url),
            ("filename", filename),
        ];
        let reply = sandbox.call("POST", "/api/send", &query).json();
        let content = &reply["message"]["message"][key];
        assert_eq!(content["caption"], "look", "{url}: {reply}");
        assert!(content["fileLength"].is_string() && content["mediaKeyTimestamp"].is_string());
        let name = match (kind, filename) {
            ("document", "") => json!(url.rsplit('/').next()),
            ("document", name) => json!(name),
            _ => Value::Null,
        };
        assert_eq!(content["fileName"], name, "{url}");
        let row = sandbox.messages().pop().expect("a message");
        assert_eq!((&row["type"], &row["kind"]), (&json!("media"), &json!(kind)));
        assert_eq!((&row["mediaUrl"], &row["text"]), (&json!(url), &json!("look")));
    }
}

#[test]
fn a_group_gets_its_message_at_its_own_address() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    for group in ["84987611111-1618740000@g.us", "120363290960123456@g.us"] {
        let query = [("instance_id", id.as_str()), ("group_id", group), ("message", "all")];
        let reply = sandbox.call("POST", "/api/send_group", &query).json();
        assert_eq!(reply["message"]["key"]["remoteJid"], group);
        let row = sandbox.messages().pop().expect("a message");
        assert_eq!((&row["to"], &row["group"]), (&json!(group), &json!(true)));
    }
}

#[test]
fn doubles_are_counted_in_one_row() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let first = sandbox.send_text(&id, "84933313001", "{a|b|c} twice").expect("an answer").json();
    for _ in 0..9 {
        let again = sandbox.send_text(&id, "84933313001", "{a|b|c} twice").expect("an answer").json();
        assert_ne!(again["message"]["key"]["id"], first["message"]["key"]["id"]);
    }
    sandbox.send_text(&id, "84933313002", "{a|b|c} twice");
    sandbox.send_text(&id, "84933313001", "once");
    let rows = sandbox.messages();
    let counts: Vec<&Value> = rows.iter().map(|row| &row["count"]).collect();
    assert_eq!(counts, [10, 1, 1]);
    assert_eq!(rows[0]["id"], first["message"]["key"]["id"]);
    let text = rows[0]["text"].as_str().expect("a text");
    assert!(["a twice", "b twice", "c twice"].contains(&text), "spintax is expanded: {text}");

    let of = |id: &str| sandbox.get(&format!("/sandbox/messages?instance_id={id}")).json();
    assert_eq!(of(&id)["messages"].as_array().map(Vec::len), Some(3));
    assert_eq!(of("other")["messages"], json!([]));
    sandbox.request("DELETE", "/sandbox/messages").send();
    assert_eq!(sandbox.messages().len(), 0);
}
