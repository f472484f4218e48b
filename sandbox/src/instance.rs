//! One instance: from its creation over the codes to a linked phone and its end.

use crate::random;

/// How long each code of a login lives.
const CODE_LIVES_MS: [u64; 6] = [60_000, 20_000, 20_000, 20_000, 20_000, 20_000];

/// How long an instance lives that nobody scans, from its first code on.
const UNSCANNED_LIVES_MS: u64 = 300_000;

/// One WhatsApp account on the gateway, or one that waits for a phone.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) id: String,
    /// The name that `createSession` gave it.
    pub(crate) name: Option<String>,
    pub(crate) webhook: Option<Webhook>,
    stage: Stage,
}

/// Where an instance's incoming messages would be posted. The sandbox posts nothing.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) enabled: bool,
}

/// A linked phone.
#[derive(Debug, Clone)]
pub(crate) struct Phone {
    /// Digits with the country code.
    pub(crate) number: String,
    /// The account's display name.
    pub(crate) name: String,
}

/// A group that a linked phone is in.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) size: u32,
}

/// What was done to an instance. What it amounts to also depends on the time: see [`State`].
#[derive(Debug)]
enum Stage {
    New,
    Login { since_ms: u64, seed: u64 },
    Linked(Phone),
    LoggedOut(Phone),
    Dead,
}

/// Where an instance stands at a moment.
#[derive(Debug)]
pub(crate) enum State<'a> {
    /// No code was asked for yet.
    New,
    /// A code waits to be scanned.
    Scan(Code),
    /// All six codes died.
    Pending,
    /// A phone is linked.
    Connected(&'a Phone),
    /// The phone was unlinked; the gateway's rows are still there.
    LoggedOut(&'a Phone),
    /// Its rows are gone.
    Dead,
}

impl State<'_> {
    /// Its name in the control routes.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Scan(_) => "scan",
            Self::Pending => "pending",
            Self::Connected(_) => "connected",
            Self::LoggedOut(_) => "logged_out",
            Self::Dead => "dead",
        }
    }
}

/// A code that lives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Code {
    /// 1 to 6.
    pub(crate) index: u64,
    pub(crate) expires_in_ms: u64,
    /// What the code's text is made from.
    pub(crate) seed: u64,
}

impl Instance {
    pub(crate) fn new(name: Option<String>) -> Self {
        Self { id: random::instance_id(), name, webhook: None, stage: Stage::New }
    }

    /// Where the instance stands at `now_ms`.
    pub(crate) fn state(&self, now_ms: u64) -> State<'_> {
        match &self.stage {
            Stage::New => State::New,
            Stage::Login { since_ms, seed } => {
                let age_ms = now_ms.saturating_sub(*since_ms);
                match code_at(age_ms, *seed) {
                    Some(code) => State::Scan(code),
                    None if age_ms < UNSCANNED_LIVES_MS => State::Pending,
                    None => State::Dead,
                }
            }
            Stage::Linked(phone) => State::Connected(phone),
            Stage::LoggedOut(phone) => State::LoggedOut(phone),
            Stage::Dead => State::Dead,
        }
    }

    /// Whether it waits for its first login: `create_instance` then returns it again.
    pub(crate) fn is_pending(&self, now_ms: u64) -> bool {
        matches!(self.state(now_ms), State::New | State::Scan(_) | State::Pending)
    }

    /// The linked phone.
    pub(crate) fn phone(&self) -> Option<&Phone> {
        match &self.stage {
            Stage::Linked(phone) => Some(phone),
            _ => None,
        }
    }

    /// Starts the clock of the login, unless it runs.
    pub(crate) fn start_login(&mut self, now_ms: u64) {
        if matches!(self.stage, Stage::New) {
            self.stage = Stage::Login { since_ms: now_ms, seed: random::number() };
        }
    }

    /// Links a phone, as a scan of the code does.
    pub(crate) fn link(&mut self, phone: Phone) {
        self.stage = Stage::Linked(phone);
    }

    /// Unlinks the phone, as its owner can. The gateway's rows stay.
    pub(crate) fn log_out(&mut self) {
        if let Stage::Linked(phone) = &self.stage {
            self.stage = Stage::LoggedOut(phone.clone());
        }
    }

    /// Deletes the gateway's rows: the id is dead.
    pub(crate) fn kill(&mut self) {
        self.stage = Stage::Dead;
        self.webhook = None;
    }

    /// The groups that the linked phone is in.
    pub(crate) fn groups(&self) -> Vec<Group> {
        self.phone().map_or_else(Vec::new, |phone| {
            vec![
                Group { id: format!("{}-1618740000@g.us", phone.number), name: "Old friends", size: 12 },
                Group { id: "120363290960123456@g.us".to_owned(), name: "Team", size: 48 },
            ]
        })
    }
}

fn code_at(age_ms: u64, seed: u64) -> Option<Code> {
    let mut dies_at_ms = 0;
    (1..).zip(CODE_LIVES_MS).find_map(|(index, lives_ms)| {
        dies_at_ms += lives_ms;
        (age_ms < dies_at_ms).then(|| Code {
            index,
            expires_in_ms: dies_at_ms - age_ms,
            seed: random::derived(seed, index),
        })
    })
}
