//! The model's changes of the address, and the links that are mailed for them.

use super::model::{
    About, CHANGE_LIFE, Due, Link, LinkKind, LinkState, MailKind, Model, VERIFICATION_LIFE, WAY_BACK_LIFE,
};
use super::step::Older;

impl Model {
    /// A session asks for an address. Asking for the present one withdraws what is pending.
    pub fn ask(&mut self, by: usize, address: usize) {
        self.replace_proofs();
        if self.address == Some(address) {
            if !self.verified {
                self.mail_verification(by, address);
            }
            return;
        }
        self.changes += 1;
        self.link(Link { made_by: self.lineage(by), ..self.blank(LinkKind::Change, address) }, MailKind::Change);
        self.tell_old(by, Some(address), MailKind::ChangeAsked);
    }

    /// A session removes the address.
    pub fn remove(&mut self, by: usize) {
        self.replace_proofs();
        if self.address.is_none() {
            return;
        }
        self.changes += 1;
        self.deny_logins(None);
        self.tell_old(by, None, MailKind::Changed);
        (self.address, self.verified) = (None, false);
    }

    /// A session has the mail of a proof sent again. Whether there is one to be sent.
    pub fn resend(&mut self, by: usize) -> bool {
        if let Some(pending) = self.pending_change() {
            let Link { address, expires, number, ref made_by, .. } = self.links[pending];
            let again = Link { expires, number, made_by: made_by.clone(), ..self.blank(LinkKind::Change, address) };
            self.replace_proofs();
            self.link(again, MailKind::Change);
            return true;
        }
        let unproven = self.address.filter(|_| !self.verified);
        if let Some(address) = unproven {
            self.replace_proofs();
            self.mail_verification(by, address);
        }
        unproven.is_some()
    }

    /// A person follows a link that is neither used, replaced nor over.
    pub fn follow(&mut self, link: usize, older: Older) {
        let was_verified = self.verified;
        self.links[link].state = LinkState::Applied;
        match self.links[link].kind {
            LinkKind::Verification => self.verified = true,
            LinkKind::Change => self.apply_change(link),
            LinkKind::WayBack => {
                self.restore(link);
                self.revoke_everything(None);
                self.unanswered = None;
                return;
            }
        }
        if !was_verified || older == Older::End {
            self.settle(About::Link(link), older);
        }
    }

    fn apply_change(&mut self, change: usize) {
        self.deny_logins(None);
        let old = self.address.filter(|_| self.verified);
        let Link { address, number, ref made_by, .. } = self.links[change];
        (self.address, self.verified) = (Some(address), true);
        let Some(old) = old else { return };
        let way_back = self.links.iter().position(|link| {
            link.kind == LinkKind::WayBack
                && link.state == LinkState::Pending
                && (link.number, link.address, link.new_address) == (number, old, Some(address))
        });
        if let Some(way_back) = way_back {
            self.links[way_back].expires = self.now + WAY_BACK_LIFE;
            self.due.push(Due { kind: MailKind::Changed, to: old, about: About::Link(way_back) });
        } else {
            let made_by = made_by.clone();
            let new_address = Some(address);
            let way_back = Link { new_address, number, made_by, ..self.blank(LinkKind::WayBack, old) };
            self.link(way_back, MailKind::Changed);
        }
    }

    /// Only an address that was proven is told.
    fn tell_old(&mut self, by: usize, new_address: Option<usize>, mail: MailKind) {
        if let Some(old) = self.address.filter(|_| self.verified) {
            let way_back = Link { new_address, made_by: self.lineage(by), ..self.blank(LinkKind::WayBack, old) };
            self.link(way_back, mail);
        }
    }

    fn mail_verification(&mut self, by: usize, address: usize) {
        let link = Link { made_by: self.lineage(by), ..self.blank(LinkKind::Verification, address) };
        self.link(link, MailKind::Verification);
    }

    /// A link of the account's latest change, made by nobody, that begins to live now.
    pub fn blank(&self, kind: LinkKind, address: usize) -> Link {
        let life = match kind {
            LinkKind::Verification => VERIFICATION_LIFE,
            LinkKind::Change => CHANGE_LIFE,
            LinkKind::WayBack => WAY_BACK_LIFE,
        };
        let (state, expires, number) = (LinkState::Pending, self.now + life, self.changes);
        Link { kind, address, new_address: None, state, expires, number, made_by: Vec::new() }
    }

    pub fn link(&mut self, link: Link, mail: MailKind) {
        self.due.push(Due { kind: mail, to: link.address, about: About::Link(self.links.len()) });
        self.links.push(link);
    }
}
