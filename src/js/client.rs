//! The client that `createClient` returns.

use std::rc::Rc;

use js_sys::{Function, Promise, global};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::call::{Core, boxed};
use super::hand_over::function;
use super::instance::Instance;
use crate::client::Memory;
use crate::endpoint::{create_instance, create_session};
use crate::error::{Error, Result};
use crate::json::{Json, Kind};
use crate::options::Options;
use crate::settings::{CLIENT_OPTIONS, Settings, instance_id};
use crate::web::{Token, attach, make_error};

/// A connection to one gateway account.
#[wasm_bindgen]
pub struct Client {
    core: Rc<Core>,
}

#[wasm_bindgen]
impl Client {
    /// Checks the options; `engine` is what `pkg-template/entry/engine.js` makes.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands options over by value")]
    pub fn new(options: JsValue, engine: Engine) -> std::result::Result<Self, JsValue> {
        attach(engine);
        match read(options) {
            Ok((settings, token, fetch, on_event)) => {
                let core = Core { settings, memory: Memory::default(), token, fetch, on_event };
                Ok(Self { core: Rc::new(core) })
            }
            Err(error) => Err(make_error(error, None)),
        }
    }

    /// Starts a new instance.
    #[wasm_bindgen(js_name = createSession)]
    pub fn create_session(&self, options: JsValue, call_options: JsValue) -> Promise {
        let name = Options::new(options, "options", "name").and_then(|options| options.required_text("name"));
        let call = if self.core.settings.gateway.has_create_session {
            boxed(name.map(|name| create_session::Request { name }))
        } else {
            boxed(name.map(|name| create_instance::Request { name: Some(name) }))
        };
        self.core.call(call, call_options)
    }

    /// Makes an instance.
    #[wasm_bindgen(js_name = createInstance)]
    pub fn create_instance(&self, call_options: JsValue) -> Promise {
        self.core.endpoint(create_instance::Request::default(), call_options)
    }

    /// The instance with this id.
    ///
    /// # Errors
    /// `invalid_argument` when the id is no text.
    pub fn instance(&self, id: &JsValue) -> std::result::Result<Instance, JsValue> {
        match instance_id(id) {
            Ok(id) => Ok(Instance::new(Rc::clone(&self.core), id)),
            Err(error) => Err(make_error(error, None)),
        }
    }

    /// Makes a call by hand.
    pub fn call(&self, options: JsValue, call_options: JsValue) -> Promise {
        self.core.call(boxed(Settings::raw_call(options)), call_options)
    }
}

fn read(options: JsValue) -> Result<(Settings, Token, Option<Function>, Option<Function>)> {
    let options = Options::new(options, "options", CLIENT_OPTIONS)?;
    let settings = Settings::read(&options)?;
    if settings.gateway.is_relative() && JsValue::from(global()).get("location").is_none() {
        return Err(Error::invalid(
            "options.gateway.relay".to_owned(),
            "relative_without_page",
            "must be an absolute URL where there is no page",
        ));
    }
    let token = if settings.gateway.is_relay { no_token(&options)? } else { token(&options)? };
    Ok((settings, token, function(&options, "fetch")?, function(&options, "onEvent")?))
}

/// A relay has the token, and a page that has one too has it for nothing.
fn no_token(options: &Options<JsValue>) -> Result<Token> {
    if options.get("accessToken").is_some() {
        return Err(options.refuse(
            "accessToken",
            "token_beside_relay",
            "is the relay's business: leave it out",
        ));
    }
    Ok(Token::Elsewhere)
}

fn token(options: &Options<JsValue>) -> Result<Token> {
    let may_be_literal = options.flag("dangerouslyAllowBrowser", false)?;
    match options.get("accessToken") {
        Some(value) if value.is_function() => Ok(Token::Ask(value.into())),
        Some(value) if !matches!(value.kind(), Kind::Text | Kind::Null) => Err(options.refuse(
            "accessToken",
            "wrong_type",
            "must be a string or a function that returns one",
        )),
        _ => {
            let token = options.required_text("accessToken")?;
            if is_page() && !may_be_literal {
                return Err(options.refuse(
                    "accessToken",
                    "token_in_browser",
                    "is the whole account, and everybody who opens this page could read it: keep it on your server \
                     behind a relay and call that, or set dangerouslyAllowBrowser if nobody else opens this page",
                ));
            }
            Ok(Token::Literal(token))
        }
    }
}

/// Whether this runs in a page that somebody opened.
fn is_page() -> bool {
    let global: JsValue = global().into();
    ["window", "document"].iter().all(|key| global.get(key).is_some_and(|value| value.is_object()))
}
