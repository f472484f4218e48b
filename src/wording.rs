//! The gateways' texts and what they mean.
//!
//! Source: `Stackposts` controllers, `Waziper` engines and their kin, which answer nearly everything with HTTP 200 and a
//! sentence. Texts are compared without regard to case, punctuation and spacing.

use crate::find;
use crate::reason::Reason;
use crate::state::State;

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A failure.
    Fault(Reason),
    /// A phone is linked.
    LoggedIn,
    /// The id was used; whether a phone is linked now, it does not say.
    InstanceUsed,
    /// There is no QR code yet.
    NoCode,
    /// The engine takes a break (a circuit breaker).
    EngineBusy,
    /// A logout of what was logged out before.
    LoggedOutBefore,
    /// The message waits in a queue.
    Queued,
}

impl Said {
    /// Where the instance stands, when the text says that.
    #[must_use]
    pub const fn state(self) -> Option<State> {
        Some(match self {
            Self::LoggedIn => State::Connected,
            Self::InstanceUsed => State::MaybeConnected,
            Self::NoCode => State::Pending,
            Self::EngineBusy => State::Unavailable,
            Self::LoggedOutBefore => State::LoggedOut,
            Self::Queued => return None,
            Self::Fault(reason) => match reason {
                Reason::InstanceNotActivated => State::Scan,
                Reason::InstanceInvalid => State::Gone,
                Reason::ReloginRequired | Reason::AccountMissing => State::LoggedOut,
                Reason::SessionUnavailable => State::Unavailable,
                Reason::AlreadyPaired => State::Connected,
                _ => return None,
            },
        })
    }

    /// Whether the engine has no socket for the instance, which asking for a code mends.
    #[must_use]
    pub const fn is_missing_session(self) -> bool {
        matches!(self, Self::Fault(Reason::SessionUnavailable))
    }

    /// The failure that this is on a call that does not ask for a state.
    #[must_use]
    pub const fn fault(self) -> Option<Reason> {
        match self {
            Self::Fault(reason) => Some(reason),
            Self::NoCode | Self::EngineBusy => Some(Reason::SessionUnavailable),
            Self::LoggedOutBefore => Some(Reason::ReloginRequired),
            Self::LoggedIn | Self::InstanceUsed | Self::Queued => None,
        }
    }
}

/// The texts that say the same, parted by bars; a text matches when every one of its phrases, which a plus parts, occurs.
/// The first row that matches decides.
#[rustfmt::skip]
const TEXTS: &[(&str, Said)] = &[
    ("access token is required", Said::Fault(Reason::AuthMissing)),
    ("access token does not exist|authentication process has failed|invalid access token", Said::Fault(Reason::AuthInvalid)),
    ("instance id is required|instance id must be provided", Said::Fault(Reason::InstanceMissing)),
    ("instance id+not been activated", Said::Fault(Reason::InstanceNotActivated)),
    ("instance id+been used", Said::InstanceUsed),
    ("instance id+invalidated|invalid instance id", Said::Fault(Reason::InstanceInvalid)),
    // Spanish, seen in a client that compares this text.
    ("id de instancia no validad", Said::Fault(Reason::InstanceInvalid)),
    ("have logged in successfully|has logged in successfully|instance already connected", Said::LoggedIn),
    ("already paired", Said::Fault(Reason::AlreadyPaired)),
    ("account does not exist", Said::Fault(Reason::AccountMissing)),
    ("account seems to have logged out before", Said::LoggedOutBefore),
    ("relogin required|whatsapp is not connected", Said::Fault(Reason::ReloginRequired)),
    ("messages you have sent+exceeded|exceeded the maximum limit", Said::Fault(Reason::QuotaMessages)),
    ("you can only add up to", Said::Fault(Reason::QuotaInstances)),
    ("failed to queue", Said::Fault(Reason::SessionUnavailable)),
    ("message queued", Said::Queued),
    ("session could not be found", Said::Fault(Reason::SessionUnavailable)),
    ("unable to create session", Said::EngineBusy),
    ("cannot generate a whatsapp qr code|qr code generation timeout|session lost during qr code|failed to generate qr code|error getting qr code", Said::NoCode),
    ("cannot get pair code|cannot generate a whatsapp pairing code", Said::Fault(Reason::SessionUnavailable)),
    ("pair code+disabled", Said::Fault(Reason::PairingDisabled)),
    ("cannot connect to whatsapp server", Said::Fault(Reason::GatewayUnreachable)),
    ("phone number is required|recipient is required", Said::Fault(Reason::NumberMissingOrMalformed)),
    ("enter media url or message", Said::Fault(Reason::ContentMissing)),
    ("message type not supported|unsupported message type", Said::Fault(Reason::TypeUnsupported)),
    ("template not found", Said::Fault(Reason::TemplateNotFound)),
    ("webhook url is required|enable field is required", Said::Fault(Reason::WebhookParamMissing)),
    ("webhook url+not+valid", Said::Fault(Reason::WebhookUrlInvalid)),
    ("license+not valid|licence+not valid", Said::Fault(Reason::LicenseProblem)),
    ("mensagem já enviada|mensagem jÁ enviada", Said::Fault(Reason::DuplicateSuppressed)),
    ("missing parameters", Said::Fault(Reason::ParametersMissing)),
    // WordPress: "Missing parameter(s): name".
    ("missing parameter s|required parameters are missing", Said::Fault(Reason::ParametersMissing)),
    ("error sending message|failed to send message", Said::Fault(Reason::GenericError)),
];

/// What this text says, when it is known.
#[must_use]
pub fn read(text: &str) -> Option<Said> {
    let words = plain(text);
    if words == "error" {
        return Some(Said::Fault(Reason::GenericError));
    }
    let is_said = |text: &str| find::split(text, b'+').all(|phrase| find::contains(&words, phrase));
    TEXTS.iter().find(|(texts, _)| find::split(texts, b'|').any(is_said)).map(|(_, said)| *said)
}

/// Lower-case words, one space apart: ASCII punctuation and white space are separators, other letters stay.
fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut is_apart = false;
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || (!letter.is_ascii() && !letter.is_whitespace()) {
            if is_apart && !words.is_empty() {
                words.push(' ');
            }
            is_apart = false;
            words.push(letter.to_ascii_lowercase());
        } else {
            is_apart = true;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_reachable_and_written_as_it_is_compared() {
        for (texts, said) in TEXTS {
            for text in texts.split('|') {
                let text = text.replace('+', " ");
                assert_eq!(plain(&text), text, "a phrase that can never match");
                assert_eq!(read(&text), Some(*said), "{text} is hidden by an earlier row");
            }
        }
    }

    #[test]
    fn ignores_case_punctuation_and_spacing() {
        let said = Some(Said::Fault(Reason::InstanceInvalid));
        for text in [
            "INSTANCE ID INVALIDATED",
            " Instance ID\u{a0}Invalidated! ",
            "Error: instance_id invalidated.",
            "The Instance ID provided has been invalidated",
            "ID de instancia no validada",
        ] {
            assert_eq!(read(text), said, "{text}");
        }
    }

    #[test]
    fn does_not_take_what_it_does_not_know() {
        for text in ["", "Success", "Undefined array key \"access_token\"", "logout", "Errors", "Fehler"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("Error!"), Some(Said::Fault(Reason::GenericError)));
    }
}
