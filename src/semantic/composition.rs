//! Which clauses may follow which, and how a query may end.

use super::bind_statement::QueryPlace;
use super::errors;
use crate::error::{Error, Result, Span};
use crate::function::{ProcedureMode, ProcedureRegistry};
use crate::syntax::ast::{CallProcedure, Clause, ClauseKind, OnError, Query, SingleQuery, Yield};

/// Whether a query's branches are joined by `UNION ALL`; the two kinds are not mixed.
pub(super) fn union_kind(query: &Query) -> Result<bool> {
    let Some((first, _)) = query.unions.first() else { return Ok(false) };
    match query.unions.iter().find(|(all, _)| all != first) {
        Some((_, span)) => {
            Err(errors::composition("UNION and UNION ALL cannot be mixed in one query", *span)
                .hint("wrap one of them in CALL { }"))
        }
        None => Ok(*first),
    }
}

/// Checks where `CALL { } IN TRANSACTIONS` stands: what is committed on the way cannot be undone, so that nothing around it
/// may have changed anything yet.
pub(super) fn check_transactions(query: &Query, place: QueryPlace<'_>) -> Result<()> {
    for part in &query.parts {
        let mut updates = false;
        for clause in &part.clauses {
            updates |= matches!(role(&clause.kind), Role::Updates);
            let ClauseKind::CallSubquery { query: inner, transactions, .. } = &clause.kind else { continue };
            let Some(transactions) = transactions else {
                updates |= has_updates(inner);
                continue;
            };
            let wrong = |message: &str| Err(errors::composition(message, clause.span));
            if !matches!(place, QueryPlace::Statement) {
                return wrong("CALL { } IN TRANSACTIONS cannot stand inside a subquery");
            }
            if query.parts.len() > 1 {
                return wrong("CALL { } IN TRANSACTIONS cannot stand in a UNION");
            }
            if updates {
                return wrong("CALL { } IN TRANSACTIONS cannot follow a clause that changes the graph");
            }
            if transactions.report.is_some() && transactions.on_error == OnError::Fail {
                return wrong("REPORT STATUS needs ON ERROR CONTINUE or ON ERROR BREAK");
            }
        }
    }
    Ok(())
}

/// Whether a query has a clause that changes the graph.
fn has_updates(query: &Query) -> bool {
    query.parts.iter().flat_map(|part| &part.clauses).any(|clause| match &clause.kind {
        ClauseKind::CallSubquery { query, .. }
        | ClauseKind::Block(query)
        | ClauseKind::Next { query, .. } => has_updates(query),
        ClauseKind::When { branches, otherwise } => {
            branches.iter().any(|(_, query)| has_updates(query))
                || otherwise.as_deref().is_some_and(has_updates)
        }
        kind => matches!(role(kind), Role::Updates),
    })
}

/// What separates the fields of `LOAD CSV`: one ASCII character, but no quote and no line end.
pub(super) fn separator(text: &str, span: Span) -> Result<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
        _ => Err(Error::syntax("InvalidFieldTerminator", "FIELDTERMINATOR takes one ASCII character", span)),
    }
}

/// Checks the order of the clauses. `alone` says that the query is one clause and the whole statement.
pub(super) fn check(
    query: &SingleQuery,
    place: QueryPlace<'_>,
    alone: bool,
    procedures: &ProcedureRegistry,
) -> Result<()> {
    for (clause, next) in query.clauses.iter().zip(query.clauses.iter().skip(1)) {
        if matches!(role(&clause.kind), Role::Ends) {
            let message = format!("{} is the last clause of a query", keyword(&clause.kind));
            return Err(errors::composition(message, next.span));
        }
    }
    match query.clauses.last() {
        Some(last) => check_end(last, place, alone, procedures),
        None => Err(errors::unexpected("a query needs a clause", query.span)),
    }
}

/// What a clause does for the order of clauses.
enum Role {
    Updates,
    Ends,
    Neutral,
}

fn role(clause: &ClauseKind) -> Role {
    match clause {
        ClauseKind::Match { .. }
        | ClauseKind::Unwind { .. }
        | ClauseKind::CallProcedure(CallProcedure { write: None, .. })
        | ClauseKind::CallSubquery { .. }
        | ClauseKind::LoadCsv { .. }
        | ClauseKind::With { .. }
        | ClauseKind::Page { .. }
        | ClauseKind::Let(_)
        | ClauseKind::Filter(_)
        | ClauseKind::Use(_) => Role::Neutral,
        ClauseKind::Create(_)
        | ClauseKind::Merge { .. }
        | ClauseKind::Set(_)
        | ClauseKind::Remove(_)
        | ClauseKind::Delete { .. }
        | ClauseKind::CallProcedure(CallProcedure { write: Some(_), .. })
        | ClauseKind::Foreach { .. } => Role::Updates,
        ClauseKind::Return(_)
        | ClauseKind::Finish
        | ClauseKind::Block(_)
        | ClauseKind::When { .. }
        | ClauseKind::Next { .. } => Role::Ends,
    }
}

fn check_end(
    last: &Clause,
    place: QueryPlace<'_>,
    alone: bool,
    procedures: &ProcedureRegistry,
) -> Result<()> {
    let ends = match (&last.kind, place) {
        (ClauseKind::Return(_) | ClauseKind::Block(_), _) => true,
        (ClauseKind::When { .. } | ClauseKind::Next { .. }, _) => true,
        (_, QueryPlace::Expression { needs_return }) => !needs_return,
        (ClauseKind::CallProcedure(call), _) => alone || ends_with_call(call, procedures),
        (ClauseKind::CallSubquery { query, .. }, _) => !returns(query),
        // It is rejected by name when it is bound.
        (ClauseKind::Use(_), _) => true,
        (kind, _) => matches!(role(kind), Role::Updates | Role::Ends),
    };
    match ends {
        true => Ok(()),
        false => {
            let message = format!("a query cannot end with {}", keyword(&last.kind));
            Err(errors::composition(message, last.span).hint("add a RETURN, or FINISH to return nothing"))
        }
    }
}

/// A call ends a query when it is made for its effect. Unknown procedures are reported when bound.
fn ends_with_call(call: &CallProcedure, procedures: &ProcedureRegistry) -> bool {
    if call.write.is_some() {
        return true;
    }
    let taken = matches!(&call.yields, Yield::Items(items) if !items.is_empty());
    procedures.find(&call.name.name).is_none_or(|procedure| {
        !taken && (procedure.yields.is_empty() || procedure.mode == ProcedureMode::Write)
    })
}

fn returns(query: &Query) -> bool {
    let last = query.parts.first().and_then(|part| part.clauses.last());
    last.is_some_and(|clause| match &clause.kind {
        ClauseKind::Return(_) => true,
        ClauseKind::Block(query) | ClauseKind::Next { query, .. } => returns(query),
        ClauseKind::When { branches, .. } => branches.first().is_some_and(|(_, query)| returns(query)),
        _ => false,
    })
}

fn keyword(clause: &ClauseKind) -> &'static str {
    match clause {
        ClauseKind::Match { optional: false, .. } => "MATCH",
        ClauseKind::Match { optional: true, .. } => "OPTIONAL MATCH",
        ClauseKind::Unwind { .. } => "UNWIND",
        ClauseKind::With { .. } => "WITH",
        ClauseKind::Return(_) => "RETURN",
        ClauseKind::Finish => "FINISH",
        ClauseKind::Create(_) => "CREATE",
        ClauseKind::Merge { .. } => "MERGE",
        ClauseKind::Set(_) => "SET",
        ClauseKind::Remove(_) => "REMOVE",
        ClauseKind::Delete { .. } => "DELETE",
        ClauseKind::Foreach { .. } => "FOREACH",
        ClauseKind::CallProcedure(_) | ClauseKind::CallSubquery { .. } => "CALL",
        ClauseKind::LoadCsv { .. } => "LOAD CSV",
        ClauseKind::Page { order_by, .. } if !order_by.is_empty() => "ORDER BY",
        ClauseKind::Page { skip: Some(_), .. } => "SKIP",
        ClauseKind::Page { .. } => "LIMIT",
        ClauseKind::Block(_) => "a query in braces",
        ClauseKind::When { .. } => "WHEN",
        ClauseKind::Next { .. } => "NEXT",
        ClauseKind::Let(_) => "LET",
        ClauseKind::Filter(_) => "FILTER",
        ClauseKind::Use(_) => "USE",
    }
}
