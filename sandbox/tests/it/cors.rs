//! Who may read the answers: on, off, and the control routes always.

use serde_json::json;

use crate::client::{Answer, Sandbox};

fn preflight(sandbox: &Sandbox, path: &str) -> Answer {
    sandbox
        .request("OPTIONS", path)
        .header("origin", "https://shop.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-mine")
        .send()
}

#[test]
fn the_gateway_has_a_switch() {
    let sandbox = Sandbox::start();
    let origin = "access-control-allow-origin";
    for path in ["/api/create_instance", "/wawp/api/send", "/api/nope"] {
        let answer = sandbox.request("GET", path).send();
        assert_eq!(answer.header(origin), Some("*"), "{path}");
        assert_eq!(
            answer.header("access-control-expose-headers"),
            Some("Retry-After, Retry-After-Ms, Date"),
            "{path}"
        );
        let answer = preflight(&sandbox, path);
        assert_eq!((answer.status, answer.header(origin)), (204, Some("*")), "{path}");
        assert_eq!(answer.header("access-control-allow-headers"), Some("content-type,x-mine"));
        assert_eq!(answer.header("access-control-allow-methods"), Some("GET, POST, DELETE"));
    }
    sandbox.steer("cors", &json!({ "enabled": false }));
    assert_eq!(sandbox.get("/sandbox/state").json()["cors"], false);
    for path in ["/api/create_instance", "/wawp/api/send"] {
        assert_eq!(sandbox.request("GET", path).send().header(origin), None, "{path}");
        let answer = preflight(&sandbox, path);
        assert_eq!((answer.status, answer.header(origin)), (404, None), "{path}");
    }
    let answer = preflight(&sandbox, "/sandbox/cors");
    assert_eq!((answer.status, answer.header(origin)), (204, Some("*")));
    assert_eq!(sandbox.get("/sandbox/nope").header(origin), Some("*"));
    sandbox.steer("cors", &json!({ "enabled": true }));
    assert_eq!(preflight(&sandbox, "/api/send").status, 204);
}

#[test]
fn preflights_are_noted_like_other_requests() {
    let sandbox = Sandbox::start();
    preflight(&sandbox, "/api/send?access_token=secret-of-mine");
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["method"], "OPTIONS");
    assert_eq!(requests[0]["query"], json!([["access_token", "•"]]));
}
