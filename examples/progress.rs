//! Shows what is known while a larger forum is solved, and stops on a flag: `cargo run --release --example progress`.

use convener::{Answer, CancelFlag, Options, generate};
use std::time::Duration;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let forum = generate::forum("regional", "plain", 1)?;
    let flag = CancelFlag::new();
    let options = Options::default().cancel(flag.clone()).progress(|known| {
        let shown = |value: Option<convener::Number>| value.map_or("-".to_owned(), |value| value.to_string());
        eprintln!("goal {} of {}: {} of {}", known.goal + 1, known.goals, shown(known.incumbent), shown(known.bound));
    });
    // Any thread may raise the flag: a button, a closed connection, here a clock.
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(20));
        flag.cancel();
    });
    match convener::solve(&forum, &options)? {
        Answer::Optimal(optimal) => println!("proven best: {}", optimal.goals[0].value),
        Answer::Feasible(feasible) => {
            let known = &feasible.goals[0];
            println!("stopped at {}, and none is better than {:?}", known.value, known.bound);
        }
        Answer::Infeasible(_) => println!("no plan keeps every rule"),
        Answer::Unknown(_) => println!("stopped before the first plan"),
    }
    Ok(())
}
