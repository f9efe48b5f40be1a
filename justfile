# What can be done here. `just` lists it; each recipe is one command that works without `just` as well.

[private]
default:
    @just --list --unsorted

# Build and run the server on http://127.0.0.1:3000, with its data in ./data
serve *arguments:
    cargo run --release -- serve {{arguments}}

# Install what the tests need
setup:
    tests/setup

# Everything that has to hold: what continuous integration runs
gate:
    tests/run

# One or more steps of it: format, licences, advisories, lints, documentation, rest, sqlite, postgres, browser, interop
check +steps:
    tests/run {{steps}}

# Tests whose names contain a word: just test sessions
test *filter:
    cargo test --locked --test integration {{filter}}

# Fault tests alone; with --long, for as long as they take
faults *arguments:
    tests/faults {{arguments}}

# A picture of every page in every state, in screenshots/
screenshots:
    tests/screenshots

# Criterion's benchmarks: the small work of every request
bench:
    cargo bench --bench hot

# The load tests, beside a bare server
load:
    cargo bench --bench load

# Look for inputs that break a target: just fuzz email_address (needs cargo-fuzz and a nightly toolchain)
fuzz target:
    mkdir -p fuzz/corpus/{{target}}
    cd fuzz && cargo +nightly fuzz run -s none {{target}} corpus/{{target}} regressions/{{target}}

# The program as it is released, in target/dist/doorpost
dist:
    cargo build --locked --profile dist
