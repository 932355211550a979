//! The compile-time errors of binding: one constructor each, with openCypher's class and detail, a message
//! in the reader's words and, where one helps, a hint.

use crate::error::{Error, ErrorClass, Span, similarity};
use crate::function::{self, Procedure, Type};

use super::types::describe;

/// The known name most like `wanted`, when it is like it at all.
fn nearest<'n>(wanted: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = wanted.to_lowercase();
    known
        .map(|name| (similarity(&lower, &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

fn did_you_mean(error: Error, suggestion: Option<&str>) -> Error {
    match suggestion {
        Some(name) => error.hint(format!("did you mean `{name}`?")),
        None => error,
    }
}

pub(super) fn too_many_steps(allowed: usize, span: Span) -> Error {
    let message = format!("the statement has more than {allowed} steps one after the other");
    Error::new(ErrorClass::BudgetExceeded, "StatementTooComplex", message)
        .compile_time()
        .at(span)
        .hint("split it into several statements, or read the data with UNWIND")
}

pub(super) fn undefined_variable<'n>(name: &str, span: Span, known: impl Iterator<Item = &'n str>) -> Error {
    let error =
        Error::syntax("UndefinedVariable", format!("the variable `{name}` is not defined here"), span);
    did_you_mean(error, nearest(name, known))
}

pub(super) fn hidden_variable(name: &str, span: Span, reason: &str) -> Error {
    Error::syntax("UndefinedVariable", format!("the variable `{name}` is not visible here: {reason}"), span)
        .hint("project it, or sort and filter by what is projected")
}

pub(super) fn used_while_created(name: &str, span: Span) -> Error {
    Error::syntax(
        "UndefinedVariable",
        format!("`{name}` is made by this clause, but not before its properties are read here"),
        span,
    )
    .hint("create it in an earlier clause")
}

pub(super) fn variable_already_bound(name: &str, span: Span) -> Error {
    Error::syntax("VariableAlreadyBound", format!("the variable `{name}` is already in use"), span)
        .hint("choose another name")
}

pub(super) fn constrains_bound(name: &str, span: Span) -> Error {
    Error::syntax(
        "VariableAlreadyBound",
        format!("`{name}` is already bound, so it cannot be created, nor given labels or properties here"),
        span,
    )
    .hint(format!("mention it as plain `({name})` at the end of a new relationship, or use SET"))
}

pub(super) fn variable_type_conflict(name: &str, span: Span, known: Type, wanted: Type) -> Error {
    let message = format!("`{name}` is {}, it cannot stand for {} here", describe(known), describe(wanted));
    Error::syntax("VariableTypeConflict", message, span)
}

pub(super) fn relationship_reused(name: &str, span: Span) -> Error {
    Error::syntax(
        "RelationshipUniquenessViolation",
        format!("the relationship `{name}` stands twice in one MATCH, where all relationships differ"),
        span,
    )
}

pub(super) fn column_conflict(name: &str, span: Span) -> Error {
    Error::syntax("ColumnNameConflict", format!("two columns are named `{name}`"), span)
        .hint("give one of them another name with AS")
}

pub(super) fn no_alias(text: &str, span: Span) -> Error {
    Error::syntax("NoExpressionAlias", format!("`{text}` needs a name in WITH"), span)
        .hint(format!("write `{text} AS name`"))
}

pub(super) fn no_variables(span: Span) -> Error {
    Error::syntax("NoVariablesInScope", "`*` has nothing to return: no variables are in scope", span)
}

pub(super) fn ambiguous_aggregation(span: Span) -> Error {
    Error::syntax(
        "AmbiguousAggregationExpression",
        "beside an aggregate only constants, parameters and grouping keys can be used",
        span,
    )
    .hint("compute the other part in an earlier WITH, or return it as an item of its own")
}

pub(super) fn invalid_aggregation(name: &str, span: Span, place: &str) -> Error {
    Error::syntax("InvalidAggregation", format!("`{name}` aggregates rows, which {place} cannot do"), span)
        .hint("aggregate in an earlier WITH and use its result")
}

pub(super) fn nested_aggregation(name: &str, span: Span) -> Error {
    Error::syntax("NestedAggregation", format!("`{name}` stands inside another aggregate"), span)
        .hint("aggregate the inner one in an earlier WITH")
}

pub(super) fn volatile_in_aggregate(name: &str, span: Span) -> Error {
    Error::syntax(
        "NonConstantExpression",
        format!("`{name}` differs from call to call and cannot be aggregated"),
        span,
    )
    .hint("compute it in an earlier WITH")
}

pub(super) fn non_constant(clause: &str, span: Span) -> Error {
    Error::syntax(
        "NonConstantExpression",
        format!("{clause} takes one number for the whole result, so it cannot depend on rows or the graph"),
        span,
    )
}

pub(super) fn negative_integer(clause: &str, value: i64, span: Span) -> Error {
    Error::syntax("NegativeIntegerArgument", format!("{clause} cannot be negative, it is {value}"), span)
}

pub(super) fn argument_type(what: &str, wanted: &str, given: Type, span: Span) -> Error {
    let message = format!("{what} takes {wanted}, not {}", describe(given));
    Error::syntax("InvalidArgumentType", message, span)
}

pub(super) fn no_properties(given: Type, span: Span) -> Error {
    let message = format!("{} has no properties", describe(given));
    match given {
        Type::Path => Error::syntax("InvalidArgumentType", message, span)
            .hint("use nodes(p) or relationships(p) to reach what has properties"),
        _ => Error::type_error("InvalidArgumentType", message).compile_time().at(span),
    }
}

pub(super) fn parameter_use(clause: &str, span: Span) -> Error {
    Error::syntax(
        "InvalidParameterUse",
        format!("a parameter cannot stand for the whole property map in {clause}"),
        span,
    )
    .hint("name the keys: {key: $parameter.key}")
}

pub(super) fn invalid_delete(what: &str, span: Span) -> Error {
    Error::syntax("InvalidDelete", format!("{what} cannot be deleted"), span)
        .hint("use REMOVE for labels and properties")
}

pub(super) fn creating_var_length(span: Span) -> Error {
    Error::syntax("CreatingVarLength", "a relationship of variable length cannot be created", span)
}

pub(super) fn requires_direction(span: Span) -> Error {
    Error::syntax("RequiresDirectedRelationship", "a new relationship needs a direction", span)
        .hint("write --> or <--")
}

pub(super) fn single_type(span: Span) -> Error {
    Error::syntax("NoSingleRelationshipType", "a new relationship needs exactly one type", span)
        .hint("write -[:TYPE]->")
}

pub(super) fn composition(message: impl Into<String>, span: Span) -> Error {
    Error::syntax("InvalidClauseComposition", message, span)
}

pub(super) fn unexpected(message: impl Into<String>, span: Span) -> Error {
    Error::syntax("UnexpectedSyntax", message, span)
}

pub(super) fn pattern_as_value(span: Span) -> Error {
    unexpected("a pattern stands for true or false and can only be used where a condition is", span)
        .hint("write exists((a)-->(b)) for a condition, COUNT { (a)-->(b) } for a number, [(a)-->(b) | b] for a list")
}

pub(super) fn different_columns(span: Span, first: &str, here: &str) -> Error {
    Error::syntax(
        "DifferentColumnsInUnion",
        format!("the parts of a UNION need the same columns: {first} against {here}"),
        span,
    )
}

pub(super) fn unknown_function(name: &str, span: Span) -> Error {
    let error = Error::syntax("UnknownFunction", format!("there is no function `{name}`"), span);
    match elsewhere(name) {
        Some(hint) => error.hint(hint),
        None => did_you_mean(error, function::nearest(name)),
    }
}

pub(super) fn number_of_arguments(name: &str, takes: &str, given: usize, span: Span) -> Error {
    Error::syntax("InvalidNumberOfArguments", format!("`{name}` takes {takes}, not {given}"), span)
}

pub(super) fn unknown_procedure<'n>(name: &str, span: Span, known: impl Iterator<Item = &'n str>) -> Error {
    let message = format!("there is no procedure `{name}`");
    let error = Error::new(ErrorClass::ProcedureError, "ProcedureNotFound", message).compile_time().at(span);
    match elsewhere(name) {
        Some(hint) => error.hint(hint),
        None => did_you_mean(error, nearest(name, known)),
    }
}

/// Where the functions and procedures that published queries call by this name are from, or what they write today.
fn elsewhere(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    Some(match name.as_str() {
        "db.indexes" => "write `SHOW INDEXES`",
        "db.constraints" => "write `SHOW CONSTRAINTS`",
        "dbms.listconfig" | "dbms.listqueries" => "a store has no server to ask",
        _ if name.starts_with("apoc.") => {
            "it is from APOC, a library of Neo4j that is no part of the language"
        }
        _ if name.starts_with("gds.") || name.starts_with("algo.") => {
            "it is from Neo4j's graph algorithms, a library that is no part of the language"
        }
        _ if name.starts_with("db.index.fulltext.") => "there are no full-text indexes",
        _ => return None,
    })
}

pub(super) fn unknown_yield(name: &str, span: Span, procedure: &Procedure) -> Error {
    let message = format!("the procedure `{}` does not yield `{name}`", procedure.name);
    let error = Error::syntax("UndefinedVariable", message, span);
    let columns: Vec<&str> = procedure.yields.iter().map(|column| column.name.as_str()).collect();
    error.hint(match columns.is_empty() {
        true => "it yields nothing".to_owned(),
        false => format!("it yields {}", columns.join(", ")),
    })
}

pub(super) fn argument_passing(name: &str, span: Span) -> Error {
    Error::syntax(
        "InvalidArgumentPassingMode",
        format!("`{name}` needs its arguments in parentheses when it is called inside a query"),
        span,
    )
    .hint("only a procedure call that is the whole statement takes them from the parameters")
}

pub(super) fn unsupported(what: &str, span: Span) -> Error {
    Error::new(ErrorClass::Unsupported, "Unsupported", format!("{what} is not supported"))
        .compile_time()
        .at(span)
}
