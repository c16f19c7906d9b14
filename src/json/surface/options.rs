//! The options of the verbs as JSON, read with the same care as forums.

use super::Ears;
use crate::{BackendChoice, Language as Spoken, Options};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::time::Duration;

/// How a document is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Plain {
    /// Indent what is written. Default: false.
    #[serde(default)]
    pub pretty: bool,
}

/// How to solve.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Solve {
    /// Stop after this many seconds with the best that is known. Default: no limit.
    time_limit: Option<Seconds>,
    /// The solver. Default: `engine`.
    #[serde(default)]
    backend: Backend,
    /// Explain an infeasible forum. Default: true.
    #[serde(default = "yes")]
    explain: bool,
    /// The language of the explanation. Default: `en`.
    #[serde(default)]
    language: Language,
    /// Give the proofs with the answer. Default: true.
    #[serde(default = "yes")]
    certificate: bool,
    /// Decides between equally good plans; without one, the order of the forum does.
    seed: Option<u64>,
    /// Indent what is written. Default: false.
    #[serde(default)]
    pub pretty: bool,
}

/// How to explain.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Explain {
    /// Stop after this many seconds with what is known. Default: no limit.
    time_limit: Option<Seconds>,
    /// The solver. Default: `engine`.
    #[serde(default)]
    backend: Backend,
    /// Panels and speakers: why each speaker is, or is not, on the panel.
    #[serde(default)]
    why: Vec<About>,
    /// The language of the explanation. Default: `en`.
    #[serde(default)]
    pub language: Language,
    /// Indent what is written. Default: false.
    #[serde(default)]
    pub pretty: bool,
}

/// A panel and a speaker.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct About {
    /// The panel's id.
    panel: String,
    /// The speaker's id.
    speaker: String,
}

/// How to check.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Verify {
    /// The key of a record's pseudonyms.
    pub key: Option<String>,
    /// Indent what is written. Default: false.
    #[serde(default)]
    pub pretty: bool,
}

/// How to make a record.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// Pseudonyms by this key instead of speakers' ids.
    pub key: Option<String>,
    /// The language of the rules' words. Default: `en`.
    #[serde(default)]
    pub language: Language,
    /// Indent what is written. Default: false.
    #[serde(default)]
    pub pretty: bool,
}

/// Which program to write.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Export {
    /// The rows of the forum's statements, none of which takes another for granted: what conflicts are proven by. Default:
    /// false.
    #[serde(default)]
    pub open: bool,
    /// Indent the answer, should the forum be rejected. Default: false.
    #[serde(default)]
    pub pretty: bool,
}

/// Which synthetic forum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Generate {
    /// The size, such as `regional`, `global` or `mega`.
    pub name: String,
    /// Any whole number; another seed is another forum.
    pub seed: u64,
    /// What sets the forum apart. Default: `plain`.
    #[serde(default = "plain")]
    pub variant: String,
    /// Indent what is written. Default: false.
    #[serde(default)]
    pub pretty: bool,
}

/// The solvers of this build.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Backend {
    /// Made for forums of any size.
    #[default]
    Engine,
    /// A general solver in pure Rust.
    Microlp,
    /// `HiGHS`.
    #[cfg(feature = "highs")]
    Highs,
}

/// The language of words in an answer.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub(super) enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// Portuguese.
    #[serde(rename = "pt")]
    Portuguese,
    /// French.
    #[serde(rename = "fr")]
    French,
}

/// A time from 0 to a thousand million seconds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "f64")]
struct Seconds(Duration);

const LONGEST: f64 = 1e9;

fn yes() -> bool {
    true
}

fn plain() -> String {
    "plain".to_owned()
}

impl Solve {
    pub(super) fn options(&self, ears: &Ears) -> Options {
        let explain = self.explain.then(|| self.language.get());
        let (certificate, seed) = (self.certificate, self.seed);
        Options { explain, certificate, seed, ..limited(self.time_limit, self.backend, ears) }
    }
}

impl Explain {
    pub(super) fn options(&self, ears: &Ears) -> Options {
        limited(self.time_limit, self.backend, ears)
    }

    pub(super) fn about(&self) -> Vec<(String, String)> {
        self.why.iter().map(|about| (about.panel.clone(), about.speaker.clone())).collect()
    }
}

fn limited(limit: Option<Seconds>, backend: Backend, ears: &Ears) -> Options {
    let backend = match backend {
        Backend::Engine => BackendChoice::Engine,
        Backend::Microlp => BackendChoice::Microlp,
        #[cfg(feature = "highs")]
        Backend::Highs => BackendChoice::Highs,
    };
    Options { time_limit: limit.map(|Seconds(limit)| limit), backend, ..ears.listening() }
}

impl Language {
    pub(super) fn get(self) -> Spoken {
        match self {
            Self::English => Spoken::English,
            Self::Spanish => Spoken::Spanish,
            Self::Portuguese => Spoken::Portuguese,
            Self::French => Spoken::French,
        }
    }
}

impl TryFrom<f64> for Seconds {
    type Error = &'static str;

    fn try_from(seconds: f64) -> Result<Self, Self::Error> {
        let within = (0.0..=LONGEST).contains(&seconds);
        let time = within.then(|| Duration::try_from_secs_f64(seconds).ok()).flatten();
        time.map(Self).ok_or("a number of seconds from 0 to 1e9")
    }
}

impl JsonSchema for Seconds {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Seconds".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": LONGEST })
    }
}
