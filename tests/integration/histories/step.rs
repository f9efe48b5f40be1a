//! What somebody does in a history, and how often.

use proptest::prelude::*;

pub const HOUR: i64 = 60 * 60;
pub const DAY: i64 = 24 * HOUR;
/// Addresses that the account may have; the first one is its own at the beginning.
pub const ADDRESSES: usize = 3;

/// What there is before the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// An account whose owner has proven the address.
    Verified,
    /// The same, and a device that a mail has just let in.
    SignedIn,
    /// The same, where the device has let another one in, which has not yet collected its session.
    LetIn,
    /// The same as `SignedIn`, where the device has asked for another address.
    Asked,
    /// An account that somebody registered with an address that nobody has proven.
    Unverified,
    /// The same with an access key, and a device that the mail's code has let in, where nobody could ask about what is older.
    Unanswered,
}

/// What a person says of everything older, where the address is proven for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Older {
    End,
    Keep,
    NotAsked,
}

/// A code as typed: the right one, or one of several wrong ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Right,
    Wrong(usize),
}

/// A decision about a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Approve(Code),
    Deny,
    Undo,
}

/// What ends together with one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    pub keys: bool,
    pub sessions: bool,
}

/// Numbers choose among the logins, credentials, sessions, keys and mailed links that there are, as [`prefer`] says. `by` is the
/// credential that asks: a session or an access key, mostly a living one.
#[derive(Clone, Debug)]
pub enum Step {
    /// With the account's present address, or one of the pool, or one that it never has.
    Start {
        address: Option<usize>,
    },
    Approve {
        login: usize,
        code: Code,
        older: Older,
    },
    Deny {
        login: usize,
    },
    Undo {
        login: usize,
    },
    Poll {
        login: usize,
    },
    TypeCode {
        login: usize,
        code: Code,
    },
    DecideSignedIn {
        by: usize,
        login: usize,
        verdict: Verdict,
    },
    Use {
        by: usize,
    },
    LogOut {
        by: usize,
    },
    LogOutOther {
        by: Option<usize>,
        whose: usize,
    },
    EndSession {
        by: usize,
        session: usize,
        reach: Reach,
    },
    EndOthers {
        by: usize,
        keys: bool,
        of_platform: Option<usize>,
    },
    DeleteAccount {
        by: usize,
    },
    MakeKey {
        by: usize,
    },
    RevokeKey {
        by: usize,
        key: usize,
        keep: bool,
    },
    RevokeItself {
        by: usize,
        keep: bool,
    },
    AskForAddress {
        by: usize,
        address: usize,
    },
    RemoveAddress {
        by: usize,
    },
    ResendProof {
        by: usize,
    },
    CancelChange {
        by: usize,
    },
    Follow {
        link: usize,
        ticked: bool,
        older: Older,
    },
    LookAtAccount {
        by: usize,
    },
    AnswerFirstProof {
        by: usize,
        end: bool,
    },
    Wait {
        seconds: i64,
    },
    /// Until the end of a link about an address, or a second before or after.
    WaitForEnd {
        link: usize,
        off: i64,
    },
    /// The clock is set: forward, or back.
    SetClock {
        seconds: i64,
    },
}

impl Step {
    /// Whether a mail may come of it: then it is looked for at once, since who gets it depends on the moment.
    pub fn may_mail(&self) -> bool {
        matches!(
            self,
            Self::Start { .. }
                | Self::MakeKey { .. }
                | Self::DeleteAccount { .. }
                | Self::AskForAddress { .. }
                | Self::RemoveAddress { .. }
                | Self::ResendProof { .. }
                | Self::CancelChange { .. }
                | Self::Follow { .. }
        )
    }

    /// Whether the account may say something else afterwards.
    pub fn may_change_account(&self) -> bool {
        !matches!(
            self,
            Self::Start { .. }
                | Self::Deny { .. }
                | Self::Poll { .. }
                | Self::Use { .. }
                | Self::MakeKey { .. }
                | Self::RevokeKey { .. }
                | Self::RevokeItself { .. }
                | Self::LookAtAccount { .. }
                | Self::Wait { .. }
                | Self::WaitForEnd { .. }
                | Self::SetClock { .. }
        )
    }
}

/// How a history begins, and what happens in it.
pub fn history() -> impl Strategy<Value = (Beginning, Vec<Step>)> {
    let beginning = prop_oneof![
        1 => Just(Beginning::Verified),
        1 => Just(Beginning::SignedIn),
        2 => Just(Beginning::LetIn),
        3 => Just(Beginning::Asked),
        2 => Just(Beginning::Unverified),
        1 => Just(Beginning::Unanswered),
    ];
    (beginning, prop::collection::vec(step(), 1..16))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        24 => login_step(),
        9 => credential_step(),
        8 => key_step(),
        20 => address_step(),
        3 => prop::sample::select(vec![1, 30, 59, 60, 61, 400, 840, 900, 901]).prop_map(|seconds| Step::Wait { seconds }),
        3 => (number(), -1..=1_i64).prop_map(|(link, off)| Step::WaitForEnd { link, off }),
        3 => prop::sample::select(vec![HOUR, DAY - 1, DAY, 47 * HOUR, 71 * HOUR, 72 * HOUR - 1, 72 * HOUR])
            .prop_map(|seconds| Step::Wait { seconds }),
        2 => prop::sample::select(vec![-DAY, -1000, -90, -1, 90, DAY])
            .prop_map(|seconds| Step::SetClock { seconds }),
    ]
}

fn number() -> std::ops::Range<usize> {
    0..8
}

/// Whether a number chooses among the good ones, if there are any.
pub fn is_choosy(number: usize) -> bool {
    number < 6
}

/// The newest of the good ones, the one before it and so on; for a number that is not choosy, the same among all.
pub fn prefer(number: usize, all: usize, is_good: impl Fn(usize) -> bool) -> Option<usize> {
    let newest_first = || (0..all).rev();
    let good: Vec<usize> = newest_first().filter(|candidate| is_good(*candidate)).collect();
    let among = if !is_choosy(number) || good.is_empty() { newest_first().collect() } else { good };
    (!among.is_empty()).then(|| among[number % among.len()])
}

fn older() -> impl Strategy<Value = Older> {
    prop_oneof![1 => Just(Older::End), 1 => Just(Older::Keep), 2 => Just(Older::NotAsked)]
}

fn code() -> impl Strategy<Value = Code> {
    prop_oneof![3 => Just(Code::Right), 1 => (0..3_usize).prop_map(Code::Wrong)]
}

fn address() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![7 => Just(None), 2 => (0..=ADDRESSES).prop_map(Some)]
}

fn login_step() -> impl Strategy<Value = Step> {
    let verdict =
        prop_oneof![6 => code().prop_map(Verdict::Approve), 1 => Just(Verdict::Deny), 1 => Just(Verdict::Undo)];
    prop_oneof![
        4 => address().prop_map(|address| Step::Start { address }),
        5 => (number(), code(), older()).prop_map(|(login, code, older)| Step::Approve { login, code, older }),
        1 => number().prop_map(|login| Step::Deny { login }),
        4 => number().prop_map(|login| Step::Undo { login }),
        5 => number().prop_map(|login| Step::Poll { login }),
        3 => (number(), code()).prop_map(|(login, code)| Step::TypeCode { login, code }),
        5 => (number(), number(), verdict)
            .prop_map(|(by, login, verdict)| Step::DecideSignedIn { by, login, verdict }),
    ]
}

fn credential_step() -> impl Strategy<Value = Step> {
    let reach = (any::<bool>(), any::<bool>()).prop_map(|(keys, sessions)| Reach { keys, sessions });
    let platform = prop::option::weighted(0.3, number());
    prop_oneof![
        3 => number().prop_map(|by| Step::Use { by }),
        1 => number().prop_map(|by| Step::LogOut { by }),
        1 => (prop::option::of(number()), number()).prop_map(|(by, whose)| Step::LogOutOther { by, whose }),
        4 => (number(), number(), reach).prop_map(|(by, session, reach)| Step::EndSession { by, session, reach }),
        3 => (number(), any::<bool>(), platform)
            .prop_map(|(by, keys, of_platform)| Step::EndOthers { by, keys, of_platform }),
        1 => number().prop_map(|by| Step::DeleteAccount { by }),
    ]
}

fn key_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => number().prop_map(|by| Step::MakeKey { by }),
        2 => (number(), number(), any::<bool>()).prop_map(|(by, key, keep)| Step::RevokeKey { by, key, keep }),
        1 => (number(), any::<bool>()).prop_map(|(by, keep)| Step::RevokeItself { by, keep }),
    ]
}

fn address_step() -> impl Strategy<Value = Step> {
    let ticked = prop::bool::weighted(0.9);
    prop_oneof![
        6 => (number(), 0..ADDRESSES).prop_map(|(by, address)| Step::AskForAddress { by, address }),
        2 => number().prop_map(|by| Step::RemoveAddress { by }),
        4 => number().prop_map(|by| Step::ResendProof { by }),
        1 => number().prop_map(|by| Step::CancelChange { by }),
        8 => (0..12_usize, ticked, older()).prop_map(|(link, ticked, older)| Step::Follow { link, ticked, older }),
        3 => number().prop_map(|by| Step::LookAtAccount { by }),
        3 => (number(), any::<bool>()).prop_map(|(by, end)| Step::AnswerFirstProof { by, end }),
    ]
}
