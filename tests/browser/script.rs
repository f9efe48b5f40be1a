//! The script as engines of television sets read it.

use std::path::Path;
use std::process::Command;

/// Chromium 49, Safari 10 and Firefox 52 know ECMAScript 2015, and not all of what came after.
const OLDEST: &str = "2015";

fn parse(source: &str) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let acorn = root.join("target/axe/node_modules/acorn");
    assert!(acorn.exists(), "acorn is there; `tests/run` installs it");
    let acorn = serde_json::json!(acorn);
    let parse = format!(
        "require({acorn}).parse(require('fs').readFileSync(0, 'utf8'), {{ecmaVersion: {OLDEST}, sourceType: 'script'}})"
    );
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), source).expect("it is written");
    let input = std::fs::File::open(file.path()).expect("it opens");
    let output = Command::new("node").args(["-e", &parse]).stdin(input).output().expect("node runs");
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn is_understood_by_old_engines() {
    let script = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("static/doorpost.js"));
    parse(&script.expect("the script")).unwrap();
    for newer in ["async () => {}", "1_000", "a?.b", "a ?? b", "try {} catch {}", "({...a})", "2 ** 3", "f(a,)"] {
        assert!(parse(newer).is_err(), "{newer}");
    }
}
