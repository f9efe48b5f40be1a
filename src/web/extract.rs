//! What handlers ask for: bodies that follow the rules, who is calling, and from where.

mod caller;
mod client;
mod credential;
mod form;
mod forwarded_page;
mod json;
mod path;
mod request_locale;
mod same_origin;

pub(crate) use caller::{Caller, MaybeCaller, OptionalCaller, Requirement, check_owners, hide_rate_limit};
pub(crate) use client::{RequestClientInfo, check_rate_limit, client_ip, ignored_forwarder, is_hidden_by_a_proxy};
pub(crate) use credential::Presented;
pub(crate) use form::Form;
pub(crate) use forwarded_page::ForwardedPage;
pub(crate) use json::{Json, MAX_BODY, OptionalJson};
pub(crate) use path::Segment;
pub(crate) use request_locale::RequestLocale;
pub(crate) use same_origin::{NoForeignPage, SameOrigin, look_for_token, needs_token};
