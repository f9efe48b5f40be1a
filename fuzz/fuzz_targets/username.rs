#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| doorpost_fuzz::username(data));
