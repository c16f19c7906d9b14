//! Each stage of the way from bytes to a proven plan, on its own, at two sizes: `cargo bench -p convener-benches`.
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]
#![allow(missing_docs, reason = "criterion's macros make public items")]

use convener::{Answer, DraftSeat, Forum, Options, generate, json};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

/// The sizes looked at; seed 1 of the plain variant.
const SIZES: [&str; 2] = ["regional", "global"];

/// The forum with its best plan as the draft.
fn drafted(forum: &Forum) -> Forum {
    let Answer::Optimal(best) = convener::solve(forum, &Options::default()).unwrap() else {
        unreachable!("the plain forums have plans");
    };
    let mut forum = forum.clone();
    for panel in best.plan.panels {
        for seat in panel.seats {
            forum.draft.push(DraftSeat { panel: panel.panel.clone(), speaker: seat.speaker, role: seat.role });
        }
    }
    forum
}

fn stages(criterion: &mut Criterion) {
    for size in SIZES {
        let mut group = criterion.benchmark_group(size);
        group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
        let forum = generate::forum(size, "plain", 1).unwrap();
        let text = json::write(&forum, false);
        let draft = drafted(&forum);
        group.bench_function(BenchmarkId::from_parameter("generate"), |bench| {
            bench.iter(|| generate::forum(size, "plain", 1).unwrap());
        });
        group.bench_function(BenchmarkId::from_parameter("read"), |bench| {
            bench.iter(|| json::read(black_box(text.as_bytes())).unwrap());
        });
        group.bench_function(BenchmarkId::from_parameter("check"), |bench| {
            bench.iter(|| assert!(black_box(&forum).check().is_empty()));
        });
        group.bench_function(BenchmarkId::from_parameter("audit"), |bench| {
            bench.iter(|| convener::audit(black_box(&draft)).unwrap());
        });
        group.bench_function(BenchmarkId::from_parameter("export"), |bench| {
            bench.iter(|| convener::export(black_box(&forum)).unwrap());
        });
        group.bench_function(BenchmarkId::from_parameter("solve"), |bench| {
            bench.iter(|| convener::solve(black_box(&forum), &Options::default()).unwrap());
        });
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
