//! A transport that answers from a script, on a clock of its own.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::Poll;

use wawp_client::client::{Heard, Memory, Transport, exchange};
use wawp_client::endpoint::Plan;
use wawp_client::error::{Error, Fault};
use wawp_client::event::Event;
use wawp_client::gateway::Gateway;
use wawp_client::http::{Method, Reply, Request};
use wawp_client::reason::Reason;
use wawp_client::reply::Answer;

pub(crate) const TOKEN: &str = "s3cr3t/t+ok\"en~1";
/// How long a request takes on the scripts' clocks, in milliseconds.
pub(crate) const LATENCY_MS: f64 = 10.0;

/// Answers one request after the other, and keeps them.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) replies: RefCell<VecDeque<Result<Reply, Fault>>>,
    pub(crate) requests: RefCell<Vec<Request>>,
    pub(crate) token: Option<Fault>,
    /// In place of [`TOKEN`].
    pub(crate) other_token: Option<&'static str>,
    /// After so many requests the caller or the clock ends the call.
    pub(crate) ends: Cell<Option<(usize, Fault)>>,
    pub(crate) tokens_asked: Cell<u32>,
    /// Whether a reply takes a turn, so that calls overlap.
    pub(crate) is_slow: bool,
    pub(crate) max_retries: u32,
    pub(crate) own_key: Option<&'static str>,
    /// How long the caller waits for the whole call, in milliseconds; without end when 0.
    pub(crate) timeout_ms: f64,
    pub(crate) now: Cell<f64>,
    pub(crate) pauses: RefCell<Vec<f64>>,
    pub(crate) limits: RefCell<Vec<Option<f64>>>,
    pub(crate) events: Option<RefCell<Vec<Event>>>,
}

impl Script {
    pub(crate) fn of(replies: impl IntoIterator<Item = Result<Reply, Fault>>) -> Self {
        Self { replies: RefCell::new(replies.into_iter().collect()), ..Self::default() }
    }

    pub(crate) fn replies(replies: &[(u16, &str)]) -> Self {
        Self::of(replies.iter().map(|(status, body)| Ok(reply(*status, body))))
    }

    pub(crate) fn methods(&self) -> Vec<Method> {
        self.requests.borrow().iter().map(|request| request.method).collect()
    }
}

impl Transport for Script {
    async fn token(&self) -> Result<String, Fault> {
        self.tokens_asked.set(self.tokens_asked.get() + 1);
        self.token.map_or_else(|| Ok(self.other_token.unwrap_or(TOKEN).to_owned()), Err)
    }

    async fn send(&self, request: Request, token: &str, limit_ms: Option<f64>) -> Result<Reply, Fault> {
        assert_eq!(token, self.other_token.unwrap_or(TOKEN));
        self.requests.borrow_mut().push(request);
        self.limits.borrow_mut().push(limit_ms);
        self.now.set(self.now.get() + LATENCY_MS);
        if self.is_slow {
            let mut turns = 2;
            poll_fn(|context| {
                turns -= 1;
                context.waker().wake_by_ref();
                if turns == 0 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        }
        self.replies.borrow_mut().pop_front().expect("a request that nobody expected")
    }

    fn ended(&self) -> Option<Fault> {
        let (after, fault) = self.ends.get()?;
        (self.requests.borrow().len() >= after).then_some(fault)
    }

    fn max_retries(&self) -> u32 {
        self.max_retries
    }

    fn now(&self) -> f64 {
        self.now.get()
    }

    fn time_left(&self) -> f64 {
        if self.timeout_ms == 0.0 { f64::INFINITY } else { self.timeout_ms - self.now.get() }
    }

    async fn pause(&self, ms: f64) -> Result<(), Fault> {
        self.pauses.borrow_mut().push(ms);
        self.now.set(self.now.get() + ms);
        self.ended().map_or(Ok(()), Err)
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn own_key(&self) -> Option<&str> {
        self.own_key
    }

    fn new_key(&self) -> String {
        "a-new-key".to_owned()
    }

    fn listens(&self) -> bool {
        self.events.is_some()
    }

    fn tell(&self, event: Event) {
        self.events.as_ref().unwrap().borrow_mut().push(event);
    }
}

pub(crate) fn reply(status: u16, body: &str) -> Reply {
    Reply { status, body: body.as_bytes().to_vec(), ..Reply::default() }
}

/// Makes a call and reads its answer.
pub(crate) fn read<R>(
    script: &Script,
    plan: &Plan,
    read: impl Fn(&Answer, &str) -> Result<R, Reason>,
) -> Result<R, Box<Error>> {
    let mut result = None;
    pollster::block_on(exchange(&Gateway::wawp(), &Memory::default(), script, plan, &mut |heard| {
        let Heard::Gateway(answer, token) = heard else { panic!("no relay was asked") };
        result = Some(read(answer, token)?);
        Ok(())
    }))?;
    Ok(result.unwrap())
}
