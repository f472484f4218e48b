//! The page, the demo, the package and the samples.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use sandbox::Config;
use serde_json::json;

use crate::client::{Sandbox, with_query};

/// A folder of its own with some files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = env::temp_dir().join(format!("sandbox-{}-{name}", process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("a file");
    }
    folder
}

fn serving(www: &Path, pkg: &Path) -> Sandbox {
    Sandbox::with(Config { www: www.to_owned(), pkg: pkg.to_owned(), ..Config::default() })
}

#[test]
fn the_demo_has_a_strict_policy_and_the_package_the_right_types() {
    let www = folder("www", &[("index.html", "<h1>Demo</h1>"), ("demo.css", "")]);
    let pkg = folder("pkg", &[("entry.js", "export {};"), ("client.wasm", "\0asm")]);
    let sandbox = serving(&www, &pkg);
    let answer = sandbox.get("/demo");
    assert_eq!((answer.status, answer.header("location")), (307, Some("/demo/")));
    let answer = sandbox.get("/demo/");
    assert_eq!(answer.text(), "<h1>Demo</h1>");
    let policy = answer.header("content-security-policy").expect("a policy");
    assert_eq!(
        policy,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'none'; base-uri 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'"
    );
    for (path, content_type) in [
        ("/demo/", "text/html"),
        ("/demo/demo.css", "text/css"),
        ("/pkg/entry.js", "text/javascript"),
        ("/pkg/client.wasm", "application/wasm"),
        ("/media/sample.png", "image/png"),
        ("/media/sample.txt", "text/plain; charset=utf-8"),
    ] {
        let answer = sandbox.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
    for path in [
        "/demo/nope",
        "/pkg/nope.js",
        "/pkg/../Cargo.toml",
        "/pkg/..%2fCargo.toml",
        "/media/nope",
        "/media/qr/6A.png",
    ] {
        assert_eq!(sandbox.get(path).status, 404, "{path}");
    }
    fs::remove_dir_all(www).expect("removable");
    fs::remove_dir_all(pkg).expect("removable");
}

#[test]
fn the_page_shows_what_goes_on_and_escapes_it() {
    let sandbox = Sandbox::start();
    let evil = "<script>alert('x')</script>&\"";
    let path = with_query("/wawp/wp-json/awp/v1/createSession", &[("name", evil)]);
    sandbox.get(&path);
    let id = sandbox.linked("84933313000");
    sandbox.send_text(&id, "84933313001", evil);
    sandbox.steer("faults", &json!({ "fault": "empty", "instanceId": evil, "call": "send" }));
    let answer = sandbox.get("/");
    let page = answer.text();
    assert_eq!(page.matches("<script").count(), 1, "its own only");
    assert!(!page.contains("<script>"));
    let shown = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;";
    assert!(page.matches(shown).count() >= 4, "name, text, fault, request");
    for part in ["sandbox-token", "/api\"", "href=\"/demo/\"", id.as_str(), "drop_after", "84933313001"] {
        assert!(page.contains(part), "{part}");
    }
    let policy = answer.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
    assert!(!page.contains("style=") && !page.contains("onclick="));
    for (path, content_type) in [
        ("/sandbox/page.css", "text/css; charset=utf-8"),
        ("/sandbox/page.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = sandbox.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)));
    }
}

#[test]
fn the_page_lists_every_fault_once() {
    let sandbox = Sandbox::start();
    let page = sandbox.get("/");
    let known = sandbox.get("/sandbox/faults").json()["known"].clone();
    for fault in known.as_array().expect("faults") {
        let name = fault["name"].as_str().expect("a name");
        assert_eq!(page.text().matches(&format!("<code>{name}</code></td>")).count(), 1, "{name}");
        assert!(page.text().contains(fault["group"].as_str().expect("a group")), "{name}");
    }
}

#[test]
fn the_host_is_escaped_too() {
    let sandbox = Sandbox::start();
    let page = |host| sandbox.request("GET", "/").host(host).send();
    assert!(page("box.example:8787").text().contains("http://box.example:8787/api"));
    let answer = page("<b>");
    assert!(!answer.text().contains("<b>"), "{}", answer.text());
}
