//! What a visitor may be allowed to do: the methods of a client, by name.

use crate::named::named;

named! {
    /// A method of a client.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Operation {
        /// A call by hand.
        Call = "call",
        /// Makes an instance.
        CreateInstance = "createInstance",
        /// Starts an instance.
        CreateSession = "createSession",
        /// Lists groups.
        Groups = "groups",
        /// Unlinks the phone.
        Logout = "logout",
        /// Asks for a pairing code.
        PairCode = "pairCode",
        /// Asks for a QR code.
        QrCode = "qrCode",
        /// Logs out, for a fresh scan.
        Reboot = "reboot",
        /// Changes the id.
        Reset = "reset",
        /// Sends a file.
        SendMedia = "sendMedia",
        /// Sends a text.
        SendText = "sendText",
        /// Sets the webhook.
        SetWebhook = "setWebhook",
        /// Asks where an instance stands.
        Status = "status",
    }
}
