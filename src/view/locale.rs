//! The languages that pages and mails are written in, and how one of them is chosen.

/// A language with a complete set of texts in `locales/`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English, which also serves whoever asks for a language that is not here.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Italian.
    It,
    /// Portuguese, as in Brazil.
    Pt,
    /// Polish.
    Pl,
    /// Japanese.
    Ja,
    /// Arabic, which is written from right to left.
    Ar,
}

impl Locale {
    /// Every language, the fallback first.
    pub const ALL: [Self; 9] =
        [Self::En, Self::De, Self::Fr, Self::Es, Self::It, Self::Pt, Self::Pl, Self::Ja, Self::Ar];

    /// Chooses by an explicit wish (one BCP 47 tag), else by an `Accept-Language` header, else English.
    ///
    /// Anything malformed counts as absent: a language is never a reason to refuse a request.
    #[must_use]
    pub fn negotiate(requested: Option<&str>, accept_language: Option<&str>) -> Self {
        requested
            .and_then(Self::from_tag)
            .or_else(|| accept_language.and_then(Self::from_accept_language))
            .unwrap_or_default()
    }

    /// The language of a BCP 47 tag, by its primary subtag: `de-AT` is German. `None` for a language that is not here.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        let language = |locale: &Self| locale.tag().split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| primary.eq_ignore_ascii_case(language(locale)))
    }

    /// The BCP 47 tag, as for `lang` attributes and `Content-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::It => "it",
            Self::Pt => "pt-BR",
            Self::Pl => "pl",
            Self::Ja => "ja",
            Self::Ar => "ar",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Fr => "Français",
            Self::Es => "Español",
            Self::It => "Italiano",
            Self::Pt => "Português",
            Self::Pl => "Polski",
            Self::Ja => "日本語",
            Self::Ar => "العربية",
        }
    }

    /// Which way it is written, as for `dir` attributes.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }

    /// RFC 9110, section 12.5.4: the highest weight wins, the earlier one among equals, and weight 0 means "not this".
    fn from_accept_language(header: &str) -> Option<Self> {
        let ranges: Vec<(&str, u16)> = header.split(',').filter_map(range).collect();
        let refused =
            |locale: Self| ranges.iter().any(|&(tag, weight)| weight == 0 && Self::from_tag(tag) == Some(locale));
        let mut wanted: Vec<(Self, u16)> = ranges
            .iter()
            .filter(|&&(_, weight)| weight > 0)
            .filter_map(|&(tag, weight)| {
                let locale = match tag {
                    "*" => Self::ALL.into_iter().find(|&locale| !refused(locale)),
                    _ => Self::from_tag(tag),
                };
                locale.map(|locale| (locale, weight))
            })
            .collect();
        wanted.sort_by_key(|&(_, weight)| std::cmp::Reverse(weight));
        wanted.first().map(|&(locale, _)| locale)
    }
}

/// One element of `Accept-Language`: its tag and its weight in thousandths. `None` for a weight that is no weight.
fn range(element: &str) -> Option<(&str, u16)> {
    let (tag, parameter) = element.split_once(';').unwrap_or((element, "q=1"));
    let (name, value) = parameter.trim().split_once('=')?;
    if !name.trim_end().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim_start().split_once('.').unwrap_or((value.trim_start(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    let weight = match whole {
        "0" => thousandths,
        "1" if thousandths == 0 => 1000,
        _ => return None,
    };
    Some((tag.trim(), weight))
}

#[cfg(test)]
mod tests {
    use super::Locale::{self, Ar, De, En, Fr, Pt};

    #[test]
    fn an_explicit_wish_wins() {
        assert_eq!(Locale::negotiate(Some("de"), Some("fr")), De);
        assert_eq!(Locale::negotiate(Some("FR-ca"), Some("de")), Fr);
        assert_eq!(Locale::negotiate(Some("de_DE"), None), De);
    }

    #[test]
    fn an_unknown_or_malformed_wish_leaves_the_header_to_decide() {
        for wish in ["nl", "", "-", "deu", "d e", "*"] {
            assert_eq!(Locale::negotiate(Some(wish), Some("fr")), Fr, "{wish:?}");
        }
    }

    #[test]
    fn the_header_is_read_by_weight() {
        for (header, expected) in [
            ("de", De),
            ("de-CH, fr;q=0.9", De),
            ("de;q=0.8, fr;q=0.9", Fr),
            ("nl, fr ; q=0.5 , de;q=0.5", Fr),
            ("nl;q=1.0, de;q=0.001", De),
            ("de;q=0, fr;q=0.1", Fr),
            ("de;q=0", En),
            ("*", En),
            ("en;q=0, *;q=0.5", De),
            ("en-GB,en;q=0.9,de;q=0.8", En),
            ("de;Q=0.9", De),
            ("", En),
            (",,;;=,", En),
            ("de;q=2, fr;q=0.1", Fr),
            ("de;q=0.1234, fr;q=0.1", Fr),
            ("de;q=-1, fr;q=.5, en;q=x", En),
            ("de;level=1, fr", Fr),
            ("pt-PT, fr;q=0.5", Pt),
            ("ar-EG", Ar),
        ] {
            assert_eq!(Locale::negotiate(None, Some(header)), expected, "{header:?}");
        }
    }

    #[test]
    fn tags_come_back_as_they_were() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::negotiate(None, None), En);
    }
}
