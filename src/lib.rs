//! WhatsApp client.
