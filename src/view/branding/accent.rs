//! A colour, and the shades of it that can be read (WCAG 2.2, success criterion 1.4.3).

/// What has to be read on it or beside it stays this far apart in luminance.
const READABLE: f64 = 4.5;
const STEP: f64 = 0.04;
/// The darkest ground of light pages, and the lightest one of dark pages.
const LIGHT_GROUND: Accent = Accent([0xee, 0xf2, 0xef]);
const DARK_GROUND: Accent = Accent([0x28, 0x30, 0x34]);
const WHITE: Accent = Accent([255; 3]);
const BLACK: Accent = Accent([0; 3]);

/// A colour as an operator chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent([u8; 3]);

impl Accent {
    /// Reads `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let channel = |place: usize| u8::from_str_radix(digits.get(place..place + 2)?, 16).ok();
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// For style sheets.
    #[must_use]
    pub fn css(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// As near as can be read on light grounds, and white on it.
    #[must_use]
    pub fn on_light(self) -> Self {
        self.towards(BLACK, LIGHT_GROUND)
    }

    /// As near as can be read on dark grounds, and black on it.
    #[must_use]
    pub fn on_dark(self) -> Self {
        self.towards(WHITE, DARK_GROUND)
    }

    /// A shade further from the ground, for what a pointer is over.
    #[must_use]
    pub fn stronger(self, dark: bool) -> Self {
        self.mixed(if dark { WHITE } else { BLACK }, 0.2)
    }

    fn towards(self, end: Self, ground: Self) -> Self {
        let mut share = 0.0;
        while share < 1.0 {
            let mixture = self.mixed(end, share);
            if mixture.contrast(ground) >= READABLE {
                return mixture;
            }
            share += STEP;
        }
        end
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mixture of two bytes is a byte")]
    fn mixed(self, other: Self, share: f64) -> Self {
        let mut mixed = self.0;
        for (channel, other) in mixed.iter_mut().zip(other.0) {
            *channel = f64::from(other).mul_add(share, f64::from(*channel) * (1.0 - share)).round() as u8;
        }
        Self(mixed)
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        0.0722f64.mul_add(blue, 0.2126f64.mul_add(red, 0.7152 * green))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_can_be_read() {
        for text in ["#000000", "#ffffff", "#ffff00", "#0000ff", "#1f6350", "#ff00aa", "#808080"] {
            let accent = Accent::parse(text).unwrap();
            assert_eq!(accent.css(), text);
            let (light, dark) = (accent.on_light(), accent.on_dark());
            assert!(light.contrast(LIGHT_GROUND) >= READABLE && light.contrast(WHITE) >= READABLE, "{text}");
            assert!(dark.contrast(DARK_GROUND) >= READABLE && dark.contrast(BLACK) >= READABLE, "{text}");
            assert!(light.stronger(false).contrast(LIGHT_GROUND) >= READABLE);
            assert!(dark.stronger(true).contrast(DARK_GROUND) >= READABLE);
        }
        assert_eq!(Accent::parse("#1f6350").unwrap().on_light().css(), "#1f6350", "what can be read stays as it is");
    }

    #[test]
    fn anything_else_is_no_colour() {
        for text in ["", "1f6350", "#fff", "#1f635", "#1f63500", "#gg0000", "red", "#é0000", "#+12345"] {
            assert!(Accent::parse(text).is_none(), "{text}");
        }
    }
}
