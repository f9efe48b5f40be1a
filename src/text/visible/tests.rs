use super::*;

/// Labels that people write, composed and decomposed.
const WRITTEN: [&str; 36] = [
    "cURL",
    "Ada’s iPhone (15)",
    "Büro-Rechner",
    "Bu\u{308}ro",
    "Tiếng Việt",
    "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t",
    "Ελληνικά",
    "Русский й и\u{306}",
    "हिन्दी क्षत्रिय",
    "घोड\u{93c}ों पढ\u{93c}ूँ",
    "क\u{94d}\u{200d}ष क\u{94d}\u{200c}ष",
    "বাংলা র\u{200d}\u{9cd}যাম",
    "தமிழ் க\u{bcd}\u{200c}ஷ",
    "മലയാളം അവന\u{d4d}\u{200d}",
    "සිංහල ක\u{dca}\u{200d}ය",
    "ภาษาไทย ที่ ปั๊ม น้ำ",
    "ພາສາລາວ",
    "မြန်မာ မြို့ လျှော့",
    "ខ្មែរ ស្ត្រី",
    "བོད་ཡིག བསྒྲུབས",
    "العربية لَّ",
    "می\u{200c}خواهم خانه\u{200c}ای",
    "עברית שַׁבָּת ש\u{5c1}\u{5bc}\u{5b7}",
    "한국어",
    "\u{1112}\u{1161}\u{11ab}국어",
    "日本語　ノート",
    "中文 ㊙",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "🧑🏽\u{200d}💻 work",
    "🏴\u{200d}☠\u{fe0f}",
    "❤\u{fe0f}\u{200d}🔥",
    "🇩🇪 🇫🇷",
    "1\u{fe0f}\u{20e3} #\u{fe0f}\u{20e3}",
    "☎\u{fe0f}",
    "⠓⠊\u{2800}⠁",
    "…",
];

#[test]
fn what_people_write_is_visible() {
    for label in WRITTEN {
        assert!(is_visible_label(label), "{label:?}");
        assert_eq!(shown(label), label);
    }
}

#[test]
fn what_nobody_sees_is_refused() {
    for blank in [
        "",
        " ",
        "\u{a0}",
        "\u{2003}",
        "\u{3000}",
        "\u{3164}",
        "\u{115f}",
        "\u{1160}",
        "\u{ffa0}",
        "\u{2800}",
        "\u{2800}\u{2800}",
        "\u{17b4}",
        "\u{17b5}",
        "\u{180b}",
        "\u{180e}",
        "\u{fe00}",
        "\u{fe0f}",
        "\u{34f}",
        "\u{2065}",
        "\u{e000}",
        "\u{f8ff}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{fdd0}",
        "\u{378}",
        "\u{e0001}",
        "\u{e0100}",
        "\u{100000}",
        "\u{ad}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{2060}",
        "\u{feff}",
        "\u{301}",
        "\u{20e3}",
        "\u{1d159}",
        "\u{fffc}",
        "\u{16fe4}",
        "\u{1d173}",
        "\u{61c}",
    ] {
        assert!(!is_visible_label(blank), "{blank:?}");
    }
}

#[test]
fn what_hides_in_a_label_is_refused() {
    for character in (0..=0x10_ffff).filter_map(char::from_u32).filter(|&character| is_invisible(character)) {
        for label in [format!("a{character}b"), format!("{character}ab"), format!("ab{character}")] {
            assert!(!is_visible_label(&label), "{label:?}");
            assert!(shown(&label).chars().all(|character| !is_invisible(character)), "{label:?}");
        }
    }
    for label in [
        "می\u{200c}\u{200c}خواهم",
        "م\u{200c}",
        "\u{200c}م",
        "م\u{200c}a",
        "a\u{200d}م",
        "👨\u{200d}",
        "\u{200d}👩",
        "👨\u{200d}\u{200d}👩",
        "👨\u{200c}👩",
        "👨\u{200d}a",
        "a\u{fe0f}",
        "1\u{fe0f}",
        "☎\u{fe0f}\u{fe0f}",
        "☎\u{fe0e}",
        "क\u{94d}\u{200d}\u{200d}ष",
        "1\u{200c}2",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ] {
        assert!(!is_visible_label(label), "{label:?}");
        assert!(is_visible_label(&shown(label)), "{label:?}");
    }
}

#[test]
fn marks_do_not_pile_up() {
    assert!(is_visible_label("a\u{301}\u{302}b\u{301}\u{302}"));
    for label in [
        "a\u{301}\u{302}\u{303}".to_owned(),
        format!("Z{}", "\u{335}".repeat(62)),
        "a\u{301}\u{302}\u{200d}\u{303}".to_owned(),
        format!("ก{}", "\u{e47}".repeat(2)),
        "ש\u{5b0}\u{5b1}\u{5b2}\u{5b3}\u{5b4}".to_owned(),
        "a \u{301}".to_owned(),
        "\u{301}a".to_owned(),
        "a\u{903}\u{904}\u{301}\u{302}\u{903}\u{903}".to_owned(),
        "☎\u{20dd}\u{20de}\u{20df}".to_owned(),
    ] {
        assert!(!is_visible_label(&label), "{label:?}");
    }
    assert_eq!(shown(&format!("Z{}algo", "\u{335}".repeat(60))), "Z\u{335}\u{335}algo");
}

#[test]
fn a_label_of_before_the_rule_is_shown_as_one() {
    assert_eq!(shown("\u{3164}"), "\u{fffd}");
    assert_eq!(shown("a\u{e0100}b"), "a\u{fffd}b");
    assert_eq!(shown(""), "");
    for label in ["\u{3164}", "\u{2800}", "\u{e000}x", "a\u{202e}b", "👨\u{200d}"] {
        assert!(is_visible_label(&shown(label)), "{label:?}");
    }
}
