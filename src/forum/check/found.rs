//! The faults found so far, the place in the document at hand, and what a mistyped name may have meant.

use crate::{Code, Fault};
use std::collections::HashSet;
use std::fmt;

/// A place in the document: a JSON Pointer that is written out only when there is a fault.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    pub(super) const fn root() -> Self {
        Self { parent: None, step: Step::Root }
    }

    pub(super) const fn name<'b>(&'b self, name: &'b str) -> Place<'b>
    where
        'a: 'b,
    {
        Place { parent: Some(self), step: Step::Name(name) }
    }

    pub(super) const fn index<'b>(&'b self, index: usize) -> Place<'b>
    where
        'a: 'b,
    {
        Place { parent: Some(self), step: Step::Index(index) }
    }

    /// The entry of a list that the format also writes as a single value.
    pub(super) const fn entry<'b>(&'b self, index: usize, length: usize) -> Place<'b>
    where
        'a: 'b,
    {
        if length == 1 { *self } else { self.index(index) }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Name(name) => write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => write!(f, "/{index}"),
        }
    }
}

/// The faults found so far.
pub(super) struct Found {
    pub(super) faults: Vec<Fault>,
    /// How many names may still be compared for suggestions: thousands of faults against thousands of names would
    /// take longer than the check itself.
    comparisons: usize,
    /// The ids of rules so far: panels' rules, then the policies', then the forum's.
    rule_ids: HashSet<String>,
}

impl Default for Found {
    fn default() -> Self {
        Self { faults: Vec::new(), comparisons: 200_000, rule_ids: HashSet::new() }
    }
}

impl Found {
    pub(super) fn add(&mut self, code: Code, place: &Place<'_>, message: impl Into<String>, hint: &str) {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        self.faults.push(Fault { code, pointer: place.to_string(), message: message.into(), hint });
    }

    /// A name that nothing has: suggests the nearest of `known`, or else the remedy.
    pub(super) fn unknown<'k>(
        &mut self,
        code: Code,
        place: &Place<'_>,
        message: impl Into<String>,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
        remedy: &str,
    ) {
        match self.nearest(name, known) {
            Some(nearest) => self.add(code, place, message, &format!("did you mean `{nearest}`?")),
            None => self.add(code, place, message, remedy),
        }
    }

    /// A rule's id that no other rule may have.
    pub(super) fn rule_id(&mut self, place: &Place<'_>, id: &str) {
        if !self.rule_ids.insert(id.to_owned()) {
            self.add(
                Code::DuplicateId,
                place,
                format!("two rules have the id `{id}`; rules of panels and of adopted policies count too"),
                "give each rule an id of its own",
            );
        }
    }

    /// A text that must not be empty.
    pub(super) fn text(&mut self, place: &Place<'_>, text: &str, what: &str) {
        if text.trim().is_empty() {
            self.add(Code::EmptyText, place, format!("{what} is empty"), "write a name");
        }
    }

    /// A list of names: none empty, none twice.
    pub(super) fn list(&mut self, place: &Place<'_>, list: &[String], what: &str) {
        self.entries(list, what, |i| place.index(i));
    }

    /// The same of a list that the format also writes as a single value.
    pub(super) fn one_or_list(&mut self, place: &Place<'_>, list: &[String], what: &str) {
        self.entries(list, what, |i| place.entry(i, list.len()));
    }

    fn entries<'p>(&mut self, list: &[String], what: &str, place: impl Fn(usize) -> Place<'p>) {
        let mut seen = HashSet::with_capacity(list.len());
        for (i, text) in list.iter().enumerate() {
            let at = place(i);
            self.text(&at, text, what);
            if !seen.insert(text) {
                self.add(Code::DuplicateEntry, &at, format!("{what} `{text}` stands twice"), "leave one out");
            }
        }
    }

    /// The known name with the fewest edits, where they are few against its length; the first of equals.
    fn nearest<'k>(&mut self, name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        let length = name.chars().count();
        // Beyond this a name is no longer a typo, and comparing grows with the square.
        if length > 64 {
            return None;
        }
        let folded = name.to_lowercase();
        let limit = (length / 3).max(1);
        let mut best: Option<(usize, &str)> = None;
        for candidate in known {
            self.comparisons = self.comparisons.checked_sub(1)?;
            if candidate.is_empty() || candidate == name || candidate.len().abs_diff(name.len()) > 4 * limit {
                continue;
            }
            let edits = strsim::osa_distance(&folded, &candidate.to_lowercase());
            if edits <= limit && best.is_none_or(|(fewest, _)| edits < fewest) {
                best = Some((edits, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}
