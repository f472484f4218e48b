//! What the gateway says, word for word.

pub(crate) const TOKEN_REQUIRED: &str = "Access token is required";
pub(crate) const TOKEN_UNKNOWN: &str = "Access token does not exist";
pub(crate) const INSTANCE_REQUIRED: &str = "Instance ID is required";
pub(crate) const INSTANCE_INVALIDATED: &str = "Instance ID Invalidated";
pub(crate) const NOT_ACTIVATED: &str = "This instance ID has not been activated yet";
pub(crate) const USED: &str = "Instance ID has been used";
pub(crate) const LOGGED_IN: &str = "It seems that you have logged in successfully";
pub(crate) const SESSION_NOT_FOUND: &str = "The WhatsApp session could not be found in the system";
pub(crate) const NO_QR: &str = "The system cannot generate a WhatsApp QR code";
pub(crate) const QR_TIMEOUT: &str = "QR code generation timeout. Please try again.";
pub(crate) const ACCOUNT_MISSING: &str = "Account does not exist";
pub(crate) const RELOGIN: &str = "This WhatsApp account relogin required";
pub(crate) const ERROR: &str = "Error";
pub(crate) const LOGGED_OUT_BEFORE: &str = "This account seems to have logged out before.";
pub(crate) const NUMBER_REQUIRED: &str = "Phone number is required";
pub(crate) const CONTENT_REQUIRED: &str = "Please enter media url or message";
pub(crate) const ENABLE_REQUIRED: &str = "Enable field is required";
pub(crate) const WEBHOOK_REQUIRED: &str = "Webhook URL is required";
pub(crate) const WEBHOOK_INVALID: &str = "Webhook URL is not a valid URL";
pub(crate) const ALREADY_PAIRED: &str = "Already paired";
pub(crate) const NO_PAIRING_CODE: &str = "The system cannot generate a WhatsApp Pairing code";
pub(crate) const QUOTA: &str =
    "The number of messages you have sent per month has exceeded the maximum limit";
pub(crate) const QUOTA_TRANSLATED: &str =
    "El número de mensajes que ha enviado este mes ha superado el límite máximo";
pub(crate) const QUEUED: &str = "Message queued - session not ready";
pub(crate) const QUEUE_FAILED: &str = "Failed to queue message - queue full";
pub(crate) const DUPLICATE: &str = "Mensagem já enviada recentemente.";
pub(crate) const TRANSLATED: &str = "ID de instancia no validada";

pub(crate) const SUCCESS: &str = "Success";
pub(crate) const CREATED: &str = "Instance ID generated successfully";
pub(crate) const WEBHOOK_SAVED: &str = "Webhook URI Saved";
pub(crate) const RESET: &str = "Reset Instance ID was successful";
pub(crate) const LOGGED_OUT: &str = "Logged out";
pub(crate) const CONNECTED_ALREADY: &str = "Instance already connected";

/// How many numbers the sandbox's plan allows.
pub(crate) const PROFILES: usize = 20;

/// What `create_instance` says when the plan is full.
pub(crate) fn profiles_quota() -> String {
    format!("You can only add up to {PROFILES} profiles")
}

/// What PHP prints before an answer where it is told to show notices.
pub(crate) const PHP_NOTICE: &str = "<br />\n<b>Notice</b>:  Undefined index: filename in <b>/var/www/html/app/Controllers/Whatsapp_api.php</b> on line <b>160</b><br />\n";

/// The page of a firewall before the gateway.
pub(crate) const PAGE_403: &str = "<!DOCTYPE html>\n<html>\n<head><title>403 Forbidden</title></head>\n<body><h1>Access denied</h1><p>This request was blocked by our security rules. Request id: 8f2c41d07a3e.</p></body>\n</html>\n";

/// The page of a route that doesn't exist.
pub(crate) const PAGE_404: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>404 Page Not Found</title></head>\n<body><h1>404 - File Not Found</h1><p>Sorry! Cannot seem to find the page you were looking for.</p></body>\n</html>\n";

/// The page of a web server that waited too long for the request.
pub(crate) const PAGE_408: &str = "<html>\n<head><title>408 Request Time-out</title></head>\n<body><center><h1>408 Request Time-out</h1></center><hr><center>nginx</center></body>\n</html>\n";

/// The page of a web server that counts requests.
pub(crate) const PAGE_429: &str = "<html>\n<head><title>429 Too Many Requests</title></head>\n<body><center><h1>429 Too Many Requests</h1></center><hr><center>nginx</center></body>\n</html>\n";

/// The page of an exception.
pub(crate) const PAGE_500: &str = "<!doctype html>\n<html>\n<head><meta charset=\"UTF-8\"><title>Whoops!</title></head>\n<body><h1>Whoops!</h1><p>We seem to have hit a snag. Please try again later...</p></body>\n</html>\n";

/// The page of a web server that lost the one behind it.
pub(crate) const PAGE_502: &str = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>\n</html>\n";

/// The page of a service that is down.
pub(crate) const PAGE_503: &str = "<html>\n<head><title>503 Service Temporarily Unavailable</title></head>\n<body><center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body>\n</html>\n";

/// The page of a web server that waited too long for the one behind it.
pub(crate) const PAGE_504: &str = "<html>\n<head><title>504 Gateway Time-out</title></head>\n<body><center><h1>504 Gateway Time-out</h1></center><hr><center>nginx</center></body>\n</html>\n";

/// What some hosts show to visitors that they take for robots.
pub(crate) const PAGE_MARKETING: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Grow your business with WhatsApp marketing</title></head>\n<body><h1>Reach your customers</h1><p>Start your free trial today.</p></body>\n</html>\n";
