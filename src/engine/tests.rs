//! The engine against another solver on small synthetic forums of every variant, goal by goal.

use super::Engine;
use crate::backend::{Backend, Control, KeptRow, Microlp, Outcome, Task, exact};
use crate::generate;
use crate::program::Formulation;

struct Unlimited;

impl Control for Unlimited {
    fn should_stop(&mut self) -> bool {
        false
    }
    fn is_limited(&self) -> bool {
        false
    }
    fn time_left(&self) -> Option<std::time::Duration> {
        None
    }
    fn report(&mut self, _: Option<i64>, _: Option<i64>) {}
}

fn value(backend: &dyn Backend, task: &Task<'_>) -> Option<i64> {
    match backend.solve(task, &mut Unlimited).unwrap() {
        Outcome::Optimal { values, .. } => {
            assert_eq!(exact::broken(task, &values), None);
            exact::objective(task, &values)
        }
        Outcome::Infeasible { .. } => None,
        Outcome::Stopped { .. } => unreachable!("there is no limit"),
    }
}

fn agree(variant: &str, seeds: std::ops::RangeInclusive<u64>) {
    for seed in seeds {
        let forum = generate::forum("tiny", variant, seed).unwrap();
        let formulation = Formulation::new(&forum).ok().unwrap();
        let program = formulation.program().ok().unwrap();
        let mut kept = Vec::new();
        for tier in 0..program.objectives.len() {
            let task = Task { program: &program, objective: Some(tier), kept: &kept };
            let (ours, theirs) = (value(&Engine, &task), value(&Microlp, &task));
            assert_eq!(ours, theirs, "{variant} {seed}, goal {tier}");
            let Some(value) = ours else { break };
            let goal = &program.objectives[tier];
            let (lower, upper) = if goal.maximise { (Some(value), None) } else { (None, Some(value)) };
            kept.push(KeptRow { terms: goal.terms.clone(), lower, upper });
        }
    }
}

#[test]
fn plain_rules() {
    agree("plain", 1..=20);
    agree("fine", 1..=10);
    agree("conflict", 1..=20);
}

#[test]
fn roles_and_sizes() {
    agree("roles", 1..=10);
    agree("variable", 1..=10);
    agree("equal", 1..=10);
}

#[test]
fn goals_in_order() {
    agree("tiers", 1..=10);
    agree("worst", 1..=10);
    agree("wishes", 1..=5);
    agree("travel", 1..=10);
}
