//! Every mail that Doorpost writes, as subject, text and HTML of the same facts.

use minijinja::{Value, context, value::Serde};
use serde::{Serialize, Serializer};

use crate::view::locale::Locale;
use crate::view::templates::{self, TemplateError, Templates};

/// A mail and the facts in it. All times are Unix seconds; every `link` is complete and secret.
///
/// What a stranger may have written is made inert on its way to the templates, the operator's own ones included: no template can
/// make a link of it (invariant 74). The addresses stand as they are.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Message {
    /// Somebody asks to sign in: the link to the page that decides it, and the code that may be typed instead.
    Login {
        /// Leads to the page that asks for a decision.
        link: String,
        /// What the waiting device takes in place of the link.
        mail_code: Option<String>,
        /// `None` where several accounts share the address.
        #[serde(serialize_with = "inert_if_any")]
        username: Option<String>,
        /// The client's own label for itself, which nobody has checked.
        #[serde(serialize_with = "inert")]
        platform: String,
        /// The `User-Agent` header of the device that asks, which nobody has checked.
        #[serde(serialize_with = "inert_if_any")]
        user_agent: Option<String>,
        /// The program that the header speaks of, if it is a known one.
        program: Option<&'static str>,
        /// The system that it speaks of.
        system: Option<&'static str>,
        /// The address that the request came from.
        ip: Option<String>,
        /// When it was asked for.
        requested: i64,
        /// When link and code end.
        expires: i64,
        /// Name of the zone whose clocks these are read by (IANA); `None` for UTC.
        time_zone: Option<String>,
        /// Which further sign-in mails are held back, if this is the last one of the day: "strangers" for those that devices ask for
        /// which the account does not know, "all" for all.
        held_back: Option<&'static str>,
    },
    /// After registration: proves that the address is the account's.
    Verification {
        /// Leads to the page that confirms the address.
        link: String,
        /// Of the new account.
        #[serde(serialize_with = "inert")]
        username: String,
        /// The address to confirm.
        #[serde(serialize_with = "inert_address")]
        email: String,
        /// When the link ends.
        expires: i64,
    },
    /// To an address that is to become the account's.
    EmailChangeVerification {
        /// Leads to the page that confirms the address.
        link: String,
        /// Of the account.
        #[serde(serialize_with = "inert")]
        username: String,
        /// The new address.
        #[serde(serialize_with = "inert_address")]
        email: String,
        /// When the link ends.
        expires: i64,
    },
    /// To the verified address of an account that asks to change or remove it.
    EmailChangeRequested {
        /// Leads to the page that undoes the change.
        link: String,
        /// Of the account.
        #[serde(serialize_with = "inert")]
        username: String,
        /// `None` for a removal.
        #[serde(serialize_with = "inert_address_if_any")]
        new_email: Option<String>,
        /// When the change was asked for.
        requested: i64,
        /// When the link ends.
        expires: i64,
    },
    /// To the former address of an account, once the change is made.
    EmailChanged {
        /// Leads to the page that undoes the change.
        link: String,
        /// Of the account.
        #[serde(serialize_with = "inert")]
        username: String,
        /// `None` for a removal.
        #[serde(serialize_with = "inert_address_if_any")]
        new_email: Option<String>,
        /// When the change was made.
        changed: i64,
        /// When the link ends.
        expires: i64,
    },
    /// To the owner of an account: an access key was made.
    AccessKeyCreated {
        /// Leads to the account's page.
        link: String,
        /// Of the account.
        #[serde(serialize_with = "inert")]
        username: String,
        /// The key's name.
        #[serde(serialize_with = "inert")]
        name: String,
        /// The key's first characters.
        prefix: String,
        /// What the key may do.
        scopes: Vec<String>,
        /// When it was made.
        created: i64,
        /// When it ends.
        expires: i64,
    },
    /// To the owner of an account: an access key ends within seven days.
    AccessKeyExpiring {
        /// Leads to the account's page.
        link: String,
        /// Of the account.
        #[serde(serialize_with = "inert")]
        username: String,
        /// The key's name.
        #[serde(serialize_with = "inert")]
        name: String,
        /// The key's first characters.
        prefix: String,
        /// What the key may do.
        scopes: Vec<String>,
        /// When it ends.
        expires: i64,
    },
    /// To the verified address of an account that was deleted.
    AccountDeleted {
        /// Leads to the page where a new account is made.
        link: String,
        /// Of the account.
        #[serde(serialize_with = "inert")]
        username: String,
        /// When it was deleted.
        deleted: i64,
    },
    /// To the verified address of an account that got another name.
    UsernameChanged {
        /// Leads to the account's page.
        link: String,
        /// The name before.
        #[serde(serialize_with = "inert")]
        old_username: String,
        /// The name since.
        #[serde(serialize_with = "inert")]
        username: String,
        /// When it was changed.
        changed: i64,
    },
}

/// For what strangers wrote.
fn inert<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&templates::inert(text))
}

#[expect(clippy::ref_option, reason = "the shape that serde calls")]
fn inert_if_any<S: Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_deref().map(templates::inert).serialize(serializer)
}

/// For an address that a stranger may have chosen.
fn inert_address<S: Serializer>(address: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&templates::inert_address(address))
}

#[expect(clippy::ref_option, reason = "the shape that serde calls")]
fn inert_address_if_any<S: Serializer>(address: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    address.as_deref().map(templates::inert_address).serialize(serializer)
}

/// A mail, ready to be addressed and sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// Plain text in lines of at most 76 columns; only links may be longer.
    pub text: String,
    /// A complete HTML document that refers to nothing outside itself but the link.
    pub html: String,
}

impl Message {
    /// The name of the mail, which is also its folder below `templates/mail/`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Login { .. } => "login",
            Self::Verification { .. } => "verification",
            Self::EmailChangeVerification { .. } => "email_change_verification",
            Self::EmailChangeRequested { .. } => "email_change_requested",
            Self::EmailChanged { .. } => "email_changed",
            Self::AccessKeyCreated { .. } => "access_key_created",
            Self::AccessKeyExpiring { .. } => "access_key_expiring",
            Self::AccountDeleted { .. } => "account_deleted",
            Self::UsernameChanged { .. } => "username_changed",
        }
    }

    /// The link that it carries. Where it decides something it is a secret.
    #[must_use]
    pub fn link(&self) -> &str {
        match self {
            Self::Login { link, .. }
            | Self::Verification { link, .. }
            | Self::EmailChangeVerification { link, .. }
            | Self::EmailChangeRequested { link, .. }
            | Self::EmailChanged { link, .. }
            | Self::AccessKeyCreated { link, .. }
            | Self::AccessKeyExpiring { link, .. }
            | Self::AccountDeleted { link, .. }
            | Self::UsernameChanged { link, .. } => link,
        }
    }

    /// The code that it carries: a secret.
    #[must_use]
    pub fn mail_code(&self) -> Option<&str> {
        match self {
            Self::Login { mail_code, .. } => mail_code.as_deref(),
            _ => None,
        }
    }

    /// Writes the mail in a language. `host` is the name that the installation is known by, for the footer.
    ///
    /// # Errors
    /// When a template fails: a fault of the build, not of the message.
    pub fn render(&self, templates: &Templates, locale: Locale, host: &str) -> Result<Rendered, TemplateError> {
        let context = context! { host, ..Value::from(Serde(self)) };
        let part = |file: &str| templates.render(&format!("mail/{}/{file}", self.kind()), locale, &context);
        Ok(Rendered {
            subject: part("subject.txt")?.trim().to_owned(),
            text: part("body.txt")?.trim().to_owned() + "\n",
            html: part("body.html")?,
        })
    }
}

#[cfg(test)]
mod tests;
