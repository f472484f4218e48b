//! Running a call for JavaScript: its options, its promise, its error.

use std::rc::Rc;

use js_sys::{Function, JSON, Promise};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::client::{Heard, Memory, exchange};
use crate::endpoint::{Carrier, Endpoint, Plan, raw};
use crate::error::{Error, Result};
use crate::gateway::Gateway;
use crate::json::{Json, Kind};
use crate::media;
use crate::options::Options;
use crate::plain::Plain;
use crate::reason::Reason;
use crate::relayed::is_key;
use crate::settings::{CALL_OPTIONS, Settings};
use crate::web::{Scope, Token, Web, make_error, promise, to_js};

/// What a client and its instances share.
pub(super) struct Core {
    pub(super) settings: Settings,
    pub(super) memory: Memory,
    pub(super) token: Token,
    pub(super) fetch: Option<Function>,
    pub(super) on_event: Option<Function>,
}

/// The options of one call, read.
pub(super) struct CallOptions {
    pub(super) signal: Option<AbortSignal>,
    pub(super) timeout_ms: Option<f64>,
    pub(super) max_retries: Option<u32>,
    key: Option<String>,
}

/// A call, whatever its endpoint: what to send, and the result for JavaScript.
pub(super) trait Call {
    fn plan(&self) -> Plan;
    fn read(&self, heard: &Heard<'_>) -> std::result::Result<JsValue, Reason>;
}

impl<E> Call for E
where
    E: Endpoint,
    E::Response: Into<Plain>,
{
    fn plan(&self) -> Plan {
        Endpoint::plan(self)
    }

    fn read(&self, heard: &Heard<'_>) -> std::result::Result<JsValue, Reason> {
        match heard {
            Heard::Gateway(answer, _) => Endpoint::read(self, answer).map(to_js),
            Heard::Relay(result) => parsed(result.as_str()),
        }
    }
}

impl Call for raw::Request {
    fn plan(&self) -> Plan {
        Self::plan(self)
    }

    fn read(&self, heard: &Heard<'_>) -> std::result::Result<JsValue, Reason> {
        match heard {
            Heard::Gateway(answer, _) => parsed(Self::read(answer)?),
            Heard::Relay(result) => parsed(result.as_str()),
        }
    }
}

/// What a JSON text is to the engine; nothing, for which JSON has only `null`, is `undefined`.
fn parsed(text: &str) -> std::result::Result<JsValue, Reason> {
    let value = JSON::parse(text).map_err(|_| Reason::NotJson)?;
    Ok(if value.is_null() { JsValue::UNDEFINED } else { value })
}

impl CallOptions {
    pub(super) fn read(value: JsValue) -> Result<Self> {
        let options = Options::new(value, "callOptions", CALL_OPTIONS)?;
        Ok(Self {
            signal: signal(&options)?,
            timeout_ms: options.timeout_ms()?,
            max_retries: options.max_retries()?,
            key: options.text("idempotencyKey")?,
        })
    }

    /// Refuses a key that could not do what it is for.
    fn check_key(&self, plan: &Plan, gateway: &Gateway) -> Result<()> {
        let Some(key) = &self.key else {
            return Ok(());
        };
        let refuse = |reason, why| Err(Error::invalid("callOptions.idempotencyKey".to_owned(), reason, why));
        if !gateway.is_relay {
            return refuse("key_without_relay", "needs a relay: the gateway itself knows no keys");
        }
        if plan.meta.carrier != Carrier::Body || plan.is_raw() {
            return refuse("key_of_no_send", "is for sendText and sendMedia only");
        }
        if !is_key(key) {
            return refuse("bad_key", "must be 8 to 200 printable ASCII characters without spaces");
        }
        Ok(())
    }
}

/// The option `signal`: an `AbortSignal`, also one of another realm.
pub(super) fn signal(options: &Options<JsValue>) -> Result<Option<AbortSignal>> {
    let Some(value) = options.get("signal") else {
        return Ok(None);
    };
    let is_signal = value.get("aborted").is_some_and(|aborted| aborted.kind() == Kind::Flag)
        && value.get("addEventListener").is_some_and(|add| add.is_function());
    if !is_signal {
        return Err(options.refuse("signal", "wrong_type", "must be an AbortSignal"));
    }
    Ok(Some(value.unchecked_into()))
}

/// A call by its trait, so that running it is compiled once.
pub(super) fn boxed<C: Call + 'static>(request: Result<C>) -> Result<Box<dyn Call>> {
    request.map(|request| Box::new(request) as _)
}

impl Core {
    /// Makes a call and reads its answer.
    ///
    /// Options are read before this returns, so that changing them afterwards changes nothing.
    pub(super) fn call(self: &Rc<Self>, call: Result<Box<dyn Call>>, call_options: JsValue) -> Promise {
        let ready = call.and_then(|call| {
            let (plan, options) = (call.plan(), CallOptions::read(call_options)?);
            options.check_key(&plan, &self.settings.gateway)?;
            Ok((call, plan, options))
        });
        let core = Rc::clone(self);
        promise(async move {
            let (call, plan, options) = ready.map_err(|error| make_error(error, None))?;
            let settings = &core.settings;
            let timeout_ms = options
                .timeout_ms
                .or(settings.timeout_ms)
                .unwrap_or_else(|| settings.gateway.timeout_ms(&plan));
            let scope = Scope::new(timeout_ms, options.signal);
            let mut web = core.transport(scope, options.max_retries.unwrap_or(settings.max_retries));
            web.key = options.key;
            let mut result = JsValue::UNDEFINED;
            exchange(&settings.gateway, &core.memory, &web, &plan, &mut |heard| {
                result = call.read(&heard)?;
                Ok(())
            })
            .await
            .map_err(|error| make_error(error, web.scope.cause()))?;
            Ok(result)
        })
    }

    /// Makes the call of an endpoint.
    pub(super) fn endpoint<C: Call + 'static>(self: &Rc<Self>, request: C, call_options: JsValue) -> Promise {
        self.call(Ok(Box::new(request)), call_options)
    }

    /// The transport of one call.
    pub(super) fn transport(&self, scope: Scope, max_retries: u32) -> Web {
        let (fetch, token, on_event) = (self.fetch.clone(), self.token.clone(), self.on_event.clone());
        Web { scope, fetch, token, max_retries, on_event, key: None, of_relay: false }
    }

    /// Tells what will become of a media URL.
    pub(super) fn warn_of_media(&self, endpoint: &'static str, url: &str) {
        let Some(on_event) = &self.on_event else {
            return;
        };
        for warning in media::warnings(url) {
            let event = Plain::Object(vec![
                ("type", "warning".into()),
                ("code", warning.code.into()),
                ("message", warning.message.into()),
                ("endpoint", endpoint.into()),
            ]);
            // What the caller's function does wrong is not the message's fault.
            let _ = on_event.call1(&JsValue::UNDEFINED, &to_js(event));
        }
    }
}
