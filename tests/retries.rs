//! Making a call again, on a virtual clock: examples of what is repeated, when and how often, and then ten thousand calls
//! to gateways that dice have made.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

use wawp_client::client::{Heard, Memory, Transport, exchange};
use wawp_client::endpoint::{
    Effect, Endpoint, Plan, create_instance, create_session, get_groups, get_paircode, get_qrcode, logout,
    raw, reboot, reconnect, reset_instance, send_group_text, send_text, set_webhook,
};
use wawp_client::error::{Code, Delivery, Error, Fault};
use wawp_client::event::{Event, Kind};
use wawp_client::gateway::Gateway;
use wawp_client::http::{Method, Reply, Request};
use wawp_client::reason::Reason;
use wawp_client::reply::Answer;
use wawp_client::retry::Budget;

const TOKEN: &str = "s3cr3t";
/// When the clocks of these tests start; no whole number, as in a browser.
const START: f64 = 1_234.5;
/// How long an attempt may take while another one could follow it.
const ATTEMPT_MS: f64 = 10_000.0;

// The world: a clock, a gateway, and a caller who may abort.

/// A clock that moves on to the next time at which something happens.
#[derive(Default)]
struct Clock {
    now: Cell<f64>,
    alarms: RefCell<Vec<f64>>,
}

impl Clock {
    fn new() -> Self {
        Self { now: Cell::new(START), ..Self::default() }
    }

    async fn until(&self, time: f64) {
        poll_fn(|_| {
            if self.now.get() >= time {
                return Poll::Ready(());
            }
            self.alarms.borrow_mut().push(time);
            Poll::Pending
        })
        .await;
    }

    /// Runs these at the same time, until all of them are done.
    fn run<T>(&self, parts: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
        let mut parts: Vec<_> = parts.into_iter().map(|part| (Box::pin(part), None)).collect();
        loop {
            self.alarms.borrow_mut().clear();
            for (part, done) in parts.iter_mut().filter(|(_, done)| done.is_none()) {
                if let Poll::Ready(value) = part.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                    *done = Some(value);
                }
            }
            if parts.iter().all(|(_, done)| done.is_some()) {
                return parts.into_iter().filter_map(|(_, done)| done).collect();
            }
            let next = self.alarms.borrow().iter().copied().fold(f64::INFINITY, f64::min);
            assert!(next.is_finite(), "a call waits for what never comes");
            self.now.set(next);
        }
    }
}

/// What became of a request, as the gateway knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// Done, and answered so.
    Done,
    /// Answered with a refusal that stays: nothing was done.
    Refused,
    /// Answered with a refusal that passes: nothing was done.
    RefusedForNow,
    /// There is no such call by this method: nothing was done.
    Missing,
    /// Done or not, which the answer leaves open; asking again does not help.
    Unclear,
    /// Done or not, and no answer that tells; it may pass.
    Lost,
    /// Done or not, and no answer before the attempt, the call or the caller's patience ended.
    Late,
    /// It never left.
    Unsent,
}

impl Fate {
    const fn is_proof_of_nothing_done(self) -> bool {
        matches!(self, Self::Refused | Self::RefusedForNow | Self::Missing)
    }
}

/// How a request ends, and after how many milliseconds.
#[derive(Clone)]
struct Turn {
    ms: f64,
    end: Result<Reply, Fault>,
    fate: Fate,
}

impl Turn {
    fn reply(fate: Fate, status: u16, body: &str) -> Self {
        let reply = Reply { status, body: body.as_bytes().to_vec(), ..Reply::default() };
        Self { ms: 10.0, end: Ok(reply), fate }
    }

    const fn fault(fate: Fate, fault: Fault) -> Self {
        Self { ms: 10.0, end: Err(fault), fate }
    }

    /// A request that nobody answers.
    const fn hangs() -> Self {
        Self { ms: f64::INFINITY, end: Err(Fault::Timeout), fate: Fate::Late }
    }

    fn asking_to_wait(mut self, ms: f64) -> Self {
        if let Ok(reply) = &mut self.end {
            reply.retry_after_ms = Some(ms);
        }
        self
    }

    fn told(&self) -> Option<f64> {
        self.end.as_ref().ok()?.retry_after_ms
    }
}

/// What a call did.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Request { at: f64, ended_at: f64, method: Method, limit_ms: Option<f64>, fate: Fate, told: Option<f64> },
    Pause { at: f64, ms: f64 },
}

/// One call's transport.
struct Call<'a> {
    clock: &'a Clock,
    gateway: Box<dyn Fn(&Request) -> Turn + 'a>,
    token: (f64, Result<(), Fault>),
    deadline: f64,
    aborts_at: Cell<f64>,
    /// The event at which the caller aborts, counted from 0.
    aborts_on: Option<usize>,
    max_retries: u32,
    random: Box<dyn Fn() -> f64 + 'a>,
    steps: RefCell<Vec<Step>>,
    events: RefCell<Vec<Event>>,
    /// What began although the call had ended.
    too_late: RefCell<Vec<&'static str>>,
}

impl<'a> Call<'a> {
    /// A call that begins now, may take 60 s and may be made again twice.
    fn new(clock: &'a Clock, gateway: impl Fn(&Request) -> Turn + 'a) -> Self {
        Self {
            clock,
            gateway: Box::new(gateway),
            token: (0.0, Ok(())),
            deadline: clock.now.get() + 60_000.0,
            aborts_at: Cell::new(f64::INFINITY),
            aborts_on: None,
            max_retries: 2,
            random: Box::new(|| 0.5),
            steps: RefCell::default(),
            events: RefCell::default(),
            too_late: RefCell::default(),
        }
    }

    /// A call that is answered so, one time after the other.
    fn answered(clock: &'a Clock, turns: impl IntoIterator<Item = Turn>) -> Self {
        let turns = RefCell::new(VecDeque::from_iter(turns));
        Self::new(clock, move |_| turns.borrow_mut().pop_front().expect("a request that nobody expected"))
    }

    /// When the call ends, whatever happens, and by what.
    fn end(&self) -> (f64, Fault) {
        let aborts_at = self.aborts_at.get();
        if aborts_at <= self.deadline { (aborts_at, Fault::Aborted) } else { (self.deadline, Fault::Timeout) }
    }

    fn begins(&self, what: &'static str) {
        if self.ended().is_some() {
            self.too_late.borrow_mut().push(what);
        }
    }

    async fn pass(&self, ms: f64) -> Result<(), Fault> {
        let (end, _) = self.end();
        self.clock.until((self.clock.now.get() + ms).min(end)).await;
        self.ended().map_or(Ok(()), Err)
    }

    fn requests(&self) -> usize {
        self.steps.borrow().iter().filter(|step| matches!(step, Step::Request { .. })).count()
    }

    fn pauses(&self) -> Vec<f64> {
        let pause = |step: &Step| match step {
            Step::Pause { ms, .. } => Some(*ms),
            Step::Request { .. } => None,
        };
        self.steps.borrow().iter().filter_map(pause).collect()
    }

    fn limits(&self) -> Vec<Option<f64>> {
        let limit = |step: &Step| match step {
            Step::Request { limit_ms, .. } => Some(*limit_ms),
            Step::Pause { .. } => None,
        };
        self.steps.borrow().iter().filter_map(limit).collect()
    }
}

impl Transport for Call<'_> {
    async fn token(&self) -> Result<String, Fault> {
        let (ms, given) = self.token;
        self.pass(ms).await?;
        given.map(|()| TOKEN.to_owned())
    }

    async fn send(&self, request: Request, token: &str, limit_ms: Option<f64>) -> Result<Reply, Fault> {
        assert_eq!(token, TOKEN);
        self.begins("a request");
        let at = self.clock.now.get();
        let turn = (self.gateway)(&request);
        let limit = limit_ms.unwrap_or(f64::INFINITY);
        let passed = self.pass(turn.ms.min(limit)).await;
        let is_late = passed.is_err() || turn.ms >= limit;
        let end = match passed {
            Err(fault) => Err(fault),
            Ok(()) if is_late => Err(Fault::Timeout),
            Ok(()) => turn.end.clone(),
        };
        let (fate, told) = if is_late { (Fate::Late, None) } else { (turn.fate, turn.told()) };
        let ended_at = self.clock.now.get();
        let method = request.method;
        self.steps.borrow_mut().push(Step::Request { at, ended_at, method, limit_ms, fate, told });
        end
    }

    fn ended(&self) -> Option<Fault> {
        let (end, fault) = self.end();
        (self.clock.now.get() >= end).then_some(fault)
    }

    fn max_retries(&self) -> u32 {
        self.max_retries
    }

    fn now(&self) -> f64 {
        self.clock.now.get()
    }

    fn time_left(&self) -> f64 {
        self.deadline - self.clock.now.get()
    }

    async fn pause(&self, ms: f64) -> Result<(), Fault> {
        self.steps.borrow_mut().push(Step::Pause { at: self.clock.now.get(), ms });
        self.pass(ms).await
    }

    fn new_key(&self) -> String {
        panic!("no relay was asked")
    }

    fn random(&self) -> f64 {
        (self.random)()
    }

    fn listens(&self) -> bool {
        true
    }

    fn tell(&self, event: Event) {
        if event.kind != Kind::Response {
            self.begins("a step is told");
        }
        if self.aborts_on == Some(self.events.borrow().len()) && event.kind != Kind::Request {
            self.aborts_at.set(self.aborts_at.get().min(self.now()));
        }
        self.events.borrow_mut().push(event);
    }
}

type Reading = Box<dyn Fn(&Answer) -> Result<(), Reason>>;

/// A call of the API, with an answer by which it succeeds.
struct Task {
    plan: Plan,
    read: Reading,
    done: &'static str,
}

const SUCCESS: &str = r#"{"status":"success","message":"Success","instance_id":"NEW1"}"#;
const SENT: &str = r#"{"status":"success","message":{"key":{"id":"BAE5"}}}"#;
const CODE: &str = r#"{"status":"success","base64":"data:image/png;base64,iVBORw0KGgo=","code":"ABCD-EFGH"}"#;

fn task<E: Endpoint + 'static>(request: E, done: &'static str) -> Task {
    Task { plan: request.plan(), read: Box::new(move |answer| request.read(answer).map(drop)), done }
}

fn by_hand(method: Method) -> Task {
    let request = raw::Request { path: "number_verify".to_owned(), method, query: vec![], body: None };
    Task {
        plan: request.plan(),
        read: Box::new(|answer| raw::Request::read(answer).map(drop)),
        done: SUCCESS,
    }
}

fn id() -> String {
    "609ACF283".to_owned()
}

fn text() -> Task {
    let number = "84933313000".to_owned();
    task(send_text::Request { instance_id: id(), number, text: "hello".to_owned() }, SENT)
}

fn groups() -> Task {
    task(get_groups::Request { instance_id: id() }, r#"{"status":"success","data":[]}"#)
}

fn webhook() -> Task {
    let url = "https://a.example".to_owned();
    task(set_webhook::Request { instance_id: id(), url, enabled: true }, SUCCESS)
}

fn restart() -> Task {
    task(reboot::Request { instance_id: id() }, SUCCESS)
}

/// How many there are.
const TASKS: u32 = 14;

fn tasks() -> [Task; TASKS as usize] {
    let phone = "84933313000".to_owned();
    let group_id = "120363290960123456@g.us".to_owned();
    [
        task(
            reconnect::Request { instance_id: id() },
            r#"{"status":"success","data":{"id":"849:7@s.whatsapp.net"}}"#,
        ),
        groups(),
        task(create_instance::Request::default(), SUCCESS),
        webhook(),
        text(),
        task(send_group_text::Request { instance_id: id(), group_id, text: "hello".to_owned() }, SENT),
        task(create_session::Request { name: "n".to_owned() }, SUCCESS),
        task(get_qrcode::Request { instance_id: id() }, CODE),
        task(get_paircode::Request { instance_id: id(), phone }, CODE),
        restart(),
        task(reset_instance::Request { instance_id: id() }, SUCCESS),
        task(logout::Request { instance_id: id() }, SUCCESS),
        by_hand(Method::Get),
        by_hand(Method::Post),
    ]
}

/// Makes a call of a client with this memory.
async fn make(memory: &Memory, call: &Call<'_>, task: &Task) -> Result<u32, Box<Error>> {
    let mut read = |heard: Heard<'_>| match heard {
        Heard::Gateway(answer, _) => (task.read)(answer),
        Heard::Relay(_) => panic!("no relay was asked"),
    };
    exchange(&Gateway::wawp(), memory, call, &task.plan, &mut read).await
}

/// Makes the first call of a client.
fn made(call: &Call, task: &Task) -> Result<u32, Box<Error>> {
    call.clock.run([make(&Memory::default(), call, task)]).remove(0)
}

// Examples.

const HTML: &str = "<!doctype html><html><body>502 Bad Gateway</body></html>";

fn unreachable() -> Turn {
    Turn::reply(Fate::Lost, 503, HTML)
}

fn limited() -> Turn {
    Turn::reply(Fate::RefusedForNow, 429, "")
}

fn done(task: &Task) -> Turn {
    Turn::reply(Fate::Done, 200, task.done)
}

/// Which failures are tried again: of a call that only asks, of one that does the same twice, and of one that acts again.
#[test]
fn what_is_tried_again() {
    let says = |message: &str| format!(r#"{{"status":"error","message":"{message}"}}"#);
    let (no_session, no_code) = (
        says("The WhatsApp session could not be found in the system"),
        says("Cannot generate a WhatsApp QR code"),
    );
    let (no_token, no_words, unknown) =
        (says("Access token does not exist"), says("Error"), says("Etwas ging schief"));
    let quota = says("The number of messages you have sent per month has exceeded the maximum limit");
    let replies = |status, body: &str| Turn::reply(Fate::Lost, status, body);
    let faults = |fault| Turn::fault(Fate::Lost, fault);
    #[rustfmt::skip]
    let table = [
        // What fails                                    asks   same   acts
        ("the network",       faults(Fault::Network),    true,  true,  false),
        ("no answer",         Turn::hangs(),             true,  true,  false),
        ("no request at all", faults(Fault::Unsent),     false, false, false),
        ("408",               replies(408, ""),          true,  true,  false),
        ("429",               replies(429, ""),          true,  true,  true),
        ("429, a page",       replies(429, HTML),        true,  true,  true),
        ("500",               replies(500, ""),          true,  true,  false),
        ("502",               replies(502, HTML),        true,  true,  false),
        ("503",               replies(503, ""),          true,  true,  false),
        ("504",               replies(504, HTML),        true,  true,  false),
        ("520",               replies(520, HTML),        true,  true,  false),
        ("nothing",           replies(200, ""),          true,  true,  false),
        ("null",              replies(200, "null"),      true,  true,  false),
        ("no session",        replies(200, &no_session), true,  true,  true),
        ("no session, 500",   replies(500, &no_session), true,  true,  true),
        ("no code yet",       replies(200, &no_code),    true,  true,  true),
        ("400",               replies(400, "{}"),        false, false, false),
        ("401",               replies(401, ""),          false, false, false),
        ("403, a text",       replies(403, "no"),        false, false, false),
        ("a redirect",        replies(302, ""),          false, false, false),
        ("no JSON",           replies(200, "logout"),    false, false, false),
        ("an unknown token",  replies(200, &no_token),   false, false, false),
        ("the same, by 503",  replies(503, &no_token),   false, false, false),
        ("the plan's limit",  replies(429, &quota),      false, false, false),
        ("a bare error",      replies(200, &no_words),   false, false, false),
        ("unknown words",     replies(200, &unknown),    false, false, false),
    ];
    for (what, failure, asks, same, acts) in table {
        for (task, is_repeated) in [
            (groups(), asks),
            (webhook(), same),
            (text(), acts),
            (restart(), acts),
            (by_hand(Method::Get), acts),
        ] {
            let clock = Clock::new();
            let call = Call::answered(&clock, [failure.clone(), done(&task)]);
            let told = made(&call, &task);
            let name = task.plan.meta.name;
            assert_eq!(call.requests(), if is_repeated { 2 } else { 1 }, "{what}, {name}");
            assert_eq!(told.ok(), is_repeated.then_some(2), "{what}, {name}");
        }
    }
}

#[test]
fn a_call_is_tried_again_as_often_as_allowed() {
    for (max_retries, wanted) in [(0, 1), (1, 2), (2, 3), (10, 11)] {
        let clock = Clock::new();
        let call = Call { max_retries, ..Call::new(&clock, |_| unreachable()) };
        let error = made(&call, &groups()).unwrap_err();
        assert_eq!(
            (error.code, error.attempts, call.requests()),
            (Code::Unavailable, wanted, wanted as usize)
        );
    }
}

/// Each wait is a random part of 0.5 s, 1 s, 2 s, 4 s, and 8 s from then on.
#[test]
fn waits_grow_up_to_a_limit() {
    for (dice, wanted) in [
        (1.0, [500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 8_000.0]),
        (0.5, [250.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 4_000.0]),
        (0.0, [0.0; 6]),
    ] {
        let clock = Clock::new();
        let call =
            Call { max_retries: 6, random: Box::new(move || dice), ..Call::new(&clock, |_| unreachable()) };
        made(&call, &groups()).unwrap_err();
        assert_eq!(call.pauses(), wanted);
    }
}

/// What the gateway asks for comes on top: never earlier than told, and not all callers at once.
#[test]
fn a_wait_is_never_shorter_than_told() {
    for (task, failure) in [(text(), limited()), (groups(), unreachable())] {
        for (told, wanted) in [(0.0, 250.0), (20.0, 270.0), (30_000.0, 30_250.0)] {
            let clock = Clock::new();
            let call = Call::answered(&clock, [failure.clone().asking_to_wait(told), done(&task)]);
            assert_eq!(made(&call, &task).unwrap(), 2);
            assert_eq!(call.pauses(), [wanted]);
        }
    }
}

/// Whoever would be told "too late" after the wait is told so before it.
#[test]
fn a_wait_that_does_not_fit_is_not_begun() {
    for told in [59_990.0, 60_000.0, f64::from(i32::MAX)] {
        let clock = Clock::new();
        let call = Call::answered(&clock, [limited().asking_to_wait(told)]);
        let error = made(&call, &text()).unwrap_err();
        assert_eq!((error.code, error.delivery), (Code::RateLimited, Delivery::Rejected));
        assert_eq!((error.retry_after_ms, error.retryable, error.attempts), (Some(told), true, 1));
        assert_eq!((call.pauses(), clock.now.get()), (vec![], START + 10.0));
    }
}

/// While another one could follow, an attempt gets 10 s; the last one gets all that is left.
#[test]
fn an_attempt_that_hangs_leaves_time_for_another() {
    for (task, max_retries, limits) in [
        (groups(), 2, vec![Some(ATTEMPT_MS), Some(ATTEMPT_MS), None]),
        (webhook(), 1, vec![Some(ATTEMPT_MS), None]),
        (groups(), 0, vec![None]),
        // A call that acts is not made again after silence.
        (text(), 2, vec![None]),
        (restart(), 2, vec![None]),
    ] {
        let clock = Clock::new();
        let call = Call { max_retries, ..Call::new(&clock, |_| Turn::hangs()) };
        let error = made(&call, &task).unwrap_err();
        assert_eq!((error.code, error.delivery), (Code::Timeout, Delivery::Unknown));
        assert_eq!(call.limits(), limits, "{}", task.plan.meta.name);
        assert_eq!(clock.now.get(), call.deadline);
    }
    // No more than 10 s are left: no other one could follow.
    let clock = Clock::new();
    let call = Call { deadline: START + ATTEMPT_MS, ..Call::new(&clock, |_| Turn::hangs()) };
    made(&call, &groups()).unwrap_err();
    assert_eq!(call.limits(), [None]);
}

#[test]
fn an_abort_ends_a_wait() {
    let clock = Clock::new();
    let call = Call { aborts_at: Cell::new(START + 100.0), ..Call::answered(&clock, [limited()]) };
    let error = made(&call, &text()).unwrap_err();
    assert_eq!((error.code, error.delivery, error.attempts), (Code::Aborted, Delivery::Rejected, 1));
    assert_eq!(clock.now.get(), START + 100.0);
}

/// The other method is no retry: it takes no wait, nothing of what is allowed, and is tried once.
#[test]
fn the_other_method_is_no_retry() {
    let missing = || Turn::reply(Fate::Missing, 404, HTML);
    let clock = Clock::new();
    let task = restart();
    let call = Call { max_retries: 1, ..Call::answered(&clock, [missing(), limited(), done(&task)]) };
    assert_eq!(made(&call, &task).unwrap(), 3);
    assert_eq!(call.pauses().len(), 1);
    let call = Call::answered(&clock, [missing(), missing()]);
    assert_eq!(made(&call, &task).unwrap_err().attempts, 2);
}

/// What an earlier attempt may have done is not undone by the refusal of a later one.
#[test]
fn a_refusal_does_not_take_back_what_was_in_doubt() {
    let refusal = r#"{"status":"error","message":"You can only add up to 1 instance"}"#;
    let task = task(create_instance::Request::default(), SUCCESS);
    let clock = Clock::new();
    let lost = Turn::fault(Fate::Lost, Fault::Network);
    let call = Call::answered(&clock, [lost.clone(), Turn::reply(Fate::Refused, 200, refusal)]);
    let error = made(&call, &task).unwrap_err();
    assert_eq!((error.code, error.delivery), (Code::QuotaExceeded, Delivery::Unknown));
    // Nor by one in between.
    let call = Call {
        aborts_at: Cell::new(clock.now.get() + 5_000.0),
        ..Call::answered(&clock, [lost, limited().asking_to_wait(9_000.0)])
    };
    let error = made(&call, &task).unwrap_err();
    assert_eq!((error.code, error.delivery), (Code::Aborted, Delivery::Unknown));
}

/// A request that could not be made has its two events, but counts for nothing.
#[test]
fn what_never_left_is_told_by_its_own_number() {
    let clock = Clock::new();
    let call = Call::answered(&clock, [unreachable(), Turn::fault(Fate::Unsent, Fault::Unsent)]);
    let error = made(&call, &groups()).unwrap_err();
    assert_eq!((error.code, error.delivery, error.attempts), (Code::Internal, Delivery::Unknown, 1));
    let numbers: Vec<_> = call.events.borrow().iter().map(|event| (event.kind, event.attempt)).collect();
    assert_eq!(
        numbers,
        [(Kind::Request, 1), (Kind::Response, 1), (Kind::Retry, 2), (Kind::Request, 2), (Kind::Response, 2)]
    );
}

// An outage.

/// However many calls wait for the end of an outage, their client makes it no worse.
#[test]
fn an_outage_is_not_made_worse() {
    const OUTAGE_MS: f64 = 600_000.0;
    const CALLS: usize = 400;
    for seed in 0..20 {
        let dice = Dice::new(seed);
        let (clock, memory) = (Clock::new(), Memory::default());
        let calls = (0..CALLS).map(|_| {
            let begins_at = START + dice.fraction() * OUTAGE_MS;
            let task = dice.pick(&[groups, webhook, text, restart])();
            let max_retries = dice.below(11);
            let (clock, memory, dice) = (&clock, &memory, &dice);
            async move {
                clock.until(begins_at).await;
                let gateway = |_: &Request| dice.pick(&[unreachable, limited, Turn::hangs])();
                let random = Box::new(|| dice.fraction());
                let call = Call { max_retries, random, ..Call::new(clock, gateway) };
                make(memory, &call, &task).await.unwrap_err();
                call.steps.into_inner()
            }
        });
        let steps = clock.run(calls).concat();
        let mut retries: Vec<f64> = steps
            .iter()
            .filter_map(|step| if let Step::Pause { at, .. } = step { Some(*at) } else { None })
            .collect();
        retries.sort_by(f64::total_cmp);
        assert!(retries.len() >= 100, "only {} retries", retries.len());
        for (first, from) in retries.iter().enumerate() {
            for (last, to) in retries.iter().enumerate().skip(first) {
                #[allow(clippy::cast_precision_loss, reason = "there are few")]
                let made = (last - first + 1) as f64;
                let most = Budget::MOST + (to - from) / Budget::REFILL_MS + 1.0;
                assert!(made <= most, "seed {seed}: {made} retries in {} ms", to - from);
            }
        }
        // Afterwards all is well: at once for what succeeds, and after a while for what is tried again.
        let task = text();
        let call = Call::answered(&clock, [done(&task)]);
        assert_eq!(clock.run([make(&memory, &call, &task)]).remove(0).unwrap(), 1);
        clock.run([clock.until(clock.now.get() + Budget::MOST * Budget::REFILL_MS)]);
        let turns = (0..10).map(|_| limited()).chain([done(&task)]);
        let call = Call { max_retries: 10, ..Call::answered(&clock, turns) };
        assert_eq!(clock.run([make(&memory, &call, &task)]).remove(0).unwrap(), 11);
    }
}

// Calls out of dice.

/// Random numbers from a seed (splitmix64).
struct Dice(Cell<u64>);

impl Dice {
    const fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).unwrap()
    }

    /// From 0 to 1, both of which come up.
    fn fraction(&self) -> f64 {
        f64::from(self.below(1_001)) / 1_000.0
    }

    fn chance(&self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.below(u32::try_from(from.len()).unwrap()) as usize]
    }

    /// A time of whole milliseconds, each order of magnitude as likely as the next.
    fn up_to(&self, most: f64) -> f64 {
        (self.fraction() * (most + 1.0).ln()).exp().floor().min(most)
    }
}

/// A gateway as dice made it.
struct Gateways {
    /// How many of a hundred requests are done.
    done: u32,
    /// How many of a hundred are never answered.
    hanging: u32,
    /// By which methods it takes calls.
    methods: &'static [Method],
    /// The longest that an answer takes.
    slowest_ms: f64,
    /// The longest that a reply asks to wait.
    longest_told: f64,
}

/// The calls that ask where an instance stands.
const STATES: &[&str] = &["reconnect", "get_qrcode"];

/// The gateways' sentences, what they mean, and the calls to which they are an answer like any other.
#[rustfmt::skip]
const TEXTS: &[(&str, Fate, &[&str])] = &[
    ("Access token does not exist", Fate::Refused, &[]),
    ("Access token is required", Fate::Refused, &[]),
    ("Instance ID Invalidated", Fate::Refused, STATES),
    ("This instance ID has not been activated yet", Fate::Refused, STATES),
    ("Account does not exist", Fate::Refused, &["reconnect", "get_qrcode", "reset_instance"]),
    ("Relogin required", Fate::Refused, STATES),
    ("You can only add up to 1 instance", Fate::Refused, &[]),
    ("The number of messages you have sent per month has exceeded the maximum limit", Fate::Refused, &[]),
    ("Phone number is required", Fate::Refused, &[]),
    ("Enter media url or message", Fate::Refused, &[]),
    ("The webhook URL is not valid", Fate::Refused, &[]),
    ("The license is not valid", Fate::Refused, &[]),
    ("Missing parameter(s): name", Fate::Refused, &[]),
    ("The WhatsApp session could not be found in the system", Fate::RefusedForNow, STATES),
    ("Unable to create session", Fate::RefusedForNow, STATES),
    ("Failed to queue the message", Fate::RefusedForNow, STATES),
    ("Cannot generate a WhatsApp QR code", Fate::RefusedForNow, STATES),
    ("Cannot get pair code", Fate::RefusedForNow, STATES),
    ("Cannot connect to WhatsApp server", Fate::Lost, &[]),
    ("Error", Fate::Unclear, &[]),
    ("Failed to send message", Fate::Unclear, &[]),
];

const PAGES: &[&str] = &[HTML, "", "{}", "null"];

impl Gateways {
    fn new(dice: &Dice) -> Self {
        Self {
            done: dice.pick(&[0, 5, 30, 90]),
            hanging: dice.pick(&[0, 0, 0, 10, 50]),
            methods: dice.pick(&[
                &[Method::Get, Method::Post][..],
                &[Method::Get, Method::Post],
                &[Method::Get, Method::Post],
                &[Method::Get],
                &[Method::Post],
                &[],
            ]),
            slowest_ms: dice.pick(&[0.0, 100.0, 5_000.0, 90_000.0]),
            longest_told: dice.pick(&[0.0, 1_000.0, 60_000.0, f64::from(i32::MAX)]),
        }
    }

    fn answer(&self, dice: &Dice, task: &Task, request: &Request) -> Turn {
        if dice.chance(self.hanging) {
            return Turn::hangs();
        }
        let turn = if !self.methods.contains(&request.method) {
            missing(dice)
        } else if dice.chance(self.done) {
            done(task)
        } else {
            failure(dice, task)
        };
        let turn = Turn { ms: dice.up_to(self.slowest_ms), ..turn };
        if dice.chance(40) { turn.asking_to_wait(dice.up_to(self.longest_told)) } else { turn }
    }
}

fn is_control(task: &Task) -> bool {
    task.plan.body.is_empty() && !task.plan.is_raw()
}

fn missing(dice: &Dice) -> Turn {
    let (status, body) = dice.pick(&[
        (404, HTML),
        (404, ""),
        (405, r#"{"message":"Method Not Allowed"}"#),
        (200, HTML),
        (404, r#"{"code":"rest_no_route","message":"No route was found"}"#),
    ]);
    Turn::reply(Fate::Missing, status, body)
}

fn failure(dice: &Dice, task: &Task) -> Turn {
    match dice.below(14) {
        0..4 => Turn::reply(Fate::RefusedForNow, 429, dice.pick(PAGES)),
        4..8 => {
            let (message, fate, answered) = dice.pick(TEXTS);
            let fate = if answered.contains(&task.plan.meta.name) { Fate::Done } else { fate };
            // The words decide, whatever the status.
            let status = dice.pick(&[200, 200, 400, 403, 404, 429, 500, 503]);
            Turn::reply(fate, status, &format!(r#"{{"status":"error","message":"{message}"}}"#))
        }
        8..10 => Turn::reply(Fate::Lost, dice.pick(&[408, 500, 502, 503, 504, 520, 599]), dice.pick(PAGES)),
        10 => Turn::reply(Fate::Lost, 200, dice.pick(&["", "null", "[]"])),
        11 => match dice.below(3) {
            0 => Turn::reply(Fate::Unclear, 302, HTML),
            1 => Turn::reply(Fate::Unclear, 200, "it works"),
            _ => Turn::reply(Fate::Unclear, 200, r#"{"status":"error","message":"Etwas ging schief"}"#),
        },
        12 if dice.chance(20) => Turn::fault(Fate::Unsent, Fault::Unsent),
        _ => Turn::fault(Fate::Lost, Fault::Network),
    }
}

/// A call that ended.
struct Run<'a> {
    seed: u64,
    task: &'a Task,
    call: Call<'a>,
    told: Result<u32, Box<Error>>,
    ended_at: f64,
}

#[test]
fn whatever_the_gateway_does_a_call_keeps_its_word() {
    let tasks = tasks();
    let mut tally = BTreeMap::new();
    for seed in 0..10_000 {
        let dice = Dice::new(seed);
        let clock = Clock::new();
        let task = &tasks[dice.below(TASKS) as usize];
        let gateway = Gateways::new(&dice);
        let timeout_ms =
            if dice.chance(30) { dice.up_to(120_000.0) } else { 1.0 + (dice.fraction() * 119_999.0).floor() };
        let mut call = Call::new(&clock, |request| gateway.answer(&dice, task, request));
        call.deadline = START + timeout_ms;
        call.max_retries = dice.below(11);
        call.random = Box::new(|| dice.fraction());
        if dice.chance(30) {
            call.aborts_at = Cell::new(START + dice.pick(&[0.0, 0.1, 0.5, 1.0]) * dice.up_to(timeout_ms));
        }
        if dice.chance(10) {
            call.aborts_on = Some(dice.below(10) as usize);
        }
        let given = if dice.chance(2) { Err(Fault::Token) } else { Ok(()) };
        call.token = (if dice.chance(30) { dice.up_to(20_000.0) } else { 0.0 }, given);
        let memory = Memory::default();
        let told = clock.run([make(&memory, &call, task)]).remove(0);
        let run = Run { seed, task, call, told, ended_at: clock.now.get() };
        run.check();
        for word in run.words() {
            *tally.entry(word).or_insert(0) += 1;
        }
    }
    // What is never seen is not tested.
    for word in [
        "ok",
        "Aborted",
        "BadResponse",
        "Internal",
        "InvalidArgument",
        "Network",
        "RateLimited",
        "Timeout",
        "Unavailable",
        "Unconfirmed",
        "NotSent",
        "Rejected",
        "Unknown",
        "a retry",
        "a retry of a call that acts",
        "an abort in a pause",
        "five retries",
        "a wait that does not fit",
        "a call by both methods",
        "a limit",
    ] {
        assert!(tally.get(word).is_some_and(|count| *count >= 15), "{word}: {tally:?}");
    }
}

impl Run<'_> {
    fn check(&self) {
        self.ends_in_time();
        self.waits_as_told();
        self.repeats_what_doubles_nothing();
        self.is_honest();
        self.gives_up_with_reason();
        self.tells_its_events();
    }

    /// What is wrong, with all that is needed to see why.
    fn why(&self, what: &str) -> String {
        let Call { deadline, aborts_at, max_retries, steps, events, .. } = &self.call;
        let name = self.task.plan.meta.name;
        let mut why = format!(
            "seed {}: {what}\n{name} until {deadline} or {aborts_at:?}, {max_retries} retries",
            self.seed
        );
        why.extend(steps.borrow().iter().map(|step| format!("\n{step:?}")));
        why.extend(events.borrow().iter().map(|event| format!("\n{event:?}")));
        format!("{why}\n{:?} at {}", self.told, self.ended_at)
    }

    fn ends_in_time(&self) {
        let (end, _) = self.call.end();
        assert!(self.ended_at <= end, "{}", self.why("it ended too late"));
        let too_late = self.call.too_late.borrow();
        assert!(too_late.is_empty(), "{}", self.why(&format!("after the end: {too_late:?}")));
        for step in self.call.steps.borrow().iter() {
            if let Step::Pause { at, ms } = step {
                assert!(at + ms <= self.call.deadline, "{}", self.why("a pause beyond the deadline"));
            }
        }
    }

    fn waits_as_told(&self) {
        let mut longest = 500.0;
        for pair in self.call.steps.borrow().windows(2) {
            if let [Step::Request { told, ended_at, .. }, Step::Pause { at, ms }] = pair {
                let own = ms - told.unwrap_or(0.0);
                assert!((0.0..=longest).contains(&own), "{}", self.why("a pause too short or too long"));
                assert_eq!(at, ended_at, "{}", self.why("a pause that began late"));
                longest = 8_000.0_f64.min(longest * 2.0);
            }
        }
    }

    fn repeats_what_doubles_nothing(&self) {
        let effect = self.task.plan.meta.effect;
        let max_retries = self.call.max_retries as usize;
        let mut switches = 0;
        let mut retries = 0;
        let steps = self.call.steps.borrow();
        for (index, step) in steps.iter().enumerate() {
            let Step::Request { at, method, limit_ms, fate, .. } = step else {
                continue;
            };
            let left = self.call.deadline - at;
            let is_limited = effect != Effect::Once && retries < max_retries && left > ATTEMPT_MS;
            assert_eq!(*limit_ms, is_limited.then_some(ATTEMPT_MS), "{}", self.why("another limit"));
            match steps.get(index + 1) {
                Some(Step::Request { method: next, .. }) => {
                    switches += 1;
                    let is_other = *fate == Fate::Missing && *next == method.other() && is_control(self.task);
                    assert!(is_other, "{}", self.why("a request again without a wait"));
                }
                Some(Step::Pause { .. }) => {
                    retries += 1;
                    let may = match effect {
                        Effect::Once => *fate == Fate::RefusedForNow,
                        _ => matches!(fate, Fate::RefusedForNow | Fate::Lost | Fate::Late | Fate::Missing),
                    };
                    assert!(may, "{}", self.why("a request again that may double something"));
                }
                None => {}
            }
        }
        assert!(switches <= 1, "{}", self.why("more than one change of method"));
        assert!(retries <= max_retries, "{}", self.why("too many retries"));
        assert!(self.call.requests() <= 1 + max_retries + switches, "{}", self.why("too many requests"));
    }

    /// A failure that may pass is tried again while retries are left and the longest wait would fit.
    fn gives_up_with_reason(&self) {
        let steps = self.call.steps.borrow();
        let Some(Step::Request { ended_at, fate, told, .. }) = steps.last() else {
            return;
        };
        assert_eq!(*ended_at, self.ended_at, "{}", self.why("it waited and gave up"));
        let may = match self.task.plan.meta.effect {
            Effect::Once => *fate == Fate::RefusedForNow,
            _ => matches!(fate, Fate::RefusedForNow | Fate::Lost | Fate::Late),
        };
        let fits = ended_at + told.unwrap_or(0.0) + 8_000.0 < self.call.deadline;
        let is_left = self.call.pauses().len() < self.call.max_retries as usize;
        let gives_up_early = may && fits && is_left && self.call.ended().is_none();
        assert!(!gives_up_early, "{}", self.why("it gave up early"));
        if let Err(error) = &self.told
            && error.code != Code::Aborted
        {
            assert_eq!(error.retry_after_ms, *told, "{}", self.why("it tells another wait"));
        }
    }

    fn fates(&self) -> Vec<Fate> {
        let fate = |step: &Step| match step {
            Step::Request { fate, .. } => Some(*fate),
            Step::Pause { .. } => None,
        };
        self.call.steps.borrow().iter().filter_map(fate).collect()
    }

    fn is_honest(&self) {
        let fates = self.fates();
        let is_done = fates.last() == Some(&Fate::Done);
        assert_eq!(
            self.told.is_ok(),
            is_done,
            "{}",
            self.why("it succeeds though it failed, or fails though it did not")
        );
        let reached: Vec<Fate> = fates.into_iter().filter(|fate| *fate != Fate::Unsent).collect();
        let attempts = self.told.as_ref().map_or_else(|error| error.attempts, |attempts| *attempts);
        assert_eq!(attempts as usize, reached.len(), "{}", self.why("it counts other attempts"));
        let Err(error) = &self.told else {
            return;
        };
        let is_proven = reached.iter().all(|fate| fate.is_proof_of_nothing_done());
        // Without a route there was no answer of the gateway that a caller could rely on.
        let is_missing = reached.contains(&Fate::Missing);
        let is_honest = match error.delivery {
            Delivery::NotSent => reached.is_empty(),
            Delivery::Rejected => !reached.is_empty() && is_proven,
            Delivery::Unknown => !is_proven || is_missing,
        };
        assert!(is_honest, "{}", self.why("its delivery is a lie"));
        if self.call.steps.borrow().last().is_none_or(|step| matches!(step, Step::Pause { .. })) {
            let (end, fault) = self.call.end();
            let is_cut = self.ended_at == end && error.code == code_of(fault);
            let is_refused = error.code == Code::InvalidArgument;
            assert!(is_cut || is_refused, "{}", self.why("a wait that nothing ended"));
        }
    }

    /// Each request has an event and, right after it, another one when it has ended, however that was; each pause has one
    /// that tells its length.
    fn tells_its_events(&self) {
        let mut attempt = 0;
        let mut wanted = Vec::new();
        for step in self.call.steps.borrow().iter() {
            match step {
                Step::Request { at, ended_at, method, .. } => {
                    attempt += 1;
                    wanted.push((Kind::Request, attempt, Some(*method), None, None));
                    wanted.push((Kind::Response, attempt, None, Some(ended_at - at), None));
                }
                Step::Pause { ms, .. } => wanted.push((Kind::Retry, attempt + 1, None, None, Some(*ms))),
            }
        }
        let events = self.call.events.borrow();
        let told: Vec<_> = events
            .iter()
            .map(|event| (event.kind, event.attempt, event.method, event.duration_ms, event.delay_ms))
            .collect();
        assert_eq!(told, wanted, "{}", self.why("it tells other events"));
        let name = self.task.plan.meta.name;
        let is_own = events.iter().all(|event| event.call_id == 1 && event.endpoint == name);
        assert!(is_own, "{}", self.why("it tells events of another call"));
    }

    /// What was seen in this run.
    fn words(&self) -> Vec<String> {
        let pauses = self.call.pauses().len();
        let mut words = match &self.told {
            Ok(_) => vec!["ok".to_owned()],
            Err(error) => vec![format!("{:?}", error.code), format!("{:?}", error.delivery)],
        };
        let steps = self.call.steps.borrow();
        let ended_in_pause = matches!(steps.last(), Some(Step::Pause { .. }));
        let could_wait =
            self.told.as_ref().is_err_and(|error| error.retryable && error.retry_after_ms.is_some());
        let seen = [
            ("a retry", pauses > 0),
            ("a retry of a call that acts", pauses > 0 && self.task.plan.meta.effect == Effect::Once),
            ("five retries", pauses >= 5),
            ("an abort in a pause", ended_in_pause),
            ("a wait that does not fit", could_wait && pauses < self.call.max_retries as usize),
            ("a call by both methods", self.call.requests() > pauses + 1),
            ("a limit", self.call.limits().iter().any(Option::is_some)),
        ];
        words.extend(seen.into_iter().filter(|(_, is_seen)| *is_seen).map(|(word, _)| word.to_owned()));
        words
    }
}

const fn code_of(fault: Fault) -> Code {
    match fault {
        Fault::Aborted => Code::Aborted,
        Fault::Timeout => Code::Timeout,
        _ => Code::Internal,
    }
}

/// Calls are numbered in the order in which they begin, also those that send nothing.
#[test]
fn calls_are_numbered_from_one() {
    let (clock, memory, task) = (Clock::new(), Memory::default(), groups());
    for number in 1..=5 {
        let call = Call::answered(&clock, [unreachable(), done(&task)]);
        clock.run([make(&memory, &call, &task)]).remove(0).unwrap();
        assert!(call.events.borrow().iter().all(|event| event.call_id == number));
    }
    let aborted = Call { aborts_at: Cell::new(START), ..Call::answered(&clock, []) };
    clock.run([make(&memory, &aborted, &task)]).remove(0).unwrap_err();
    let call = Call::answered(&clock, [done(&task)]);
    clock.run([make(&memory, &call, &task)]).remove(0).unwrap();
    assert_eq!(call.events.borrow()[0].call_id, 7);
}
