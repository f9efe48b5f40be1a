//! Rates, as operators write and read them: `5 then 1 per 1m`.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

const LONGEST: Duration = Duration::from_hours(24);
/// A burst has to come back within this: limiters count in nanoseconds, and nobody waits for longer.
const LONGEST_REFILL: Duration = Duration::from_hours(366 * 24);

/// How often something may be done: a burst at once, and then so often in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    burst: NonZeroU32,
    count: NonZeroU32,
    period: Duration,
}

impl Rate {
    /// Reads a sentence such as `5 then 1 per 1m`.
    ///
    /// # Errors
    /// Says what a rate looks like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "must be a rate such as 5 then 1 per 1m: a burst, and then so many per at most 1day".to_owned();
        let endless = || "must not take longer than a year to allow its whole burst again".to_owned();
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let [burst, "then", count, "per", period] = words.as_slice() else { return Err(wrong()) };
        let number = |word: &str| word.parse::<NonZeroU32>().map_err(|_| wrong());
        let period = humantime::parse_duration(period).map_err(|_| wrong())?;
        let rate = Self { burst: number(burst)?, count: number(count)?, period };
        if period > LONGEST || rate.interval() < Duration::from_millis(1) {
            return Err(wrong());
        }
        let refill = rate.interval().checked_mul(rate.burst.get()).ok_or_else(endless)?;
        if refill > LONGEST_REFILL { Err(endless()) } else { Ok(rate) }
    }

    /// How many are allowed at once.
    #[must_use]
    pub fn burst(self) -> NonZeroU32 {
        self.burst
    }

    /// After how long one more is allowed.
    #[must_use]
    pub fn interval(self) -> Duration {
        self.period / self.count.get()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let period = humantime::format_duration(self.period).to_string().replace(' ', "");
        write!(formatter, "{} then {} per {period}", self.burst, self.count)
    }
}

/// How often what may be done.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Logins of one address.
    pub login: Rate,
    /// Logins of all addresses together, on this node.
    pub login_in_all: Rate,
    /// Accounts made from one address, on all nodes.
    pub registration: Rate,
    /// Tries to make one.
    pub registration_tries: Rate,
    /// Links opened from one address.
    pub link: Rate,
    /// Polls of nothing from one address.
    pub unknown_poll: Rate,
    /// Bad credentials from one address.
    pub failed_credential: Rate,
    /// Mails handed over by this node.
    pub mail_in_all: Rate,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_burst_and_then_so_many_per_period() {
        let rate = Rate::parse("30 then 10 per 1m").unwrap();
        assert_eq!((rate.burst().get(), rate.interval()), (30, Duration::from_secs(6)));
        assert_eq!(Rate::parse(" 3  then 3 per 1h ").unwrap().to_string(), "3 then 3 per 1h");
        // A period that is no whole number of its unit, as proptest once found.
        assert_eq!(Rate::parse(&Rate::parse("1 then 1 per 61s").unwrap().to_string()), Rate::parse("1 then 1 per 61s"));
        for text in [
            "",
            "5",
            "5 then 1",
            "5 then 1 per",
            "5 then 1 per minute",
            "0 then 1 per 1m",
            "5 then 0 per 1m",
            "-1 then 1 per 1m",
            "5 then 1 per 0s",
            "5 then 1 per 2d",
            "5 then 5000 per 1s",
            "5 THEN 1 per 1m",
            "5 then 1 per 1m and more",
            "99999999999 then 1 per 1m",
            "367 then 1 per 1day",
            "1000000 then 1 per 1day",
        ] {
            assert!(Rate::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        /// What is written is read as the same, and nothing that is read panics.
        #[test]
        fn written_and_read(burst in 1_u32..366, count in 1_u32..1000, seconds in 1_u64..86_400, noise in "[ -~]{0,30}") {
            let text = format!("{burst} then {count} per {seconds}s");
            let rate = Rate::parse(&text).unwrap();
            prop_assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
            let _any = Rate::parse(&noise);
        }
    }
}
