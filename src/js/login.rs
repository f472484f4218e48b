//! Waiting for a phone to be linked.

use std::rc::Rc;

use js_sys::{Date, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;

use super::call::{Core, function, signal};
use crate::endpoint::get_qrcode;
use crate::error::{Error, Fault, Result};
use crate::login::{DEFAULT_TIMEOUT_MS, Runtime, drive};
use crate::options::Options;
use crate::settings::LOGIN_OPTIONS;
use crate::state::State;
use crate::web::{Scope, Web, sleep, to_js};

/// The options of `waitForLogin`, read.
struct LoginOptions {
    on_qr: Option<Function>,
    on_state: Option<Function>,
    signal: Option<AbortSignal>,
    timeout_ms: f64,
}

/// One login on the JavaScript engine.
struct Page {
    core: Rc<Core>,
    /// The whole login's life; each call within has its own.
    scope: Scope,
    options: LoginOptions,
}

/// Walks a login to its end.
pub(super) fn wait(core: Rc<Core>, instance_id: String, options: JsValue) -> Promise {
    let options = read(options);
    future_to_promise(async move {
        let options = options.map_err(|error| core.error(&error, None))?;
        let timeout_ms = options.timeout_ms;
        // The login itself watches its deadline; the scope is for the caller's signal.
        let scope = Scope::new(f64::from(i32::MAX), options.signal.clone())
            .map_err(|error| core.error(&error, None))?;
        let page = Page { core: Rc::clone(&core), scope, options };
        drive(&core.settings.gateway, &core.memory, &page, &instance_id, timeout_ms)
            .await
            .map(|linked| to_js(&linked))
            .map_err(|error| core.error(&error, page.scope.cause()))
    })
}

fn read(options: JsValue) -> Result<LoginOptions> {
    let options = Options::new(options, "options", LOGIN_OPTIONS)?;
    Ok(LoginOptions {
        on_qr: function(&options, "onQr")?,
        on_state: function(&options, "onState")?,
        signal: signal(&options)?,
        timeout_ms: options.timeout_ms()?.unwrap_or(DEFAULT_TIMEOUT_MS),
    })
}

impl Page {
    fn tell(&self, function: Option<&Function>, path: &str, value: &JsValue) -> Result<()> {
        let Some(function) = function else {
            return Ok(());
        };
        function.call1(&JsValue::UNDEFINED, value).map(|_| ()).map_err(|thrown| {
            self.scope.keep(thrown);
            Error::invalid(path.to_owned(), "callback_threw", "threw, so the login was given up")
        })
    }
}

impl Runtime for Page {
    type Transport = Web;

    fn open(&self, timeout_ms: f64) -> Result<Web> {
        self.scope.forget();
        Ok(self.core.transport(self.scope.child(timeout_ms)?, 0))
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    async fn pause(&self, ms: f64) -> std::result::Result<(), Fault> {
        sleep(&self.scope, ms).await
    }

    fn on_code(&self, code: &get_qrcode::Response) -> Result<()> {
        self.tell(self.options.on_qr.as_ref(), "options.onQr", &to_js(code))
    }

    fn on_state(&self, state: State) -> Result<()> {
        self.tell(self.options.on_state.as_ref(), "options.onState", &to_js(&state))
    }
}
