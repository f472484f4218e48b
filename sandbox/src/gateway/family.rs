//! The two families of calls: which routes exist, and the little that they answer differently.

use axum::http::Method;

use crate::texts;

/// A call, by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    CreateSession,
    CreateInstance,
    GetQrcode,
    GetPaircode,
    SetWebhook,
    Reboot,
    ResetInstance,
    Reconnect,
    GetGroups,
    Logout,
    Send,
    SendGroup,
}

impl Call {
    pub(crate) const ALL: [Self; 12] = [
        Self::CreateSession,
        Self::CreateInstance,
        Self::GetQrcode,
        Self::GetPaircode,
        Self::SetWebhook,
        Self::Reboot,
        Self::ResetInstance,
        Self::Reconnect,
        Self::GetGroups,
        Self::Logout,
        Self::Send,
        Self::SendGroup,
    ];

    /// Its name, which is the last segment of its path.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CreateSession => "createSession",
            Self::CreateInstance => "create_instance",
            Self::GetQrcode => "get_qrcode",
            Self::GetPaircode => "get_paircode",
            Self::SetWebhook => "set_webhook",
            Self::Reboot => "reboot",
            Self::ResetInstance => "reset_instance",
            Self::Reconnect => "reconnect",
            Self::GetGroups => "get_groups",
            Self::Logout => "logout",
            Self::Send => "send",
            Self::SendGroup => "send_group",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|call| call.name() == name)
    }

    /// Whether it was written when controllers had learned to say that JSON is JSON.
    pub(super) fn is_newer(self) -> bool {
        matches!(self, Self::GetGroups | Self::GetPaircode)
    }
}

/// The methods that a route takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Methods {
    Get,
    Post,
    Both,
}

impl Methods {
    fn allow(self, method: &Method) -> bool {
        match self {
            Self::Get => method == Method::GET,
            Self::Post => method == Method::POST,
            Self::Both => method == Method::GET || method == Method::POST,
        }
    }
}

/// One route of a family.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) path: &'static str,
    pub(crate) methods: Methods,
    pub(crate) call: Call,
}

/// A family of calls.
#[derive(Debug)]
pub(crate) struct Family {
    /// Where its routes start.
    pub(crate) base: &'static str,
    routes: &'static [Route],
    /// Whether JSON goes out labelled as HTML.
    pub(super) json_as_html: bool,
    /// What the controller appends to a number.
    pub(super) jid_suffix: &'static str,
    /// Whether `logout` does what its name says.
    pub(super) logout_works: bool,
    /// What `get_qrcode` says when a phone is linked.
    pub(super) linked_text: &'static str,
    /// What `get_qrcode` says when all codes died.
    pub(super) pending_text: &'static str,
    /// Whether `reconnect` leaves it to the engine to find that the account was logged out.
    pub(super) engine_tells_logout: bool,
}

const fn route(path: &'static str, methods: Methods, call: Call) -> Route {
    Route { path, methods, call }
}

/// Waziper, Stackposts and their kin: control calls by GET only, sends by GET and POST.
static CLASSIC: Family = Family {
    base: "/api/",
    routes: &[
        route("create_instance", Methods::Get, Call::CreateInstance),
        route("get_qrcode", Methods::Get, Call::GetQrcode),
        route("get_paircode", Methods::Get, Call::GetPaircode),
        route("set_webhook", Methods::Get, Call::SetWebhook),
        route("reboot", Methods::Get, Call::Reboot),
        route("reset_instance", Methods::Get, Call::ResetInstance),
        route("reconnect", Methods::Get, Call::Reconnect),
        route("get_groups", Methods::Get, Call::GetGroups),
        route("logout", Methods::Get, Call::Logout),
        route("send", Methods::Both, Call::Send),
        route("send_group", Methods::Both, Call::SendGroup),
    ],
    json_as_html: true,
    jid_suffix: "c.us",
    logout_works: false,
    linked_text: texts::USED,
    pending_text: texts::NO_QR,
    engine_tells_logout: true,
};

/// Wawp as documented: the documented control calls by POST; those that it doesn't document by either method.
static WAWP: Family = Family {
    base: "/wawp/",
    routes: &[
        route("wp-json/awp/v1/createSession", Methods::Get, Call::CreateSession),
        route("wp-json/awp/v1/get_qrcode", Methods::Get, Call::GetQrcode),
        route("api/reboot", Methods::Post, Call::Reboot),
        route("api/reset_instance", Methods::Post, Call::ResetInstance),
        route("api/reconnect", Methods::Post, Call::Reconnect),
        route("api/send", Methods::Post, Call::Send),
        route("api/send_group", Methods::Post, Call::SendGroup),
        route("api/create_instance", Methods::Both, Call::CreateInstance),
        route("api/get_paircode", Methods::Both, Call::GetPaircode),
        route("api/set_webhook", Methods::Both, Call::SetWebhook),
        route("api/get_groups", Methods::Both, Call::GetGroups),
        route("api/logout", Methods::Both, Call::Logout),
    ],
    json_as_html: false,
    jid_suffix: "s.whatsapp.net",
    logout_works: true,
    linked_text: texts::LOGGED_IN,
    pending_text: texts::QR_TIMEOUT,
    engine_tells_logout: false,
};

/// The family and the route of a path. The method is not looked at: a preflight asks for another one.
pub(crate) fn of_path(path: &str) -> Option<(&'static Family, Option<&'static Route>)> {
    [&CLASSIC, &WAWP].into_iter().find_map(|family| {
        let rest = path.strip_prefix(family.base)?.trim_end_matches('/');
        Some((family, family.routes.iter().find(|route| route.path == rest)))
    })
}

impl Route {
    pub(crate) fn allows(&self, method: &Method) -> bool {
        self.methods.allow(method)
    }
}
