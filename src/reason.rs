//! Why a call failed, and what follows from it: one table.

use crate::error::{Code, Delivery};
use crate::text;

/// What a [`Reason`] means.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// The reason's name in JavaScript.
    pub name: &'static str,
    /// The coarse code.
    pub code: Code,
    /// What is known about the message, or about the call's effect.
    pub delivery: Delivery,
    /// Whether the cause may pass by itself.
    pub transient: bool,
    /// The meaning in a sentence.
    pub meaning: &'static str,
}

/// Writes the type from its table, so that no variant is without a row.
macro_rules! reasons {
    ($($variant:ident $name:literal $code:ident $delivery:ident $lasts:ident $meaning:literal;)*) => {
        /// What the gateway's answer means when it is a failure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Reason {
            $(#[doc = $meaning] $variant,)*
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// What follows from this reason.
            #[must_use]
            pub fn verdict(self) -> Verdict {
                const LASTING: bool = false;
                const TRANSIENT: bool = true;
                const NAMES: &str = concat!($($name, "\n",)*);
                const MEANINGS: &str = concat!($($meaning, "\n",)*);
                let (code, delivery, transient) = match self {
                    $(Self::$variant => (Code::$code, Delivery::$delivery, $lasts),)*
                };
                let name = text::line(NAMES, self as usize);
                let meaning = text::line(MEANINGS, self as usize);
                Verdict { name, code, delivery, transient, meaning }
            }
        }
    };
}

reasons! {
    AccountMissing "account_missing" NotConnected Rejected LASTING
        "no phone is linked to this instance";
    AlreadyPaired "already_paired" Rejected Rejected LASTING
        "a phone is linked already";
    AuthInvalid "auth_invalid" Unauthorized Rejected LASTING
        "the gateway does not know this access token";
    AuthMissing "auth_missing" Unauthorized Rejected LASTING
        "the gateway got no access token";
    ContentMissing "content_missing" Rejected Rejected LASTING
        "the message is empty";
    DuplicateSuppressed "duplicate_suppressed" Rejected Rejected LASTING
        "the gateway sent the same text to the same chat a short while ago";
    GatewayUnreachable "gateway_unreachable" Unavailable Unknown TRANSIENT
        "the gateway did not answer as such: an error page or nothing came back";
    GenericError "generic_error" Unconfirmed Unknown LASTING
        "the gateway reports an error without saying which";
    ImageUnusable "image_unusable" BadResponse Unknown LASTING
        "the gateway's QR code is not an image that may be shown";
    InstanceInvalid "instance_invalid" InstanceInvalid Rejected LASTING
        "the instance is gone or never was: create a new one";
    InstanceMissing "instance_missing" InstanceInvalid Rejected LASTING
        "the gateway got no instance id";
    InstanceNotActivated "instance_not_activated" NotConnected Rejected LASTING
        "no phone has scanned this instance's code yet";
    LicenseProblem "license_problem" Rejected Rejected LASTING
        "the gateway's own license is not valid";
    NotJson "not_json" BadResponse Unknown LASTING
        "the answer is not JSON";
    NumberMissingOrMalformed "number_missing_or_malformed" Rejected Rejected LASTING
        "the gateway does not take this number";
    PairingDisabled "pairing_disabled" Rejected Rejected LASTING
        "the gateway does not offer pairing codes";
    ParametersMissing "parameters_missing" Rejected Rejected LASTING
        "the gateway misses a parameter";
    QuotaInstances "quota_instances" QuotaExceeded Rejected LASTING
        "the plan allows no more instances";
    QuotaMessages "quota_messages" QuotaExceeded Rejected LASTING
        "the plan allows no more messages this month, or it has expired";
    RateLimited "rate_limited" RateLimited Rejected TRANSIENT
        "too many calls";
    Redirected "redirected" BadResponse Unknown LASTING
        "the gateway redirects elsewhere, which is not followed because the token would travel along";
    ReloginRequired "relogin_required" NotConnected Rejected LASTING
        "the phone was unlinked: it has to scan again";
    SendFailedSilently "send_failed_silently" Unconfirmed Unknown LASTING
        "the gateway claims success but gives no message id";
    ServerError "server_error" Unavailable Unknown TRANSIENT
        "the gateway failed inside";
    SessionUnavailable "session_unavailable" Unavailable Rejected TRANSIENT
        "the engine is not ready";
    TemplateNotFound "template_not_found" Rejected Rejected LASTING
        "the gateway does not know this template";
    TypeUnsupported "type_unsupported" Rejected Rejected LASTING
        "the gateway does not take this type of message";
    UnexpectedShape "unexpected_shape" BadResponse Unknown LASTING
        "the answer has no shape that a gateway gives";
    Unrecognised "unrecognised" Unconfirmed Unknown LASTING
        "the gateway reports an error in words that are not known";
    WebhookParamMissing "webhook_param_missing" Rejected Rejected LASTING
        "the gateway misses a parameter of the webhook";
    WebhookUrlInvalid "webhook_url_invalid" Rejected Rejected LASTING
        "the gateway does not take this webhook URL";
}
