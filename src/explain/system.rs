//! The forum as a system of statements, each a set of rows and forbidden seats of its own.

use super::model::Line;
use crate::program::{Column, Formulation, Meaning, Origin, Part};
use crate::solve::refused;
use crate::{Concede, DraftSeat, Error, Forum};
use indexmap::IndexMap;

/// What a statement is about, by position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum About {
    /// A rule in force, in one of its groups.
    Group {
        rule: u32,
        group: u32,
    },
    /// A rule's `at_most_apart`, in one family of its groups.
    Family {
        rule: u32,
        values: Vec<(String, String)>,
    },
    Seats {
        panel: u32,
        role: u32,
    },
    OneSeat {
        panel: u32,
        speaker: u32,
    },
    Slot {
        speaker: u32,
        slot: u32,
    },
    MaxSeats {
        speaker: u32,
    },
    Roles {
        speaker: u32,
    },
    Unavailable {
        speaker: u32,
        slot: u32,
    },
    Pin(u32),
    Bar(u32),
}

/// What kind of statement it is: the statements that a reader takes for one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Rule(u32),
    Pin,
    Bar,
    MaxSeats,
    Seats,
    Unavailable,
    Roles,
    Slot,
    OneSeat,
}

/// One statement of the forum.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub about: About,
    pub kind: Kind,
    /// What loosening it by one costs; `None` is never.
    pub concede: Option<u32>,
    pub rows: Vec<u32>,
}

/// Whose row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Unit(u32),
    /// Defines an auxiliary column; always holds.
    Definition,
    /// Of a wish or a goal: nothing that could be impossible.
    Soft,
}

/// The forum's statements with their rows.
pub(super) struct System<'a> {
    pub forum: &'a Forum,
    pub formulation: Formulation<'a>,
    pub units: Vec<Unit>,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    pub owners: Vec<Owner>,
    /// Which statements forbid a column: column, then unit; ascending.
    pub forbids: Vec<(u32, u32)>,
    /// Rows that ask something of a guest, who need not come: row, and which guest.
    pub excused: std::collections::HashMap<u32, usize>,
}

impl<'a> System<'a> {
    pub(super) fn new(forum: &'a Forum) -> Result<Self, Error> {
        Self::unless(forum, &mut || false)?.ok_or_else(|| Error::Internal("nobody stopped it".into()))
    }

    /// The same, unless the caller stops it.
    pub(super) fn unless(forum: &'a Forum, stop: &mut dyn FnMut() -> bool) -> Result<Option<Self>, Error> {
        let Some(formulation) = Formulation::open_unless(forum, stop).map_err(refused)? else { return Ok(None) };
        let Some(program) = formulation.program_unless(stop).map_err(refused)? else { return Ok(None) };
        let mut found: IndexMap<About, (Kind, Option<u32>, Vec<u32>)> = IndexMap::new();
        let mut owners = Vec::with_capacity(program.rows.bounds.len());
        let mut lines = Vec::with_capacity(program.rows.bounds.len());
        for (at, bounds) in program.rows.bounds.iter().enumerate() {
            if at.is_multiple_of(8192) && stop() {
                return Ok(None);
            }
            let terms = program.rows.terms(at).map(|(column, weight)| (column, i64::from(weight))).collect();
            lines.push(Line { terms, lower: bounds.lower, upper: bounds.upper });
            let Some(stated) = about(&formulation, bounds.origin) else {
                // Of a wish or a goal only what defines a column is more than soft.
                let defines = match bounds.origin {
                    Origin::Goal { .. } => false,
                    Origin::Rule { part, .. } => matches!(part, Part::Unsupported { .. } | Part::Lifted { .. }),
                    _ => true,
                };
                owners.push(if defines { Owner::Definition } else { Owner::Soft });
                continue;
            };
            let (kind, concede) = standing(&formulation, &stated);
            let entry = found.entry(stated).or_insert((kind, concede, Vec::new()));
            entry.2.push(at as u32);
            owners.push(Owner::Unit(0));
        }
        if stop() {
            return Ok(None);
        }
        let mut forbids = Vec::new();
        forbidden(&formulation, &program.columns, &mut found, &mut forbids);
        let units: Vec<Unit> =
            found.into_iter().map(|(about, (kind, concede, rows))| Unit { about, kind, concede, rows }).collect();
        for (at, unit) in units.iter().enumerate() {
            for row in &unit.rows {
                owners[*row as usize] = Owner::Unit(at as u32);
            }
        }
        forbids.sort_unstable();
        let system = Self {
            forum,
            formulation,
            units,
            columns: program.columns,
            lines,
            owners,
            forbids,
            excused: std::collections::HashMap::new(),
        };
        Ok(Some(system))
    }

    /// The rule's id and group, as tallies name them.
    pub(super) fn name(&self, about: &About) -> (String, Vec<(String, String)>) {
        name(&self.formulation, about)
    }

    /// The seats held where these columns have these values.
    pub(super) fn seats(&self, held: impl Iterator<Item = (u32, i64)>) -> Vec<DraftSeat> {
        let held = held.filter(|(_, value)| *value == 1);
        held.filter_map(|(column, _)| match self.columns.get(column as usize)?.meaning {
            Meaning::Seat { panel, role, speaker } => {
                let panel = self.forum.panels.get(panel as usize)?;
                Some(DraftSeat {
                    panel: panel.id.clone(),
                    role: panel.seats.get(role as usize)?.role.clone(),
                    speaker: self.forum.speakers.get(speaker as usize)?.id.clone(),
                })
            }
            _ => None,
        })
        .collect()
    }

    pub(super) fn panel_of(&self, column: u32) -> Option<u32> {
        match self.columns.get(column as usize)?.meaning {
            Meaning::Seat { panel, .. } | Meaning::Present { panel, .. } => Some(panel),
            _ => None,
        }
    }
}

/// What a row of a formulation states; `None` of one that defines a column, and of wishes and goals.
pub(super) fn about(formulation: &Formulation<'_>, origin: Origin) -> Option<About> {
    Some(match origin {
        Origin::Rule { part: Part::Unsupported { .. } | Part::Lifted { .. }, .. }
        | Origin::Present { .. }
        | Origin::Goal { .. } => return None,
        Origin::Rule { rule, group, part } => {
            let scope = formulation.rule(rule).scope();
            if scope.rule.prefer.is_some() {
                return None;
            }
            if matches!(part, Part::Least | Part::Greatest) {
                let mut values = scope.groups.values(scope.rule, group);
                values.pop();
                let values = values.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned()));
                About::Family { rule, values: values.collect() }
            } else {
                About::Group { rule, group }
            }
        }
        Origin::Seats { panel, role } => About::Seats { panel, role },
        Origin::OneSeat { panel, speaker } => About::OneSeat { panel, speaker },
        Origin::Slot { speaker, slot } => About::Slot { speaker, slot },
        Origin::MaxSeats { speaker } => About::MaxSeats { speaker },
        Origin::Pin { pin } => About::Pin(pin),
    })
}

/// The kind of a statement that has rows, and what conceding a unit of it costs.
fn standing(formulation: &Formulation<'_>, about: &About) -> (Kind, Option<u32>) {
    match about {
        About::Group { rule, .. } | About::Family { rule, .. } => {
            (Kind::Rule(*rule), weight(formulation.rule(*rule).scope().rule.concede))
        }
        About::Seats { .. } => (Kind::Seats, Some(1)),
        About::OneSeat { .. } => (Kind::OneSeat, None),
        About::Slot { .. } => (Kind::Slot, None),
        About::MaxSeats { .. } => (Kind::MaxSeats, Some(1)),
        About::Pin(_) => (Kind::Pin, Some(1)),
        About::Bar(_) => (Kind::Bar, Some(1)),
        About::Roles { .. } => (Kind::Roles, None),
        About::Unavailable { .. } => (Kind::Unavailable, None),
    }
}

/// The rule's id and group, as tallies name them.
pub(super) fn name(formulation: &Formulation<'_>, about: &About) -> (String, Vec<(String, String)>) {
    let forum = formulation.index.forum;
    let panel = |p: u32| forum.panels[p as usize].id.as_str();
    let speaker = |s: u32| forum.speakers[s as usize].id.as_str();
    let slot = |s: u32| formulation.index.slots[s as usize].to_owned();
    let one = |key: &str, value: &str| vec![(key.to_owned(), value.to_owned())];
    let of_role = |role: Option<&String>| role.map(|role| one("role", role)).unwrap_or_default();
    match about {
        About::Group { rule, group } => {
            let scope = formulation.rule(*rule).scope();
            let values = scope.groups.values(scope.rule, *group).into_iter();
            (scope.rule.id.clone(), values.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
        }
        About::Family { rule, values } => (formulation.rule(*rule).scope().rule.id.clone(), values.clone()),
        About::Seats { panel: p, role } => {
            (format!("seats/{}", panel(*p)), one("role", &forum.panels[*p as usize].seats[*role as usize].role))
        }
        About::OneSeat { panel: p, speaker: s } => (format!("one_seat/{}", panel(*p)), one("speaker", speaker(*s))),
        About::Slot { speaker: s, slot: t } => (format!("slot/{}", speaker(*s)), one("slot", &slot(*t))),
        About::MaxSeats { speaker: s } => (format!("max_seats/{}", speaker(*s)), Vec::new()),
        About::Roles { speaker: s } => (format!("roles/{}", speaker(*s)), Vec::new()),
        About::Unavailable { speaker: s, slot: t } => (format!("unavailable/{}", speaker(*s)), one("slot", &slot(*t))),
        About::Pin(at) => {
            let pin = &forum.pins[*at as usize];
            (format!("pin/{}/{}", pin.panel, pin.speaker), of_role(pin.role.as_ref()))
        }
        About::Bar(at) => {
            let bar = &forum.bars[*at as usize];
            (format!("bar/{}/{}", bar.panel, bar.speaker), of_role(bar.role.as_ref()))
        }
    }
}

/// The statements that forbid seats one by one: roles, availability, bars.
fn forbidden(
    formulation: &Formulation<'_>,
    columns: &[Column],
    found: &mut IndexMap<About, (Kind, Option<u32>, Vec<u32>)>,
    forbids: &mut Vec<(u32, u32)>,
) {
    let index = &formulation.index;
    let forum = index.forum;
    let mut bars: std::collections::HashMap<(u32, u32), Vec<u32>> = std::collections::HashMap::new();
    for (at, bar) in forum.bars.iter().enumerate() {
        if let (Some(panel), Some(speaker)) =
            (index.panel_at.get(bar.panel.as_str()), index.speaker_at.get(bar.speaker.as_str()))
        {
            bars.entry((*panel, *speaker)).or_default().push(at as u32);
        }
    }
    for (column, of) in columns.iter().enumerate() {
        let Meaning::Seat { panel, role, speaker } = of.meaning else { continue };
        let (on, who) = (&forum.panels[panel as usize], &forum.speakers[speaker as usize]);
        let name = &on.seats[role as usize].role;
        let mut forbid = |about: About, kind, concede| {
            let unit = found.entry(about);
            let at = unit.index();
            unit.or_insert((kind, concede, Vec::new()));
            forbids.push((column as u32, at as u32));
        };
        if who.roles.as_ref().is_some_and(|roles| !roles.contains(name)) {
            forbid(About::Roles { speaker }, Kind::Roles, None);
        }
        if let (Some(slot), Some(at)) = (&on.slot, index.slot_of[panel as usize])
            && who.unavailable.contains(slot)
        {
            forbid(About::Unavailable { speaker, slot: at }, Kind::Unavailable, None);
        }
        for &bar in bars.get(&(panel, speaker)).into_iter().flatten() {
            if forum.bars[bar as usize].role.as_ref().is_none_or(|barred| barred == name) {
                forbid(About::Bar(bar), Kind::Bar, Some(1));
            }
        }
    }
}

fn weight(concede: Option<Concede>) -> Option<u32> {
    match concede {
        None => Some(1),
        Some(Concede::Weight(weight)) => Some(weight),
        Some(Concede::Never) => None,
    }
}
