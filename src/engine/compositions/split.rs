//! The program taken apart: what belongs to one panel alone, and what links panels.

use crate::engine::extremes::{NOBODY, SEVERAL};
use crate::engine::view::View;

/// Each panel's own columns and rows, and what belongs to several.
pub(crate) struct Apart {
    pub panels: Vec<Own>,
    /// Rows with columns of several panels, or of none.
    pub links: Vec<u32>,
    /// Columns of no panel.
    pub free: Vec<u32>,
    /// By row of the program: its place in `links`, `u32::MAX` for a panel's own.
    pub link_at: Vec<u32>,
}

/// What one panel has for itself, by number in the program.
#[derive(Default)]
pub(crate) struct Own {
    pub columns: Vec<u32>,
    pub rows: Vec<u32>,
}

/// Takes the program apart. A column of no panel that only rows of one panel know, but for those that keep earlier goals,
/// is that panel's: what a panel misses of a wish. `None` when stopped.
pub(crate) fn apart(view: &dyn View, stop: &mut dyn FnMut() -> bool) -> Option<Apart> {
    let (rows, columns) = (view.rows(), view.columns());
    let kept = view.kept();
    let mut owner = vec![NOBODY; rows];
    let mut of = vec![NOBODY; columns];
    let mut room = Vec::new();
    let claim =
        |owner: &mut u32, panel: u32| *owner = if *owner == NOBODY || *owner == panel { panel } else { SEVERAL };
    for (from, to, panel) in view.runs() {
        let Some(panel) = panel else { continue };
        if stop() {
            return None;
        }
        for column in from..to {
            of[column] = panel;
            for &(row, _) in view.terms(column, &mut room) {
                claim(&mut owner[row as usize], panel);
            }
        }
    }
    // What hangs on a panel's own columns alone is the panel's too, and what hangs on that.
    loop {
        let before = owner.clone();
        let mut settled = true;
        for column in 0..columns {
            if column.is_multiple_of(1 << 16) && stop() {
                return None;
            }
            if of[column] != NOBODY {
                continue;
            }
            let mut panel = NOBODY;
            for &(row, _) in view.terms(column, &mut room) {
                let own = before[row as usize];
                if own != NOBODY && !kept.contains(&(row as usize)) {
                    claim(&mut panel, own);
                }
            }
            if panel == NOBODY {
                continue;
            }
            settled = false;
            of[column] = panel;
            for &(row, _) in view.terms(column, &mut room) {
                claim(&mut owner[row as usize], panel);
            }
        }
        if settled {
            break;
        }
    }
    for column in 0..columns {
        if of[column] == NOBODY {
            view.terms(column, &mut room).iter().for_each(|&(row, _)| owner[row as usize] = SEVERAL);
        }
    }
    let count = owner.iter().chain(&of).filter(|panel| **panel < SEVERAL).max().map_or(0, |most| *most as usize + 1);
    let mut panels: Vec<Own> = Vec::new();
    panels.resize_with(count, Own::default);
    let mut all = Apart { panels, links: Vec::new(), free: Vec::new(), link_at: vec![NOBODY; rows] };
    for (column, &panel) in of.iter().enumerate() {
        match all.panels.get_mut(panel as usize) {
            Some(own) => own.columns.push(column as u32),
            None => all.free.push(column as u32),
        }
    }
    for (row, &panel) in owner.iter().enumerate() {
        if let Some(own) = all.panels.get_mut(panel as usize) {
            own.rows.push(row as u32);
        } else {
            all.link_at[row] = all.links.len() as u32;
            all.links.push(row as u32);
        }
    }
    all.panels.retain(|own| !own.columns.is_empty());
    Some(all)
}
