//! Makes the C header from the sources of bindings/c: `header FOLDER FILE`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, file] = arguments.as_slice() else {
        eprintln!("usage: header FOLDER FILE");
        return ExitCode::from(2);
    };
    match cbindgen::generate(folder) {
        Ok(bindings) => {
            bindings.write_to_file(file);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("header: {error}");
            ExitCode::FAILURE
        }
    }
}
