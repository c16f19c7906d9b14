//! Builds a forum in Rust and solves it: `cargo run --example compose`.

use convener::{Answer, Count, Error, Filter, Forum, Key, Options, Panel, Rule, Share, Speaker};

fn main() -> Result<(), Error> {
    let mut forum = Forum::new("workshop")
        .panel(Panel::new("privacy").topic("privacy").slot("morning").seats("panellist", 3, 3).seats("moderator", 1, 1))
        .panel(Panel::new("access").topic("access").slot("morning").seats("panellist", 3, 3).seats("moderator", 1, 1));
    for (id, topic, level, sector, gender) in [
        ("s1", "privacy", 5, "academia", "man"),
        ("s2", "privacy", 4, "government", "man"),
        ("s3", "privacy", 3, "civil_society", "woman"),
        ("s4", "privacy", 5, "private_sector", "man"),
        ("s5", "access", 4, "government", "woman"),
        ("s6", "access", 5, "private_sector", "man"),
        ("s7", "access", 2, "civil_society", "woman"),
        ("s8", "access", 3, "academia", "man"),
    ] {
        forum = forum.speaker(Speaker::new(id).expertise(topic, level).sector(sector).gender(gender));
    }
    // Every rule counts seats, group by group, and bounds the count.
    forum = forum
        .rule(Rule::new("experts").for_each(["panel", "topic"]).filter(Filter::all().expert(3)).at_least(2))
        .rule(Rule::new("sectors").roles(["panellist"]).count(Count::Distinct(Key::from("sector"))).at_least(3));
    if let Some(share) = Share::percent(30) {
        let women = Filter::all().is("gender", "woman");
        forum = forum.rule(Rule::new("women").roles(["panellist"]).filter(women).at_least(share));
    }

    match convener::solve(&forum, &Options::default())? {
        Answer::Optimal(optimal) => {
            for panel in &optimal.plan.panels {
                let seats: Vec<String> = panel.seats.iter().map(|s| format!("{} ({})", s.speaker, s.role)).collect();
                println!("{}: {}", panel.panel, seats.join(", "));
            }
            println!("expertise {}, proven best", optimal.goals[0].value);
        }
        Answer::Infeasible(_) => println!("no plan keeps every rule"),
        // Only a limit in the options leads here.
        Answer::Feasible(_) | Answer::Unknown(_) => println!("stopped early"),
    }
    Ok(())
}
