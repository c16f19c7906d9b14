//! Policies on the balance of genders. They take the values `woman` and `man` and the role `panellist` for granted.

use super::{Policy, one_of, rule, seats_between};
use crate::{Bound, Condition, Count, Filter, Key, Rule, Share, Values};

/// The policies on gender, in the order of the documentation.
pub(super) fn policies() -> Vec<Policy> {
    vec![
        Policy {
            id: "no-single-gender-panel",
            title: "at least one speaker of another gender than the rest",
            source: "Internet Governance Forum, IGF 2023 Workshop Submission and Review Process, stage 1, \
                     https://www.intgovforum.org/en/content/igf-2023-workshop-submission-and-review-process",
            date: "2023",
            note: "The source asks it of the speakers that a workshop proposal lists. The rule asks it of every panel's \
                   seats in the role `panellist`; the moderator doesn't help. Undisclosed is no gender. A panel without \
                   panellists has to waive it.",
            rules: vec![
                Rule {
                    count: Count::Distinct(Key::from("gender")),
                    ..rule("no-single-gender-panel", "the panellists are not all of one gender")
                }
                .roles(["panellist"])
                .at_least(2),
            ],
        },
        Policy {
            id: "panel-pledge",
            title: "at least one woman on every panel, the chair not counted",
            source: "Owen Barder, The Pledge, https://www.owen.org/pledge/",
            date: "undated",
            note: "The source is a promise of speakers not to serve otherwise on a panel of two people or more. The rule \
                   binds the organiser: on every panel that can fill two seats or more, a woman among the seats in the \
                   role `panellist`. It takes `gender` = `woman` for granted, and counts the chair, where the programme \
                   seats one, among the two people. Such a panel without panellists has to waive it.",
            rules: vec![
                Rule {
                    panels: Some(seats_between(2, None)),
                    ..rule("panel-pledge", "at least one woman on the panel, the chair not counted")
                }
                .roles(["panellist"])
                .filter(Filter::all().is("gender", "woman"))
                .at_least(1),
            ],
        },
        Policy {
            id: "not-only-moderating",
            title: "neither women nor men are confined to moderating",
            source: "United Nations Industrial Development Organization, UNIDO issues gender parity policy for panels \
                     and events, https://www.unido.org/news/unido-issues-gender-parity-policy-panels-and-events",
            date: "2020-07-10",
            note: "The source asks that no gender be restricted to the role of moderator or facilitator, and allows \
                   all-women lists at events on women's empowerment. A rule can't say `if they moderate, they also \
                   speak`; this one asks for more, a woman and a man among the `panellist` seats of every panel, and \
                   says nothing of other genders. It takes `gender` = `woman` and `man` for granted. A panel on women's \
                   empowerment, with one seat, or without panellists has to waive it.",
            rules: vec![
                Rule {
                    values: Some(Values::Only(vec!["woman".into(), "man".into()])),
                    ..rule("not-only-moderating", "women and men speak on the panel, not only moderate it")
                }
                .for_each(["panel", "gender"])
                .roles(["panellist"])
                .at_least(1),
            ],
        },
        Policy {
            id: "gender-40-60",
            title: "no gender fills more than 60% of a panel",
            source: "Council of Europe, Recommendation Rec(2003)3 of the Committee of Ministers on balanced \
                     participation of women and men in political and public decision-making",
            date: "2003-03-12",
            note: "The source speaks of decision-making bodies, not of panels: neither women nor men should fall below \
                   40%. The rule bounds every gender's part of the seats filled, in all roles, by 60%, which is the same \
                   where all are women or men and leaves room for other genders. Undisclosed counts among the seats. \
                   Women and men alone can't keep it with 1 seat or with 3; such a panel has to waive it.",
            rules: vec![
                Rule {
                    at_most: Share::percent(60).map(Bound::Share),
                    ..rule("gender-40-60", "no gender fills more than 60% of a panel")
                }
                .for_each(["panel", "gender"]),
            ],
        },
        Policy {
            id: "linux-foundation-panel",
            title: "on panels of 3 to 5, one who is not a man, and not all from one company",
            source: "The Linux Foundation, speaker requirements of Kubernetes on Edge Day as its organiser states them, \
                     https://github.com/badging/event-diversity-and-inclusion/issues/80",
            date: "2021-03-30",
            note: "The source asks it of every submission with 3 to 5 speakers. The rules ask it of every panel that can \
                   fill 3 to 5 seats, all roles together. They take `gender` = `man` for granted and read `organisation` \
                   as the company. Who has not disclosed a gender or an organisation helps neither rule.",
            rules: vec![
                Rule {
                    panels: Some(seats_between(3, Some(5))),
                    ..rule("linux-foundation-panel/gender", "at least one on the panel is not a man")
                }
                .filter(Filter::all().condition("gender", Condition::Not(Box::new(one_of(&["man"])))))
                .at_least(1),
                Rule {
                    panels: Some(seats_between(3, Some(5))),
                    count: Count::Distinct(Key::from("organisation")),
                    ..rule("linux-foundation-panel/company", "the panel is not all from one company")
                }
                .at_least(2),
            ],
        },
    ]
}
