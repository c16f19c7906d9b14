//! The command line: verbs and their options.

use super::duration;
use clap::{Args, Parser, Subcommand, ValueEnum};
use convener::{BackendChoice, Language};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// Exact panel assignment for forums.
///
/// Reads one JSON document from FILE or standard input and writes one to standard output. Exit status: 0 a plan or a
/// clean audit, 1 infeasible or a broken requirement, 2 rejected input or usage, 3 unknown (a limit came first), 70 a
/// fault of the program itself.
#[derive(Debug, Parser)]
#[command(name = "convener", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Find the best plan for a forum, proven
    Solve(Solve),
    /// Say which rules clash, what to give up and whom to invite; or what each rule costs
    Explain(Explain),
    /// Check every claim of an answer against its forum, without solving
    ///
    /// Exit status: 0 confirmed, 1 refuted, 3 nothing wrong but without proof.
    Verify {
        /// The forum, or an object of both, `{"forum": .., "answer": ..}`; `-` is standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// The answer or public record, where FILE is the forum alone
        answer: Option<PathBuf>,
        /// The file with the key of a record's pseudonyms
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// Indent the verdict
        #[arg(long)]
        pretty: bool,
    },
    /// Make the public record of an answer that is confirmed: nothing in it says what is known of the speakers
    Record {
        /// The forum, or an object of both, `{"forum": .., "answer": ..}`; `-` is standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// The answer, where FILE is the forum alone
        answer: Option<PathBuf>,
        /// Pseudonyms instead of speakers' ids, by the key in this file
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// The language of the rules' words: `en`, `es`, `pt`, `fr`
        #[arg(long, value_parser = language, default_value = "en")]
        language: Language,
        /// Indent the record
        #[arg(long)]
        pretty: bool,
    },
    /// Count a forum's draft against every rule, without solving
    Audit {
        /// The forum; `-` is standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Indent the answer
        #[arg(long)]
        pretty: bool,
    },
    /// Write a forum's integer program as MPS
    Export {
        /// The forum; `-` is standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// The rows of its statements, none of which takes another for granted: what conflicts are proven by
        #[arg(long)]
        open: bool,
        /// Indent the answer, should the forum be rejected
        #[arg(long)]
        pretty: bool,
    },
    /// Make a synthetic forum, the same on every machine
    Generate {
        /// The size, such as `regional`, `global` or `mega`
        name: String,
        /// Any whole number; another seed is another forum
        #[arg(long)]
        seed: u64,
        /// What sets the forum apart
        #[arg(long, default_value = "plain")]
        variant: String,
        /// Indent the forum
        #[arg(long)]
        pretty: bool,
    },
    /// Print the JSON Schemas of forums and answers
    Schema {
        /// Indent the schemas
        #[arg(long)]
        pretty: bool,
    },
    /// Print the policies as rules, with source and date
    Policies {
        /// Indent the policies
        #[arg(long)]
        pretty: bool,
    },
}

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Solve {
    /// The forum; `-` is standard input
    #[arg(default_value = "-")]
    pub file: PathBuf,
    /// Stop after this long with the best that is known: `500ms`, `10s`, `2m`, `1h`
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    pub time_limit: Option<Duration>,
    /// The solver
    #[arg(long, value_enum, default_value_t = Backend::Engine)]
    pub backend: Backend,
    /// Threads to use, at least 1; solving takes one thread today, whatever is asked
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Indent the answer
    #[arg(long)]
    pub pretty: bool,
    /// Show incumbent, bound and gap on standard error while solving, where it is a terminal
    #[arg(long)]
    pub progress: bool,
    /// Let this number, not the order of the forum, decide between equally good plans; best announced beforehand
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Leave out the certificate
    #[arg(long)]
    pub no_certificate: bool,
    /// Leave out the explanation of an infeasible forum
    #[arg(long)]
    pub no_explain: bool,
    /// The language of the explanation: `en`, `es`, `pt`, `fr`
    #[arg(long, value_parser = language, default_value = "en")]
    pub language: Language,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// Why this speaker is on this panel; may be given several times
    #[arg(long, value_name = "PANEL/SPEAKER", value_parser = pair)]
    pub why: Vec<(String, String)>,
    /// Why this speaker is not on this panel; may be given several times
    #[arg(long, value_name = "PANEL/SPEAKER", value_parser = pair)]
    pub why_not: Vec<(String, String)>,
    /// What solving takes
    #[command(flatten)]
    pub solve: Solve,
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "one of en, es, pt, fr".to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (panel, speaker) = text.split_once('/').ok_or("a panel and a speaker, such as `p1/s07`")?;
    Ok((panel.to_owned(), speaker.to_owned()))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Backend {
    /// Made for forums of any size
    Engine,
    /// A general solver in pure Rust
    Microlp,
    /// `HiGHS`, in builds with the feature `highs`
    Highs,
}

impl From<Backend> for BackendChoice {
    fn from(backend: Backend) -> Self {
        match backend {
            Backend::Engine => Self::Engine,
            Backend::Microlp => Self::Microlp,
            Backend::Highs => Self::Highs,
        }
    }
}
