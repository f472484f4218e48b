//! Faults by name: what is set, and which one a call meets.

mod dates;
mod table;
mod token;

use crate::gateway::Call;
use crate::instance::Instance;
use crate::reply::Reply;

pub(crate) use table::{GROUPS, Group};

/// Every fault, by group.
pub(crate) fn all() -> impl Iterator<Item = &'static Fault> {
    GROUPS.iter().flat_map(|group| group.faults)
}

/// A way in which a gateway fails.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    /// What it does to the answer, in a sentence. What becomes of the call is said by `effect`.
    pub(crate) about: &'static str,
    /// The calls that it can happen to; none named means all.
    pub(crate) calls: &'static [Call],
    pub(crate) effect: Effect,
    /// How long it takes where it takes time, and nothing else is asked for.
    pub(crate) ms: Option<u64>,
    /// Makes the answer from the one that the call gave, or from an empty one.
    pub(crate) answer: fn(Reply, &Met) -> Reply,
}

/// What becomes of the call itself.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Effect {
    /// It is carried out; only the answer suffers.
    Done,
    /// It is carried out after a wait.
    DoneLate,
    /// Nothing is done.
    NotDone,
    /// Something else is done to the instance.
    Instead(fn(&mut Instance)),
    /// The browser's question whether it may call is refused. The call itself never comes.
    Preflight,
}

impl Effect {
    /// Whether the call is carried out.
    pub(crate) fn acts(self) -> bool {
        matches!(self, Self::Done | Self::DoneLate)
    }

    /// What becomes of the call, in a sentence.
    pub(crate) fn about(self) -> &'static str {
        match self {
            Self::Done => "The call is carried out.",
            Self::DoneLate => "The call is carried out after `ms`.",
            Self::NotDone | Self::Instead(_) => "The call is not carried out.",
            Self::Preflight => "A browser never makes the call; that of others is carried out.",
        }
    }
}

impl Fault {
    pub(crate) fn of_name(name: &str) -> Option<&'static Self> {
        all().find(|fault| fault.name == name)
    }

    /// Whether it can happen to `call`.
    pub(crate) fn fits(&self, call: Call) -> bool {
        self.calls.is_empty() || self.calls.contains(&call)
    }
}

/// A fault that was set.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) fault: &'static Fault,
    /// Only this call, or every one that fits.
    pub(crate) call: Option<Call>,
    /// Only this instance, or every one.
    pub(crate) instance_id: Option<String>,
    /// How many calls it still happens to; unset means until it is taken back.
    pub(crate) times: Option<u64>,
    pub(crate) ms: Option<u64>,
    /// What `error_text` says.
    pub(crate) text: Option<String>,
}

/// Who calls, as far as faults care.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    pub(crate) instance_id: String,
    pub(crate) token: String,
    /// The sandbox's own host and port, as the caller names them.
    pub(crate) authority: String,
}

/// A fault that a call met.
#[derive(Debug)]
pub(crate) struct Met {
    pub(crate) fault: &'static Fault,
    pub(crate) ms: u64,
    pub(crate) text: Option<String>,
    pub(crate) caller: Caller,
}

/// The faults that are set, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    settings: Vec<Setting>,
}

impl Faults {
    pub(crate) fn set(&mut self, setting: Setting) {
        self.settings.push(setting);
    }

    pub(crate) fn clear(&mut self) {
        self.settings.clear();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.settings.iter()
    }

    /// The fault that a call meets: the oldest one that fits. It is used up once.
    pub(crate) fn meet(&mut self, call: Call, caller: Caller) -> Option<Met> {
        self.take(call, caller, false)
    }

    /// The fault that a preflight meets.
    pub(crate) fn meet_preflight(&mut self, call: Call, caller: Caller) -> Option<Met> {
        self.take(call, caller, true)
    }

    fn take(&mut self, call: Call, caller: Caller, preflight: bool) -> Option<Met> {
        let at = self.settings.iter().position(|setting| {
            matches!(setting.fault.effect, Effect::Preflight) == preflight
                && setting.fault.fits(call)
                && setting.call.is_none_or(|only| only == call)
                && setting.instance_id.as_ref().is_none_or(|only| *only == caller.instance_id)
        })?;
        let setting = self.settings.get_mut(at)?;
        let met = Met {
            fault: setting.fault,
            ms: setting.ms.or(setting.fault.ms).unwrap_or(0),
            text: setting.text.clone(),
            caller,
        };
        setting.times = setting.times.map(|times| times.saturating_sub(1));
        if setting.times == Some(0) {
            self.settings.remove(at);
        }
        Some(met)
    }
}
