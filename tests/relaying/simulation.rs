//! Pages, browsers, relays, a store and a gateway that all fail as they like, on a clock of their own: whatever happens, a
//! key reaches the gateway once at most, and what the page is told is true.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use serde_json::{Value, json};
use wawp_client::client::{Heard, Memory, Transport, exchange};
use wawp_client::endpoint::{Endpoint as _, send_text};
use wawp_client::error::{Delivery, Error, Fault};
use wawp_client::event::Event;
use wawp_client::gateway::Gateway;
use wawp_client::http::{Reply, Request};
use wawp_client::relay::host::{Created, Failed, Host, NoBody};
use wawp_client::relay::{Relay, Response};

use crate::host::{call_head, relay};
use crate::script::reply;

const RUNS: u64 = 2_000;

/// A small generator of random numbers, so that a run can be told by its seed.
struct Dice(Cell<u64>);

impl Dice {
    fn roll(&self, sides: u64) -> u64 {
        let mut state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (state ^ (state >> 31)) % sides
    }
}

/// Everything that the processes share: the store, the gateway, the clock.
struct World {
    dice: Dice,
    now: Cell<f64>,
    store: RefCell<BTreeMap<String, String>>,
    /// How often the gateway got a text, and how often it sent it.
    got: Cell<u32>,
    acted: Cell<u32>,
    /// What a store's client does later.
    late: RefCell<Vec<Box<dyn Fn()>>>,
    /// Requests whose page has left, and whose relay works on.
    left: RefCell<Vec<Pin<Box<dyn Future<Output = Response>>>>>,
}

impl World {
    /// Lets others have their turn, and time pass.
    async fn turn(&self) {
        for _ in 0..self.dice.roll(4) {
            self.now.set(self.now.get() + self.dice.roll(40) as f64);
            let mut is_over = false;
            poll_fn(|_| if std::mem::replace(&mut is_over, true) { Poll::Ready(()) } else { Poll::Pending })
                .await;
        }
    }

    /// Lets each request that was left go a step further.
    fn step(&self) {
        if self.dice.roll(8) == 0 {
            self.late.take().iter().for_each(|late| late());
        }
        let mut going = self.left.take();
        going.retain_mut(|request| step(request).is_none());
        self.left.borrow_mut().append(&mut going);
    }
}

fn step<T>(future: &mut Pin<Box<dyn Future<Output = T>>>) -> Option<T> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// One request at one relay process.
struct Visit {
    world: Rc<World>,
    body: Vec<u8>,
}

impl Host for Visit {
    type Value = Value;
    type Transport = Line;

    async fn authorize(&self) -> Result<Value, Failed> {
        self.world.turn().await;
        Ok(json!({ "visitor": "ann", "instances": "all", "operations": "all" }))
    }

    async fn body(&self, _: usize) -> Result<Vec<u8>, NoBody> {
        self.world.turn().await;
        Ok(self.body.clone())
    }

    async fn claim(&self, key: &str, note: &str, _: f64) -> Result<Option<String>, Failed> {
        self.world.turn().await;
        if self.world.dice.roll(12) == 0 {
            return Err(Failed);
        }
        if self.world.dice.roll(12) == 0 {
            // Its client asks its server twice.
            self.world.store.borrow_mut().entry(key.to_owned()).or_insert_with(|| note.to_owned());
        }
        let stored = self.world.store.borrow().get(key).cloned();
        if stored.is_none() {
            self.world.store.borrow_mut().insert(key.to_owned(), note.to_owned());
        }
        self.world.turn().await;
        // The store did its part, but nobody heard of it.
        if self.world.dice.roll(12) == 0 { Err(Failed) } else { Ok(stored) }
    }

    async fn settle(&self, key: &str, note: &str, _: f64) -> Result<(), Failed> {
        self.world.turn().await;
        if self.world.dice.roll(12) == 0 {
            return Err(Failed);
        }
        self.world.store.borrow_mut().insert(key.to_owned(), note.to_owned());
        Ok(())
    }

    async fn release(&self, key: &str, note: &str) -> Result<(), Failed> {
        self.world.turn().await;
        // As a client does whose server did not answer in time: it asks again later, whatever happened meanwhile.
        let (key, note, world) = (key.to_owned(), note.to_owned(), Rc::clone(&self.world));
        let again = self.world.dice.roll(4) == 0;
        let forget =
            move || world.store.borrow_mut().retain(|known, stored| *known != key || *stored != note);
        forget();
        if again {
            self.world.late.borrow_mut().push(Box::new(forget));
        }
        Ok(())
    }

    fn mark(&self) -> String {
        self.world.dice.0.get().to_string()
    }

    async fn created(&self, _: &Created<'_>) -> Result<(), Failed> {
        Ok(())
    }

    fn open(&self, _: &str, timeout_ms: f64) -> Line {
        Line { world: Rc::clone(&self.world), deadline: self.world.now.get() + timeout_ms }
    }

    fn blame(&self, _: &Error) {}

    fn blame_token(&self, _: &Line) {}

    fn now(&self) -> f64 {
        self.world.now.get()
    }
}

/// A relay's way to the gateway.
struct Line {
    world: Rc<World>,
    deadline: f64,
}

impl Transport for Line {
    async fn token(&self) -> Result<String, Fault> {
        self.world.turn().await;
        if self.world.dice.roll(12) == 0 { Err(Fault::Token) } else { Ok("token".to_owned()) }
    }

    async fn send(&self, _: Request, _: &str, _: Option<f64>) -> Result<Reply, Fault> {
        let world = &self.world;
        world.turn().await;
        let acts = |acts: bool| {
            world.got.set(world.got.get() + 1);
            world.acted.set(world.acted.get() + u32::from(acts));
        };
        match world.dice.roll(8) {
            0 => {
                acts(world.dice.roll(2) == 0);
                world.turn().await;
                Err(Fault::Unreached)
            }
            1 => {
                acts(false);
                Ok(reply(200, r#"{"status":"error","message":"relogin required"}"#))
            }
            2 => {
                acts(world.dice.roll(2) == 0);
                while world.now.get() < self.deadline {
                    world.now.set(world.now.get() + 500.0);
                    world.turn().await;
                }
                Err(Fault::Timeout)
            }
            3 => {
                acts(world.dice.roll(2) == 0);
                Ok(reply(502, "<html>"))
            }
            _ => {
                acts(true);
                world.turn().await;
                Ok(reply(200, crate::host::SENT))
            }
        }
    }

    fn ended(&self) -> Option<Fault> {
        None
    }

    fn max_retries(&self) -> u32 {
        2
    }

    fn now(&self) -> f64 {
        self.world.now.get()
    }

    fn time_left(&self) -> f64 {
        self.deadline - self.world.now.get()
    }

    async fn pause(&self, ms: f64) -> Result<(), Fault> {
        self.world.now.set(self.world.now.get() + ms);
        self.world.turn().await;
        Ok(())
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn new_key(&self) -> String {
        panic!("a relay asks no other relay")
    }

    fn quotes(&self) -> bool {
        false
    }

    fn listens(&self) -> bool {
        false
    }

    fn tell(&self, _: Event) {}
}

/// A page's way to its relays, through a browser that repeats requests and networks that lose them.
struct Browser {
    world: Rc<World>,
    relays: [Rc<Relay>; 2],
    deadline: f64,
    /// Whether a message is repeated with the key that it was sent with.
    key: &'static str,
}

impl Browser {
    fn begin(&self, body: &str) -> Pin<Box<dyn Future<Output = Response>>> {
        let relay = Rc::clone(&self.relays[self.world.dice.roll(2) as usize]);
        let visit = Visit { world: Rc::clone(&self.world), body: body.as_bytes().to_vec() };
        Box::pin(async move { relay.answer(&call_head(), &visit).await })
    }

    /// A request whose page leaves after a while: its relay works on, or dies.
    fn leave(&self, body: &str, dies: bool) {
        let mut request = self.begin(body);
        for _ in 0..self.world.dice.roll(30) {
            if step(&mut request).is_some() {
                return;
            }
            self.world.step();
        }
        if !dies {
            self.world.left.borrow_mut().push(request);
        }
    }

    fn finish(&self, body: &str) -> Response {
        let mut request = self.begin(body);
        loop {
            if let Some(response) = step(&mut request) {
                return response;
            }
            self.world.step();
        }
    }
}

impl Transport for Browser {
    async fn token(&self) -> Result<String, Fault> {
        Ok(String::new())
    }

    async fn send(&self, request: Request, _: &str, _: Option<f64>) -> Result<Reply, Fault> {
        let body = request.body.unwrap().1;
        let whole = |response: Response| Ok(reply(response.status, &response.body));
        match self.world.dice.roll(10) {
            0 => Err(Fault::Network),
            1 => {
                self.finish(&body);
                Err(Fault::Network)
            }
            2 => {
                self.leave(&body, false);
                Err(Fault::Network)
            }
            3 => {
                self.leave(&body, true);
                Err(Fault::Network)
            }
            // What no page sees: the connection dropped, and the browser asked again by itself.
            4 | 5 => {
                self.leave(&body, self.world.dice.roll(3) == 0);
                whole(self.finish(&body))
            }
            6 => {
                self.finish(&body);
                Ok(reply(502, "<html>"))
            }
            _ => whole(self.finish(&body)),
        }
    }

    fn ended(&self) -> Option<Fault> {
        None
    }

    fn max_retries(&self) -> u32 {
        2
    }

    fn now(&self) -> f64 {
        self.world.now.get()
    }

    fn time_left(&self) -> f64 {
        self.deadline - self.world.now.get()
    }

    async fn pause(&self, ms: f64) -> Result<(), Fault> {
        self.world.now.set(self.world.now.get() + ms);
        self.world.step();
        Ok(())
    }

    fn random(&self) -> f64 {
        self.world.dice.roll(100) as f64 / 100.0
    }

    fn own_key(&self) -> Option<&str> {
        Some(self.key)
    }

    fn new_key(&self) -> String {
        panic!("the message has its key")
    }

    fn listens(&self) -> bool {
        false
    }

    fn tell(&self, _: Event) {}
}

/// Sends a message, and perhaps asks again with its key as after a reload; gives what the page was told each time.
fn run(seed: u64) -> (Rc<World>, Vec<Result<(), Box<Error>>>) {
    let world = Rc::new(World {
        dice: Dice(Cell::new(seed)),
        now: Cell::new(1e12),
        store: RefCell::default(),
        got: Cell::default(),
        acted: Cell::default(),
        late: RefCell::default(),
        left: RefCell::default(),
    });
    let options = json!({ "timeoutMs": 5_000 });
    let relays = [relay(options.clone()), relay(options)].map(Rc::new);
    let gateway = Gateway::relay("https://dashboard.example/wawp").unwrap();
    let number = "84933313000".to_owned();
    let hello = send_text::Request { instance_id: "A".to_owned(), number, text: "hello".to_owned() };
    let mut told = Vec::new();
    for _ in 0..=world.dice.roll(3) {
        let deadline = world.now.get() + 30_000.0;
        let browser = Browser { world: Rc::clone(&world), relays: relays.clone(), deadline, key: "order-17" };
        let mut read = |heard: Heard<'_>| {
            let Heard::Relay(result) = heard else { panic!("no gateway was asked") };
            assert_eq!(result.text_of("state").as_deref(), Some("sent"));
            Ok(())
        };
        let memory = Memory::default();
        told.push(
            pollster::block_on(exchange(&gateway, &memory, &browser, &hello.plan(), &mut read)).map(|_| ()),
        );
    }
    while !world.left.borrow().is_empty() {
        world.step();
    }
    (world, told)
}

#[test]
fn a_key_is_forwarded_once_and_no_outcome_is_a_lie() {
    let (mut sent, mut refused, mut unknown) = (0, 0, 0);
    for seed in 0..RUNS {
        let (world, told) = run(seed);
        assert!(world.got.get() <= 1, "seed {seed}: forwarded {} times", world.got.get());
        let last = told.len() - 1;
        let mut was_sent = false;
        for (place, outcome) in told.into_iter().enumerate() {
            match outcome.map_err(|error| error.delivery) {
                Ok(()) => {
                    assert_eq!(world.acted.get(), 1, "seed {seed}: told sent");
                    was_sent = true;
                    sent += 1;
                }
                Err(Delivery::Unknown) => unknown += 1,
                Err(delivery) => {
                    assert!(!was_sent, "seed {seed}: told sent, then {delivery:?}");
                    // Whoever asks again later may have it sent; the last one knows.
                    assert!(
                        place < last || world.acted.get() == 0,
                        "seed {seed}: told {delivery:?}, and sent"
                    );
                    refused += 1;
                }
            }
        }
    }
    // Each kind of end was met often.
    assert!(sent > RUNS / 2 && refused > RUNS / 20 && unknown > RUNS / 20, "{sent} {refused} {unknown}");
}
