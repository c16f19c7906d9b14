//! Every verb by name: one list that bindings for other languages offer, whatever verbs it has.

mod options;

use super::reply::Reply;
use super::tally::progress as progress_entry;
use super::{read, verbs};
use crate::{CancelFlag, Code, Fault, Options, Progress, ProgressCallback};
use options::{Explain, Export, Generate, Plain, Record, Solve, Verify};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A verb, as a caller from another language sees it.
///
/// ```
/// let solve = convener::json::VERBS.iter().find(|verb| verb.name == "solve").unwrap();
/// assert_eq!((solve.reads, solve.writes), (Some("forum"), "answer"));
/// ```
#[derive(Debug)]
pub struct Verb {
    /// The name, the same in the binary and in every binding.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// The name among the schemas of the document it reads; `None` for a verb that reads nothing.
    pub reads: Option<&'static str>,
    /// The name among the schemas of the document it writes; `text` for what is no JSON, `schemas` for the schemas.
    pub writes: &'static str,
    /// Whether it can take long: then it tells its progress, and stops when it is told to.
    pub listens: bool,
    options: fn() -> Value,
    run: fn(&Call<'_>) -> Result<Reply, Vec<Fault>>,
}

/// Every verb. Whoever adds one adds it here, and every binding has it.
///
/// ```
/// assert!(convener::json::VERBS.iter().any(|verb| verb.name == "audit"));
/// ```
pub static VERBS: &[Verb] = &[
    Verb {
        name: "solve",
        about: "Finds the best plan for a forum, proven; an infeasible forum is explained.",
        reads: Some("forum"),
        writes: "answer",
        listens: true,
        options: schema::<Solve>,
        run: |call| {
            let asked: Solve = call.options()?;
            Ok(verbs::solve(call.input, &asked.options(call.ears), asked.pretty))
        },
    },
    Verb {
        name: "explain",
        about: "Says which rules clash, what to give up and whom to invite; or what each rule costs.",
        reads: Some("forum"),
        writes: "explanation",
        listens: true,
        options: schema::<Explain>,
        run: |call| {
            let asked: Explain = call.options()?;
            let options = asked.options(call.ears);
            Ok(verbs::explain(call.input, &asked.about(), asked.language.get(), &options, asked.pretty))
        },
    },
    Verb {
        name: "audit",
        about: "Counts a forum's draft against every rule, without solving.",
        reads: Some("forum"),
        writes: "audit",
        listens: false,
        options: schema::<Plain>,
        run: |call| Ok(verbs::audit(call.input, call.options::<Plain>()?.pretty)),
    },
    Verb {
        name: "verify",
        about: "Checks every claim of an answer, or of a record, against its forum, without solving.",
        reads: Some("claims"),
        writes: "verdict",
        listens: false,
        options: schema::<Verify>,
        run: |call| {
            let asked: Verify = call.options()?;
            Ok(verbs::verify(call.input, asked.key.as_deref().map(str::as_bytes), asked.pretty))
        },
    },
    Verb {
        name: "record",
        about: "Makes the public record of an answer, once every claim of it is confirmed.",
        reads: Some("claims"),
        writes: "record",
        listens: false,
        options: schema::<Record>,
        run: |call| {
            let asked: Record = call.options()?;
            let key = asked.key.as_deref().map(str::as_bytes);
            Ok(verbs::record(call.input, key, asked.language.get(), asked.pretty))
        },
    },
    Verb {
        name: "export",
        about: "Writes a forum's integer program as MPS.",
        reads: Some("forum"),
        writes: "text",
        listens: false,
        options: schema::<Export>,
        run: |call| {
            let asked: Export = call.options()?;
            Ok(verbs::export(call.input, asked.open, asked.pretty))
        },
    },
    Verb {
        name: "generate",
        about: "Makes a synthetic forum, the same on every machine.",
        reads: None,
        writes: "forum",
        listens: false,
        options: schema::<Generate>,
        run: |call| {
            let asked: Generate = call.options()?;
            Ok(verbs::generate(&asked.name, &asked.variant, asked.seed, asked.pretty))
        },
    },
    Verb {
        name: "schema",
        about: "The JSON Schemas of all documents, and the verbs with their options.",
        reads: None,
        writes: "schemas",
        listens: false,
        options: schema::<Plain>,
        run: |call| Ok(verbs::schema(call.options::<Plain>()?.pretty)),
    },
    Verb {
        name: "policies",
        about: "The policies as rules, with source and date.",
        reads: None,
        writes: "policies",
        listens: false,
        options: schema::<Plain>,
        run: |call| Ok(verbs::policies(call.options::<Plain>()?.pretty)),
    },
];

/// Who listens to a verb while it runs, and who may stop it. The default is nobody.
///
/// ```
/// use convener::{CancelFlag, json::Ears};
/// let ears = Ears { cancel: Some(CancelFlag::new()), ..Ears::default() };
/// assert!(ears.progress.is_none());
/// ```
#[derive(Clone, Default)]
pub struct Ears {
    /// Called on the thread that solves, whenever a better plan or bound is known.
    pub progress: Option<ProgressCallback>,
    /// Stops the verb soon after it is raised.
    pub cancel: Option<CancelFlag>,
}

/// What a verb is called with.
struct Call<'a> {
    verb: &'static Verb,
    input: &'a [u8],
    options: &'a [u8],
    ears: &'a Ears,
}

/// Calls a verb by its name. `options` is a JSON object, or empty for the defaults; the schemas say which options a verb
/// has. Their faults are answered with pointers that start with `/options`. A verb that reads nothing looks at no input.
///
/// ```
/// use convener::json::{self, Ears};
/// let forum = br#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1" }],
///     "panels": [{ "id": "p1", "seats": { "moderator": 1 } }] }"#;
/// let reply = json::call("solve", forum, br#"{ "time_limit": 10 }"#, &Ears::default());
/// assert_eq!(reply.exit.code(), 0);
/// let reply = json::call("solve", forum, br#"{ "time_limt": 10 }"#, &Ears::default());
/// assert!(reply.text.contains(r#""pointer":"/options/time_limt""#));
/// ```
#[must_use]
pub fn call(verb: &str, input: &[u8], options: &[u8], ears: &Ears) -> Reply {
    Reply::guarded(false, || {
        let Some(verb) = VERBS.iter().find(|known| known.name == verb) else {
            let names: Vec<&str> = VERBS.iter().map(|known| known.name).collect();
            let fault = Fault {
                code: Code::InvalidValue,
                pointer: String::new(),
                message: format!("there is no verb {verb:?}"),
                hint: Some(format!("one of {}", names.join(", "))),
            };
            return Reply::rejected(&[fault], false);
        };
        match (verb.run)(&Call { verb, input, options, ears }) {
            Ok(reply) => reply,
            Err(faults) => Reply::rejected(&faults, false),
        }
    })
}

/// What is known while a verb runs, as JSON; bindings hand it to their callers.
///
/// ```
/// let progress = convener::Progress { goal: 0, goals: 2, incumbent: None, bound: Some(100.into()) };
/// assert_eq!(convener::json::progress(&progress), r#"{"goal":0,"goals":2,"incumbent":null,"bound":100,"gap":null}"#);
/// ```
#[must_use]
pub fn progress(progress: &Progress) -> String {
    // Numbers and nulls can always be written.
    super::reply::text(&progress_entry(progress), false).unwrap_or_default()
}

impl Call<'_> {
    fn options<T: DeserializeOwned>(&self) -> Result<T, Vec<Fault>> {
        let text = if self.options.trim_ascii().is_empty() { b"{}" } else { self.options };
        let name = format!("the options of `{}`", self.verb.name);
        read::shaped(text, &(self.verb.options)(), &name).map_err(|mut faults| {
            for fault in &mut faults {
                fault.pointer.insert_str(0, "/options");
            }
            faults
        })
    }
}

impl Ears {
    fn listening(&self) -> Options {
        Options { progress: self.progress.clone(), cancel: self.cancel.clone(), ..Options::default() }
    }
}

/// The verbs with their options, for the schemas.
pub(super) fn verbs() -> Value {
    let described = |verb: &Verb| {
        let facts = json!({
            "description": verb.about, "reads": verb.reads, "writes": verb.writes, "listens": verb.listens,
            "options": (verb.options)(),
        });
        (verb.name.to_owned(), facts)
    };
    VERBS.iter().map(described).collect()
}

fn schema<T: JsonSchema>() -> Value {
    super::schema::root::<T>(SchemaSettings::draft2020_12().for_deserialize(), "Options")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_name_documents_that_have_a_schema() {
        let schemas = super::super::schema::all();
        for verb in VERBS {
            for document in verb.reads.into_iter().chain([verb.writes]) {
                let known = schemas.get(document).is_some() || ["text", "schemas"].contains(&document);
                assert!(known, "{}: no schema {document}", verb.name);
            }
        }
    }

    #[test]
    fn options_are_refused_with_all_their_faults() {
        let reply =
            call("solve", b"{}", br#"{"time_limit": -1, "backend": "abacus", "prety": true}"#, &Ears::default());
        let answer: Value = serde_json::from_str(&reply.text).unwrap();
        let pointers: Vec<&str> =
            (answer["errors"].as_array().unwrap().iter()).map(|fault| fault["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, ["/options/time_limit", "/options/backend", "/options/prety"]);
        assert_eq!(answer["errors"][2]["message"], "unknown field `prety` in the options of `solve`");
    }

    #[test]
    fn every_verb_refuses_an_option_it_has_not() {
        for verb in VERBS {
            let reply = call(verb.name, b"{}", br#"{"nonsense": 1}"#, &Ears::default());
            assert!(reply.text.contains("/options/nonsense"), "{}: {}", verb.name, reply.text);
        }
    }

    #[test]
    fn numbers_that_the_schema_admits_are_read() {
        for limit in ["0", "0.0005", "1e9", "null"] {
            let options = format!(r#"{{"time_limit": {limit}}}"#);
            let reply = call("solve", b"{}", options.as_bytes(), &Ears::default());
            assert!(!reply.text.contains("/options"), "{}", reply.text);
        }
        let options = br#"{"name": "nowhere", "seed": 18446744073709551615}"#;
        assert!(!call("generate", b"", options, &Ears::default()).text.contains("/options/seed"));
    }
}
