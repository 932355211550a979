//! Putting branches together: on a node that they lead to, if need be turned round, or beside one from the same node.

use crate::plan::imports::Imports;
use crate::plan::logical::{Apart, Branch, Expand, Measure, Rival};
use crate::plan::walk_expr::free_slots;
use crate::semantic::bound::{Expr, Slot};

/// The branch as one that hangs on a node, if it can be: a hop between two nodes hangs on either, and an end that is
/// joined to several nodes is reached from any of them.
pub(super) fn attached(branch: &Branch, node: Slot) -> Option<Branch> {
    if branch.hop.from == node {
        return Some(branch.clone());
    }
    if branch.hop.into {
        let turns = branch.hop.to == node && branch.different.is_empty() && branch.predicates.is_empty();
        return turns.then(|| Branch { hop: turned(&branch.hop), ..branch.clone() });
    }
    through_closing(branch, node)
}

/// The branch with the hop that closes at a node as its first one, and its first one as a closing.
fn through_closing(branch: &Branch, node: Slot) -> Option<Branch> {
    let first = branch.hop.relationship;
    let leads = |other: &Branch| other.hop.into && other.hop.to == node && other.measure == Measure::Matches;
    let at = branch.branches.iter().position(leads)?;
    let mut whole = branch.clone();
    let closing = whole.branches.remove(at);
    // A closing's relationship cannot be read. Predicates are on the end alone where a branch is not plain.
    if whole.branches.iter().any(|other| other.reads().contains(first)) {
        return None;
    }
    let mut hop = turned(&closing.hop);
    let mut into = turned(&whole.hop);
    if let Some(at) = hop.unique.iter().position(|slot| *slot == first) {
        hop.unique.remove(at);
        into.unique.push(hop.relationship);
    }
    (hop.into, into.into) = (false, true);
    whole.branches.push(Branch::of_hop(into));
    whole.hop = hop;
    Some(whole)
}

/// A branch that hangs on the same node as another and depends on nothing but what that leads to, as its rival.
pub(super) fn rival(branch: &Branch, mut other: Branch, imports: &Imports) -> Option<Rival> {
    let (end, first) = (branch.hop.to, branch.hop.relationship);
    let alone = |branch: &Branch| {
        branch.is_plain() && branch.measure == Measure::Matches && branch.rival.is_none() && !branch.hop.into
    };
    let on_end = |e: &Expr| free_slots(e, imports).iter().all(|slot| slot == other.hop.to);
    let fits = branch.hop.from == other.hop.from
        && branch.hop.unique.is_empty()
        && alone(branch)
        && alone(&other)
        && other.predicates.iter().all(on_end)
        && other.hop.unique.iter().all(|slot| *slot == first)
        && other.different.iter().all(|slot| *slot == end);
    // Where the ends are others, so are the relationships.
    let apart = if other.different.is_empty() { Apart::Relationships } else { Apart::Ends };
    other.hop.unique.clear();
    other.different.clear();
    fits.then_some(Rival { branch: other, apart })
}

fn turned(hop: &Expand) -> Expand {
    Expand { from: hop.to, to: hop.from, direction: hop.direction.reverse(), ..hop.clone() }
}
