//! From the command line to one call of the library, and from its reply to standard output and an exit status.

mod arguments;
mod duration;
mod progress;

use arguments::{Arguments, Explain, Solve, Verb};
use clap::Parser;
use convener::json::{self, Exit, Reply};
use convener::{BackendChoice, Options};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;

/// Runs the verb that the command line names.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for and go to standard output; whatever can't be printed is lost either way.
            let _ = error.print();
            return status(if error.use_stderr() { Exit::Rejected } else { Exit::Success });
        }
    };
    match reply(arguments.verb) {
        Ok(reply) => print(&reply),
        Err(message) => {
            let _ = writeln!(io::stderr(), "convener: {message}");
            status(Exit::Rejected)
        }
    }
}

/// The library's reply, or why there was nothing to ask it.
fn reply(verb: Verb) -> Result<Reply, String> {
    Ok(match verb {
        Verb::Solve(solve) => solved(&solve)?,
        Verb::Explain(explain) => explained(&explain)?,
        Verb::Verify { file, answer, key, pretty } => {
            json::verify(&both(&file, answer.as_deref())?, secret(key.as_deref())?.as_deref(), pretty)
        }
        Verb::Record { file, answer, key, language, pretty } => {
            json::record(&both(&file, answer.as_deref())?, secret(key.as_deref())?.as_deref(), language, pretty)
        }
        Verb::Audit { file, pretty } => json::audit(&input(&file)?, pretty),
        Verb::Export { file, open, pretty } => json::export(&input(&file)?, open, pretty),
        Verb::Generate { name, seed, variant, pretty } => json::generate(&name, &variant, seed, pretty),
        Verb::Schema { pretty } => json::schema(pretty),
        Verb::Policies { pretty } => json::policies(pretty),
    })
}

fn solved(solve: &Solve) -> Result<Reply, String> {
    with_options(solve, |options| Ok(json::solve(&input(&solve.file)?, options, solve.pretty)))
}

/// Both documents in one, where they come in two files.
fn both(file: &Path, answer: Option<&Path>) -> Result<Vec<u8>, String> {
    let forum = input(file)?;
    let Some(answer) = answer else { return Ok(forum) };
    Ok([br#"{"forum":"#, forum.as_slice(), br#","answer":"#, input(answer)?.as_slice(), b"}"].concat())
}

/// The key in a file, without the line break at its end.
fn secret(file: Option<&Path>) -> Result<Option<Vec<u8>>, String> {
    let Some(file) = file else { return Ok(None) };
    let key = input(file)?.trim_ascii().to_vec();
    if key.is_empty() { Err(format!("{} has no key in it", file.display())) } else { Ok(Some(key)) }
}

fn explained(explain: &Explain) -> Result<Reply, String> {
    let solve = &explain.solve;
    let about: Vec<(String, String)> = explain.why.iter().chain(&explain.why_not).cloned().collect();
    with_options(solve, |options| {
        Ok(json::explain(&input(&solve.file)?, &about, solve.language, options, solve.pretty))
    })
}

/// Calls the library with the options of the command line, and shows its progress.
fn with_options(solve: &Solve, call: impl FnOnce(&Options) -> Result<Reply, String>) -> Result<Reply, String> {
    let backend = BackendChoice::from(solve.backend);
    if backend == BackendChoice::Highs && !cfg!(feature = "highs") {
        return Err("this build has no HiGHS; build it with `--features highs`, or use `--backend microlp`".to_owned());
    }
    let mut options = Options {
        time_limit: solve.time_limit,
        backend,
        certificate: !solve.no_certificate,
        seed: solve.seed,
        explain: (!solve.no_explain).then_some(solve.language),
        ..Options::default()
    };
    let line = progress::Line::new();
    if solve.progress
        && let Some(line) = &line
    {
        let line = line.clone();
        options = options.progress(move |progress| line.show(progress));
    }
    let reply = call(&options)?;
    if let Some(line) = &line {
        line.clear();
    }
    Ok(reply)
}

/// The bytes of a file, or of standard input for `-`.
fn input(file: &Path) -> Result<Vec<u8>, String> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        return match io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(format!("standard input can't be read: {error}")),
        };
    }
    std::fs::read(file).map_err(|error| format!("{} can't be read: {error}", file.display()))
}

fn print(reply: &Reply) -> ExitCode {
    let mut out = io::stdout().lock();
    let end = if reply.text.ends_with('\n') { "" } else { "\n" };
    let written = out.write_all(reply.text.as_bytes()).and_then(|()| out.write_all(end.as_bytes()));
    match written.and_then(|()| out.flush()) {
        Ok(()) => status(reply.exit),
        // Whoever reads has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => status(reply.exit),
        Err(error) => {
            let _ = writeln!(io::stderr(), "convener: the answer can't be written: {error}");
            status(Exit::Fault)
        }
    }
}

fn status(exit: Exit) -> ExitCode {
    ExitCode::from(exit.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    #[test]
    fn the_binary_has_the_verbs_of_the_library_with_their_options() {
        let command = Arguments::command();
        let here: BTreeSet<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let there: BTreeSet<&str> = json::VERBS.iter().map(|verb| verb.name).collect();
        assert_eq!(here, there);
        let schemas: serde_json::Value = serde_json::from_str(&json::schema(false).text).unwrap();
        for verb in command.get_subcommands() {
            let options = schemas["verbs"][verb.get_name()]["options"]["properties"].as_object().unwrap();
            for option in options.keys() {
                let names = [option.clone(), format!("no_{option}")];
                let known = verb.get_arguments().any(|argument| names.iter().any(|name| argument.get_id() == name));
                assert!(known, "{} has no flag for {option}", verb.get_name());
            }
        }
    }
}
