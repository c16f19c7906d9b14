//! Why there is no plan: conflicts, concessions and invitations, as data without wording.

#![allow(
    clippy::cast_possible_wrap,
    clippy::similar_names,
    clippy::needless_for_each,
    clippy::unnecessary_wraps,
    clippy::type_complexity,
    clippy::single_match_else,
    reason = "sizes of forums are far below what an i64 holds"
)]

mod alike;
mod answer;
mod beyond;
#[cfg(test)]
mod bounds;
mod concessions;
mod conflicts;
mod counting;
mod course;
mod crowd;
mod elastic;
mod figures;
mod flow;
mod fold;
mod generalise;
mod guest;
mod invitations;
mod limits;
mod loosened;
mod loosest;
mod measure;
mod merged;
mod model;
mod narrow;
mod open;
#[cfg(test)]
mod part;
mod prices;
mod probe;
mod profiles;
mod program;
mod proof;
mod quickxplain;
mod quotas;
mod reach;
mod reduce;
mod scarce;
mod scope;
mod shapes;
mod stated;
mod sum;
mod system;
mod told;
mod whole;
mod whose;
mod why;
mod workload;

pub use answer::{
    Change, Clash, Concession, Conflict, Explanation, Figure, Invitation, Loosened, Move, Price, Profile,
};
pub(crate) use course::explanation;
pub use open::export_open;
pub use why::{Reason, why};

use crate::{Error, Forum, Options};

/// Explains a forum: which rules clash, what to give up and whom to invite; of a feasible one, what each rule costs.
///
/// Conflicts are irreducible and carry a plan for each rule left out; concessions and invitations carry a plan. Every plan
/// is counted before it is returned. Limits of the options hold for the whole; [`Explanation::limited`] says that one
/// came first.
///
/// # Errors
///
/// [`Error::Rejected`] with every fault of the input; [`Error::Internal`] when a solver fails or a plan does not pass its
/// count.
///
/// ```
/// use convener::{Filter, Forum, Options, Panel, Rule, Speaker};
/// let forum = Forum::new("f")
///     .speaker(Speaker::new("s1").gender("man"))
///     .speaker(Speaker::new("s2").gender("man"))
///     .vocabulary("gender", ["woman", "man"])
///     .panel(Panel::new("p1").seats("panellist", 2, 2))
///     .rule(Rule::new("women").filter(Filter::all().is("gender", "woman")).at_least(1));
/// let explanation = convener::explain(&forum, &Options::default())?;
/// assert_eq!(explanation.conflicts[0].rules[0].rule, "women");
/// assert_eq!(explanation.concessions[0].loosened[0].rule, "women");
/// assert_eq!(explanation.invitations[0].people[0].attributes, [("gender".to_owned(), vec!["woman".to_owned()])]);
/// # Ok::<(), convener::Error>(())
/// ```
pub fn explain(forum: &Forum, options: &Options) -> Result<Explanation, Error> {
    of_checked(forum, options, true)
}

/// The same without what the rules of a forum that has a plan cost, which takes a solve for each of them.
pub(crate) fn unpriced(forum: &Forum, options: &Options) -> Result<Explanation, Error> {
    of_checked(forum, options, false)
}

fn of_checked(forum: &Forum, options: &Options, priced: bool) -> Result<Explanation, Error> {
    let faults = forum.check();
    if !faults.is_empty() {
        return Err(Error::Rejected(faults));
    }
    explanation(forum, options, None, priced)
}
