//! The model: one account, its logins, credentials and mailed links, doing one thing after the other.

use super::step::Older;

/// As long as a login lives, as it may be collected after that, as an answer is repeated, as an approval may be undone.
pub const LIFE: i64 = 900;
pub const GRACE: i64 = 60;
pub const REPEAT: i64 = 60;
pub const UNDO: i64 = 900;
/// As long as links about an address live.
pub const VERIFICATION_LIFE: i64 = 24 * 60 * 60;
pub const CHANGE_LIFE: i64 = 72 * 60 * 60;
pub const WAY_BACK_LIFE: i64 = 72 * 60 * 60;

/// Where a login stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Approved,
    Collected {
        at: i64,
        session: usize,
    },
    Denied,
    /// Somebody came too late, and from then on everybody does.
    Expired {
        approved: bool,
    },
    /// Its account is deleted, and it with it.
    Gone,
}

/// A login that was asked for.
pub struct Login {
    pub auth_id: String,
    pub match_code: String,
    /// The label of the device, which no other login has.
    pub platform: String,
    /// What a signed-in device names it by, once it was in a list.
    pub id: Option<String>,
    /// Link and code, where it was mailed.
    pub mail: Option<(String, String)>,
    /// The address that was typed.
    pub address: usize,
    /// Whether it is known to be the account's.
    pub bound: bool,
    pub expires: i64,
    pub state: State,
    pub decided: i64,
    /// Who approved it, with whoever made those; nobody, where a mail did.
    pub made_by: Vec<usize>,
    pub wrong_matches: Vec<String>,
    pub wrong_codes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Session,
    Key,
}

/// A session or an access key.
pub struct Credential {
    pub kind: Kind,
    pub id: String,
    pub text: String,
    /// Of a session.
    pub platform: String,
    pub alive: bool,
    /// Whether a session's token was used.
    pub used: bool,
    pub created: i64,
    /// Whether a mail let it in.
    pub by_mail: bool,
    /// All its makers, the first one first.
    pub made_by: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    Verification,
    Change,
    WayBack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    Pending,
    Applied,
    Replaced,
    Gone,
}

/// A link about an address.
pub struct Link {
    pub kind: LinkKind,
    pub address: usize,
    /// Of a way back: what the account changes to.
    pub new_address: Option<usize>,
    pub state: LinkState,
    pub expires: i64,
    /// Which change of the account it belongs to.
    pub number: u64,
    pub made_by: Vec<usize>,
}

/// What a mail says, as far as its subject tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailKind {
    Login,
    Verification,
    Change,
    ChangeAsked,
    Changed,
    KeyMade,
    Deleted,
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Login(usize),
    Link(usize),
    Nothing,
}

/// A mail that has to arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: MailKind,
    pub to: usize,
    pub about: About,
}

/// Whose work ends.
#[derive(Clone, Copy)]
pub enum Makers<'a> {
    These(&'a [usize]),
    AllBut(&'a [usize]),
}

impl Makers<'_> {
    /// Whether they made something with these makers, which is a credential of this number if it is one.
    fn made(self, own: Option<usize>, made_by: &[usize]) -> bool {
        match self {
            Self::These(makers) => made_by.iter().any(|maker| makers.contains(maker)),
            // Whoever one of these let in is another device, and what that made is not theirs.
            Self::AllBut(kept) => !own.iter().chain(made_by.last()).any(|maker| kept.contains(maker)),
        }
    }
}

/// What ended, and what did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revoked {
    pub keys: usize,
    pub keys_left: usize,
    pub changes: usize,
}

/// One account, and what there is of it.
#[derive(Default)]
pub struct Model {
    pub now: i64,
    pub deleted: bool,
    pub address: Option<usize>,
    pub verified: bool,
    /// When the address was proven while nobody could be asked about what is older.
    pub unanswered: Option<i64>,
    pub changes: u64,
    pub logins: Vec<Login>,
    pub credentials: Vec<Credential>,
    pub links: Vec<Link>,
    /// Mails that this step sends.
    pub due: Vec<Due>,
}

impl Model {
    pub fn is_open(&self, login: usize) -> bool {
        self.logins[login].state == State::Pending && self.now < self.logins[login].expires
    }

    /// Whether the account may decide it, and ends it when everything ends.
    pub fn is_own(&self, login: usize) -> bool {
        !self.deleted && self.address == Some(self.logins[login].address)
    }

    /// Somebody looks at a login with the right to change it, and finds that it is over.
    pub fn notice_end(&mut self, login: usize) {
        let (now, entry) = (self.now, &mut self.logins[login]);
        match entry.state {
            State::Pending if now >= entry.expires => entry.state = State::Expired { approved: false },
            State::Approved if now >= entry.expires + GRACE => entry.state = State::Expired { approved: true },
            _ => {}
        }
    }

    /// A person approves with what only the mailbox got, which proves the address.
    pub fn approve_by_mail(&mut self, login: usize, older: Older) {
        (self.logins[login].state, self.logins[login].decided) = (State::Approved, self.now);
        if !self.verified {
            self.verified = true;
            self.replace_proofs();
            self.settle(About::Login(login), older);
        }
    }

    /// Whether an approval can be taken back.
    pub fn is_undoable(&self, login: usize) -> bool {
        let Login { state, decided, .. } = self.logins[login];
        matches!(state, State::Approved | State::Collected { .. } | State::Expired { approved: true })
            && self.now < decided + UNDO
    }

    /// These with the living keys that they made, the keys of those, and so on; with `sessions` also with the sessions that they let in.
    pub fn with_made(&self, kept: &[usize], sessions: bool) -> Vec<usize> {
        let mut found = kept.to_vec();
        let mut looked_at = 0;
        while let Some(maker) = found.get(looked_at).copied() {
            looked_at += 1;
            let made = self.credentials.iter().enumerate().filter(|(number, entry)| {
                let counts = entry.kind == Kind::Key || sessions;
                entry.alive && counts && entry.made_by.last() == Some(&maker) && !found.contains(number)
            });
            let made: Vec<usize> = made.map(|(number, _)| number).collect();
            found.extend(made);
        }
        found
    }

    /// Takes an approval back with everything that came of it, by mail or by a session. Also returns whether the address is the old one
    /// again.
    pub fn undo(&mut self, login: usize, by: Option<usize>) -> (Revoked, bool) {
        let makers = match self.logins[login].state {
            State::Collected { session, .. } => vec![session],
            _ => Vec::new(),
        };
        self.logins[login].state = State::Denied;
        self.kill(&makers);
        let revoked = self.revoke_made(Makers::These(&makers), true, true);
        let theirs = self.changes_made().filter(|link| Makers::These(&makers).made(None, &self.links[*link].made_by));
        let first = theirs.min_by_key(|link| self.links[*link].number);
        let changed = first.filter(|link| self.address != Some(self.links[*link].address));
        let Some(way_back) = changed else { return (revoked, false) };
        let Link { number, address: former, .. } = self.links[way_back];
        let later = self.changes_made().filter(|link| self.links[*link].number >= number);
        let mut since: Vec<usize> = later.filter_map(|link| self.links[link].new_address).chain(self.address).collect();
        since.retain(|address| *address != former);
        let came_by = self.logins.iter().filter(|login| since.contains(&login.address));
        let let_in: Vec<usize> = came_by
            .filter_map(|login| if let State::Collected { session, .. } = login.state { Some(session) } else { None })
            .collect();
        if by.is_some_and(|session| let_in.contains(&session)) {
            return (revoked, false);
        }
        self.deny_logins(None);
        self.restore(way_back);
        self.kill(&let_in);
        self.revoke_made(Makers::These(&let_in), true, true);
        (revoked, true)
    }

    /// The ways back of changes that were made, and that still lead back.
    fn changes_made(&self) -> impl Iterator<Item = usize> {
        let was_made = |way_back: &Link| {
            way_back.new_address.is_none()
                || self.links.iter().any(|link| {
                    link.kind == LinkKind::Change && link.state == LinkState::Applied && link.number == way_back.number
                })
        };
        self.links.iter().enumerate().filter_map(move |(number, link)| {
            let leads_back =
                link.kind == LinkKind::WayBack && link.state == LinkState::Pending && self.now < link.expires;
            (leads_back && was_made(link)).then_some(number)
        })
    }

    pub fn kill(&mut self, credentials: &[usize]) {
        for credential in credentials {
            self.credentials[*credential].alive = false;
        }
    }

    pub fn living(&self, kind: Kind) -> impl Iterator<Item = usize> {
        let living = self.credentials.iter().enumerate().filter(move |(_, entry)| entry.kind == kind && entry.alive);
        living.map(|(number, _)| number)
    }

    /// Who made it: a credential with its makers.
    pub fn lineage(&self, by: usize) -> Vec<usize> {
        self.credentials[by].made_by.iter().copied().chain([by]).collect()
    }

    fn made(&self, kind: Kind, makers: Makers<'_>) -> Vec<usize> {
        self.living(kind).filter(|number| makers.made(Some(*number), &self.credentials[*number].made_by)).collect()
    }

    /// The change that waits for its proof.
    pub fn pending_change(&self) -> Option<usize> {
        self.links.iter().position(|link| {
            link.kind == LinkKind::Change && link.state == LinkState::Pending && self.now < link.expires
        })
    }

    /// Whether following a link does something.
    pub fn is_followable(&self, link: usize) -> bool {
        self.links[link].state == LinkState::Pending && self.now < self.links[link].expires
    }

    /// Approvals that credentials gave and that nobody has collected.
    fn approvals(&self, makers: Makers<'_>) -> Vec<usize> {
        let approved = self.logins.iter().enumerate().filter(|(_, login)| {
            login.state == State::Approved && !login.made_by.is_empty() && makers.made(None, &login.made_by)
        });
        approved.map(|(number, _)| number).collect()
    }

    /// Ends what these made: approvals and changes always, sessions and keys where that is asked for.
    pub fn revoke_made(&mut self, makers: Makers<'_>, sessions: bool, keys: bool) -> Revoked {
        for login in self.approvals(makers) {
            self.logins[login].state = State::Denied;
        }
        if sessions {
            self.kill(&self.made(Kind::Session, makers));
        }
        let living = self.made(Kind::Key, makers);
        if keys {
            self.kill(&living);
        }
        let change = self.pending_change().filter(|link| makers.made(None, &self.links[*link].made_by));
        if let Some(change) = change {
            self.links[change].state = LinkState::Replaced;
        }
        let (keys, keys_left) = if keys { (living.len(), 0) } else { (0, living.len()) };
        Revoked { keys, keys_left, changes: usize::from(change.is_some()) }
    }

    pub fn revoke_everything(&mut self, except: Option<usize>) {
        self.deny_logins(except);
        self.revoke_made(Makers::AllBut(&[]), true, true);
    }

    /// Ends every login that has not become a session.
    pub fn deny_logins(&mut self, except: Option<usize>) {
        for number in (0..self.logins.len()).filter(|number| Some(*number) != except) {
            let own = self.logins[number].bound || self.is_own(number);
            if own && matches!(self.logins[number].state, State::Pending | State::Approved) {
                self.logins[number].state = State::Denied;
            }
        }
    }

    /// Whether there is anything from before a first proof, without the login or link that proves it.
    pub fn has_older(&self, except: About) -> bool {
        let approved =
            |(number, login): (usize, &Login)| login.state == State::Approved && except != About::Login(number);
        self.credentials.iter().any(|credential| credential.alive)
            || self.pending_change().is_some_and(|link| except != About::Link(link))
            || self.logins.iter().enumerate().any(approved)
    }

    /// Does what a person says of everything older, at the first proof of the address.
    pub fn settle(&mut self, proof: About, older: Older) {
        if older == Older::End {
            self.revoke_everything(if let About::Login(login) = proof { Some(login) } else { None });
        }
        self.unanswered = (older == Older::NotAsked && self.has_older(proof)).then_some(self.now);
    }

    /// Whether this session is asked about what is older than the proof.
    pub fn may_answer(&self, session: usize) -> bool {
        let session = &self.credentials[session];
        session.by_mail && self.unanswered.is_some_and(|date| session.created >= date)
    }

    /// The sessions that a mail let in since the proof, with what they made and let in.
    fn kept(&self) -> Vec<usize> {
        let let_in: Vec<usize> = self.living(Kind::Session).filter(|session| self.may_answer(*session)).collect();
        self.with_made(&let_in, true)
    }

    /// Whether an answer would end anything.
    pub fn has_unanswered(&self) -> bool {
        let kept = self.kept();
        let makers = Makers::AllBut(&kept);
        let change = self.pending_change().filter(|link| makers.made(None, &self.links[*link].made_by));
        let made = |kind| !self.made(kind, makers).is_empty();
        made(Kind::Session) || made(Kind::Key) || change.is_some() || !self.approvals(makers).is_empty()
    }

    pub fn answer(&mut self, end: bool) {
        if end {
            let kept = self.kept();
            self.revoke_made(Makers::AllBut(&kept), true, true);
        }
        self.unanswered = None;
    }

    /// Withdraws the proofs that nobody followed.
    pub fn replace_proofs(&mut self) {
        self.replace(|link| link.kind != LinkKind::WayBack);
    }

    fn replace(&mut self, which: impl Fn(&Link) -> bool) {
        for link in self.links.iter_mut().filter(|link| link.state == LinkState::Pending && which(link)) {
            link.state = LinkState::Replaced;
        }
    }

    /// The address of a way back is the account's again; this change and later ones are as if they had not been.
    pub fn restore(&mut self, way_back: usize) {
        let number = self.links[way_back].number;
        (self.address, self.verified) = (Some(self.links[way_back].address), true);
        self.replace(|link| link.kind != LinkKind::WayBack || link.number >= number);
    }

    pub fn delete(&mut self) {
        let ways_back = self.links.iter().filter(|link| {
            link.kind == LinkKind::WayBack && link.state == LinkState::Pending && self.now < link.expires
        });
        let mut told: Vec<usize> = ways_back.map(|link| link.address).collect();
        told.extend(self.address.filter(|_| self.verified));
        told.sort_unstable();
        told.dedup();
        self.due.extend(told.into_iter().map(|to| Due { kind: MailKind::Deleted, to, about: About::Nothing }));
        self.deny_logins(None);
        self.deleted = true;
        self.address = None;
        self.credentials.iter_mut().for_each(|credential| credential.alive = false);
        self.links.iter_mut().for_each(|link| link.state = LinkState::Gone);
        for login in self.logins.iter_mut().filter(|login| login.bound) {
            login.state = State::Gone;
        }
    }
}
