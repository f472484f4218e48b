//! A sandbox of one's own for each test, and an HTTP client that hides nothing: each call is one connection.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use sandbox::Config;
use serde_json::{Value, json};

pub(crate) const TOKEN: &str = "sandbox-token";

/// A running sandbox.
pub(crate) struct Sandbox {
    pub(crate) address: SocketAddr,
}

/// What came back over a connection.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) started: Instant,
    pub(crate) headers_after: Duration,
    pub(crate) body_after: Duration,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn message(&self) -> String {
        self.json()["message"].as_str().expect("a message").to_owned()
    }

    /// Whether the body is as long as the headers said.
    pub(crate) fn is_whole(&self) -> bool {
        self.header("content-length").is_none_or(|length| length == self.body.len().to_string())
    }
}

/// One request, built up.
pub(crate) struct Request<'a> {
    sandbox: &'a Sandbox,
    head: String,
    body: Vec<u8>,
}

impl Request<'_> {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    /// Another host than the sandbox's own address.
    pub(crate) fn host(mut self, host: &str) -> Self {
        let own = format!("host: {}\r\n", self.sandbox.address);
        self.head = self.head.replace(&own, &format!("host: {host}\r\n"));
        self
    }

    pub(crate) fn form(self, fields: &[(&str, &str)]) -> Self {
        self.body("application/x-www-form-urlencoded", encode(fields).as_bytes())
    }

    pub(crate) fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string().as_bytes())
    }

    pub(crate) fn body(mut self, content_type: &str, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self.header("content-type", content_type)
    }

    /// The answer; `None` when the connection closed without a byte of one.
    pub(crate) fn try_send(self) -> Option<Answer> {
        let started = Instant::now();
        let mut stream = TcpStream::connect(self.sandbox.address).expect("connects");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("takes a timeout");
        let head = format!("{}content-length: {}\r\nconnection: close\r\n\r\n", self.head, self.body.len());
        stream.write_all(head.as_bytes()).expect("writes");
        stream.write_all(&self.body).expect("writes");
        let mut bytes = Vec::new();
        let mut headers_after = None;
        let mut chunk = [0; 4096];
        loop {
            match stream.read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => {
                    headers_after = headers_after.or(Some(started.elapsed()));
                    bytes.extend_from_slice(&chunk[..count]);
                }
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
                Err(error) => panic!("{error}"),
            }
        }
        let _ = stream.shutdown(Shutdown::Both);
        parse(&bytes, started, headers_after?)
    }

    pub(crate) fn send(self) -> Answer {
        self.try_send().expect("an answer")
    }
}

fn parse(bytes: &[u8], started: Instant, headers_after: Duration) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("whole headers");
    let head = std::str::from_utf8(&bytes[..end]).expect("UTF-8");
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Some(Answer {
        status,
        headers,
        body: bytes[end + 4..].to_vec(),
        started,
        headers_after,
        body_after: started.elapsed(),
    })
}

fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Sandbox {
    /// Starts a sandbox that lives as long as the tests do.
    pub(crate) fn start() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Self {
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address")).expect("a listener");
                sandbox::serve(listener, &config).await.expect("serves");
            });
        });
        Self { address: told.recv().expect("starts") }
    }

    pub(crate) fn request(&self, method: &str, target: &str) -> Request<'_> {
        Request {
            sandbox: self,
            head: format!("{method} {target} HTTP/1.1\r\nhost: {}\r\n", self.address),
            body: Vec::new(),
        }
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.request("GET", target).send()
    }

    /// A call by `method` with everything in the query, the token included.
    pub(crate) fn call(&self, method: &str, path: &str, query: &[(&str, &str)]) -> Answer {
        let target = with_query(path, query);
        self.request(method, &target).send()
    }

    /// A control route.
    pub(crate) fn control(&self, path: &str, body: &Value) -> Answer {
        self.request("POST", &format!("/sandbox/{path}")).json(body).send()
    }

    /// A control route that must work.
    pub(crate) fn steer(&self, path: &str, body: &Value) {
        let answer = self.control(path, body);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    }

    pub(crate) fn advance(&self, ms: u64) {
        self.steer("clock", &json!({ "advanceMs": ms }));
    }

    /// An instance that waits for its first code.
    pub(crate) fn create(&self) -> String {
        let answer = self.call("GET", "/api/create_instance", &[]);
        answer.json()["instance_id"].as_str().expect("an id").to_owned()
    }

    /// An instance with a linked phone.
    pub(crate) fn linked(&self, phone: &str) -> String {
        let id = self.create();
        self.call("GET", "/api/get_qrcode", &[("instance_id", &id)]);
        self.steer(&format!("instances/{id}/scan"), &json!({ "phone": phone }));
        id
    }

    /// The instance as the control routes show it.
    pub(crate) fn state(&self, id: &str) -> Value {
        let state = self.get("/sandbox/state").json();
        let instances = state["instances"].as_array().expect("instances").clone();
        instances.into_iter().find(|instance| instance["id"] == id).expect("the instance")
    }

    pub(crate) fn messages(&self) -> Vec<Value> {
        self.get("/sandbox/messages").json()["messages"].as_array().expect("messages").clone()
    }

    pub(crate) fn requests(&self) -> Vec<Value> {
        self.get("/sandbox/requests").json()["requests"].as_array().expect("requests").clone()
    }

    /// A text by the classic gateway's form.
    pub(crate) fn send_text(&self, id: &str, number: &str, text: &str) -> Option<Answer> {
        let fields = [("access_token", TOKEN), ("instance_id", id), ("number", number), ("message", text)];
        self.request("POST", "/api/send").form(&fields).try_send()
    }
}

/// `path` with the token and `query`. An `access_token` in `query` takes the place of the real one.
pub(crate) fn with_query(path: &str, query: &[(&str, &str)]) -> String {
    let mut fields = vec![("access_token", TOKEN)];
    fields.extend_from_slice(query);
    format!("{path}?{}", encode(&fields))
}
