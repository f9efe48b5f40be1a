//! Putting a mail together: headers and parts.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Address;
use lettre::Message as Composed;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use uuid::Uuid;

use super::extra::ExtraHeader;
use super::message::Rendered;
use super::sender::Sender;
use crate::view::locale::Locale;

/// What every mail of the installation has.
pub struct Letterhead {
    /// Who it comes from.
    pub from: Sender,
    /// Where answers go, if not there.
    pub reply_to: Option<Sender>,
    /// Headers of the operator's.
    pub headers: Vec<ExtraHeader>,
}

/// What a mail needs beside its text.
pub struct Envelope<'a> {
    /// Unique to this mail.
    pub id: Uuid,
    /// The one recipient.
    pub to: &'a str,
    /// Language of the text.
    pub locale: Locale,
    /// Unix seconds.
    pub date: i64,
    /// The link in it.
    pub links: Vec<String>,
    /// The mail code in it.
    pub code: Option<String>,
}

/// Composes text and HTML as alternatives, for exactly one recipient (invariant 22), with headers that keep robots from
/// answering (RFC 3834) and mail programs from folding one sign-in into another's thread.
pub(super) fn compose(
    letterhead: &Letterhead,
    envelope: &Envelope<'_>,
    rendered: &Rendered,
) -> Result<Composed, Box<dyn std::error::Error + Send + Sync>> {
    let to: Address = envelope.to.parse()?;
    let id = envelope.id;
    let date = UNIX_EPOCH + Duration::from_secs(u64::try_from(envelope.date).unwrap_or(0));
    // Left to itself lettre sends what is hardly ASCII in base64, which filters count against a text.
    let part = |content_type: ContentType, body: &str| {
        let quoted = Body::new_with_encoding(body.to_owned(), ContentTransferEncoding::QuotedPrintable);
        let body = quoted.unwrap_or_else(Body::new);
        SinglePart::builder().header(content_type).body(body)
    };
    let from = letterhead.from.address();
    let mut mail = Composed::builder()
        .from(Mailbox::new(None, from.clone()))
        .to(Mailbox::new(None, to))
        .subject(&rendered.subject)
        .date(date)
        .message_id(Some(format!("<{id}@{}>", from.domain())))
        .header(Text::<AutoSubmitted>::new("auto-generated"))
        .header(Text::<SuppressResponse>::new("OOF, AutoReply"))
        .header(Text::<EntityRefId>::new(&id.to_string()))
        .header(Text::<ContentLanguage>::new(envelope.locale.tag()))
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, &rendered.text))
                .singlepart(part(ContentType::TEXT_HTML, &rendered.html)),
        )?;
    let headers = mail.headers_mut();
    headers.insert_raw(letterhead.from.header("From"));
    if let Some(reply_to) = &letterhead.reply_to {
        headers.insert_raw(reply_to.header("Reply-To"));
    }
    letterhead.headers.iter().filter_map(ExtraHeader::header).for_each(|header| headers.insert_raw(header));
    Ok(mail)
}

/// A header whose value is plain ASCII of ours.
struct Text<N> {
    value: String,
    name: std::marker::PhantomData<N>,
}

impl<N> Clone for Text<N> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), name: std::marker::PhantomData }
    }
}

impl<N> Text<N> {
    fn new(value: &str) -> Self {
        Self { value: value.to_owned(), name: std::marker::PhantomData }
    }
}

trait Name {
    const NAME: &'static str;
}

macro_rules! names {
    ($($kind:ident => $name:literal),*) => {$(
        struct $kind;
        impl Name for $kind {
            const NAME: &'static str = $name;
        }
    )*};
}

names! {
    AutoSubmitted => "Auto-Submitted",
    SuppressResponse => "X-Auto-Response-Suppress",
    EntityRefId => "X-Entity-Ref-ID",
    ContentLanguage => "Content-Language"
}

impl<N: Name> Header for Text<N> {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str(N::NAME)
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self::new(value))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.value.clone())
    }
}
