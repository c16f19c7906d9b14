//! Faults of the pool, the programme, goals, pins, bars and the draft.

use convener::{
    Bar, Code, Condition, DraftSeat, Fault, Filter, Forum, Goal, Metric, Number, Panel, PanelField, PanelFilter, Pin,
    Speaker, Tolerance, Value,
};

/// Two panels in one slot and three speakers, without a fault.
pub fn sound() -> Forum {
    Forum::new("f")
        .speaker(Speaker::new("s1").expertise("privacy", 4).sector("government").gender("woman").attribute("age", 23))
        .speaker(
            Speaker::new("s2").expertise("privacy", 2).sector("academia").gender("man").attribute("region", "grulac"),
        )
        .speaker(Speaker::new("s3").organisation("org-1").attribute("newcomer", true))
        .panel(Panel::new("p1").topic("privacy").slot("am").day("d1").seats("panellist", 1, 2).seats("moderator", 0, 1))
        .panel(Panel::new("p2").slot("am").day("d1").track("rights").seats("panellist", 1, 2))
}

/// The codes and places of all faults.
pub fn found(forum: &Forum) -> Vec<(Code, String)> {
    forum.check().into_iter().map(|fault| (fault.code, fault.pointer)).collect()
}

/// The forum has exactly this fault.
#[track_caller]
pub fn has(forum: &Forum, code: Code, pointer: &str) -> Fault {
    assert_eq!(found(forum), [(code, pointer.to_owned())]);
    forum.check().remove(0)
}

fn changed(change: impl FnOnce(&mut Forum)) -> Forum {
    let mut forum = sound();
    change(&mut forum);
    forum
}

fn pin(panel: &str, speaker: &str, role: Option<&str>) -> Pin {
    Pin { panel: panel.into(), speaker: speaker.into(), role: role.map(Into::into) }
}

fn bar(panel: &str, speaker: &str, role: Option<&str>) -> Bar {
    Bar { panel: panel.into(), speaker: speaker.into(), role: role.map(Into::into) }
}

#[test]
fn a_sound_forum_has_no_fault() {
    assert_eq!(sound().check(), []);
}

#[test]
fn an_empty_forum_has_neither_pool_nor_programme() {
    let faults = found(&Forum::new("f"));
    assert!(faults.contains(&(Code::EmptyPool, "/speakers".into())));
    assert!(faults.contains(&(Code::EmptyProgramme, "/panels".into())));
}

#[test]
fn empty_names() {
    has(&changed(|f| f.id = String::new()), Code::EmptyText, "/forum");
    has(&changed(|f| f.speakers[1].id = " ".into()), Code::EmptyText, "/speakers/1/id");
    has(&changed(|f| f.panels[1].id = String::new()), Code::EmptyText, "/panels/1/id");
    has(&changed(|f| f.panels[1].topics = vec![String::new()]), Code::EmptyText, "/panels/1/topics/0");
    has(&changed(|f| f.panels[1].track = Some(String::new())), Code::EmptyText, "/panels/1/track");
    has(&changed(|f| f.speakers[0].sector = vec![String::new()]), Code::EmptyText, "/speakers/0/sector");
}

#[test]
fn duplicates() {
    has(&changed(|f| f.speakers[2].id = "s1".into()), Code::DuplicateId, "/speakers/2/id");
    has(&changed(|f| f.panels[1].id = "p1".into()), Code::DuplicateId, "/panels/1/id");
    let twice = || vec!["privacy".to_owned(), "privacy".to_owned()];
    has(&changed(|f| f.panels[0].topics = twice()), Code::DuplicateEntry, "/panels/0/topics/1");
    has(&changed(|f| f.speakers[0].gender = twice()), Code::DuplicateEntry, "/speakers/0/gender/1");
    has(
        &changed(|f| f.speakers[0].unavailable = vec!["am".into(), "am".into()]),
        Code::DuplicateEntry,
        "/speakers/0/unavailable/1",
    );
    let extra = |f: &mut Forum| {
        let again = f.panels[0].seats[0].clone();
        f.panels[0].seats.push(again);
    };
    has(&changed(extra), Code::DuplicateEntry, "/panels/0/seats/panellist");
    let policies = vec!["four-panellists".to_owned(), "four-panellists".to_owned()];
    has(&changed(|f| f.policies = policies), Code::DuplicateEntry, "/policies/1");
    has(&changed(|f| f.waive = vec!["slot".into(), "slot".into()]), Code::DuplicateEntry, "/waive/1");
}

#[test]
fn a_panel_that_can_seat_nobody() {
    has(&changed(|f| f.panels[1].seats.clear()), Code::PanelWithoutSeats, "/panels/1/seats");
    let nought = |f: &mut Forum| (f.panels[1].seats[0].min, f.panels[1].seats[0].max) = (0, 0);
    has(&changed(nought), Code::PanelWithoutSeats, "/panels/1/seats");
}

#[test]
fn a_range_upside_down_or_out_of_reason() {
    has(&changed(|f| f.panels[1].seats[0].min = 3), Code::MinAboveMax, "/panels/1/seats/panellist");
    has(&changed(|f| f.panels[0].seats[1].max = 1_000_001), Code::TooLarge, "/panels/0/seats/moderator");
    assert_eq!(changed(|f| f.panels[0].seats[1].max = 1_000_000).check(), []);
}

#[test]
fn levels_go_from_one_to_five() {
    for level in [0, 6] {
        let forum = changed(|f| {
            f.speakers[1].expertise.insert("a/b~c".into(), level);
        });
        has(&forum, Code::LevelOutOfRange, "/speakers/1/expertise/a~1b~0c");
    }
    assert_eq!(
        changed(|f| {
            f.speakers[1].expertise.insert("unused".into(), 5);
        })
        .check(),
        []
    );
}

#[test]
fn unknown_names_of_the_pool_suggest_the_nearest() {
    let fault = has(
        &changed(|f| f.speakers[0].roles = Some(vec!["moderater".into()])),
        Code::UnknownRole,
        "/speakers/0/roles/0",
    );
    assert_eq!(fault.hint.as_deref(), Some("did you mean `moderator`?"));
    has(&changed(|f| f.speakers[0].roles = Some(vec![])), Code::EmptyList, "/speakers/0/roles");
    has(&changed(|f| f.speakers[0].unavailable = vec!["pm".into()]), Code::UnknownSlot, "/speakers/0/unavailable/0");
    has(
        &changed(|f| {
            f.speakers[0].preference.insert("p9".into(), 1);
        }),
        Code::UnknownPanel,
        "/speakers/0/preference/p9",
    );
}

#[test]
fn attributes() {
    let with = |name: &str, value: Value| {
        changed(|f| {
            f.speakers[2].attributes.insert(name.into(), value);
        })
    };
    has(&with("age", Value::from("old")), Code::MixedTypes, "/speakers/2/attributes/age");
    has(&with("region", Value::from(1)), Code::MixedTypes, "/speakers/2/attributes/region");
    for name in ["sector", "cost", "panel", "speaker", "topic", "expertise"] {
        has(&with(name, Value::from("x")), Code::ReservedName, &format!("/speakers/2/attributes/{name}"));
    }
    assert_eq!(with("region", Value::from(vec!["grulac", "weog"])).check(), []);
    let twice = with("region", Value::from(vec!["weog", "weog"]));
    has(&twice, Code::DuplicateEntry, "/speakers/2/attributes/region/1");
}

#[test]
fn a_vocabulary_closes_the_values() {
    let fault = has(&sound().vocabulary("gender", ["woman", "man_"]), Code::UnknownValue, "/speakers/1/gender");
    assert_eq!(fault.hint.as_deref(), Some("did you mean `man_`?"));
    has(&sound().vocabulary("region", ["africa"]), Code::UnknownValue, "/speakers/1/attributes/region");
    has(&sound().vocabulary("shoe", [""; 0]), Code::EmptyList, "/vocabulary/shoe");
    has(&sound().vocabulary("topic", ["privacy"]), Code::ReservedName, "/vocabulary/topic");
    has(&sound().vocabulary("shoe", ["a", "a"]), Code::DuplicateEntry, "/vocabulary/shoe/1");
}

#[test]
fn the_programme() {
    has(&changed(|f| f.panels[1].day = Some("d2".into())), Code::SlotOnTwoDays, "/panels/1/day");
    has(&changed(|f| f.panels[1].may_double = vec!["moderator".into()]), Code::UnknownRole, "/panels/1/may_double/0");
    has(&changed(|f| f.panels[1].waive = vec!["slots".into()]), Code::UnknownRule, "/panels/1/waive/0");
    has(&changed(|f| f.waive = vec!["gender-40-60".into()]), Code::UnknownRule, "/waive/0");
    let fault = has(&changed(|f| f.policies = vec!["four-panelists".into()]), Code::UnknownPolicy, "/policies/0");
    assert_eq!(fault.hint.as_deref(), Some("did you mean `four-panellists`?"));
}

#[test]
fn an_adopted_policy_may_name_what_the_forum_lacks() {
    let every = convener::policies().iter().map(|policy| policy.id.to_owned()).collect();
    assert_eq!(changed(|f| f.policies = every).check(), []);
}

#[test]
fn goals() {
    let with = |goal: Goal| sound().goals([goal]);
    let expertise = || Goal::maximise(Metric::Expertise);
    has(&with(Goal::blend(convener::Direction::Minimise, [])), Code::EmptyList, "/goals/0/minimise");
    let zero = Goal::blend(convener::Direction::Maximise, [(Metric::Seats, 0)]);
    has(&with(zero), Code::InvalidNumber, "/goals/0/maximise/seats");
    let twice = Goal::blend(convener::Direction::Maximise, [(Metric::Seats, 1), (Metric::Seats, 2)]);
    has(&with(twice), Code::DuplicateEntry, "/goals/0/maximise/seats");
    let filter = Filter::all().is("sectr", "government");
    has(&with(Goal { filter, ..expertise() }), Code::UnknownAttribute, "/goals/0/where/sectr");
    let roles = Some(vec!["rapporteur".into()]);
    has(&with(Goal { roles, ..expertise() }), Code::UnknownRole, "/goals/0/roles/0");
    let few = Condition::Range { at_least: Some(Number::from(9)), at_most: None };
    let panels = Some(PanelFilter::Fields([(PanelField::Seats, few)].into_iter().collect()));
    has(&with(Goal { panels, ..expertise() }), Code::GoalTouchesNothing, "/goals/0");
    let tolerance = Tolerance::Number(Number::from(-1));
    has(&with(Goal { tolerance, ..expertise() }), Code::InvalidNumber, "/goals/0/tolerance");
    assert_eq!(with(Goal::minimise(Metric::Changes)).check(), []);
    assert_eq!(sound().goals([]).check(), []);
}

#[test]
fn sums_stay_exact() {
    // Panel 1 has 3 seats and a greatest level of 4, panel 2 has 2 seats and a greatest preference of 1: with the
    // preference in units of 1 and a weight of 8,000,000 for expertise the value reaches 3 * 4 * 8,000,000 + 2 * 1.
    let weigh = |weight| {
        let mut forum = sound();
        forum.speakers[0].preference.insert("p2".into(), 1);
        forum
            .goals([Goal::blend(convener::Direction::Maximise, [(Metric::Expertise, weight), (Metric::Preference, 1)])])
    };
    assert_eq!(weigh(8_333_333).check(), [], "99,999,998 units");
    has(&weigh(8_333_334), Code::TooLarge, "/goals/0/maximise");
    // A common divisor is no matter: 12 units of 1,000,000,000 each.
    assert_eq!(
        sound().goals([Goal::blend(convener::Direction::Maximise, [(Metric::Expertise, 1_000_000_000)])]).check(),
        []
    );
}

#[test]
fn too_many_pairs() {
    // 3 roles times 16,666,667 speakers would pass 50,000,000; 5,001 roles times 9,999 speakers do so in little memory.
    let mut forum = Forum::new("f").goals([]);
    forum.speakers = (0..9_999).map(|i| Speaker::new(format!("s{i}"))).collect();
    forum.panels = (0..5_001).map(|i| Panel::new(format!("p{i}")).seats("panellist", 0, 1)).collect();
    has(&forum, Code::TooLarge, "/panels");
    forum.panels.pop();
    assert_eq!(forum.check(), [], "5,000 * 9,999 = 49,995,000");
}

#[test]
fn pins_name_what_there_is() {
    let with = |pins: Vec<Pin>| changed(|f| f.pins = pins);
    has(&with(vec![pin("p9", "s1", None)]), Code::UnknownPanel, "/pins/0/panel");
    has(&with(vec![pin("p1", "s9", None)]), Code::UnknownSpeaker, "/pins/0/speaker");
    has(&with(vec![pin("p2", "s1", Some("moderator"))]), Code::UnknownRole, "/pins/0/role");
    has(&with(vec![pin("p1", "s1", None), pin("p1", "s1", None)]), Code::DuplicateEntry, "/pins/1");
}

#[test]
fn pins_that_cannot_hold() {
    let with = |pins: Vec<Pin>| changed(|f| f.pins = pins);
    let mut forum = with(vec![pin("p1", "s1", Some("moderator"))]);
    forum.speakers[0].roles = Some(vec!["panellist".into()]);
    has(&forum, Code::PinRole, "/pins/0/role");
    let mut forum = with(vec![pin("p2", "s1", None)]);
    forum.speakers[0].roles = Some(vec!["moderator".into()]);
    has(&forum, Code::PinRole, "/pins/0");
    let mut forum = with(vec![pin("p1", "s1", Some("panellist"))]);
    forum.bars = vec![bar("p1", "s1", None)];
    has(&forum, Code::PinBarred, "/pins/0");
    forum.bars = vec![bar("p1", "s1", Some("moderator"))];
    assert_eq!(forum.check(), [], "barred from another role");
    forum.pins[0].role = None;
    assert_eq!(forum.check(), [], "a role is left");
    forum.bars.push(bar("p1", "s1", Some("panellist")));
    has(&forum, Code::PinBarred, "/pins/0");
    let mut forum = with(vec![pin("p1", "s1", None)]);
    forum.speakers[0].unavailable = vec!["am".into()];
    has(&forum, Code::PinUnavailable, "/pins/0");
}

#[test]
fn more_pins_than_there_is_room_for() {
    let with = |pins: Vec<Pin>| changed(|f| f.pins = pins);
    let moderators = vec![pin("p1", "s1", Some("moderator")), pin("p1", "s2", Some("moderator"))];
    has(&with(moderators), Code::TooManyPins, "/pins/1");
    let three = vec![pin("p2", "s1", None), pin("p2", "s2", None), pin("p2", "s3", None)];
    has(&with(three), Code::TooManyPins, "/pins/2");
    let both = vec![pin("p1", "s1", Some("moderator")), pin("p1", "s1", Some("panellist"))];
    has(&with(both.clone()), Code::TooManyPins, "/pins/1");
    let mut doubled = with(both);
    doubled.panels[0].may_double = vec!["moderator".into()];
    assert_eq!(doubled.check(), []);
    let mut clash = with(vec![pin("p1", "s1", None), pin("p2", "s1", None)]);
    has(&clash, Code::TooManyPins, "/pins/1");
    clash.panels[1].waive = vec!["slot".into()];
    assert_eq!(clash.check(), []);
    clash.speakers[0].max_seats = Some(1);
    has(&clash, Code::TooManyPins, "/pins/1");
}

#[test]
fn bars_and_the_draft_name_what_there_is() {
    has(&changed(|f| f.bars = vec![bar("p9", "s1", None)]), Code::UnknownPanel, "/bars/0/panel");
    has(&changed(|f| f.bars = vec![bar("p1", "s1", None), bar("p1", "s1", None)]), Code::DuplicateEntry, "/bars/1");
    let seat = |panel: &str, role: &str, speaker: &str| DraftSeat {
        panel: panel.into(),
        role: role.into(),
        speaker: speaker.into(),
    };
    let with = |draft: Vec<DraftSeat>| changed(|f| f.draft = draft);
    has(&with(vec![seat("p1", "panellist", "s9")]), Code::UnknownSpeaker, "/draft/0/speaker");
    has(&with(vec![seat("p2", "moderator", "s1")]), Code::UnknownRole, "/draft/0/role");
    let twice = vec![seat("p1", "panellist", "s1"), seat("p1", "panellist", "s1")];
    has(&with(twice), Code::DuplicateEntry, "/draft/1");
    // It may break rules: one speaker on two panels at once.
    assert_eq!(with(vec![seat("p1", "panellist", "s1"), seat("p2", "panellist", "s1")]).check(), []);
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_document() {
    let mut forum = sound().vocabulary("gender", ["woman"]);
    forum.speakers[0].expertise.insert("privacy".into(), 9);
    forum.panels[1].seats.clear();
    forum.policies = vec!["none".into()];
    forum = forum.rule(convener::Rule::new("empty"));
    forum.goals = vec![Goal::blend(convener::Direction::Maximise, [(Metric::People, 0)])];
    forum.pins = vec![pin("p1", "s7", None)];
    forum.bars = vec![bar("p7", "s1", None)];
    forum.draft = vec![DraftSeat { panel: "p1".into(), role: "chair".into(), speaker: "s1".into() }];
    forum.waive = vec!["nothing".into()];
    let expected = [
        (Code::LevelOutOfRange, "/speakers/0/expertise/privacy"),
        (Code::UnknownValue, "/speakers/1/gender"),
        (Code::PanelWithoutSeats, "/panels/1/seats"),
        (Code::UnknownPolicy, "/policies/0"),
        (Code::NoBound, "/rules/0"),
        (Code::InvalidNumber, "/goals/0/maximise/people"),
        (Code::UnknownSpeaker, "/pins/0/speaker"),
        (Code::UnknownPanel, "/bars/0/panel"),
        (Code::UnknownRole, "/draft/0/role"),
        (Code::UnknownRule, "/waive/0"),
    ];
    assert_eq!(found(&forum), expected.map(|(code, pointer)| (code, pointer.to_owned())));
}
