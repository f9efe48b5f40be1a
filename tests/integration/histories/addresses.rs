//! Steps of the address: changing it, following its links, and answering what becomes of everything older.

use axum::http::Method;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::json;

use super::logins::said;
use super::model::{About, Kind, LinkKind, LinkState};
use super::step::Older;
use super::world::{HERE, Outcome, World};
use crate::support::Reply;

impl World<'_> {
    /// By the API: another address, the present one, or none.
    pub async fn ask_for_address(&mut self, by: usize, address: Option<usize>) -> Outcome {
        let by = self.caller(by);
        let body = json!({"email": address.map(|address| self.email(address))});
        let reply = self.request(Method::PATCH, "/auth/account", by).json(&body).send().await;
        if let Some((status, code)) = self.refused_to(by, true) {
            return Self::same("change the address", &reply, status, Some(code));
        }
        Self::same("change the address", &reply, 200, None)?;
        match address {
            Some(address) => self.model.ask(by, address),
            None => self.model.remove(by),
        }
        self.same_account(&reply)
    }

    pub async fn resend_proof(&mut self, by: usize) -> Outcome {
        let Some((by, reply)) = self.on_the_page(by, "/account/email", "resend").await? else { return Ok(()) };
        let notice = if self.model.resend(by) { "email-resent" } else { "undecided" };
        noticed(&reply, notice)
    }

    pub async fn cancel_change(&mut self, by: usize) -> Outcome {
        let Some((by, reply)) = self.on_the_page(by, "/account/email", "cancel").await? else { return Ok(()) };
        match self.model.address {
            Some(address) => self.model.ask(by, address),
            None => self.model.remove(by),
        }
        noticed(&reply, "email-cancelled")
    }

    pub async fn answer_first_proof(&mut self, by: usize, end: bool) -> Outcome {
        let decision = if end { "end" } else { "keep" };
        let asked = self.on_the_page(by, "/account/first-proof", decision).await?;
        let Some((by, reply)) = asked else { return Ok(()) };
        if !self.model.may_answer(by) {
            return noticed(&reply, "undecided");
        }
        self.model.answer(end);
        noticed(&reply, if end { "older-ended" } else { "older-kept" })
    }

    /// The session of a browser. A key has none.
    fn person(&mut self, by: usize) -> Option<usize> {
        let session = self.one_of(Kind::Session, by)?;
        self.model.credentials[session].used |= self.model.credentials[session].alive;
        Some(session)
    }

    /// Sends a form of the account page. Nothing is returned where the browser is sent to the sign-in page.
    async fn on_the_page(
        &mut self,
        by: usize,
        path: &str,
        decision: &str,
    ) -> Result<Option<(usize, Reply)>, TestCaseError> {
        let Some(by) = self.person(by) else { return Ok(None) };
        let reply = self.browser(Method::POST, path, by).form(&[("decision", decision)]).send().await;
        prop_assert_eq!(reply.status.as_u16(), 303, "{} {}: {}", path, decision, reply.text());
        let alive = self.model.credentials[by].alive;
        prop_assert_eq!(reply.location().starts_with("/account"), alive, "{} {}", path, decision);
        Ok(alive.then_some((by, reply)))
    }

    /// The page asks whoever may answer what becomes of everything older, while there is anything.
    pub async fn look_at_account(&mut self, by: usize) -> Outcome {
        let Some(by) = self.person(by) else { return Ok(()) };
        let reply = self.browser(Method::GET, "/account", by).send().await;
        let alive = self.model.credentials[by].alive;
        Self::same("look", &reply, if alive { 200 } else { 303 }, None)?;
        let asked = alive && self.model.may_answer(by) && self.model.has_unanswered();
        prop_assert_eq!(reply.text().contains("/account/first-proof"), asked, "the page asks");
        Ok(())
    }

    /// Follows a link that was mailed.
    pub async fn follow(&mut self, mailed: usize, ticked: bool, older: Older) -> Outcome {
        let (url, link) = self.mailed[mailed].clone();
        let kind = self.model.links[link].kind;
        let open = self.model.is_followable(link);
        if !self.model.verified || kind == LinkKind::Change {
            let page = self.app.open(&url, HERE).await.reply.text();
            let offered = open && kind != LinkKind::WayBack && self.model.has_older(About::Link(link));
            prop_assert_eq!(page.contains("name=\"end_other_sessions\""), offered, "what is older is offered");
        }
        let mut fields = vec![("decision", "apply")];
        if ticked {
            fields.push((if kind == LinkKind::WayBack { "confirm_undo" } else { "confirm_account" }, "yes"));
        }
        fields.extend(said(older));
        let reply = self.form(&url, &fields).send().await;
        let expected = match self.model.links[link].state {
            LinkState::Gone => 404,
            _ if !open => 410,
            _ if ticked => 200,
            _ => 422,
        };
        if expected == 200 {
            self.model.follow(link, older);
        }
        Self::same("follow", &reply, expected, None)
    }
}

/// What the account page will say was done.
fn noticed(reply: &Reply, notice: &str) -> Outcome {
    let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    let told = format!("doorpost-notice={notice};");
    prop_assert!(cookies.iter().any(|cookie| cookie.contains(&told)), "{}: {:?}", notice, cookies);
    Ok(())
}
