//! The binary: one verb, one document in, one document out. Everything it knows, the library knows.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
