//! How long a cancelled solve takes to return: `cargo bench -p convener-benches --bench cancel -- [SIZE [SEED [MOMENTS]]]`;
//! with `explain` before these, an explanation of a forum of the variant `conflict`.
//!
//! The solve is cancelled after as many seconds of its own CPU as each moment says, 40 moments evenly spread over a whole
//! solve where none are given. Printed: seconds from the cancel to the return, by the clock and of the CPU; the plan that is
//! returned counts, being recounted within that time. Linux only: the seconds are the kernel's.
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

use convener::{Answer, CancelFlag, Forum, Options, generate};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// CPU seconds of a thread of this process.
fn used(thread: &str) -> f64 {
    let text = fs::read_to_string(format!("/proc/{thread}/schedstat")).unwrap();
    text.split(' ').next().unwrap().parse::<u64>().unwrap() as f64 / 1e9
}

/// What is cancelled, and what its answer is in short.
type Work = fn(&Forum, &Options) -> &'static str;

fn solve(forum: &Forum, options: &Options) -> &'static str {
    match convener::solve(forum, options).unwrap() {
        Answer::Optimal(_) => "optimal",
        Answer::Feasible(_) => "a plan",
        Answer::Infeasible(_) => "infeasible",
        Answer::Unknown(_) => "no plan",
    }
}

fn explain(forum: &Forum, options: &Options) -> &'static str {
    let explanation = convener::explain(forum, options).unwrap();
    match explanation {
        _ if !explanation.limited => "all",
        _ if !explanation.invitations.is_empty() => "invitations",
        _ if !explanation.concessions.is_empty() => "concessions",
        _ if !explanation.conflicts.is_empty() => "conflicts",
        _ => "nothing",
    }
}

/// What the answer is, and the seconds between the cancel at a moment and the return, by the clock and of the CPU.
fn cancelled(work: Work, forum: &Forum, moment: f64) -> (&'static str, f64, f64) {
    let flag = CancelFlag::new();
    let options = Options::default().cancel(flag.clone());
    let link = fs::read_link("/proc/thread-self").unwrap();
    let solver = link.to_str().unwrap().to_owned();
    let start = used(&solver);
    let waiting = thread::spawn(move || {
        while used(&solver) - start < moment {
            thread::sleep(Duration::from_micros(500));
        }
        let cpu = used(&solver);
        flag.cancel();
        (Instant::now(), cpu)
    });
    let what = work(forum, &options);
    let (end, cpu) = (Instant::now(), used("thread-self"));
    // A solve that was over first is none that was cancelled; the rest of its moment is waited for.
    while !waiting.is_finished() {
        std::hint::spin_loop();
    }
    let (asked, before) = waiting.join().unwrap();
    (what, end.saturating_duration_since(asked).as_secs_f64(), cpu - before)
}

fn main() {
    let mut words = env::args().skip(1).filter(|word| !word.starts_with("--")).peekable();
    let (work, variant): (Work, _) = match words.next_if(|word| word == "explain") {
        Some(_) => (explain, "conflict"),
        None => (solve, "plain"),
    };
    let size = words.next().unwrap_or_else(|| "global".into());
    let seed = words.next().map_or(1, |seed| seed.parse().unwrap());
    let forum = generate::forum(&size, variant, seed).unwrap();
    let moments: Vec<f64> = if let Some(list) = words.next() {
        list.split(',').map(|moment| moment.parse().unwrap()).collect()
    } else {
        let start = used("thread-self");
        work(&forum, &Options::default());
        let whole = used("thread-self") - start;
        println!("{size}, {variant}, seed {seed}: the whole takes {whole:.2} s of CPU");
        (0..40).map(|at| whole * (f64::from(at) + 0.5) / 40.0).collect()
    };
    let (mut clock, mut cpu) = (0.0_f64, 0.0_f64);
    for moment in moments {
        let (what, by_clock, of_cpu) = cancelled(work, &forum, moment);
        println!("  cancelled at {moment:.3} s: {what} after {by_clock:.3} s, {of_cpu:.3} s of CPU");
        if of_cpu > 0.0 {
            (clock, cpu) = (clock.max(by_clock), cpu.max(of_cpu));
        }
    }
    println!("{size}, {variant}, seed {seed}: longest {clock:.3} s, {cpu:.3} s of CPU");
}
