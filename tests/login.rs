//! Linking a phone on a virtual clock: what is asked when, what is shown, and how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use proptest::prelude::*;
use serde_json::{Value, json};
use wawp_client::client::{Memory, Transport};
use wawp_client::endpoint::reconnect;
use wawp_client::error::{Code, Delivery, Error, Fault};
use wawp_client::event::Event;
use wawp_client::gateway::Gateway;
use wawp_client::http::{Reply, Request};
use wawp_client::linking::{Linking, Runtime, Told};
use wawp_client::login::{DEFAULT_TIMEOUT_MS, Login};
use wawp_client::state::State;

/// When the clocks of these tests start.
const START: f64 = 1_700_000_000_000.0;

/// A reply of the gateway and how long it takes, in milliseconds, or how the request fails.
type Turn = (f64, Result<Reply, Fault>);

/// A gateway by its own clock: given the call's name and the time since the start, in milliseconds.
type Script = Box<dyn Fn(&World, &str, f64) -> Turn>;

/// What there is outside the client: a clock, a gateway, and a caller who looks on.
struct World {
    now: Cell<f64>,
    script: Script,
    calls: RefCell<Vec<(String, f64)>>,
    is_calling: Cell<bool>,
    shown: RefCell<Vec<(String, f64, f64)>>,
    states: RefCell<Vec<(State, f64)>>,
    /// When the caller's signal aborts.
    aborts: Cell<f64>,
    /// From when to when, in milliseconds since the start, the page is hidden.
    hidden: Cell<(f64, f64)>,
    /// When a person wishes for another code.
    wishes: Cell<f64>,
}

impl World {
    fn new(script: impl Fn(&Self, &str, f64) -> Turn + 'static) -> Rc<Self> {
        Rc::new(Self {
            now: Cell::new(START),
            script: Box::new(script),
            calls: RefCell::default(),
            is_calling: Cell::new(false),
            shown: RefCell::default(),
            states: RefCell::default(),
            aborts: Cell::new(f64::INFINITY),
            hidden: Cell::new((f64::INFINITY, f64::INFINITY)),
            wishes: Cell::new(f64::INFINITY),
        })
    }

    fn elapsed(&self) -> f64 {
        self.now.get() - START
    }

    /// Lets time pass, but not beyond the caller's abort.
    fn pass(&self, ms: f64) -> Result<(), Fault> {
        assert!(ms >= 0.0, "a pause of {ms} ms");
        let then = self.elapsed() + ms;
        if then >= self.aborts.get() {
            self.now.set(START + self.aborts.get().max(self.elapsed()));
            return Err(Fault::Aborted);
        }
        self.now.set(START + then);
        Ok(())
    }

    fn calls_of(&self, name: &str) -> Vec<f64> {
        self.calls.borrow().iter().filter(|(called, _)| called == name).map(|(_, at)| *at).collect()
    }

    fn states(&self) -> Vec<State> {
        self.states.borrow().iter().map(|(state, _)| *state).collect()
    }

    /// The most calls in any minute.
    fn busiest_minute(&self) -> usize {
        let calls = self.calls.borrow();
        let within = |from: f64| calls.iter().filter(|(_, at)| (from..from + 60_000.0).contains(at)).count();
        calls.iter().map(|(_, at)| within(*at)).max().unwrap_or(0)
    }
}

struct Call {
    world: Rc<World>,
    /// Its time is up then, however many requests it takes.
    deadline: f64,
}

impl Transport for Call {
    async fn token(&self) -> Result<String, Fault> {
        Ok("t0k3n".to_owned())
    }

    async fn send(&self, request: Request, _: &str, limit_ms: Option<f64>) -> Result<Reply, Fault> {
        assert_eq!(limit_ms, None, "the login paces its calls itself");
        let world = &self.world;
        let path = request.url.split('?').next().unwrap();
        let name = path.rsplit('/').next().unwrap();
        world.calls.borrow_mut().push((name.to_owned(), world.elapsed()));
        assert!(!world.is_calling.replace(true), "two calls at once");
        let (latency, reply) = (world.script)(world, name, world.elapsed());
        let left = (self.deadline - world.elapsed()).max(0.0);
        let passed = world.pass(latency.min(left));
        world.is_calling.set(false);
        passed?;
        if latency > left { Err(Fault::Timeout) } else { reply }
    }

    fn ended(&self) -> Option<Fault> {
        let world = &self.world;
        let timeout = (world.elapsed() >= self.deadline).then_some(Fault::Timeout);
        (world.elapsed() >= world.aborts.get()).then_some(Fault::Aborted).or(timeout)
    }

    fn max_retries(&self) -> u32 {
        0
    }

    fn now(&self) -> f64 {
        self.world.now.get()
    }

    fn time_left(&self) -> f64 {
        self.deadline - self.world.elapsed()
    }

    async fn pause(&self, _: f64) -> Result<(), Fault> {
        panic!("the login paces its calls itself")
    }

    fn new_key(&self) -> String {
        panic!("no relay was asked")
    }

    fn random(&self) -> f64 {
        1.0
    }

    fn listens(&self) -> bool {
        false
    }

    fn tell(&self, _: Event) {}
}

/// How long a page may be hidden before its login rests, in milliseconds.
const REST_AFTER: f64 = 60_000.0;

struct Page {
    world: Rc<World>,
    gateway: Gateway,
    memory: Memory,
}

impl Runtime for Page {
    type Transport = Call;

    fn gateway(&self) -> &Gateway {
        &self.gateway
    }

    fn memory(&self) -> &Memory {
        &self.memory
    }

    fn open(&self, timeout_ms: f64) -> Call {
        assert!(timeout_ms > 0.0, "a call of {timeout_ms} ms");
        Call { world: Rc::clone(&self.world), deadline: self.world.elapsed() + timeout_ms }
    }

    fn now(&self) -> f64 {
        self.world.now.get()
    }

    /// A wish, and the page being hidden or shown, end a pause.
    async fn pause(&self, ms: f64) -> Result<(), Fault> {
        assert!(ms > 0.0, "a pause of {ms} ms would spin");
        let now = self.world.elapsed();
        let (from, to) = self.world.hidden.get();
        let stirs = [from, to, self.world.wishes.get()];
        let soonest = stirs.into_iter().filter(|at| *at > now).fold(f64::INFINITY, f64::min);
        self.world.pass(ms.min(soonest - now))
    }

    async fn attend(&self) -> Result<bool, Fault> {
        let (from, to) = self.world.hidden.get();
        let now = self.world.elapsed();
        if now < from + REST_AFTER || now >= to {
            return Ok(false);
        }
        self.world.pass(to - now).map(|()| true)
    }

    fn wants_code(&self) -> bool {
        let wants = self.world.elapsed() >= self.world.wishes.get();
        if wants {
            self.world.wishes.set(f64::INFINITY);
        }
        wants
    }
}

fn walk(world: &Rc<World>, login: Login) -> Result<reconnect::Response, Box<Error>> {
    let page = Page { world: Rc::clone(world), gateway: Gateway::wawp(), memory: Memory::default() };
    let mut linking = Linking::new(page, login, "609ACF283");
    loop {
        match pollster::block_on(linking.next()).expect("a login ends with a phone or an error")? {
            Told::State(state) => world.states.borrow_mut().push((state, world.elapsed())),
            Told::Code(code) => {
                assert_eq!(code.state, State::Scan);
                let dies_at = code.expires_at.expect("a shown code says when it dies") - START;
                world.shown.borrow_mut().push((code.image.unwrap(), world.elapsed(), dies_at));
            }
            Told::Linked(linked) => {
                assert!(pollster::block_on(linking.next()).is_none());
                return Ok(linked);
            }
        }
    }
}

fn login_within(world: &Rc<World>, timeout_ms: f64) -> Result<reconnect::Response, Box<Error>> {
    walk(world, Login::new(START, timeout_ms))
}

fn login(world: &Rc<World>) -> Result<reconnect::Response, Box<Error>> {
    login_within(world, DEFAULT_TIMEOUT_MS)
}

fn says(message: &str) -> Result<Reply, Fault> {
    json(&json!({ "status": "error", "message": message }))
}

fn json(body: &Value) -> Result<Reply, Fault> {
    Ok(Reply { status: 200, body: body.to_string().into_bytes(), ..Reply::default() })
}

/// A different picture for each index.
fn picture(index: usize) -> String {
    format!("data:image/png;base64,iVBORw0KGgo{index:04}")
}

fn shows(index: usize) -> Result<Reply, Fault> {
    json(&json!({ "status": "success", "message": "Success", "base64": picture(index) }))
}

fn linked() -> Result<Reply, Fault> {
    json(
        &json!({ "status": "success", "message": "Success", "data": { "id": "84987600001:7@s.whatsapp.net", "name": "Shop" } }),
    )
}

const NOT_ACTIVATED: &str = "This instance ID has not been activated yet";
const NO_CODE: &str = "The system cannot generate a WhatsApp QR code";
const USED: &str = "This Instance ID has been used";
const GONE: &str = "Instance ID Invalidated";

/// When the codes of an engine die, in milliseconds after the first was asked for.
const DEATHS: [f64; 6] = [60_000.0, 80_000.0, 100_000.0, 120_000.0, 140_000.0, 160_000.0];

/// The gateway that is written down: six codes, then none, then death; linked a moment after the scan of a live code.
fn gateway(latency: f64, scan: Option<f64>, at: f64, name: &str) -> Turn {
    let reply = match (name, scan) {
        ("reconnect", Some(scan)) if at >= scan => linked(),
        ("get_qrcode", Some(scan)) if at >= scan => says(USED),
        _ if at >= 300_000.0 => says(GONE),
        ("reconnect", _) => says(NOT_ACTIVATED),
        _ => match DEATHS.iter().position(|death| at < *death) {
            Some(index) => shows(index),
            None => says(NO_CODE),
        },
    };
    (latency, reply)
}

fn unscanned(latency: f64) -> Rc<World> {
    World::new(move |_, name, at| gateway(latency, None, at, name))
}

#[test]
fn the_codes_of_a_login_that_nobody_scans() {
    let world = unscanned(0.0);
    let error = login(&world).unwrap_err();
    assert_eq!((error.code, error.reason.as_deref()), (Code::Timeout, Some("login_timeout")));
    assert_eq!((error.delivery, error.retryable), (Delivery::Unknown, true));
    assert_eq!(world.elapsed(), 300_000.0);

    let born = [0.0].into_iter().chain(DEATHS);
    let wanted: Vec<_> =
        born.zip(DEATHS).enumerate().map(|(index, (born, dies))| (picture(index), born, dies)).collect();
    assert_eq!(*world.shown.borrow(), wanted);
    // Once no code comes, asking slows down: it may be what kills a scan.
    assert_eq!(
        world.calls_of("get_qrcode"),
        [
            0.0, 60_000.0, 80_000.0, 100_000.0, 120_000.0, 140_000.0, 160_000.0, 163_200.0, 168_000.0,
            176_000.0, 191_000.0, 206_000.0, 221_000.0, 236_000.0, 251_000.0, 266_000.0, 281_000.0,
            296_000.0
        ]
    );
    assert_eq!(world.states(), [State::Pending, State::Scan, State::Pending, State::Expired]);
    // The status is asked for all the time, and not more often than every two seconds.
    let statuses = world.calls_of("reconnect");
    assert!(statuses.len() > 90, "{}", statuses.len());
    assert!(statuses.windows(2).all(|pair| (2_000.0..5_000.0).contains(&(pair[1] - pair[0]))));
}

#[test]
fn an_instance_that_nobody_scans_dies() {
    let world = unscanned(150.0);
    let error = login_within(&world, 600_000.0).unwrap_err();
    assert_eq!((error.code, error.reason.as_deref()), (Code::InstanceInvalid, Some("instance_invalid")));
    assert!((300_000.0..303_000.0).contains(&world.elapsed()), "{}", world.elapsed());
    assert_eq!(world.states().last(), Some(&State::Gone));
    assert_eq!(error.attempts, 1);
}

/// Whenever somebody scans a code that is shown and alive, they are linked soon, and nothing is asked for that could
/// disturb them.
#[test]
fn a_scan_links() {
    for latency in [0.0, 120.0, 900.0] {
        for second in 1..160 {
            let scan = f64::from(second) * 1_000.0 + 37.0;
            let world = World::new(move |_, name, at| gateway(latency, Some(scan), at, name));
            let status = login(&world).unwrap();
            assert_eq!(
                status,
                reconnect::Response {
                    state: State::Connected,
                    phone: Some("84987600001".to_owned()),
                    name: Some("Shop".to_owned())
                }
            );
            let took = world.elapsed() - scan;
            assert!(
                (0.0..=2_500.0 + 3.0 * latency).contains(&took),
                "scanned at {scan}, linked {took} ms later"
            );
            assert_eq!(world.states().last(), Some(&State::Connected));
            assert_eq!(
                world.calls.borrow().last().unwrap().0,
                "reconnect",
                "only the status tells who is linked"
            );
        }
    }
}

/// The share of the time in which what is shown can be scanned, on a gateway as slow as real ones are.
#[test]
fn what_is_shown_is_alive() {
    for (latency, least) in [(0.0, 0.999), (300.0, 0.94), (1_000.0, 0.83)] {
        let world = unscanned(latency);
        let _ = login(&world);
        let shown = world.shown.borrow();
        let alive = (0..1_600)
            .filter(|tenth| {
                let at = f64::from(*tenth) * 100.0;
                let live = DEATHS.iter().position(|death| at < *death).unwrap();
                shown
                    .iter()
                    .rev()
                    .find(|(_, born, _)| *born <= at)
                    .is_some_and(|(image, ..)| *image == picture(live))
            })
            .count();
        let share = f64::from(u32::try_from(alive).unwrap()) / 1_600.0;
        assert!(share >= least, "{share} of the time at {latency} ms");
        assert_eq!(shown.len(), 6, "{latency}");
    }
}

#[test]
fn no_more_than_thirty_calls_a_minute() {
    for latency in [0.0, 1.0, 50.0, 333.0, 1_000.0, 5_000.0] {
        let world = unscanned(latency);
        let _ = login_within(&world, 600_000.0);
        assert!(world.busiest_minute() <= 30, "{} calls at {latency} ms", world.busiest_minute());
    }
    // Nor by the method that the gateway does not take, nor when the gateway's words make it ask again at once.
    for reply in [
        says(USED),
        says(NO_CODE),
        says(NOT_ACTIVATED),
        Err(Fault::Network),
        json(&json!({ "status": "success" })),
    ] {
        let world = World::new(move |_, name, at| {
            (
                10.0,
                if at == 0.0 {
                    shows(0)
                } else if name == "reconnect" {
                    says(NOT_ACTIVATED)
                } else {
                    reply.clone()
                },
            )
        });
        let _ = login_within(&world, 600_000.0);
        assert!(world.busiest_minute() <= 30, "{} calls", world.busiest_minute());
    }
}

/// A code that lives a second, or so a gateway says, is no reason to ask every second: asking can kill a scan.
#[test]
fn a_short_life_is_no_reason_to_hurry() {
    for seconds in [1, 2, 5] {
        let next = Cell::new(0);
        let world = World::new(move |_, name, _| {
            next.set(next.get() + 1);
            let body = json!({ "status": "success", "base64": picture(next.get()), "expires_in": seconds });
            (10.0, if name == "reconnect" { says(NOT_ACTIVATED) } else { json(&body) })
        });
        let _ = login(&world);
        assert!(world.busiest_minute() <= 30, "{} calls with {seconds} s", world.busiest_minute());
    }
}

#[test]
fn the_gateway_says_how_long_a_code_lives() {
    let next = Cell::new(0);
    let world = World::new(move |_, name, _| {
        if name == "reconnect" {
            return (0.0, says(NOT_ACTIVATED));
        }
        next.set(next.get() + 1);
        (0.0, json(&json!({ "status": "success", "base64": picture(next.get()), "expires_in": "45" })))
    });
    let _ = login_within(&world, 100_000.0);
    let times: Vec<_> = world.shown.borrow().iter().map(|(_, born, dies)| (*born, *dies)).collect();
    assert_eq!(times, [(0.0, 45_000.0), (45_000.0, 90_000.0), (90_000.0, 135_000.0)]);
}

/// A life that ends after the login tells milliseconds for seconds, or nothing: such a code is renewed as usual.
#[test]
fn a_life_longer_than_the_login_is_not_believed() {
    let world = World::new(|_, name, at| match name {
        "reconnect" => (0.0, says(NOT_ACTIVATED)),
        _ => {
            let index = DEATHS.iter().position(|death| at < *death).unwrap_or(6);
            (0.0, json(&json!({ "status": "success", "base64": picture(index), "expires_in": 60_000 })))
        }
    });
    let _ = login(&world);
    assert!(world.shown.borrow().len() > 1, "one code for the whole login");
}

#[test]
fn a_code_that_was_not_renewed_yet_is_shown_once() {
    // An engine that gives the same picture for 66 s.
    let world = World::new(|_, name, at| {
        let index = if at < 66_000.0 { 0 } else { 1 };
        (0.0, if name == "reconnect" { says(NOT_ACTIVATED) } else { shows(index) })
    });
    let _ = login_within(&world, 70_000.0);
    let shown: Vec<_> = world.shown.borrow().iter().map(|(image, born, _)| (image.clone(), *born)).collect();
    assert_eq!(shown, [(picture(0), 0.0), (picture(1), 66_000.0)]);
    assert_eq!(world.calls_of("get_qrcode"), [0.0, 60_000.0, 62_000.0, 66_000.0]);
    // In between there is none that is known to live.
    assert_eq!(
        *world.states.borrow(),
        [
            (State::Pending, 0.0),
            (State::Scan, 0.0),
            (State::Pending, 60_000.0),
            (State::Scan, 66_000.0),
            (State::Expired, 70_000.0)
        ]
    );
}

/// A phone that was at it and gave up: the code that is still alive is shown once more.
#[test]
fn a_code_that_lives_on_is_shown_again() {
    let world = World::new(|_, name, at| {
        let at_it = (20_000.0..30_000.0).contains(&at) && name == "reconnect";
        if at_it { (0.0, json(&json!({ "status": "CONNECTING" }))) } else { gateway(0.0, None, at, name) }
    });
    let _ = login_within(&world, 59_000.0);
    let shown = world.shown.borrow();
    let [first, again] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!((&first.0, first.2), (&again.0, again.2));
    assert!((30_000.0..36_000.0).contains(&again.1), "{again:?}");
}

#[test]
fn an_engine_that_is_not_ready_is_waited_for() {
    for words in [
        NO_CODE,
        "QR code generation timeout. Please try again.",
        "The WhatsApp session could not be found in the system",
        "Unable to create session. Please try again later",
        NOT_ACTIVATED,
    ] {
        let world = World::new(move |_, name, at| match name {
            "reconnect" => (10.0, says(NOT_ACTIVATED)),
            _ if at < 10_000.0 => (10.0, says(words)),
            _ => (10.0, shows(0)),
        });
        let _ = login_within(&world, 30_000.0);
        assert_eq!(world.calls_of("get_qrcode"), [0.0, 2_010.0, 6_020.0, 14_030.0], "{words}");
        assert_eq!(world.shown.borrow().len(), 1, "{words}");
    }
}

#[test]
fn what_is_linked_already_is_found_at_once() {
    for words in [USED, "It seems that you have logged in successfully", "Instance already connected"] {
        let world =
            World::new(move |_, name, _| (100.0, if name == "reconnect" { linked() } else { says(words) }));
        assert_eq!(login(&world).unwrap().state, State::Connected);
        assert_eq!(world.elapsed(), 200.0);
        assert!(world.shown.borrow().is_empty());
        let states = world.states();
        assert_eq!(states.first(), Some(&State::Pending));
        assert_eq!(states.last(), Some(&State::Connected));
        assert!(states.windows(2).all(|pair| pair[0] != pair[1]), "{words}: {states:?}");
    }
}

#[test]
fn a_used_id_is_not_a_linked_phone() {
    for denied in [says(NOT_ACTIVATED), json(&json!({ "status": "success" }))] {
        let world = World::new(move |_, name, _| {
            (50.0, if name == "reconnect" { denied.clone() } else { says(USED) })
        });
        let error = login(&world).unwrap_err();
        assert_eq!(error.reason.as_deref(), Some("login_timeout"));
        assert_eq!(world.elapsed(), 300_000.0);
        assert!(!world.states().contains(&State::Connected));
        assert!(world.busiest_minute() <= 30, "{}", world.busiest_minute());
    }
}

/// An id whose phone was unlinked gets no code any more. An engine that has just started says the same, and gets time.
#[test]
fn a_phone_that_was_unlinked_ends_it() {
    let gateway = |starts_up: f64| {
        World::new(move |_, name, at| {
            (
                0.0,
                match name {
                    "get_qrcode" => says(USED),
                    _ if at >= starts_up => linked(),
                    _ => says("This WhatsApp account relogin required"),
                },
            )
        })
    };
    let world = gateway(f64::INFINITY);
    let error = login(&world).unwrap_err();
    assert_eq!((error.code, error.reason.as_deref()), (Code::NotConnected, Some("relogin_required")));
    assert_eq!(world.states().last(), Some(&State::LoggedOut));
    assert!((4_000.0..15_000.0).contains(&world.elapsed()), "{}", world.elapsed());
    assert_eq!(login(&gateway(3_000.0)).unwrap().state, State::Connected);
}

#[test]
fn a_phone_that_is_being_linked_is_left_in_peace() {
    // Scanned at 50 s, linking until 75 s: the code dies meanwhile, and asking for another would reset the socket.
    let world = World::new(|_, name, at| match name {
        "reconnect" if at >= 75_000.0 => (10.0, linked()),
        "reconnect" if at >= 50_000.0 => {
            (10.0, json(&json!({ "status": "success", "data": { "state": "connecting" } })))
        }
        "reconnect" => (10.0, says(NOT_ACTIVATED)),
        _ => (10.0, shows(0)),
    });
    assert_eq!(login(&world).unwrap().state, State::Connected);
    assert_eq!(world.calls_of("get_qrcode"), [0.0]);
    assert_eq!(world.states(), [State::Pending, State::Scan, State::Connecting, State::Connected]);

    // Given up on the phone at 60 s: there is a code again.
    let world = World::new(|_, name, at| match name {
        "reconnect" if (50_000.0..60_000.0).contains(&at) => {
            (10.0, json(&json!({ "status": "success", "data": { "state": "connecting" } })))
        }
        "reconnect" => (10.0, says(NOT_ACTIVATED)),
        _ => (10.0, shows(usize::from(at >= 60_000.0))),
    });
    let _ = login_within(&world, 80_000.0);
    let asked = world.calls_of("get_qrcode");
    assert!((60_000.0..66_000.0).contains(&asked[1]), "{asked:?}");
    assert_eq!(world.shown.borrow().len(), 2);
}

#[test]
fn a_network_that_comes_back_is_waited_for() {
    for fault in [
        Err(Fault::Network),
        Ok(Reply { status: 502, body: b"<html>".to_vec(), ..Reply::default() }),
        Ok(Reply { status: 200, ..Reply::default() }),
        says("Error"),
        says("Algo"),
    ] {
        let world = World::new(move |_, name, at| {
            let turn = gateway(20.0, Some(130_000.0), at, name);
            if (30_000.0..90_000.0).contains(&at) { (20.0, fault.clone()) } else { turn }
        });
        assert_eq!(login(&world).unwrap().state, State::Connected);
        let took = world.elapsed() - 130_000.0;
        assert!((0.0..16_000.0).contains(&took), "{took}");
        let away = world.calls.borrow().iter().filter(|(_, at)| (30_000.0..90_000.0).contains(at)).count();
        assert!(away <= 12, "{away} calls while the network was away");
    }
}

#[test]
fn a_gateway_that_asks_to_wait_is_waited_for() {
    let limited = Reply { status: 429, retry_after_ms: Some(45_000.0), ..Reply::default() };
    let world = World::new(move |_, name, at| match name {
        "reconnect" if at < 5_000.0 => (0.0, Ok(limited.clone())),
        "reconnect" => (0.0, says(NOT_ACTIVATED)),
        _ => (0.0, shows(usize::from(at >= 60_000.0))),
    });
    let _ = login_within(&world, 70_000.0);
    let statuses = world.calls_of("reconnect");
    assert!(statuses[0] < 5_000.0 && statuses[1] >= statuses[0] + 45_000.0, "{statuses:?}");
}

#[test]
fn what_waiting_cannot_help_ends_it() {
    for (words, code) in [
        ("Access token does not exist", Code::Unauthorized),
        ("Instance ID is required", Code::InstanceInvalid),
        ("Whoop!!! The license provided is not valid", Code::Rejected),
    ] {
        for failing in ["get_qrcode", "reconnect"] {
            let world = World::new(move |_, name, _| {
                (
                    10.0,
                    if name == failing {
                        says(words)
                    } else if name == "reconnect" {
                        says(NOT_ACTIVATED)
                    } else {
                        shows(0)
                    },
                )
            });
            let error = login(&world).unwrap_err();
            assert_eq!((error.code, error.endpoint), (code, Some(failing)), "{words}");
            assert!(world.calls.borrow().len() <= 2);
        }
    }
    // A gateway that was never reached is not waited for.
    for (turn, code) in [(Err(Fault::Network), Code::Network), (says("Algo"), Code::Unconfirmed)] {
        let world = World::new(move |_, _, _| (10.0, turn.clone()));
        assert_eq!(login(&world).unwrap_err().code, code);
        assert_eq!(world.calls.borrow().len(), 1);
    }
}

#[test]
fn the_deadline_holds_whatever_the_gateway_does() {
    for timeout_ms in [1.0, 500.0, 5_000.0, 61_000.0] {
        let world = World::new(|_, name, at| {
            let turn = gateway(0.0, None, at, name);
            (if name == "reconnect" { 19_000.0 } else { 700.0 }, turn.1)
        });
        let error = login_within(&world, timeout_ms).unwrap_err();
        assert_eq!(error.code, Code::Timeout, "{timeout_ms}");
        assert!(world.elapsed() <= timeout_ms, "{} ms of {timeout_ms}", world.elapsed());
    }
    // Linked in the last call: better late than wrong.
    let world = World::new(|_, name, _| (1_000.0, if name == "reconnect" { linked() } else { shows(0) }));
    assert_eq!(login_within(&world, 4_600.0).unwrap().state, State::Connected);
}

#[test]
fn an_abort_ends_it_at_once() {
    // Before, in the first call, in a pause, in a later call.
    for (at, calls, delivery) in [
        (0.0, 0, Delivery::NotSent),
        (50.0, 1, Delivery::Unknown),
        (1_000.0, 1, Delivery::Unknown),
        (2_650.0, 2, Delivery::Unknown),
    ] {
        let world = unscanned(100.0);
        world.aborts.set(at);
        let error = login(&world).unwrap_err();
        assert_eq!((error.code, error.delivery), (Code::Aborted, delivery), "{at}");
        assert_eq!(world.elapsed(), at);
        assert_eq!(world.calls.borrow().len(), calls, "{at}");
    }
}

/// The gateway's own word for the end is no second end.
#[test]
fn a_state_is_told_once() {
    let world = World::new(|_, name, _| {
        (10.0, if name == "reconnect" { says(NOT_ACTIVATED) } else { json(&json!({ "status": "EXPIRED" })) })
    });
    let _ = login_within(&world, 5_000.0);
    assert_eq!(world.states(), [State::Pending, State::Expired]);
}

#[test]
fn a_gateway_that_takes_the_other_method_is_found_out_once() {
    let world = World::new(|world, name, at| {
        let tried = world.calls_of(name).len();
        let missing = Reply { status: 404, body: b"<html>".to_vec(), ..Reply::default() };
        if tried == 1 { (10.0, Ok(missing)) } else { gateway(10.0, Some(30_000.0), at, name) }
    });
    assert_eq!(login(&world).unwrap().state, State::Connected);
    assert_eq!(world.calls_of("get_qrcode"), [0.0, 10.0]);
}

/// One turn of a gateway that does as it likes.
fn turn() -> impl Strategy<Value = (u8, f64)> {
    (0_u8..20, prop_oneof![Just(0.0), 0.0..400.0, 0.0..30_000.0])
}

fn reply_of(kind: u8, count: usize) -> Result<Reply, Fault> {
    let status = |status: u16| Ok(Reply { status, ..Reply::default() });
    match kind {
        0..=3 => shows(count),
        4 => shows(count / 3),
        5 => json(&json!({ "status": "success", "base64": picture(count), "expires_in": count % 40 })),
        6 => says(NO_CODE),
        7 => says(USED),
        8 => says("Relogin required"),
        9 => json(&json!({ "status": "success", "data": { "state": "connecting" } })),
        10 => json(&json!({ "status": "success", "connected": true })),
        11 => Err(Fault::Network),
        12 => status(502),
        13 => Ok(Reply {
            status: 429,
            retry_after_ms: Some(f64::from(u32::try_from(count).unwrap()) * 700.0),
            ..Reply::default()
        }),
        14 => json(&json!({ "status": "success" })),
        15 => status(404),
        16 => json(&json!({ "status": "EXPIRED" })),
        _ => says(NOT_ACTIVATED),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_gateway_does(turns in prop::collection::vec(turn(), 1..60), timeout_ms in 1_u32..400_000) {
        let count = Cell::new(0_usize);
        let world = World::new(move |_, _, _| {
            count.set(count.get() + 1);
            let (kind, latency) = turns[count.get() % turns.len()];
            (latency, reply_of(kind, count.get()))
        });
        let timeout_ms = f64::from(timeout_ms);
        let ended = login_within(&world, timeout_ms);
        // Fractions of a millisecond get lost in epoch times.
        prop_assert!(world.elapsed() <= timeout_ms + 0.01, "{} ms of {timeout_ms}", world.elapsed());
        prop_assert!(world.busiest_minute() <= 30, "{} calls in a minute", world.busiest_minute());
        let states = world.states();
        prop_assert_eq!(ended.is_ok(), states.last() == Some(&State::Connected));
        prop_assert!(states.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", states);
        for (image, born, dies) in world.shown.borrow().iter() {
            prop_assert!(dies > born, "{image} is shown dead");
        }
        let shown = world.shown.borrow();
        let lives_longer = |pair: &[(String, f64, f64)]| pair[0].0 == pair[1].0 && pair[0].2 != pair[1].2;
        prop_assert!(!shown.windows(2).any(lives_longer), "a code that is shown again lives no longer: {shown:?}");
    }
}

#[test]
fn a_wish_for_another_code_is_heard_at_once() {
    let world = World::new(|world, name, at| {
        // This engine makes a code whenever it is asked.
        let asked = world.calls_of("get_qrcode").len();
        if name == "get_qrcode" { (100.0, shows(asked)) } else { gateway(100.0, None, at, name) }
    });
    world.wishes.set(12_345.0);
    let _ = login_within(&world, 30_000.0);
    let asked = world.calls_of("get_qrcode");
    assert_eq!(asked.len(), 2);
    assert!((12_345.0..12_700.0).contains(&asked[1]), "{asked:?}");
    let shown = world.shown.borrow();
    // The wished one is a later code: it is taken to live 20 s.
    assert_eq!(shown[1].2 - shown[1].1, 20_000.0);
}

#[test]
fn a_wish_that_changes_nothing_keeps_the_code() {
    let world = unscanned(0.0);
    world.wishes.set(10_000.0);
    let _ = login_within(&world, 59_000.0);
    assert_eq!(world.calls_of("get_qrcode"), [0.0, 10_000.0]);
    assert_eq!(world.shown.borrow().len(), 1);
}

#[test]
fn a_page_that_is_hidden_for_long_asks_nothing() {
    let world = unscanned(0.0);
    world.hidden.set((10_000.0, 200_000.0));
    let _ = login_within(&world, 230_000.0);
    let quiet = 10_000.0 + REST_AFTER..200_000.0;
    assert!(world.calls.borrow().iter().all(|(_, at)| !quiet.contains(at)), "{:?}", world.calls.borrow());
    // Until then a phone may be at it, and on return the status comes first, at once.
    let calls = world.calls.borrow();
    assert!(calls.iter().any(|(name, at)| name == "reconnect" && (60_000.0..70_001.0).contains(at)));
    assert_eq!(calls.iter().find(|(_, at)| *at >= 200_000.0), Some(&("reconnect".to_owned(), 200_000.0)));
}

/// Somebody comes back who was away for so long that it is over: the phone that was linked meanwhile still counts.
#[test]
fn a_phone_that_was_linked_while_nobody_looked_is_seen() {
    for back in [150_000.0, 299_000.0, 500_000.0, 3_600_000.0] {
        let world = World::new(|_, name, at| gateway(0.0, Some(100_000.0), at, name));
        world.hidden.set((20_000.0, back));
        assert_eq!(login(&world).unwrap().state, State::Connected, "{back}");
        assert_eq!(world.elapsed(), back);
    }
    let world = unscanned(0.0);
    world.hidden.set((20_000.0, 3_600_000.0));
    assert_eq!(login(&world).unwrap_err().reason.as_deref(), Some("instance_invalid"));
}

#[test]
fn a_short_look_away_changes_nothing() {
    let (looked_away, watched) = (unscanned(0.0), unscanned(0.0));
    looked_away.hidden.set((15_000.0, 70_000.0));
    let _ = (login(&looked_away), login(&watched));
    assert_eq!(*looked_away.calls.borrow(), *watched.calls.borrow());
    assert_eq!(*looked_away.shown.borrow(), *watched.shown.borrow());
}

/// A phone that is linked by a pairing code: asking for a QR code would end the pairing on some engines.
#[test]
fn a_login_without_codes_asks_for_none() {
    let world = World::new(|_, name, at| gateway(120.0, Some(47_000.0), at, name));
    world.wishes.set(5_000.0);
    let linked = walk(&world, Login::without_codes(START, DEFAULT_TIMEOUT_MS)).unwrap();
    assert_eq!(linked.state, State::Connected);
    assert!(world.calls_of("get_qrcode").is_empty());
    assert!(world.elapsed() - 47_000.0 < 4_500.0, "{}", world.elapsed());
    assert!(world.busiest_minute() <= 30);
}

/// The address of a code may carry the token, and does not change with the code: the image itself is what is shown.
#[test]
fn a_code_that_comes_as_an_address_is_fetched() {
    let png = |index: u8| {
        Ok(Reply {
            status: 200,
            body: [b"\x89PNG\r\n\x1a\n".as_slice(), &[index]].concat(),
            ..Reply::default()
        })
    };
    let elsewhere = |address: &str| json(&json!({ "status": "success", "qr_code_url": address }));
    let own = "https://app.wawp.net/qr/609ACF283.png?access_token=t0k3n";
    let world = World::new(move |_, name, at| match name {
        "get_qrcode" => (0.0, elsewhere(own)),
        "609ACF283.png" => (0.0, png(u8::from(at >= 60_000.0))),
        _ => gateway(0.0, None, at, name),
    });
    let _ = login_within(&world, 70_000.0);
    let shown = world.shown.borrow();
    assert_eq!(shown.len(), 2);
    assert!(
        shown.iter().all(|(image, ..)| image.starts_with("data:image/png;base64,iVBORw0KGgo")),
        "{shown:?}"
    );

    // What is no image, or is another's, is never shown.
    for address in ["https://evil.example/qr.png", "http://app.wawp.net/qr.png", "https://app.wawp.net/page"]
    {
        let world = World::new(move |_, name, at| match name {
            "get_qrcode" => (0.0, elsewhere(address)),
            "page" => (0.0, Ok(Reply { status: 200, body: b"<svg onload=x>".to_vec(), ..Reply::default() })),
            _ => gateway(0.0, None, at, name),
        });
        let error = login(&world).unwrap_err();
        assert_eq!(
            (error.code, error.reason.as_deref()),
            (Code::BadResponse, Some("image_unusable")),
            "{address}"
        );
        assert!(world.shown.borrow().is_empty() && world.elapsed() < 1_000.0);
        assert!(world.calls.borrow().iter().all(|(name, _)| name != "qr.png"), "{address} was asked for");
    }
}

/// What happened in a login, a line each: what was asked, told and shown, and when, in seconds.
fn diary(world: &World, ended: &Result<reconnect::Response, Box<Error>>) -> String {
    let mut notes: Vec<(f64, String)> = Vec::new();
    for (name, at) in world.calls.borrow().iter() {
        notes.push((
            *at,
            if name == "get_qrcode" { "asks for a code" } else { "asks for the status" }.to_owned(),
        ));
    }
    let told = world.states.borrow();
    notes.extend(told.iter().map(|(state, at)| (*at, format!("tells {}", json!(state).as_str().unwrap()))));
    for (image, at, dies_at) in world.shown.borrow().iter() {
        notes.push((*at, format!("shows {} until {}", &image[image.len() - 4..], dies_at / 1_000.0)));
    }
    notes.push((
        world.elapsed(),
        match ended {
            Ok(linked) => format!("ends linked to {}", linked.phone.as_deref().unwrap_or("a phone")),
            Err(error) => format!("ends with {}", error.reason.as_deref().unwrap_or_default()),
        },
    ));
    notes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines = String::new();
    let mut rest = notes.as_slice();
    while let Some((at, note)) = rest.first() {
        // Many of the same are one line.
        let count = rest.iter().take_while(|(_, other)| other == note).count();
        lines += &match count {
            1 => format!("{} {note}\n", at / 1_000.0),
            _ => format!("{} {note}, {count} times until {}\n", at / 1_000.0, rest[count - 1].0 / 1_000.0),
        };
        rest = &rest[count..];
    }
    lines
}

/// Whole logins, as they are written down in `cases/timelines.txt`. `WAWP_WRITE=1` writes them.
#[test]
fn timelines() {
    const LATENCY: f64 = 200.0;
    let usual = |scan: Option<f64>| move |_: &World, name: &str, at: f64| gateway(LATENCY, scan, at, name);
    let between = |from: f64, to: f64, scan: Option<f64>, turn: fn(&str) -> Turn| {
        move |_: &World, name: &str, at: f64| {
            if (from..to).contains(&at) { turn(name) } else { gateway(LATENCY, scan, at, name) }
        }
    };
    let is_at_it = |name: &str| {
        (LATENCY, if name == "reconnect" { json(&json!({ "status": "CONNECTING" })) } else { says(USED) })
    };
    let restarts = |name: &str| {
        let reply = Reply { status: 502, body: b"<html></html>".to_vec(), ..Reply::default() };
        (
            LATENCY,
            if name == "reconnect" {
                Ok(reply)
            } else {
                says("The WhatsApp session could not be found in the system")
            },
        )
    };
    let died = |_: &str| (LATENCY, says(GONE));
    let away = |_: &str| (3_000.0, Err(Fault::Network));
    let hidden = |world: Rc<World>, from: f64, to: f64| {
        world.hidden.set((from, to));
        world
    };
    let cases = [
        ("somebody scans at once", World::new(usual(Some(3_000.0)))),
        ("somebody scans in the last second of the last code", World::new(usual(Some(159_500.0)))),
        ("nobody scans", World::new(usual(None))),
        ("the phone refuses", World::new(between(20_000.0, 32_000.0, None, is_at_it))),
        (
            "the gateway restarts in the middle",
            World::new(between(50_000.0, 75_000.0, Some(110_000.0), restarts)),
        ),
        ("the instance dies", World::new(between(45_000.0, f64::INFINITY, None, died))),
        ("the network is away for a minute", World::new(between(25_000.0, 85_000.0, Some(97_000.0), away))),
        ("the tab is hidden and comes back", hidden(World::new(usual(None)), 10_000.0, 130_000.0)),
        (
            "the tab is hidden, and somebody scanned before",
            hidden(World::new(usual(Some(12_000.0))), 10_000.0, 400_000.0),
        ),
        ("a phone is linked by a pairing code", World::new(usual(Some(31_000.0)))),
    ];
    let mut text = String::new();
    for (name, world) in cases {
        let login = if name.ends_with("pairing code") { Login::without_codes } else { Login::new };
        let ended = walk(&world, login(START, DEFAULT_TIMEOUT_MS));
        text += &format!("# {name}\n{}\n", diary(&world, &ended));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/timelines.txt");
    if std::env::var_os("WAWP_WRITE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
}

/// Engines renew codes by their own clock: however long answers take, what is shown is never dead for longer than one takes.
#[test]
fn slow_answers_do_not_add_up() {
    for latency in [300.0, 800.0, 2_000.0] {
        let world = unscanned(latency);
        let _ = login_within(&world, 170_000.0);
        let shown = world.shown.borrow();
        assert_eq!(shown.len(), 6, "{latency}");
        for ((image, _, dies_at), index) in shown.iter().zip(0..) {
            assert_eq!(*image, picture(index));
            let late = dies_at - DEATHS[index];
            assert!((0.0..=latency).contains(&late), "{image} is shown for {late} ms after its death");
        }
    }
}
