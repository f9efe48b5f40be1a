//! Time zones by their names in the IANA database: whoever waits for a mail reads the times in it by their own clock.

use chrono::{DateTime, Offset, TimeZone as _};
use chrono_tz::Tz;

/// A zone of the IANA database, or one of its older names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeZone(Tz);

/// The IANA database has no zone of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The time zone must be one of the IANA database, such as Europe/Berlin")]
pub struct UnknownTimeZone;

impl TimeZone {
    /// Finds a zone by its name, as it is written there.
    ///
    /// # Errors
    /// There is none.
    pub fn parse(name: &str) -> Result<Self, UnknownTimeZone> {
        name.parse().map(Self).map_err(|_| UnknownTimeZone)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// By how many seconds its clocks are ahead of UTC at this moment, in Unix seconds.
    #[must_use]
    pub fn ahead(self, moment: i64) -> i32 {
        let utc = DateTime::from_timestamp(moment, 0).unwrap_or_default().naive_utc();
        self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 26 November 2026 and 1 July 2026.
    const WINTER: i64 = 1_795_701_900;
    const SUMMER: i64 = 1_782_864_000;

    #[test]
    fn clocks_of_zones() {
        for (name, winter, summer) in [
            ("UTC", 0, 0),
            ("Europe/Berlin", 3600, 7200),
            ("America/New_York", -18_000, -14_400),
            ("Asia/Kolkata", 19_800, 19_800),
            ("Asia/Calcutta", 19_800, 19_800),
            ("Pacific/Chatham", 49_500, 45_900),
            ("America/Sao_Paulo", -10_800, -10_800),
            ("Etc/GMT+5", -18_000, -18_000),
        ] {
            let zone = TimeZone::parse(name).unwrap();
            assert_eq!((zone.ahead(WINTER), zone.ahead(SUMMER), zone.name()), (winter, summer, name), "{name}");
        }
        assert_eq!(TimeZone::parse("Europe/Berlin").unwrap().ahead(i64::MAX), 3600, "no such date");
    }

    #[test]
    fn unknown_zones() {
        for name in
            ["", " ", "Mars/Olympus", "europe/berlin ", "Berlin", "+01:00", "CEST", "Europe/Berlin\n", "../etc/passwd"]
        {
            assert_eq!(TimeZone::parse(name), Err(UnknownTimeZone), "{name}");
        }
    }
}
