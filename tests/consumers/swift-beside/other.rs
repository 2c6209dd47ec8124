//! The other Rust library in the program: a static library of its own, with a standard library of its own.

#[unsafe(no_mangle)]
extern "C" fn other_answer() -> i32 {
    std::panic::set_hook(Box::new(|_| {}));
    let caught = std::panic::catch_unwind(|| std::panic::panic_any(42)).unwrap_err();
    caught.downcast_ref().copied().unwrap_or(0)
}
