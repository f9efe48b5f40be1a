#![no_main]

use doorpost_fuzz::FrontDoor;

thread_local! {
    static DOOR: FrontDoor = FrontDoor::open();
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| DOOR.with(|door| door.json_body(data)));
