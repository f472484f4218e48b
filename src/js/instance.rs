//! One WhatsApp account on the gateway.

use std::rc::Rc;

use js_sys::{Date, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call::{Call, Core, boxed};
use super::login;
use crate::client::Heard;
use crate::endpoint::{
    Plan, get_groups, get_paircode, get_qrcode, logout, reboot, reconnect, reset_instance,
};
use crate::error::Result;
use crate::reason::Reason;
use crate::settings::{Message, Settings};
use crate::web::{make_error, to_js};

/// One WhatsApp account on the gateway.
#[wasm_bindgen]
pub struct Instance {
    core: Rc<Core>,
    id: String,
}

impl Instance {
    pub(super) const fn new(core: Rc<Core>, id: String) -> Self {
        Self { core, id }
    }

    fn send(&self, message: Result<Message>, call_options: JsValue) -> Promise {
        let call = message.map(|message| -> Box<dyn Call> {
            match message {
                Message::Text(request) => Box::new(request),
                Message::GroupText(request) => Box::new(request),
                Message::Media(request) => {
                    self.core.warn_of_media("send", &request.media_url);
                    Box::new(request)
                }
                Message::GroupMedia(request) => {
                    self.core.warn_of_media("send_group", &request.media_url);
                    Box::new(request)
                }
            }
        });
        self.core.call(call, call_options)
    }
}

/// The call of `qrCode`: it dates the code, and looks at what its image shows.
struct Code(get_qrcode::Request);

impl Call for Code {
    fn plan(&self) -> Plan {
        Call::plan(&self.0)
    }

    fn read(&self, heard: &Heard<'_>) -> std::result::Result<JsValue, Reason> {
        let code = match heard {
            Heard::Gateway(answer, token) => self.0.read_code(answer, token),
            Heard::Relay(_) => self.0.hear(heard),
        };
        code.map(|code| to_js(code.dated(Date::now())))
    }
}

#[wasm_bindgen]
impl Instance {
    /// The instance's id.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> JsValue {
        self.id.as_str().into()
    }

    /// Asks for a QR code once.
    #[wasm_bindgen(js_name = qrCode)]
    pub fn qr_code(&self, call_options: JsValue) -> Promise {
        self.core.endpoint(Code(get_qrcode::Request { instance_id: self.id.clone() }), call_options)
    }

    /// Shows codes until a phone is linked.
    #[wasm_bindgen(js_name = waitForLogin)]
    pub fn wait_for_login(&self, options: JsValue) -> Promise {
        login::wait(Rc::clone(&self.core), self.id.clone(), options)
    }

    /// Links a phone step by step.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    pub fn login(&self, options: JsValue) -> std::result::Result<JsValue, JsValue> {
        login::steps(&self.core, self.id.clone(), options).map_err(|error| make_error(error, None))
    }

    /// Where the instance stands.
    pub fn status(&self, call_options: JsValue) -> Promise {
        self.core.endpoint(reconnect::Request { instance_id: self.id.clone() }, call_options)
    }

    /// Sends a text.
    #[wasm_bindgen(js_name = sendText)]
    pub fn send_text(&self, options: JsValue, call_options: JsValue) -> Promise {
        self.send(self.core.settings.text_message(&self.id, options), call_options)
    }

    /// Sends a file.
    #[wasm_bindgen(js_name = sendMedia)]
    pub fn send_media(&self, options: JsValue, call_options: JsValue) -> Promise {
        self.send(self.core.settings.media_message(&self.id, options), call_options)
    }

    /// The groups that the gateway knows.
    pub fn groups(&self, call_options: JsValue) -> Promise {
        self.core.endpoint(get_groups::Request { instance_id: self.id.clone() }, call_options)
    }

    /// Reconnects to WhatsApp.
    pub fn reconnect(&self, call_options: JsValue) -> Promise {
        self.status(call_options)
    }

    /// Logs out, for a fresh scan.
    pub fn reboot(&self, call_options: JsValue) -> Promise {
        self.core.endpoint(reboot::Request { instance_id: self.id.clone() }, call_options)
    }

    /// Logs out, deletes the instance's data and changes its id.
    pub fn reset(&self, call_options: JsValue) -> Promise {
        self.core.endpoint(reset_instance::Request { instance_id: self.id.clone() }, call_options)
    }

    /// Unlinks the phone.
    pub fn logout(&self, call_options: JsValue) -> Promise {
        self.core.endpoint(logout::Request { instance_id: self.id.clone() }, call_options)
    }

    /// Sets where the gateway posts incoming messages.
    #[wasm_bindgen(js_name = setWebhook)]
    pub fn set_webhook(&self, options: JsValue, call_options: JsValue) -> Promise {
        self.core.call(boxed(Settings::webhook(&self.id, options)), call_options)
    }

    /// Asks for a pairing code.
    #[wasm_bindgen(js_name = pairCode)]
    pub fn pair_code(&self, options: JsValue, call_options: JsValue) -> Promise {
        let request = self
            .core
            .settings
            .phone(options)
            .map(|phone| get_paircode::Request { instance_id: self.id.clone(), phone });
        self.core.call(boxed(request), call_options)
    }
}
