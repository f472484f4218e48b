//! Where an instance stands.

use crate::named::named;

named! {
    /// Where an instance stands: one closed union for every call that tells.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum State {
        /// The gateway is starting it.
        Starting = "starting",
        /// A code waits to be scanned.
        Scan = "scan",
        /// There is no code yet.
        Pending = "pending",
        /// A phone is being linked, or the connection is being made.
        Connecting = "connecting",
        /// A phone is linked.
        Connected = "connected",
        /// The gateway only knows that the id was used.
        MaybeConnected = "maybe_connected",
        /// The phone was unlinked.
        LoggedOut = "logged_out",
        /// The id is dead.
        Gone = "gone",
        /// WhatsApp restricts the account.
        Restricted = "restricted",
        /// Linked, but not reachable now.
        Offline = "offline",
        /// The engine is not ready.
        Unavailable = "unavailable",
        /// The code died before somebody scanned it.
        Expired = "expired",
        /// The gateway gave up on it.
        Failed = "failed",
        /// The gateway answered, but not where the instance stands.
        Unknown = "unknown",
    }
}

impl State {
    /// Reads a session state as the gateways write it (`STARTING`, `SCAN_QR_CODE`, `WORKING`, ...).
    #[must_use]
    pub fn from_wire(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "starting" => Self::Starting,
            "scan" | "scan_qr" | "scan_qr_code" | "qr" | "qrcode" => Self::Scan,
            "pending" => Self::Pending,
            "connecting" | "opening" | "pairing" => Self::Connecting,
            "connected" | "working" | "open" | "authenticated" => Self::Connected,
            "logged_out" | "loggedout" | "unpaired" => Self::LoggedOut,
            "restricted" | "banned" => Self::Restricted,
            "offline" | "disconnected" | "stopped" | "close" | "closed" => Self::Offline,
            "expired" => Self::Expired,
            "failed" => Self::Failed,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn reads_documented_and_unknown_words() {
        assert_eq!(State::from_wire("STARTING"), Some(State::Starting));
        assert_eq!(State::from_wire("SCAN_QR_CODE"), Some(State::Scan));
        assert_eq!(State::from_wire("success"), None);
    }

    #[test]
    fn is_written_in_snake_case() {
        assert_eq!(serde_json::to_value(State::MaybeConnected).unwrap(), "maybe_connected");
    }
}
