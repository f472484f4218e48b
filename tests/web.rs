//! The binding in a browser page: what it hands to `fetch`, what it takes from it, and how its promises settle.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use wawp_client::js::client::Client;
use wawp_client::js::instance::Instance;

wasm_bindgen_test_configure!(run_in_browser);

/// What the package hands to the WebAssembly.
const ENGINE: &str = include_str!("../pkg-template/entry/engine.js");
const HELPERS: &str = include_str!("support/page.js");
const NONE: JsValue = JsValue::UNDEFINED;
/// Longer than any of these calls should take, in milliseconds.
const PATIENCE: u32 = 2_000;
/// The same for a login, whose pauses are those of a person.
const LOGIN: u32 = 9_000;

/// A page with a client and a gateway's double.
struct Page {
    log: Array,
    client: Client,
}

/// Evaluates an expression among the helpers.
fn js(expression: &str) -> JsValue {
    with(&NONE, expression)
}

/// Evaluates an expression among the helpers, in which `log` is this.
fn with(log: &JsValue, expression: &str) -> JsValue {
    let engine = ENGINE.replace("export ", "");
    let body = format!("{engine}\n{HELPERS}\nreturn ({expression});");
    Function::new_with_args("log", &body).call1(&NONE, log).unwrap()
}

fn create(log: &JsValue, options: &str) -> Result<Client, JsValue> {
    Client::new(with(log, options), js("newEngine(makeError)").unchecked_into())
}

/// A page whose client has these options beside its token.
fn page(options: &str) -> Page {
    let log = Array::new();
    let client = create(&log, &format!("{{ accessToken: () => 't0k3n', {options} }}")).unwrap();
    Page { log, client }
}

/// A page whose gateway always gives the answer of this expression.
fn answering(answer: &str) -> Page {
    page(&format!("fetch: gateway(log, (path) => {answer})"))
}

impl Page {
    fn instance(&self) -> Instance {
        self.client.instance(&"I".into()).unwrap()
    }

    fn send(&self, call_options: &str) -> Promise {
        self.instance()
            .send_text(js("{ to: '+84 933 313 000', text: 'hello' }"), with(&self.log, call_options))
    }

    /// What was noted, as JSON.
    fn noted(&self) -> String {
        text(&self.log)
    }

    fn requests(&self) -> u32 {
        self.log.length()
    }
}

fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().as_string().unwrap_or_else(|| "undefined".to_owned())
}

/// How a call settles.
async fn settle(promise: Promise) -> JsValue {
    settle_within(PATIENCE, promise).await
}

async fn settle_within(ms: u32, promise: Promise) -> JsValue {
    let outcome: Function = js("outcome").unchecked_into();
    let told = outcome.call2(&NONE, &promise, &ms.into()).unwrap();
    JsFuture::from(told.unchecked_into::<Promise>()).await.unwrap()
}

/// What a call resolves with, as JSON.
async fn resolved(promise: Promise) -> String {
    let told = settle(promise).await;
    value_of(&told)
}

fn value_of(told: &JsValue) -> String {
    assert!(Reflect::has(told, &"value".into()).unwrap(), "{}", text(told));
    text(&get(told, "value"))
}

/// How a call fails: these of its fields, one space apart.
async fn failed(promise: Promise, fields: &[&str]) -> String {
    let told = settle(promise).await;
    assert_eq!(get(&told, "isError"), true, "{}", text(&told));
    assert_eq!(get(&told, "isQuick"), true, "{}", text(&told));
    show(&told, fields)
}

fn show(value: &JsValue, fields: &[&str]) -> String {
    let words = fields.iter().map(|field| {
        let field = get(value, field);
        field.as_string().unwrap_or_else(|| text(&field))
    });
    words.collect::<Vec<_>>().join(" ")
}

fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap()
}

async fn pause(ms: u32) {
    let promise: Promise = js(&format!("sleep({ms})")).unchecked_into();
    JsFuture::from(promise).await.unwrap();
}

/// What is known about a call that failed.
const KNOWN: &[&str] = &["code", "delivery", "attempts"];
/// The same with the message of its cause.
const WITH_CAUSE: &[&str] = &["code", "delivery", "attempts", "cause"];

const SENT: &str = r#"{"state":"sent","id":"BAE5","to":"84933313000","at":1686646368000}"#;

#[wasm_bindgen_test]
async fn a_text_to_a_person() {
    let page = answering("json(sent)");
    assert_eq!(resolved(page.send("undefined")).await, SENT);
    assert_eq!(
        page.noted(),
        "[{\"method\":\"POST\",\"url\":\"https://app.wawp.net/api/send\",\"type\":\"application/json\",\
         \"redirect\":\"manual\",\"cache\":\"no-store\",\"body\":\"{\\\"number\\\":\\\"84933313000\\\",\
         \\\"type\\\":\\\"text\\\",\\\"message\\\":\\\"hello\\\",\\\"instance_id\\\":\\\"I\\\",\
         \\\"access_token\\\":\\\"t0k3n\\\"}\"}]"
    );
}

#[wasm_bindgen_test]
async fn a_text_to_a_group() {
    let page = answering("json(sent)");
    for to in ["'120363290960123456@g.us'", "{ group: '120363290960123456' }"] {
        let options = js(&format!("{{ to: {to}, text: 'x' }}"));
        assert_eq!(resolved(page.instance().send_text(options, NONE)).await, SENT);
        let request = page.log.pop();
        assert_eq!(
            show(&request, &["url", "body"]),
            "https://app.wawp.net/api/send_group?group_id=120363290960123456%40g.us \
             {\"group_id\":\"120363290960123456@g.us\",\"type\":\"text\",\"message\":\"x\",\"instance_id\":\"I\",\
             \"access_token\":\"t0k3n\"}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_form_of_a_classic_gateway() {
    let page =
        page("gateway: { baseUrl: 'http://localhost:8787/api' }, fetch: gateway(log, () => json(sent))");
    let options =
        js("{ to: '84933313000', mediaUrl: 'https://a.example/b.png', caption: 'a&b', filename: 'c d' }");
    assert_eq!(resolved(page.instance().send_media(options, NONE)).await, SENT);
    assert_eq!(
        show(&page.log.pop(), &["method", "url", "type", "body"]),
        "POST http://localhost:8787/api/send application/x-www-form-urlencoded \
         number=84933313000&type=media&message=a%26b&media_url=https%3A%2F%2Fa.example%2Fb.png&instance_id=I&\
         filename=c+d&access_token=t0k3n"
    );
    let _ = settle(page.instance().status(NONE)).await;
    assert_eq!(
        show(&page.log.pop(), &["method", "url", "type", "body"]),
        "GET http://localhost:8787/api/reconnect?instance_id=I&access_token=t0k3n  "
    );
}

#[wasm_bindgen_test]
async fn what_unicode_has_no_word_for_is_replaced() {
    let page = answering("json(sent)");
    let options = js(r#"{ to: "84933313000", text: "a\ud800b\udc00 \ufffd \ud83d\ude00 \u0000 \u2028" }"#);
    assert_eq!(resolved(page.instance().send_text(options, NONE)).await, SENT);
    let body = JSON::parse(&get(&page.log.pop(), "body").as_string().unwrap()).unwrap();
    assert_eq!(show(&body, &["message"]), "a\u{fffd}b\u{fffd} \u{fffd} \u{1f600} \u{0} \u{2028}");
}

#[wasm_bindgen_test]
async fn results_are_plain_objects() {
    let page = answering(
        "json({ createSession: { name: 'n', status: 'STARTING', config: { metadata: { instance_id: 'NEW' } } },
                create_instance: { status: 'success', instance_id: 'NEW' }, get_qrcode: code, reconnect: linked,
                get_groups: { status: 'success', data: [{ id: '120363290960123456@g.us', name: 'Team', size: 12 }] },
                reset_instance: { status: 'success' }, reboot: { status: 'success' }, logout: { status: 'success' },
                set_webhook: { status: 'success' }, get_paircode: { status: 'success', code: 'ABCD-EFGH' },
                number_verify: { status: true, message: [{ exists: true }] }, send: sent }[path])",
    );
    let instance = page.instance();
    let is_plain: Function =
        js("(value) => Object.getPrototypeOf(value) === Object.prototype").unchecked_into();
    for (promise, wanted) in [
        (
            page.client.create_session(js("{ name: 'n' }"), NONE),
            r#"{"instanceId":"NEW","name":"n","state":"starting"}"#,
        ),
        (page.client.create_instance(NONE), r#"{"instanceId":"NEW","state":"pending"}"#),
        (instance.status(NONE), r#"{"state":"connected","phone":"84987600001","name":"Shop"}"#),
        (instance.reconnect(NONE), r#"{"state":"connected","phone":"84987600001","name":"Shop"}"#),
        (instance.reset(NONE), r#"{"next":"create_instance"}"#),
        (instance.reboot(NONE), "{}"),
        (instance.pair_code(js("{ phone: '+84 933 313 000' }"), NONE), r#"{"code":"ABCD-EFGH"}"#),
        (page.send("undefined"), SENT),
        (
            page.client.call(js("{ path: 'number_verify' }"), NONE),
            r#"{"status":true,"message":[{"exists":true}]}"#,
        ),
    ] {
        let told = settle(promise).await;
        let value = get(&told, "value");
        assert_eq!(text(&value), wanted, "{}", text(&told));
        assert_eq!(is_plain.call1(&NONE, &value).unwrap(), true, "{wanted}");
    }
    assert_eq!(
        resolved(instance.groups(NONE)).await,
        r#"[{"id":"120363290960123456@g.us","name":"Team","size":12}]"#
    );
    for promise in [instance.logout(NONE), instance.set_webhook(js("{ url: 'https://a.example' }"), NONE)] {
        assert_eq!(resolved(promise).await, "undefined");
    }
    let told = settle(instance.qr_code(NONE)).await;
    let value = get(&told, "value");
    assert_eq!(show(&value, &["state", "image"]), "scan data:image/png;base64,iVBORw0KGgo=");
    let left = get(&value, "expiresAt").as_f64().unwrap() - js_sys::Date::now();
    assert!((30_000.0..=45_000.0).contains(&left), "{left}");
    assert_eq!(instance.id(), JsValue::from("I"));
}

#[wasm_bindgen_test]
async fn a_code_as_raw_bytes() {
    let page = answering("new Response(PNG, { headers: { 'content-type': 'text/html' } })");
    assert_eq!(
        resolved(page.instance().qr_code(NONE)).await,
        r#"{"state":"scan","image":"data:image/png;base64,iVBORw0KGgoA/w=="}"#
    );
}

#[wasm_bindgen_test]
async fn aborted_before_nothing_is_sent() {
    let page = answering("json(sent)");
    let promise = page.send("{ signal: aborted('enough') }");
    assert_eq!(failed(promise, WITH_CAUSE).await, "aborted not_sent 0 enough");
    // While the token is waited for.
    let waiting = self::page("accessToken: never, fetch: gateway(log, () => json(sent))");
    let promise = waiting.send("{ signal: abortingIn(20, 'enough') }");
    assert_eq!(failed(promise, WITH_CAUSE).await, "aborted not_sent 0 enough");
    // By the token's own function, which never comes to an end.
    let ending = self::page(
        "accessToken: () => (log.controller.abort('enough'), never()), fetch: gateway(log, () => json(sent))",
    );
    let promise = ending.send("{ signal: (log.controller = new AbortController()).signal }");
    assert_eq!(failed(promise, WITH_CAUSE).await, "aborted not_sent 0 enough");
    assert_eq!(page.requests() + waiting.requests() + ending.requests(), 0);
}

#[wasm_bindgen_test]
async fn aborted_meanwhile_it_may_have_gone_out() {
    // A fetch that never settles and does not look at its signal; a body that never ends.
    for fetch in ["never", "async () => endless()", "async () => ({ status: 200, text: never })"] {
        let page = page(&format!("fetch: {fetch}"));
        for (reason, cause) in [
            ("'enough'", "enough"),
            ("42", "42"),
            ("new Error('closed')", "closed"),
            ("undefined", "signal is aborted without reason"),
            ("null", "null"),
        ] {
            let promise = page.send(&format!("{{ signal: abortingIn(20, {reason}) }}"));
            assert_eq!(failed(promise, WITH_CAUSE).await, format!("aborted unknown 1 {cause}"), "{fetch}");
        }
    }
}

#[wasm_bindgen_test]
async fn an_abort_reaches_fetch() {
    let page = page(
        "fetch: (url, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => {
             log.push(signal.reason.name); reject(signal.reason); }))",
    );
    let promise = page.send("{ signal: abortingIn(20, 'enough') }");
    assert_eq!(failed(promise, WITH_CAUSE).await, "aborted unknown 1 enough");
    assert_eq!(failed(page.send("{ timeoutMs: 20 }"), KNOWN).await, "timeout unknown 1");
    assert_eq!(page.noted(), r#"["AbortError","AbortError"]"#);
}

#[wasm_bindgen_test]
async fn a_timeout_is_over_headers_and_body() {
    for fetch in ["never", "async () => endless()", "async () => ({ status: 200, arrayBuffer: never })"] {
        let page = page(&format!("fetch: {fetch}"));
        let told =
            failed(page.send("{ timeoutMs: 30 }"), &["code", "delivery", "retryable", "attempts"]).await;
        assert_eq!(told, "timeout unknown false 1", "{fetch}");
        // A call that only asks may be made again.
        let told = failed(page.instance().status(js("{ timeoutMs: 30 }")), &["code", "retryable"]).await;
        assert_eq!(told, "timeout true", "{fetch}");
    }
    // The client's own, and the token's share of it.
    let page = page("accessToken: never, timeoutMs: 30");
    assert_eq!(failed(page.send("undefined"), KNOWN).await, "timeout not_sent 0");
}

#[wasm_bindgen_test]
async fn a_signal_gets_its_listeners_back() {
    for (fetch, end) in [
        ("async () => json(sent)", ""),
        ("async () => json(says('Error'))", ""),
        ("() => { throw new Error('x') }", ""),
        ("never", "timeoutMs: 20"),
        ("never", "maxRetries: 0"),
    ] {
        let page = page(&format!("fetch: {fetch}"));
        let signal = with(&page.log, "(log.push(countingSignal()), log[0])");
        let promise = page.send(&format!("{{ signal: log[0], {end} }}"));
        if end.starts_with("maxRetries") {
            let abort: Function =
                js("(signal) => setTimeout(() => signal.abort('enough'), 20)").unchecked_into();
            abort.call1(&NONE, &signal).unwrap();
        }
        let _ = settle(promise).await;
        // Whatever holds the call is let go a turn later at most.
        pause(0).await;
        assert_eq!(get(&signal, "added"), 1, "{fetch} {end}");
        assert_eq!(get(&get(&signal, "listeners"), "size"), 0, "{fetch} {end}");
    }
}

/// A double that knows no more than it is asked for at first.
#[wasm_bindgen_test]
async fn a_signal_that_gives_no_listener_back() {
    let page = answering("json(sent)");
    let promise = page.send("{ signal: { aborted: false, addEventListener() {} } }");
    assert_eq!(resolved(promise).await, SENT);
}

#[wasm_bindgen_test]
async fn a_fetch_that_fails() {
    for (fetch, cause) in [
        ("() => { throw new Error('no') }", "no"),
        ("() => { throw 'no' }", "no"),
        ("async () => { throw new TypeError('Failed to fetch') }", "Failed to fetch"),
        ("() => Promise.reject('no')", "no"),
        ("() => Promise.reject(5)", "5"),
        ("() => Promise.reject()", "undefined"),
        ("() => Promise.reject(null)", "null"),
        ("() => Promise.reject({ message: 'no', code: 'ECONNRESET' })", "no"),
        ("async () => ({ status: 200, text() { throw new Error('no') } })", "no"),
        ("async () => ({ status: 200, arrayBuffer() { throw new Error('no') } })", "no"),
        ("async () => ({ status: 200, arrayBuffer: () => Promise.reject('no') })", "no"),
    ] {
        let page = page(&format!("fetch: {fetch}"));
        assert_eq!(
            failed(page.send("undefined"), WITH_CAUSE).await,
            format!("network unknown 1 {cause}"),
            "{fetch}"
        );
    }
}

/// A body that breaks off after the headers came, of which browsers don't say by what.
#[wasm_bindgen_test]
async fn a_body_that_breaks_off() {
    for reason in ["'no'", "5", "undefined", "new Error('no')"] {
        let page = page(&format!("fetch: async () => broken({reason})"));
        assert_eq!(failed(page.send("undefined"), KNOWN).await, "network unknown 1", "{reason}");
    }
}

/// A copy of what was thrown: what hangs on it beside that could show the token.
#[wasm_bindgen_test]
async fn a_cause_is_told_anew() {
    let page = page(
        "fetch: async (url, { body }) => {
            const cause = Object.assign(new Error(`connect ${url}`), { code: 'ECONNREFUSED', access_token: 't0k3n' });
            throw Object.assign(new RangeError('no t0k3n', { cause }), { config: { url, t0k3n: 1 }, stack: 't0k3n' });
        }, gateway: { baseUrl: 'http://localhost:8787/api' }, maxRetries: 0",
    );
    let error = JsFuture::from(page.instance().status(NONE)).await.unwrap_err();
    let cause = get(&error, "cause");
    assert_eq!(show(&cause, &["name", "message"]), "RangeError no [redacted]");
    let deeper = get(&cause, "cause");
    assert_eq!(
        show(&deeper, &["name", "code", "message"]),
        "Error ECONNREFUSED connect http://localhost:8787/api/reconnect?instance_id=I&access_token=[redacted]"
    );
    for cause in [cause, deeper] {
        let shown: Function =
            js("(cause) => JSON.stringify([Object.entries(cause), cause.stack])").unchecked_into();
        let shown = shown.call1(&NONE, &cause).unwrap().as_string().unwrap();
        assert!(!shown.contains("t0k3n"), "{shown}");
    }
}

#[wasm_bindgen_test]
async fn doubles_of_a_response() {
    for double in [
        "json(sent)",
        "{ status: 200, text: async () => JSON.stringify(sent) }",
        "{ status: 200, text: () => JSON.stringify(sent) }",
        "{ status: 200, ok: true, headers: {}, text: async () => JSON.stringify(sent) }",
        "{ status: 200, headers: { 'retry-after': '5' }, text: async () => JSON.stringify(sent) }",
        "{ status: 200, headers: new Map([['retry-after', '5']]), text: async () => JSON.stringify(sent) }",
        "{ status: 200, headers: { get() { throw 'no' } }, text: async () => JSON.stringify(sent) }",
        "{ status: 200, arrayBuffer: () => new TextEncoder().encode(JSON.stringify(sent)).buffer }",
        "{ status: 200, arrayBuffer: async () => new TextEncoder().encode(JSON.stringify(sent)) }",
    ] {
        for fetch in [format!("async () => ({double})"), format!("() => ({double})")] {
            let page = page(&format!("fetch: {fetch}"));
            assert_eq!(resolved(page.send("undefined")).await, SENT, "{fetch}");
        }
    }
}

/// Whatever a fetch gives that is no answer, the call ends, and never well.
#[wasm_bindgen_test]
async fn garbage_from_fetch() {
    for garbage in [
        "undefined",
        "null",
        "5",
        "'ok'",
        "[]",
        "{}",
        "{ status: '200' }",
        "{ status: 200 }",
        "{ status: 200, text: 'x' }",
        "{ status: 200, text: () => undefined }",
        "{ status: 200, text: async () => 5 }",
        "{ status: 200, arrayBuffer: () => null }",
        "{ status: 200, arrayBuffer: async () => 'x' }",
        "{ status: NaN, text: async () => JSON.stringify(sent) }",
        "{ get status() { throw 'no' } }",
    ] {
        let page = page(&format!("fetch: async () => ({garbage})"));
        assert_eq!(failed(page.send("undefined"), &["delivery", "attempts"]).await, "unknown 1", "{garbage}");
    }
}

#[wasm_bindgen_test]
async fn a_redirect_is_not_followed() {
    for response in [
        "{ type: 'opaqueredirect', status: 0, redirected: false, headers: new Headers(), text: async () => '' }",
        "Response.redirect('https://evil.example', 307)",
        "{ status: 200, redirected: true, text: async () => JSON.stringify(sent) }",
    ] {
        let page = page(&format!("fetch: async () => ({response})"));
        let told = failed(page.send("undefined"), &["code", "reason", "delivery", "attempts"]).await;
        assert_eq!(told, "bad_response redirected unknown 1", "{response}");
    }
}

#[wasm_bindgen_test]
async fn retry_after_in_each_form() {
    for (value, least, most) in [
        ("30", 30_000.0, 30_000.0),
        ("0", 0.0, 0.0),
        ("${new Date(Date.now() + 60000).toUTCString()}", 50_000.0, 61_000.0),
    ] {
        let page =
            answering(&format!("json({{}}, {{ status: 429, headers: {{ 'retry-after': `{value}` }} }})"));
        let told = settle(page.send("{ maxRetries: 0 }")).await;
        assert_eq!(
            show(&told, &["code", "status", "delivery", "retryable"]),
            "rate_limited 429 rejected true"
        );
        let wait = get(&told, "retryAfterMs").as_f64().unwrap_or(-1.0);
        assert!((least..=most).contains(&wait), "{value}: {wait}");
    }
    for value in ["soon", "-5", ""] {
        let page =
            answering(&format!("json({{}}, {{ status: 429, headers: {{ 'retry-after': '{value}' }} }})"));
        let told = settle(page.send("{ maxRetries: 0 }")).await;
        assert_eq!(show(&told, &["code", "retryAfterMs"]), "rate_limited undefined", "{value}");
    }
}

#[wasm_bindgen_test]
async fn an_error_is_a_plain_record() {
    let page = answering("json(says('Instance ID Invalidated'), { status: 404 })");
    let told = settle(page.send("undefined")).await;
    assert_eq!(
        text(&told),
        "{\"isError\":true,\"name\":\"WawpError\",\"code\":\"instance_invalid\",\"reason\":\"instance_invalid\",\
         \"delivery\":\"rejected\",\"retryable\":false,\"endpoint\":\"send\",\"status\":404,\
         \"body\":\"{\\\"status\\\":\\\"error\\\",\\\"message\\\":\\\"Instance ID Invalidated\\\"}\",\"attempts\":1,\
         \"message\":\"send: the instance is gone or never was: create a new one. The gateway said: \
         \\\"Instance ID Invalidated\\\". The message was not sent\",\"isQuick\":true}"
    );
}

#[wasm_bindgen_test]
async fn tokens() {
    for token in ["() => 't0k3n'", "async () => 't0k3n'", "() => ({ then: (resolve) => resolve('t0k3n') })"] {
        let page = page(&format!("accessToken: {token}, fetch: gateway(log, () => json(sent))"));
        assert_eq!(resolved(page.send("undefined")).await, SENT, "{token}");
        assert!(page.noted().contains("t0k3n"), "{token}");
    }
    // Asked before every call.
    let page = page("accessToken: () => `t${log.length}`, fetch: gateway(log, () => json(sent))");
    let _ = settle(page.send("undefined")).await;
    let _ = settle(page.send("undefined")).await;
    assert!(page.noted().contains("\\\"t0\\\"") && page.noted().contains("\\\"t1\\\""), "{}", page.noted());

    for (token, cause) in [
        ("() => { throw new Error('no') }", "no"),
        ("async () => { throw new Error('no') }", "no"),
        ("() => Promise.reject('no')", "no"),
        ("() => 5", "undefined"),
        ("async () => undefined", "undefined"),
        ("() => null", "undefined"),
        ("() => ''", "undefined"),
        ("() => ' '", "undefined"),
    ] {
        let page = self::page(&format!("accessToken: {token}, fetch: gateway(log, () => json(sent))"));
        let told =
            failed(page.send("undefined"), &["code", "path", "reason", "delivery", "attempts", "cause"])
                .await;
        let wanted = format!("invalid_argument options.accessToken token_unavailable not_sent 0 {cause}");
        assert_eq!(told, wanted, "{token}");
        assert_eq!(page.requests(), 0);
    }
}

#[wasm_bindgen_test]
async fn the_token_is_in_no_error_and_no_cause() {
    // Some libraries quote the URL in what they throw.
    for fetch in [
        "async (url) => { throw new Error(`request to ${url} failed`) }",
        "async (url) => { throw `request to ${url} failed` }",
        "async (url) => { throw Object.assign(new Error('failed'), { url }) }",
        "async (url) => { throw new Error('failed', { cause: new Error(url) }) }",
        "async (url) => new Response(url, { status: 500 })",
        "async (url) => json(says(`Unknown: ${url}`))",
    ] {
        let page = page(&format!("fetch: {fetch}"));
        let error = JsFuture::from(page.instance().status(NONE)).await.unwrap_err();
        let everything: Function = js("(error) => [error, error.cause, error.cause?.cause].map((one) =>
                 [String(one), one?.stack, JSON.stringify(one), one?.url].join()).join()")
        .unchecked_into();
        let told = everything.call1(&NONE, &error).unwrap().as_string().unwrap();
        assert!(!told.contains("t0k3n"), "{fetch}: {told}");
    }
    // An address that the engine refuses, which it quotes.
    for url in ["https://gateway.example:99999/api", "https://[zz]/api", "https://gate%zzway.example/api"] {
        let options =
            format!("{{ accessToken: () => 't0k3n', gateway: {{ baseUrl: '{url}' }}, fetch: never }}");
        let Ok(client) = create(&NONE, &options) else { continue };
        let instance = client.instance(&"I".into()).unwrap();
        let told = settle(instance.status(NONE)).await;
        assert!(!text(&told).contains("t0k3n"), "{}", text(&told));
    }
}

#[wasm_bindgen_test]
fn a_literal_token_is_refused_in_a_page() {
    for options in ["{ accessToken: 't0k3n' }", "{ accessToken: 't0k3n', dangerouslyAllowBrowser: false }"] {
        let error = create(&NONE, options).err().unwrap();
        assert_eq!(
            show(&error, &["name", "code", "path", "reason", "delivery"]),
            "WawpError invalid_argument options.accessToken token_in_browser not_sent"
        );
        let message = get(&error, "message").as_string().unwrap();
        assert!(message.contains("relay") && !message.contains("t0k3n"), "{message}");
    }
    assert!(create(&NONE, "{ accessToken: 't0k3n', dangerouslyAllowBrowser: true }").is_ok());
    assert!(create(&NONE, "{ accessToken: () => 't0k3n' }").is_ok());
}

#[wasm_bindgen_test]
fn options_of_a_client() {
    for (options, path, reason) in [
        ("undefined", "options.accessToken", "required"),
        ("{}", "options.accessToken", "required"),
        ("{ accessToken: null }", "options.accessToken", "wrong_type"),
        ("{ accessToken: '' }", "options.accessToken", "empty"),
        ("{ accessToken: 5 }", "options.accessToken", "wrong_type"),
        ("{ accessToken: Promise.resolve('t') }", "options.accessToken", "wrong_type"),
        ("{ accessToken: () => 't', token: 't' }", "options.token", "unknown_option"),
        ("{ accessToken: () => 't', fetch: {} }", "options.fetch", "wrong_type"),
        ("{ accessToken: () => 't', fetch: null }", "options.fetch", "wrong_type"),
        ("{ accessToken: () => 't', onEvent: 'x' }", "options.onEvent", "wrong_type"),
        ("{ accessToken: () => 't', timeoutMs: NaN }", "options.timeoutMs", "out_of_range"),
        ("{ accessToken: () => 't', timeoutMs: Infinity }", "options.timeoutMs", "out_of_range"),
        ("{ accessToken: () => 't', timeoutMs: 5n }", "options.timeoutMs", "wrong_type"),
        ("{ accessToken: () => 't', maxRetries: NaN }", "options.maxRetries", "out_of_range"),
        ("{ accessToken: () => 't', gateway: () => {} }", "options.gateway", "unknown_gateway"),
        ("[]", "options", "wrong_type"),
        ("'t'", "options", "wrong_type"),
        ("() => {}", "options", "wrong_type"),
    ] {
        let error = create(&NONE, options).err().expect(options);
        let wanted = format!("invalid_argument {path} {reason} not_sent 0");
        assert_eq!(show(&error, &["code", "path", "reason", "delivery", "attempts"]), wanted, "{options}");
    }
    for options in [
        "{ accessToken: () => 't', fetch: undefined, gateway: undefined, timeoutMs: undefined }",
        "{ accessToken: async () => 't', gateway: 'wawp', maxRetries: 0, timeoutMs: 1, onEvent: () => {}, fetch }",
        "Object.assign(Object.create(null), { accessToken: () => 't' })",
    ] {
        assert!(create(&NONE, options).is_ok(), "{options}");
    }
}

#[wasm_bindgen_test]
async fn options_of_calls() {
    let page = answering("json(sent)");
    let options = "{ to: '84933313000', text: 'x' }";
    for (options, call_options, path, reason) in [
        (options, "{ retries: 1 }", "callOptions.retries", "unknown_option"),
        (options, "{ signal: {} }", "callOptions.signal", "wrong_type"),
        (options, "{ signal: new AbortController() }", "callOptions.signal", "wrong_type"),
        (options, "{ timeoutMs: NaN }", "callOptions.timeoutMs", "out_of_range"),
        (options, "5", "callOptions", "wrong_type"),
        ("{ to: '84933313000', text: 'x', tetx: 'y' }", "undefined", "options.tetx", "unknown_option"),
        ("{ to: 84933313000, text: 'x' }", "undefined", "options.to", "wrong_type"),
        ("{ to: new String('84933313000'), text: 'x' }", "undefined", "options.to.0", "unknown_option"),
        ("undefined", "undefined", "options.to", "required"),
        // An object without a prototype, as `querystring.parse` gives, or of another page, has options too.
        (
            "Object.assign(Object.create(null), { to: '84933313000', text: 'x', tetx: 'y' })",
            "undefined",
            "options.tetx",
            "unknown_option",
        ),
    ] {
        let promise = page.instance().send_text(js(options), js(call_options));
        let told = failed(promise, &["code", "path", "reason", "delivery", "attempts"]).await;
        assert_eq!(told, format!("invalid_argument {path} {reason} not_sent 0"), "{options} {call_options}");
    }
    let media = js("{ to: '84933313000', mediaUrl: new File(['x'], 'x.png', { type: 'image/png' }) }");
    let told = failed(page.instance().send_media(media, NONE), &["path", "reason"]).await;
    assert_eq!(told, "options.mediaUrl file_not_url");
    assert_eq!(page.requests(), 0);
    for id in ["undefined", "5", "''", "'a b'", "null", "{}"] {
        let error = page.client.instance(&js(id)).err().expect(id);
        assert_eq!(show(&error, &["code", "path"]), "invalid_argument instanceId", "{id}");
    }
}

/// What `querystring.parse` gives has no prototype: none of it may get lost.
#[wasm_bindgen_test]
async fn a_call_by_hand_sends_all_that_it_was_given() {
    let page = answering("json({ ok: true })");
    for (options, wanted) in [
        (
            "{ path: 'number_verify', query: { number: '84 1', 'é': '' } }",
            "GET https://app.wawp.net/api/number_verify?number=84+1&%C3%A9=&access_token=t0k3n  ",
        ),
        (
            "{ path: 'number_verify', query: Object.assign(Object.create(null), { number: '841' }) }",
            "GET https://app.wawp.net/api/number_verify?number=841&access_token=t0k3n  ",
        ),
        (
            "{ path: 'x', method: 'POST', query: { q: '1' }, body: { a: 'b\"', 2: 'c' } }",
            "POST https://app.wawp.net/api/x?q=1 application/json {\"2\":\"c\",\"a\":\"b\\\"\",\"access_token\":\"t0k3n\"}",
        ),
        (
            "{ path: 'x', method: 'POST', body: JSON.parse('{\"__proto__\":\"p\"}') }",
            "POST https://app.wawp.net/api/x application/json {\"__proto__\":\"p\",\"access_token\":\"t0k3n\"}",
        ),
    ] {
        assert_eq!(resolved(page.client.call(js(options), NONE)).await, r#"{"ok":true}"#);
        assert_eq!(show(&page.log.pop(), &["method", "url", "type", "body"]), wanted, "{options}");
    }
}

#[wasm_bindgen_test]
async fn options_are_read_before_the_call_returns() {
    let page =
        page("accessToken: async () => (await sleep(20), 't0k3n'), fetch: gateway(log, () => json(sent))");
    let options = js("{ to: '84933313000', text: 'before' }");
    let call_options = js("{ timeoutMs: 5000 }");
    let promise = page.instance().send_text(options.clone(), call_options.clone());
    Reflect::set(&options, &"text".into(), &"after".into()).unwrap();
    Reflect::set(&options, &"to".into(), &"84933313001".into()).unwrap();
    Reflect::set(&call_options, &"timeoutMs".into(), &1.into()).unwrap();
    assert_eq!(resolved(promise).await, SENT);
    let noted = page.noted();
    assert!(
        noted.contains("before") && !noted.contains("after") && !noted.contains("84933313001"),
        "{noted}"
    );
}

#[wasm_bindgen_test]
async fn calls_outlive_the_client_and_each_other() {
    let page = page("fetch: async () => (await sleep(20), json(sent))");
    let calls =
        [page.send("undefined"), page.send("{ signal: abortingIn(5, 'enough') }"), page.send("undefined")];
    let Page { client, .. } = page;
    drop(client);
    let [first, second, third] = calls;
    assert_eq!(failed(second, KNOWN).await, "aborted unknown 1");
    assert_eq!(resolved(first).await, SENT);
    assert_eq!(resolved(third).await, SENT);
}

/// A page whose gateway gives these answers one after the other, and whose events are noted.
fn eventful(answers: &str, options: &str) -> Page {
    page(&format!(
        "fetch: ((answers) => async () => (answers.shift())())([{answers}]), {options}
         onEvent: ({{ durationMs, delayMs, ...event }}) => log.push(
            [...Object.values(event), durationMs >= 0 ? 'took' : '', delayMs >= 0 ? 'waits' : ''].join(' '))"
    ))
}

fn notes(page: &Page) -> Vec<String> {
    page.log.iter().map(|note| note.as_string().unwrap()).collect()
}

#[wasm_bindgen_test]
async fn a_call_that_only_asks_is_made_again() {
    let answers = "() => { throw new TypeError('Failed to fetch') }, () => new Response('', { status: 503 }), () => json(linked)";
    let page = eventful(answers, "");
    assert!(resolved(page.instance().status(NONE)).await.contains("connected"));
    assert_eq!(
        notes(&page),
        [
            "request 1 reconnect 1 POST  ",
            "response 1 reconnect 1 network took ",
            "retry 1 reconnect 2 network  waits",
            "request 1 reconnect 2 POST  ",
            "response 1 reconnect 2 503 unavailable gateway_unreachable took ",
            "retry 1 reconnect 3 503 unavailable gateway_unreachable  waits",
            "request 1 reconnect 3 POST  ",
            "response 1 reconnect 3 200 took ",
        ]
    );
}

#[wasm_bindgen_test]
async fn a_send_is_made_again_only_where_nothing_was_done() {
    let limited = "() => json({}, { status: 429, headers: { 'retry-after-ms': '20' } })";
    let page = eventful(&format!("{limited}, () => json(sent)"), "");
    assert_eq!(resolved(page.send("undefined")).await, SENT);
    assert_eq!(page.requests(), 5);
    for answer in
        ["() => { throw new TypeError('Failed to fetch') }", "() => new Response('', { status: 503 })"]
    {
        let page = eventful(answer, "");
        assert!(failed(page.send("undefined"), KNOWN).await.ends_with("unknown 1"));
        assert_eq!(page.requests(), 2);
    }
    // As often as allowed, by the client or by the call.
    let page = eventful(limited, "maxRetries: 0,");
    assert_eq!(failed(page.send("undefined"), KNOWN).await, "rate_limited rejected 1");
    js("(globalThis.random = Math.random, Math.random = () => 0)");
    let page = eventful(&[limited; 4].join(","), "maxRetries: 0,");
    let told = failed(page.send("{ maxRetries: 3 }"), KNOWN).await;
    js("(Math.random = globalThis.random, delete globalThis.random)");
    assert_eq!(told, "rate_limited rejected 4");
}

/// A wait that would pass the deadline is not begun, and one that is under way ends with the call.
#[wasm_bindgen_test]
async fn a_wait_ends_with_its_call() {
    let limited = "() => json({}, { status: 429, headers: { 'retry-after': '60' } })";
    let page = eventful(limited, "");
    let told =
        failed(page.send("{ timeoutMs: 50000 }"), &["code", "delivery", "retryAfterMs", "attempts"]).await;
    assert_eq!(told, "rate_limited rejected 60000 1");
    let page = eventful(limited, "");
    let told = failed(page.send("{ signal: abortingIn(20, 'enough') }"), WITH_CAUSE).await;
    assert_eq!(told, "aborted rejected 1 enough");
    assert_eq!(notes(&page).last().unwrap(), "retry 1 send 2 429 rate_limited rate_limited  waits");
}

#[wasm_bindgen_test]
async fn warnings_are_events() {
    let media = |url: &str| js(&format!("{{ to: '84933313000', mediaUrl: '{url}' }}"));
    let page = page(
        "onEvent: (event) => event.type === 'warning' && log.push(event), fetch: async () => json(sent)",
    );
    assert_eq!(resolved(page.instance().send_media(media("https://a.example/b.png"), NONE)).await, SENT);
    assert_eq!(page.requests(), 0);
    assert_eq!(resolved(page.instance().send_media(media("http://localhost/b"), NONE)).await, SENT);
    assert_eq!(show(&page.log.get(0), &["type", "code", "endpoint"]), "warning media_host_private send");
    assert_eq!(show(&page.log.get(1), &["type", "code"]), "warning media_without_extension");
    assert!(!page.noted().contains("t0k3n"));
    // What the caller's function does wrong is not the message's fault.
    let page = self::page("onEvent: () => { throw new Error('no') }, fetch: async () => json(sent)");
    assert_eq!(resolved(page.instance().send_media(media("https://a.example/b"), NONE)).await, SENT);
}

#[wasm_bindgen_test]
async fn the_page_s_own_fetch_is_used() {
    // Only for this gateway: the test runner uses the page's fetch too.
    js("(globalThis.pageFetch = globalThis.fetch, globalThis.fetch = (url, ...rest) =>
         String(url).startsWith('https://app.wawp.net/')
             ? Promise.resolve(json(sent)) : globalThis.pageFetch(url, ...rest))");
    let told = settle(page("").send("undefined")).await;
    js("(globalThis.fetch = globalThis.pageFetch, delete globalThis.pageFetch)");
    assert_eq!(text(&get(&told, "value")), SENT, "{}", text(&told));
}

#[wasm_bindgen_test]
async fn a_login() {
    let page = page("fetch: gateway([], (path) => json(path === 'get_qrcode' ? code : linked))");
    let options = with(
        &page.log,
        "{ onQr: (qr) => log.push(qr), onState: (state) => log.push(state), timeoutMs: 10000, signal: countingSignal() }",
    );
    let signal = get(&options, "signal");
    let told = settle_within(LOGIN, page.instance().wait_for_login(options)).await;
    assert_eq!(value_of(&told), r#"{"state":"connected","phone":"84987600001","name":"Shop"}"#);
    assert_eq!(get(&get(&signal, "listeners"), "size"), 0);
    let states: Vec<String> = page.log.iter().filter_map(|noted| noted.as_string()).collect();
    assert_eq!(states, ["pending", "scan", "connected"]);
    let shown: Vec<JsValue> = page.log.iter().filter(JsValue::is_object).collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(show(&shown[0], &["state", "image"]), "scan data:image/png;base64,iVBORw0KGgo=");
    let left = get(&shown[0], "expiresAt").as_f64().unwrap() - js_sys::Date::now();
    assert!((30_000.0..=45_000.0).contains(&left), "{left}");
}

#[wasm_bindgen_test]
async fn a_login_that_ends_otherwise() {
    let codes = "fetch: gateway([], (path) => json(path === 'get_qrcode' ? code : says('This instance ID has not been activated yet')))";
    for (options, fields, wanted) in [
        ("{ signal: aborted('enough') }", WITH_CAUSE, "aborted not_sent 0 enough"),
        // In a pause.
        ("{ signal: abortingIn(200, 'enough') }", &["code", "delivery", "cause"], "aborted unknown enough"),
        ("{ timeoutMs: 200 }", &["code", "reason", "delivery"], "timeout login_timeout unknown"),
        (
            "{ onQr: () => { throw new Error('no') } }",
            &["code", "path", "reason", "cause"],
            "invalid_argument options.onQr callback_threw no",
        ),
        (
            "{ onState: () => { throw 'no' } }",
            &["code", "path", "reason", "cause"],
            "invalid_argument options.onState callback_threw no",
        ),
        ("{ onQR: () => {} }", &["code", "path", "reason"], "invalid_argument options.onQR unknown_option"),
        ("{ onQr: 5 }", &["code", "path", "reason"], "invalid_argument options.onQr wrong_type"),
        (
            "{ timeoutMs: NaN }",
            &["code", "path", "reason"],
            "invalid_argument options.timeoutMs out_of_range",
        ),
    ] {
        let page = page(codes);
        assert_eq!(failed(page.instance().wait_for_login(js(options)), fields).await, wanted, "{options}");
    }
    let page = answering("json(says('Instance ID Invalidated'))");
    let told = failed(page.instance().wait_for_login(NONE), &["code", "endpoint", "attempts"]).await;
    assert_eq!(told, "instance_invalid get_qrcode 1");
}

/// What an iterator of a login gives, noted step by step.
fn walk(page: &Page, options: &str, body: &str) -> Promise {
    let login = page.instance().login(with(&page.log, options)).unwrap();
    let walk = format!("async (login) => {{ for await (const step of login) {{ {body} }} return 'done' }}");
    with(&page.log, &walk).unchecked_into::<Function>().call1(&NONE, &login).unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn a_login_step_by_step() {
    let page = page("fetch: gateway([], (path) => json(path === 'get_qrcode' ? code : linked))");
    let walk = walk(&page, "{ timeoutMs: 10000 }", "log.push(step)");
    assert_eq!(value_of(&settle_within(LOGIN, walk).await), r#""done""#);
    let states: Vec<_> = page.log.iter().map(|step| show(&step, &["state"])).collect();
    assert_eq!(states, ["pending", "scan", "connected"]);
    assert_eq!(show(&page.log.get(1), &["image"]), "data:image/png;base64,iVBORw0KGgo=");
    assert!(get(&page.log.get(1), "expiresAt").as_f64().is_some());
    assert_eq!(show(&page.log.get(2), &["phone", "name"]), "84987600001 Shop");
}

#[wasm_bindgen_test]
async fn a_login_that_is_left_asks_no_more() {
    let waits = "gateway(log, (path) => json(path === 'get_qrcode' ? code : says('This instance ID has not been activated yet')))";
    let page = page(&format!("fetch: {waits}"));
    let walk = walk(&page, "{ signal: (log.signal = countingSignal()) }", "if (step.state === 'scan') break");
    assert_eq!(value_of(&settle_within(LOGIN, walk).await), r#""done""#);
    pause(3_000).await;
    assert_eq!(page.requests(), 1);
    assert_eq!(get(&get(&get(&page.log, "signal"), "listeners"), "size"), 0);
}

#[wasm_bindgen_test]
async fn a_step_that_is_waited_for_ends_with_its_login() {
    let waits = "gateway(log, (path) => json(path === 'get_qrcode' ? code : says('This instance ID has not been activated yet')))";
    let page = page(&format!("fetch: {waits}"));
    let login = page.instance().login(js("{ timeoutMs: 10000 }")).unwrap();
    let steps: Function = js("async (login) => {
        const first = [await login.next(), await login.next()].map(({ value }) => value.state);
        const pending = login.next();
        const ended = await login.return();
        return [...first, ended.done, (await pending).done, (await login.next()).done];
    }")
    .unchecked_into();
    let told = settle(steps.call1(&NONE, &login).unwrap().unchecked_into()).await;
    assert_eq!(value_of(&told), r#"["pending","scan",true,true,true]"#);
    // One that nobody walks asks nothing, and its caller's signal is not held.
    let page = self::page(&format!("fetch: {waits}"));
    let options = js("{ signal: countingSignal() }");
    let signal = get(&options, "signal");
    drop(page.instance().login(options).unwrap());
    pause(50).await;
    assert_eq!((page.requests(), get(&signal, "added")), (0, 0.into()));
}

#[wasm_bindgen_test]
async fn a_login_step_by_step_that_fails() {
    let page = answering("json(says('Instance ID Invalidated'))");
    let told = failed(walk(&page, "{}", "log.push(step)"), &["code", "endpoint", "attempts"]).await;
    assert_eq!(told, "instance_invalid get_qrcode 1");
    let page = answering("json(code)");
    let told = failed(walk(&page, "{ signal: abortingIn(200, 'enough') }", ""), WITH_CAUSE).await;
    assert_eq!(told, "aborted unknown 0 enough");
    for (options, wanted) in [
        ("{ pairing: 1 }", "invalid_argument options.pairing wrong_type"),
        ("{ onQr: () => {} }", "invalid_argument options.onQr unknown_option"),
    ] {
        let error = page.instance().login(js(options)).unwrap_err();
        assert_eq!(show(&error, &["code", "path", "reason"]), wanted);
    }
}

#[wasm_bindgen_test]
async fn a_wish_for_another_code() {
    let page = page(
        "fetch: gateway(log, (path) => json(path === 'get_qrcode'
            ? { ...code, base64: code.base64.replace('=', log.length) } : says('This instance ID has not been activated yet')))",
    );
    let login = page.instance().login(js("{ timeoutMs: 10000 }")).unwrap();
    let steps: Function = js("async (login) => {
        await login.next();
        const first = await login.next();
        setTimeout(() => login.refresh(), 50);
        const started = performance.now();
        const second = await login.next();
        await login.return();
        return [first.value.image !== second.value.image, performance.now() - started < 1000];
    }")
    .unchecked_into();
    let told = settle(steps.call1(&NONE, &login).unwrap().unchecked_into()).await;
    assert_eq!(value_of(&told), "[true,true]");
}

/// A failure that was waited out is not what a later one is due to.
#[wasm_bindgen_test]
async fn a_login_forgets_what_it_waited_out() {
    let page = page(
        "fetch: gateway(log, (path) => {
             if (path === 'get_qrcode') return json(code);
             if (log.length < 3) throw new Error('a moment ago');
             return json(says('Access token does not exist'));
         })",
    );
    let told = settle_within(LOGIN, page.instance().wait_for_login(NONE)).await;
    assert_eq!(show(&told, &["code", "cause"]), "unauthorized undefined");
}

/// A page behind a relay, which answers with this expression.
fn behind_relay(answer: &str) -> Page {
    let log = Array::new();
    let options = format!("{{ gateway: {{ relay: '/wawp' }}, fetch: relay(log, (call) => {answer}) }}");
    let client = create(&log, &options).unwrap();
    Page { log, client }
}

#[wasm_bindgen_test]
async fn a_relay_gets_the_call_and_its_key() {
    let page = behind_relay("result({ state: 'sent', id: 'BAE5', to: '84933313000', at: 1686646368000 })");
    assert_eq!(resolved(page.send("undefined")).await, SENT);
    assert_eq!(resolved(page.send("undefined")).await, SENT);
    assert_eq!(resolved(page.send("{ idempotencyKey: 'order-17' }")).await, SENT);
    let first = page.log.get(0);
    assert_eq!(
        show(
            &first,
            &["method", "path", "credentials", "marker", "call", "type", "number", "message", "instance_id"]
        ),
        "POST /wawp include 1 send text 84933313000 hello I"
    );
    assert!(!page.noted().contains("access_token"));
    let keys: Vec<String> = page.log.iter().map(|noted| text(&get(&noted, "key"))).collect();
    assert_eq!((keys[0].len(), &keys[2]), (34, &"\"order-17\"".to_owned()));
    assert_ne!(keys[0], keys[1]);
}

#[wasm_bindgen_test]
async fn a_relay_is_asked_again_with_the_same_key() {
    let page = behind_relay(
        "log.length === 1 ? Promise.reject(new TypeError('lost')) : log.length < 4 ? inHand() : result({ state: 'queued', to: '84933313000' })",
    );
    assert_eq!(resolved(page.send("{ maxRetries: 1 }")).await, r#"{"state":"queued","to":"84933313000"}"#);
    let keys: Vec<String> = page.log.iter().map(|noted| text(&get(&noted, "key"))).collect();
    assert!(keys.len() == 4 && keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[wasm_bindgen_test]
async fn results_of_a_relay_are_those_of_a_gateway() {
    let page = behind_relay(
        "call === 'logout' ? result(null) : call === 'get_qrcode' ? result({ state: 'scan', image: code.base64, expiresInMs: 45000 }) : result({ state: 'connected', phone: '84987600001' })",
    );
    assert_eq!(resolved(page.instance().logout(NONE)).await, "undefined");
    let code = settle(page.instance().qr_code(NONE)).await;
    let left = get(&get(&code, "value"), "expiresAt").as_f64().unwrap() - js_sys::Date::now();
    assert!((43_000.0..=45_000.0).contains(&left), "{left}");
    let told = settle_within(LOGIN, page.instance().wait_for_login(NONE)).await;
    assert_eq!(value_of(&told), r#"{"state":"connected","phone":"84987600001"}"#);
    // A relay never hands out an address.
    let page = behind_relay("result({ state: 'scan', image: 'javascript:alert(1)' })");
    assert_eq!(
        failed(page.instance().qr_code(NONE), &["code", "reason"]).await,
        "bad_response unexpected_shape"
    );
}

#[wasm_bindgen_test]
async fn errors_of_a_relay_are_those_of_a_gateway() {
    let error = "{ code: 'not_connected', reason: 'relogin_required', delivery: 'rejected', retryable: false, message: 'send: no', endpoint: 'send', status: 200, attempts: 2 }";
    let page = behind_relay(&format!("json({{ wawp: 1, error: {error} }})"));
    let fields = ["code", "reason", "delivery", "retryable", "message", "endpoint", "status", "attempts"];
    assert_eq!(
        failed(page.send("undefined"), &fields).await,
        "not_connected relogin_required rejected false send: no send 200 2"
    );
    let page = behind_relay("new Response('<!doctype html><title>Sign in</title>')");
    assert_eq!(failed(page.send("{ maxRetries: 0 }"), KNOWN).await, "unavailable unknown 1");
}

#[wasm_bindgen_test]
async fn options_of_a_client_behind_a_relay() {
    let log = Array::new();
    for (options, path) in [
        ("{ gateway: { relay: '/wawp' }, accessToken: 't' }", "options.accessToken"),
        ("{ gateway: { relay: '/wawp', baseUrl: 'https://a.example' } }", "options.gateway.baseUrl"),
        ("{ gateway: { relay: 'wawp' } }", "options.gateway.relay"),
        ("{ gateway: { relay: '//evil.example/wawp' } }", "options.gateway.relay"),
        ("{ gateway: { relay: '/wawp?x' } }", "options.gateway.relay"),
        ("{ gateway: { relay: 'http://relay.example/wawp' } }", "options.gateway.relay"),
        ("{ gateway: { relay: 7 } }", "options.gateway.relay"),
    ] {
        let error = create(&log, options).map(|_| ()).unwrap_err();
        assert_eq!(show(&error, &["code", "path"]), ["invalid_argument ", path].concat(), "{options}");
    }
    assert!(create(&log, "{ gateway: { relay: 'https://relay.example/wawp' } }").is_ok());
    let key = |key: &str| format!("{{ idempotencyKey: {key} }}");
    let page = behind_relay("result({})");
    let fields = ["code", "reason", "path", "delivery"];
    for bad in ["'short'", "'with a space'", "'x'.repeat(201)", "'schl\u{fc}ssel-17'"] {
        assert_eq!(
            failed(page.send(&key(bad)), &fields).await,
            "invalid_argument bad_key callOptions.idempotencyKey not_sent"
        );
    }
    assert_eq!(
        failed(page.send(&key("17")), &["code", "path"]).await,
        "invalid_argument callOptions.idempotencyKey"
    );
    let status = page.instance().status(js(&key("'order-17'")));
    assert_eq!(
        failed(status, &fields).await,
        "invalid_argument key_of_no_send callOptions.idempotencyKey not_sent"
    );
    assert_eq!(page.requests(), 0);
    let page = answering("json(sent)");
    assert_eq!(
        failed(page.send(&key("'order-17'")), &fields).await,
        "invalid_argument key_without_relay callOptions.idempotencyKey not_sent"
    );
}
