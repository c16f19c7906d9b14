//! Reads a forum from JSON and says what is wrong with its draft: `cargo run --example audit_draft [FILE]`.

use convener::json;

const SHOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/igf-peru-2017-draft.json");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).unwrap_or_else(|| SHOWN.to_owned());
    let forum = match json::read(&std::fs::read(file)?) {
        Ok(forum) => forum,
        // A rejected document carries every fault, each with its place.
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            std::process::exit(2);
        }
    };
    let audit = convener::audit(&forum)?;
    for tally in audit.broken() {
        let group: Vec<String> = tally.group.iter().map(|(key, value)| format!("{key} {value}")).collect();
        let text = forum.rules.iter().find(|rule| rule.id == tally.rule).and_then(|rule| rule.text.as_deref());
        println!("{} ({}): {}, missed by {}", tally.rule, group.join(", "), tally.count, tally.short);
        println!("    {}", text.unwrap_or("a rule that always holds"));
    }
    println!("{} requirement(s) broken", audit.broken().count());
    Ok(())
}
