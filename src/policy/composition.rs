//! Policies on the size of a panel and on the groups and organisations that it brings together.

use super::{Policy, one_of, rule};
use crate::{Count, Filter, Key, Rule};

/// The policies on composition, in the order of the documentation.
pub(super) fn policies() -> Vec<Policy> {
    vec![
        Policy {
            id: "igf-2023-session",
            title: "at least three speakers, and a moderator and two speakers on site",
            source: "Internet Governance Forum, IGF 2023 Workshop Submission and Review Process, stage 1, \
                     https://www.intgovforum.org/en/content/igf-2023-workshop-submission-and-review-process",
            date: "2023",
            note: "The source asks it of workshop proposals, once, for the global forum of 2023. The rules ask it of \
                   every panel. They take the roles `panellist` and `moderator` and the attribute `attendance` = \
                   `onsite` for granted; who has not disclosed it is not counted on site. The same screening asks for \
                   one speaker of another gender: adopt `no-single-gender-panel` besides.",
            rules: vec![
                rule("igf-2023-session/speakers", "at least three speakers").roles(["panellist"]).at_least(3),
                rule("igf-2023-session/moderator-on-site", "a moderator on site")
                    .roles(["moderator"])
                    .filter(Filter::all().is("attendance", "onsite"))
                    .at_least(1),
                rule("igf-2023-session/speakers-on-site", "at least two speakers on site")
                    .roles(["panellist"])
                    .filter(Filter::all().is("attendance", "onsite"))
                    .at_least(2),
            ],
        },
        Policy {
            id: "four-sectors",
            title: "all four sectors on every panel",
            source: "Comitê Gestor da Internet no Brasil, call for workshops of the 11th Fórum da Internet no Brasil, \
                     https://forumdainternet.cgi.br/2021/chamada",
            date: "2021",
            note: "The source asks workshops to name participants from the four sectors of the committee: business, \
                   government, third sector, and scientific and technological community. The rules ask for one seat of \
                   each, in any role. They take `sector` = `private_sector`, `government` and `civil_society` for \
                   granted, and `technical_community` or `academia` for the fourth. Somebody of two sectors counts in \
                   both.",
            rules: vec![
                of_sectors("four-sectors/government", "somebody from government", &["government"]),
                of_sectors("four-sectors/private-sector", "somebody from the private sector", &["private_sector"]),
                of_sectors("four-sectors/civil-society", "somebody from civil society", &["civil_society"]),
                of_sectors(
                    "four-sectors/technical-and-scientific",
                    "somebody from the technical community or academia",
                    &["technical_community", "academia"],
                ),
            ],
        },
        Policy {
            id: "three-stakeholder-groups",
            title: "at least three stakeholder groups",
            source: "IGF Secretariat and the national and regional initiatives, NRIs Toolkit, Multistakeholder \
                     Organizing Teams, \
                     https://www.intgovforum.org/review/toolkit-to-help-communities-to-establish-igf-initiatives/4/",
            date: "undated",
            note: "The source asks it of the team that organises a national or regional initiative, where it is the \
                   start and all groups the aim; of panels it says nothing. The rule puts the same number to the seats \
                   of every panel, in any role. It counts the values of `sector`; undisclosed is none.",
            rules: vec![
                Rule {
                    count: Count::Distinct(Key::from("sector")),
                    ..rule("three-stakeholder-groups", "at least three stakeholder groups")
                }
                .at_least(3),
            ],
        },
        Policy {
            id: "four-panellists",
            title: "at most four panellists",
            source: "EuroDIG, guidelines, session principles, http://2014.eurodig.org/about-eurodig/guidelines",
            date: "2014",
            note: "The source advises not to invite more than 3 to 4 panellists, so that the audience is heard early; \
                   later years repeat it. The rule takes the upper number and the role `panellist`; moderators and \
                   rapporteurs are not counted.",
            rules: vec![rule("four-panellists", "at most four panellists").roles(["panellist"]).at_most(4)],
        },
        Policy {
            id: "not-one-institution",
            title: "not all from one institution",
            source: "International Studies Association, Policy and Procedures, Panel Composition, \
                     https://www.isanet.org/ISA/Governance/Policy-and-Procedures/ID/20/categoryId/6/Panel-Composition",
            date: "undated",
            note: "The source calls panels and roundtables whose participants are all from the same institution unlikely \
                   to be appropriate. The rule forbids them: two values of `organisation` among the seats, in any role. \
                   Undisclosed is none. A panel with one seat has to waive it.",
            rules: vec![
                Rule {
                    count: Count::Distinct(Key::from("organisation")),
                    ..rule("not-one-institution", "the panel is not all from one institution")
                }
                .at_least(2),
            ],
        },
    ]
}

/// One seat of each panel is held by somebody from one of the sectors.
fn of_sectors(id: &str, text: &str, sectors: &[&str]) -> Rule {
    rule(id, text).filter(Filter::all().condition("sector", one_of(sectors))).at_least(1)
}
