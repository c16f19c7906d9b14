//! The documented cases: each file states the facts it stands for, and the crate answers as the event asks.
#![allow(clippy::unwrap_used, clippy::panic)]

use convener::{Answer, Audit, Forum, Number, Optimal, Options, PanelPlan, Speaker, Tally, Value, json};
use std::collections::BTreeSet;

fn case(name: &str) -> Forum {
    let path = format!("{}/examples/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
    json::read(&std::fs::read(&path).unwrap()).unwrap_or_else(|faults| panic!("{name}: {faults:?}"))
}

fn solved(forum: &Forum) -> Optimal {
    match convener::solve(forum, &Options::default()).unwrap() {
        Answer::Optimal(optimal) => optimal,
        other => panic!("{}: {other:?}", forum.id),
    }
}

fn audited(forum: &Forum) -> Audit {
    convener::audit(forum).unwrap()
}

fn most_seats(forum: &Forum) -> Vec<u32> {
    forum.panels.iter().map(|panel| panel.seats.iter().map(|seats| seats.max).sum()).collect()
}

fn days(forum: &Forum) -> Vec<&str> {
    let mut days: Vec<&str> = forum.panels.iter().filter_map(|panel| panel.day.as_deref()).collect();
    days.dedup();
    days
}

fn of_gender(forum: &Forum, gender: &str) -> usize {
    forum.speakers.iter().filter(|speaker| speaker.gender == [gender]).count()
}

fn sectors(forum: &Forum) -> BTreeSet<&str> {
    forum.speakers.iter().flat_map(|speaker| &speaker.sector).map(String::as_str).collect()
}

fn person<'a>(forum: &'a Forum, id: &str) -> &'a Speaker {
    forum.speakers.iter().find(|speaker| speaker.id == id).unwrap()
}

/// The genders on a panel, sorted.
fn genders<'a>(forum: &'a Forum, panel: &PanelPlan) -> Vec<&'a str> {
    let mut genders: Vec<&str> =
        panel.seats.iter().flat_map(|seat| &person(forum, &seat.speaker).gender).map(String::as_str).collect();
    genders.sort_unstable();
    genders
}

/// The groups in which a rule is broken, each with its count, as `panel value: count`.
fn broken(audit: &Audit, rule: &str) -> Vec<String> {
    let named = |tally: &&Tally| tally.rule == rule && !tally.is_met();
    let written = |tally: &Tally| {
        let group: Vec<&str> = tally.group.iter().map(|(_, value)| value.as_str()).collect();
        format!("{}: {}", group.join(" "), tally.count)
    };
    audit.rules.iter().filter(named).map(written).collect()
}

fn assert_all_kept(optimal: &Optimal) {
    let broken: Vec<&Tally> = optimal.rules.iter().filter(|tally| !tally.wish && !tally.is_met()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn igf_peru_2016_seats_each_of_its_21_speakers_once() {
    let forum = case("igf-peru-2016");
    assert_eq!(days(&forum), ["2016-04-21"]);
    assert_eq!((forum.panels.len(), forum.speakers.len()), (4, 21));
    let optimal = solved(&forum);
    assert_all_kept(&optimal);
    let seated: BTreeSet<&str> =
        optimal.plan.panels.iter().flat_map(|p| &p.seats).map(|s| s.speaker.as_str()).collect();
    assert_eq!(seated.len(), 21);
}

#[test]
fn igf_peru_2017_keeps_its_three_criteria_on_seven_panels_with_36_seats() {
    let forum = case("igf-peru-2017");
    assert_eq!(days(&forum), ["2017-06-06", "2017-06-07"]);
    assert_eq!((forum.panels.len(), forum.speakers.len()), (7, 60));
    let optimal = solved(&forum);
    assert_all_kept(&optimal);
    assert_eq!(optimal.plan.panels.iter().map(|panel| panel.seats.len()).sum::<usize>(), 36);
    for panel in &optimal.plan.panels {
        let women = genders(&forum, panel).iter().filter(|&&gender| gender == "woman").count();
        // 60% of 5 is 3 and of 6 is 3.6: neither gender has more than 3.
        assert!(women <= 3 && panel.seats.len() - women <= 3, "{panel:?}");
        let groups: BTreeSet<_> = panel.seats.iter().map(|seat| &person(&forum, &seat.speaker).sector).collect();
        assert!(groups.len() >= 4, "{panel:?}");
    }
}

#[test]
fn igf_peru_2017_pays_for_gender_balance_with_expertise() {
    let forum = case("igf-peru-2017");
    let kept = solved(&forum).goals[0].value;
    let mut without = forum.clone();
    without.rules.retain(|rule| rule.id != "gender-balance");
    assert!(solved(&without).goals[0].value > kept, "the rule binds");
}

#[test]
fn igf_peru_2017_draft_with_expertise_alone_has_panels_of_men() {
    let draft = case("igf-peru-2017-draft");
    let forum = case("igf-peru-2017");
    assert_eq!((&draft.speakers, &draft.panels, &draft.rules), (&forum.speakers, &forum.panels, &forum.rules));
    assert_eq!(draft.draft.len(), 36);
    let audit = audited(&draft);
    let named = broken(&audit, "gender-balance");
    for panel in ["p3", "p6"] {
        let seats = draft.draft.iter().filter(|seat| seat.panel == panel);
        assert!(seats.clone().all(|seat| person(&draft, &seat.speaker).gender == ["man"]), "{panel}");
        assert!(named.contains(&format!("{panel} man: {}", seats.count())), "{named:?}");
    }
    // What the draft looked at, it has more of than the balanced plan.
    assert!(audit.goals[0].value > solved(&forum).goals[0].value);
}

#[test]
fn igf_peru_2017_without_government_speakers_has_no_plan() {
    let forum = case("igf-peru-2017-no-government");
    assert!(!sectors(&forum).contains("government"));
    assert_eq!(forum.speakers.len(), 52);
    assert!(matches!(convener::solve(&forum, &Options::default()).unwrap(), Answer::Infeasible(_)));
    let mut conceded = forum;
    conceded.rules.retain(|rule| rule.id != "government");
    assert_all_kept(&solved(&conceded));
}

#[test]
fn lacigf_2017_is_the_programme_as_held() {
    let forum = case("lacigf-2017");
    let rows = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let seats = rows(include_str!("../examples/cases/lacigf-2017/seats.csv"));
    let draft: Vec<String> = forum.draft.iter().map(|s| format!("{},{},{}", s.panel, s.role, s.speaker)).collect();
    assert_eq!(draft, seats);
    let people = rows(include_str!("../examples/cases/lacigf-2017/speakers.csv"));
    let pool: Vec<String> = forum
        .speakers
        .iter()
        .map(|s| {
            let gender = s.gender.first().map_or("undisclosed", String::as_str);
            let country = match s.attributes.get("country") {
                Some(Value::Text(country)) => country,
                _ => "",
            };
            format!("{},{},{},{gender},{country}", s.id, s.sector.join(";"), s.organisation.join(";"))
        })
        .collect();
    assert_eq!(pool, people);
    let panels = rows(include_str!("../examples/cases/lacigf-2017/panels.csv"));
    let held: Vec<String> = forum
        .panels
        .iter()
        .map(|p| format!("{},{},{}", p.id, p.title.as_deref().unwrap(), p.topics.join(";")))
        .collect();
    assert_eq!(held, panels);
}

#[test]
fn lacigf_2017_audit_names_what_was_out_of_balance() {
    let forum = case("lacigf-2017");
    let audit = audited(&forum);
    // Counted by hand from the programme. One panel is all civil society, five of its six women.
    assert_eq!(broken(&audit, "stakeholder-groups"), ["human-rights-cases: 1"]);
    assert_eq!(broken(&audit, "gender-balance"), ["human-rights-cases woman: 5", "access man: 5"]);
    // Three sectors on a panel of six: two of them hold five of the seats.
    assert_eq!(
        broken(&audit, "stakeholder-breadth"),
        ["digital-economy: 3", "human-rights-cases: 1", "local-spaces: 3"]
    );
    assert_eq!(
        broken(&audit, "stakeholder-limit"),
        [
            "digital-economy private_sector: 3",
            "human-rights-cases civil_society: 6",
            "local-spaces technical_community: 3"
        ]
    );
    // Rapporteur and remote moderator of one panel at once.
    assert_eq!(broken(&audit, "one_seat/digital-economy"), ["L08: 2"]);
    let doubled = ["L06: 2", "L07: 2", "L08: 2", "L27: 2", "L35: 2"];
    assert_eq!(broken(&audit, "one-seat-each"), doubled);
    // Every other requirement was kept.
    let rules: BTreeSet<&str> = audit.broken().map(|tally| tally.rule.as_str()).collect();
    let expected = [
        "gender-balance",
        "one_seat/digital-economy",
        "stakeholder-breadth",
        "stakeholder-groups",
        "stakeholder-limit",
    ];
    assert_eq!(rules.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn lacigf_2017_can_be_seated_anew_from_the_same_people() {
    let (forum, held) = (case("lacigf-2017-pool"), case("lacigf-2017"));
    assert_eq!(forum.speakers, held.speakers);
    assert!(forum.draft.is_empty());
    let topics = |forum: &Forum| forum.panels.iter().map(|p| (p.id.clone(), p.topics.clone())).collect::<Vec<_>>();
    assert_eq!(topics(&forum), topics(&held));
    assert_all_kept(&solved(&forum));
}

#[test]
fn mexico_2013_seats_five_sectors_equally() {
    let forum = case("mexico-2013");
    assert_eq!(days(&forum), ["2013-11-04", "2013-11-05"]);
    assert_eq!(forum.panels.len(), 6);
    assert_eq!(sectors(&forum).len(), 5);
    let optimal = solved(&forum);
    assert_all_kept(&optimal);
    let mut counts = sectors(&forum)
        .into_iter()
        .map(|sector| {
            let seats = optimal.plan.panels.iter().flat_map(|panel| &panel.seats);
            seats.filter(|seat| person(&forum, &seat.speaker).sector == [sector]).count()
        })
        .collect::<Vec<_>>();
    counts.sort_unstable();
    // 33 seats: three panels of five and three of six.
    assert_eq!(most_seats(&forum).iter().sum::<u32>(), 33);
    assert_eq!(counts, [6, 6, 7, 7, 7]);
}

#[test]
fn focus_groups_2021_are_of_one_kind_each() {
    let forum = case("focus-groups-2021");
    assert_eq!(forum.speakers.len(), 34);
    assert_eq!((of_gender(&forum, "woman"), of_gender(&forum, "man")), (14, 20));
    let seats = most_seats(&forum);
    assert_eq!((seats.len(), seats.iter().sum::<u32>()), (9, 34));
    assert!(seats.iter().all(|seats| (3..=4).contains(seats)));
    let in_place = |place: &str| forum.panels.iter().filter(|panel| panel.track.as_deref() == Some(place)).count();
    assert_eq!((in_place("san_martin"), in_place("ucayali"), in_place("huanuco")), (4, 3, 2));
    let age = |speaker: &Speaker| match speaker.attributes["age"] {
        Value::Number(age) => age,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(forum.speakers.iter().map(age).min(), Some(Number::from(17)));
    assert_eq!(forum.speakers.iter().map(age).max(), Some(Number::from(61)));

    let optimal = solved(&forum);
    assert_all_kept(&optimal);
    let mut kinds = [0; 3];
    let mut young = 0;
    for panel in &optimal.plan.panels {
        let genders = genders(&forum, panel);
        let kind = match (genders.contains(&"woman"), genders.contains(&"man")) {
            (true, false) => 0,
            (false, true) => 1,
            _ => 2,
        };
        kinds[kind] += 1;
        let ages = panel.seats.iter().map(|seat| age(person(&forum, &seat.speaker)));
        young += usize::from(ages.max() <= Some(Number::from(24)));
        let place = forum.panels.iter().find(|p| p.id == panel.panel).unwrap().track.clone().unwrap();
        let at_home = |id: &str| person(&forum, id).attributes["place"] == Value::Text(place.clone());
        assert!(panel.seats.iter().all(|seat| at_home(&seat.speaker)), "{panel:?}");
    }
    // All women, all men, mixed: no rule says how many of each, the participants do.
    assert_eq!(kinds, [3, 5, 1]);
    assert_eq!(young, 2);
}

#[test]
fn key_informants_2021_fall_short_of_women() {
    let forum = case("key-informants-2021");
    assert_eq!(forum.draft.len(), 63);
    assert_eq!(sectors(&forum).len(), 7);
    assert_eq!((of_gender(&forum, "woman"), of_gender(&forum, "man")), (15, 48));
    let audit = audited(&forum);
    assert_eq!(broken(&audit, "women-overall"), [": 15"]);
    // 40% of 63 is 25.2, so 11 whole women are missing.
    let overall = audit.rules.iter().find(|tally| tally.rule == "women-overall").unwrap();
    assert_eq!(overall.short, Number::from(11));
    assert_eq!(broken(&audit, "women-in-each-sector"), ["interviews-g: 0"]);
    assert_eq!(audit.broken().count(), 2);
}

#[test]
fn no_case_names_a_person() {
    for entry in std::fs::read_dir(format!("{}/examples/data", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        let forum = case(&name);
        assert_eq!(forum.id, name, "a file is named after its forum");
        assert!(forum.speakers.iter().all(|speaker| speaker.name.is_none()), "{name}");
        assert!(forum.rules.iter().all(|rule| rule.text.is_some()), "{name}: rules say what they are for");
    }
}
