//! Linking a phone, for JavaScript: until it is linked, or step by step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Date, Function, Object, Promise, Reflect, Symbol};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::call::{Core, signal};
use super::hand_over::function;
use crate::client::Memory;
use crate::endpoint::{get_qrcode, reconnect};
use crate::error::{Error, Fault, Result};
use crate::gateway::Gateway;
use crate::linking::{Linking, Runtime, Told};
use crate::login::{DEFAULT_TIMEOUT_MS, Login};
use crate::options::Options;
use crate::plain::Plain;
use crate::settings::{LOGIN_OPTIONS, WAIT_OPTIONS};
use crate::state::State;
use crate::web::{Scope, Web, make_error, promise, property, to_js};

/// How long a page may be hidden before its login rests, in milliseconds.
const REST_AFTER_MS: f64 = 60_000.0;

/// The options of a login, read.
struct LoginOptions {
    on_qr: Option<Function>,
    on_state: Option<Function>,
    signal: Option<AbortSignal>,
    timeout_ms: f64,
    pairing: bool,
}

impl LoginOptions {
    fn read(options: JsValue, known: &str) -> Result<Self> {
        let options = Options::new(options, "options", known)?;
        Ok(Self {
            on_qr: function(&options, "onQr")?,
            on_state: function(&options, "onState")?,
            signal: signal(&options)?,
            timeout_ms: options.timeout_ms()?.unwrap_or(DEFAULT_TIMEOUT_MS),
            pairing: options.flag("pairing", false)?,
        })
    }
}

/// What a person wishes meanwhile.
#[derive(Default)]
struct Person {
    wants_code: Cell<bool>,
    has_ended_it: Cell<bool>,
}

/// One login on the JavaScript engine.
struct Page {
    core: Rc<Core>,
    /// The whole login's life; each call within has its own.
    scope: Rc<Scope>,
    person: Rc<Person>,
}

impl Page {
    fn new(core: &Rc<Core>, person: &Rc<Person>, caller: Option<AbortSignal>) -> Self {
        // The login itself watches its deadline; the scope is for the caller's signal.
        let scope = Scope::new(f64::INFINITY, caller);
        scope.watch();
        Self { core: Rc::clone(core), scope: Rc::new(scope), person: Rc::clone(person) }
    }

    fn is_long_away(&self) -> bool {
        Date::now() - self.scope.away_since() >= REST_AFTER_MS
    }
}

impl Runtime for Page {
    type Transport = Web;

    fn gateway(&self) -> &Gateway {
        &self.core.settings.gateway
    }

    fn memory(&self) -> &Memory {
        &self.core.memory
    }

    fn open(&self, timeout_ms: f64) -> Web {
        self.scope.forget();
        self.core.transport(self.scope.child(timeout_ms), 0)
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    async fn pause(&self, ms: f64) -> std::result::Result<(), Fault> {
        self.scope.pause(ms).await.map_err(|(fault, _)| fault)
    }

    async fn attend(&self) -> std::result::Result<bool, Fault> {
        let was_away = self.is_long_away();
        while self.is_long_away() {
            self.pause(f64::from(i32::MAX)).await?;
        }
        Ok(was_away)
    }

    fn wants_code(&self) -> bool {
        self.person.wants_code.take()
    }
}

/// Walks a login to its end.
pub(super) fn wait(core: Rc<Core>, instance_id: String, options: JsValue) -> Promise {
    let options = LoginOptions::read(options, WAIT_OPTIONS);
    promise(async move {
        let options = options.map_err(|error| make_error(error, None))?;
        let page = Page::new(&core, &Rc::default(), options.signal);
        let login = Login::new(page.now(), options.timeout_ms);
        let mut linking = Linking::new(page, login, &instance_id);
        let call =
            |function: Option<&Function>, path: &str, value: JsValue| -> std::result::Result<(), JsValue> {
                let told = function.map(|function| function.call1(&JsValue::UNDEFINED, &value));
                told.transpose().map(|_| ()).map_err(|thrown| {
                    let why = "threw, so the login was given up";
                    make_error(Error::invalid(path.to_owned(), "callback_threw", why), Some(thrown))
                })
            };
        while let Some(told) = linking.next().await {
            match told {
                Ok(Told::State(state)) => {
                    call(options.on_state.as_ref(), "options.onState", to_js(Plain::from(state)))?
                }
                Ok(Told::Code(code)) => call(options.on_qr.as_ref(), "options.onQr", to_js(code))?,
                Ok(Told::Linked(linked)) => return Ok(to_js(linked)),
                Err(error) => return Err(make_error(error, linking.runtime().scope.cause())),
            }
        }
        Ok(JsValue::UNDEFINED)
    })
}

/// A login that is walked step by step: an async iterator.
#[wasm_bindgen(js_name = Login)]
pub struct Steps {
    core: Rc<Core>,
    person: Rc<Person>,
    walk: Rc<RefCell<Walk>>,
    /// Settles with the last step that was asked for: one waits for the other.
    last: RefCell<Promise>,
}

/// How far an iterator is.
enum Walk {
    /// Nobody has asked for a step.
    Due(LoginOptions, String),
    /// It waits to be asked for the next one.
    Paused(Box<Linking<Page>>),
    /// It takes a step, which the scope ends.
    Going(Rc<Scope>),
    Over,
}

/// What a step of an iterator is.
enum Step {
    Code(get_qrcode::Response),
    Linked(reconnect::Response),
    State(State),
}

impl From<Step> for Plain {
    fn from(step: Step) -> Self {
        match step {
            Step::Code(code) => code.into(),
            Step::Linked(linked) => linked.into(),
            Step::State(state) => Self::Object(vec![("state", state.into())]),
        }
    }
}

/// Makes the iterator of a login, which begins with the first step.
pub(super) fn steps(core: &Rc<Core>, instance_id: String, options: JsValue) -> Result<JsValue> {
    let options = LoginOptions::read(options, LOGIN_OPTIONS)?;
    let steps = JsValue::from(Steps {
        core: Rc::clone(core),
        person: Rc::default(),
        walk: Rc::new(RefCell::new(Walk::Due(options, instance_id))),
        last: RefCell::new(Promise::resolve(&JsValue::UNDEFINED)),
    });
    // An iterator is its own iterable: this is the engine's own function that returns `this`.
    let itself = property(&Object::new(), "valueOf");
    // A fresh object takes every property.
    let _ = Reflect::set(&steps, &Symbol::async_iterator(), &itself);
    Ok(steps)
}

#[wasm_bindgen(js_class = Login)]
impl Steps {
    /// The next step.
    pub fn next(&self) -> Promise {
        let (core, person, walk) = (Rc::clone(&self.core), Rc::clone(&self.person), Rc::clone(&self.walk));
        let before = self.last.borrow().clone();
        let next = promise(async move {
            // How the step before ended is told there.
            let _ = Scope::new(f64::INFINITY, None).wait(&before).await;
            let mut linking = match walk.replace(Walk::Over) {
                Walk::Due(options, instance_id) => {
                    let page = Page::new(&core, &person, options.signal);
                    let begin = if options.pairing { Login::without_codes } else { Login::new };
                    let login = begin(page.now(), options.timeout_ms);
                    Box::new(Linking::new(page, login, &instance_id))
                }
                Walk::Paused(linking) => linking,
                Walk::Going(_) | Walk::Over => return Ok(done()),
            };
            walk.replace(Walk::Going(Rc::clone(&linking.runtime().scope)));
            let step = step(&mut linking).await;
            let goes_on = step.as_ref().is_ok_and(|step| !matches!(step, None | Some(Step::Linked(_))));
            let has_ended_it = person.has_ended_it.get();
            let cause = linking.runtime().scope.cause();
            walk.replace(if goes_on && !has_ended_it { Walk::Paused(linking) } else { Walk::Over });
            match step {
                Ok(Some(step)) if !has_ended_it => Ok(result(&to_js(step), false)),
                Err(error) if !has_ended_it => Err(make_error(error, cause)),
                _ => Ok(done()),
            }
        });
        *self.last.borrow_mut() = next.clone();
        next
    }

    /// Ends the login.
    #[wasm_bindgen(js_name = "return")]
    pub fn end(&self) -> Promise {
        self.person.has_ended_it.set(true);
        if let Walk::Going(scope) = self.walk.replace(Walk::Over) {
            scope.end();
        }
        Promise::resolve(&done())
    }

    /// Asks for another code now.
    pub fn refresh(&self) {
        self.person.wants_code.set(true);
        if let Walk::Going(scope) = &*self.walk.borrow() {
            scope.stir();
        }
    }
}

async fn step(linking: &mut Linking<Page>) -> Result<Option<Step>> {
    loop {
        return Ok(match linking.next().await.transpose()? {
            // They are told with all that is known of the code, and of the phone.
            Some(Told::State(State::Scan | State::Connected)) => continue,
            Some(Told::State(state)) => Some(Step::State(state)),
            Some(Told::Code(code)) => Some(Step::Code(code)),
            Some(Told::Linked(linked)) => Some(Step::Linked(linked)),
            None => None,
        });
    }
}

fn done() -> JsValue {
    result(&JsValue::UNDEFINED, true)
}

fn result(value: &JsValue, done: bool) -> JsValue {
    let result = Object::new();
    for (key, value) in [("value", value), ("done", &done.into())] {
        // A fresh object takes every property.
        let _ = Reflect::set(&result, &key.into(), value);
    }
    result.into()
}
