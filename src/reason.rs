//! Why a call failed, and what follows from it: one table.

use crate::error::{Code, Delivery};

/// What the gateway's answer means when it is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant's row in `verdict` says what it means")]
pub enum Reason {
    AccountMissing,
    AlreadyPaired,
    AuthInvalid,
    AuthMissing,
    ContentMissing,
    DuplicateSuppressed,
    GatewayUnreachable,
    GenericError,
    ImageUnusable,
    InstanceInvalid,
    InstanceMissing,
    InstanceNotActivated,
    LicenseProblem,
    NotJson,
    NumberMissingOrMalformed,
    PairingDisabled,
    ParametersMissing,
    QuotaInstances,
    QuotaMessages,
    RateLimited,
    Redirected,
    ReloginRequired,
    SendFailedSilently,
    ServerError,
    SessionUnavailable,
    TemplateNotFound,
    TypeUnsupported,
    UnexpectedShape,
    Unrecognised,
    WebhookParamMissing,
    WebhookUrlInvalid,
}

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

impl Reason {
    /// What follows from this reason.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        use Code as C;
        use Delivery::{Rejected as No, Unknown as May};
        let (name, code, delivery, transient, meaning) = match self {
            Self::AccountMissing => {
                ("account_missing", C::NotConnected, No, false, "no phone is linked to this instance")
            }
            Self::AlreadyPaired => ("already_paired", C::Rejected, No, false, "a phone is linked already"),
            Self::AuthInvalid => {
                ("auth_invalid", C::Unauthorized, No, false, "the gateway does not know this access token")
            }
            Self::AuthMissing => {
                ("auth_missing", C::Unauthorized, No, false, "the gateway got no access token")
            }
            Self::ContentMissing => ("content_missing", C::Rejected, No, false, "the message is empty"),
            Self::DuplicateSuppressed => (
                "duplicate_suppressed",
                C::Rejected,
                No,
                false,
                "the gateway sent the same text to the same chat a short while ago",
            ),
            Self::GatewayUnreachable => (
                "gateway_unreachable",
                C::Unavailable,
                May,
                true,
                "the gateway did not answer as such: an error page or nothing came back",
            ),
            Self::GenericError => (
                "generic_error",
                C::Unconfirmed,
                May,
                false,
                "the gateway reports an error without saying which",
            ),
            Self::ImageUnusable => (
                "image_unusable",
                C::BadResponse,
                May,
                false,
                "the gateway's QR code is not an image that may be shown",
            ),
            Self::InstanceInvalid => (
                "instance_invalid",
                C::InstanceInvalid,
                No,
                false,
                "the instance is gone or never was: create a new one",
            ),
            Self::InstanceMissing => {
                ("instance_missing", C::InstanceInvalid, No, false, "the gateway got no instance id")
            }
            Self::InstanceNotActivated => (
                "instance_not_activated",
                C::NotConnected,
                No,
                false,
                "no phone has scanned this instance's code yet",
            ),
            Self::LicenseProblem => {
                ("license_problem", C::Rejected, No, false, "the gateway's own license is not valid")
            }
            Self::NotJson => ("not_json", C::BadResponse, May, false, "the answer is not JSON"),
            Self::NumberMissingOrMalformed => (
                "number_missing_or_malformed",
                C::Rejected,
                No,
                false,
                "the gateway does not take this number",
            ),
            Self::PairingDisabled => {
                ("pairing_disabled", C::Rejected, No, false, "the gateway does not offer pairing codes")
            }
            Self::ParametersMissing => {
                ("parameters_missing", C::Rejected, No, false, "the gateway misses a parameter")
            }
            Self::QuotaInstances => {
                ("quota_instances", C::QuotaExceeded, No, false, "the plan allows no more instances")
            }
            Self::QuotaMessages => (
                "quota_messages",
                C::QuotaExceeded,
                No,
                false,
                "the plan allows no more messages this month, or it has expired",
            ),
            Self::RateLimited => ("rate_limited", C::RateLimited, No, true, "too many calls"),
            Self::Redirected => (
                "redirected",
                C::BadResponse,
                May,
                false,
                "the gateway redirects elsewhere, which is not followed because the token would travel along",
            ),
            Self::ReloginRequired => (
                "relogin_required",
                C::NotConnected,
                No,
                false,
                "the phone was unlinked: it has to scan again",
            ),
            Self::SendFailedSilently => (
                "send_failed_silently",
                C::Unconfirmed,
                May,
                false,
                "the gateway claims success but gives no message id",
            ),
            Self::ServerError => ("server_error", C::Unavailable, May, true, "the gateway failed inside"),
            Self::SessionUnavailable => {
                ("session_unavailable", C::Unavailable, No, true, "the engine is not ready")
            }
            Self::TemplateNotFound => {
                ("template_not_found", C::Rejected, No, false, "the gateway does not know this template")
            }
            Self::TypeUnsupported => {
                ("type_unsupported", C::Rejected, No, false, "the gateway does not take this type of message")
            }
            Self::UnexpectedShape => (
                "unexpected_shape",
                C::BadResponse,
                May,
                false,
                "the answer has no shape that a gateway gives",
            ),
            Self::Unrecognised => (
                "unrecognised",
                C::Unconfirmed,
                May,
                false,
                "the gateway reports an error in words that are not known",
            ),
            Self::WebhookParamMissing => (
                "webhook_param_missing",
                C::Rejected,
                No,
                false,
                "the gateway misses a parameter of the webhook",
            ),
            Self::WebhookUrlInvalid => {
                ("webhook_url_invalid", C::Rejected, No, false, "the gateway does not take this webhook URL")
            }
        };
        Verdict { name, code, delivery, transient, meaning }
    }
}
