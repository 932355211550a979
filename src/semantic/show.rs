//! `SHOW` as the query it stands for: a call of the table, then a `WITH` for what it yields and a `RETURN`.
//!
//! `SHOW TEXT INDEXES YIELD name AS n ORDER BY n WHERE n <> 'x' RETURN count(*)` is
//! `CALL table() YIELD <all columns> WHERE type IN ['TEXT'] WITH name AS n ORDER BY n WHERE n <> 'x' RETURN count(*)`.

use crate::error::Span;
use crate::function::show::{self, ShowTable};
use crate::syntax::ast::{
    CallProcedure, Clause, ClauseKind, EntityKind, Expr, ExprKind, Ident, Literal, Projection,
    ProjectionItem, Query, Show, ShowKind, ShownConstraint, SingleQuery, Yield,
};

/// The query.
pub(super) fn query(show: &Show) -> Query {
    let table = table(show.what);
    let span = show.span;
    let brief = || table.columns().take(table.brief).map(|name| variable(name, span)).collect();
    let yields = match &show.yields {
        Some(yields) => yields.clone(),
        None => projection(brief(), span),
    };
    let returns = match (&show.returns, &show.yields) {
        (Some(returns), _) => returns.clone(),
        // Of `YIELD *` the columns stay in the table's order, which `RETURN *` would not keep.
        (None, Some(yields)) if !yields.star => projection(renamed(yields), span),
        (None, Some(_)) => projection(table.columns().map(|name| variable(name, span)).collect(), span),
        (None, None) => projection(brief(), span),
    };
    let clauses = [
        ClauseKind::CallProcedure(call(show, table)),
        ClauseKind::With { body: yields, filter: show.filter.clone() },
        ClauseKind::Return(returns),
    ];
    let clauses = clauses.into_iter().map(|kind| Clause { kind, span }).collect();
    Query { parts: vec![SingleQuery { clauses, span }], unions: Vec::new(), span }
}

fn table(what: ShowKind) -> &'static ShowTable {
    match what {
        ShowKind::Indexes(_) => &show::INDEXES,
        ShowKind::Constraints(..) => &show::CONSTRAINTS,
        ShowKind::Functions(_) => &show::FUNCTIONS,
        ShowKind::Procedures => &show::PROCEDURES,
    }
}

fn call(show: &Show, table: &ShowTable) -> CallProcedure {
    let span = show.span;
    let columns = table.columns().map(|name| (ident(name, span), None)).collect();
    CallProcedure {
        optional: false,
        name: ident(table.name, span),
        arguments: Some(Vec::new()),
        yields: Yield::Items(columns),
        filter: narrowing(show.what, span),
        write: None,
    }
}

/// Which rows the words before `INDEXES` and the like leave.
fn narrowing(what: ShowKind, span: Span) -> Option<Expr> {
    match what {
        ShowKind::Indexes(kind) => kind.map(|kind| type_in(vec![kind.name().to_owned()], span)),
        ShowKind::Constraints(None, None) => None,
        ShowKind::Constraints(entity, rule) => Some(type_in(constraint_types(entity, rule), span)),
        ShowKind::Functions(built_in) => built_in.map(|built_in| {
            let column = variable("isBuiltIn", span);
            let literal = Expr { kind: ExprKind::Literal(Literal::Boolean(built_in)), span };
            let equal = (crate::syntax::ast::ComparisonOp::Equal, literal);
            Expr { kind: ExprKind::Comparison(Box::new(column), vec![equal]), span }
        }),
        ShowKind::Procedures => None,
    }
}

fn constraint_types(entity: Option<EntityKind>, rule: Option<ShownConstraint>) -> Vec<String> {
    let rules = [
        (ShownConstraint::Unique, "PROPERTY_UNIQUENESS"),
        (ShownConstraint::Key, "KEY"),
        (ShownConstraint::Existence, "PROPERTY_EXISTENCE"),
        (ShownConstraint::PropertyType, "PROPERTY_TYPE"),
    ];
    let entities = [(EntityKind::Node, "NODE"), (EntityKind::Relationship, "RELATIONSHIP")];
    let wanted = entities.iter().filter(|(it, _)| entity.is_none_or(|entity| entity == *it));
    let named = |(_, entity): &(EntityKind, &str)| {
        let rules = rules.iter().filter(|(it, _)| rule.is_none_or(|rule| rule == *it));
        rules.map(|(_, rule)| format!("{entity}_{rule}")).collect::<Vec<_>>()
    };
    wanted.flat_map(named).collect()
}

fn type_in(types: Vec<String>, span: Span) -> Expr {
    let texts = types.into_iter().map(|name| Expr { kind: ExprKind::Literal(Literal::String(name)), span });
    let list = Expr { kind: ExprKind::List(texts.collect()), span };
    Expr { kind: ExprKind::In(Box::new(variable("type", span)), Box::new(list)), span }
}

/// The variables that the items of `YIELD` are.
fn renamed(yields: &Projection) -> Vec<Expr> {
    let name = |item: &ProjectionItem| match &item.alias {
        Some(alias) => variable(&alias.name, alias.span),
        None => item.expr.clone(),
    };
    yields.items.iter().map(name).collect()
}

fn projection(items: Vec<Expr>, span: Span) -> Projection {
    let item = |expr: Expr| {
        let text = if let ExprKind::Variable(name) = &expr.kind { name.clone() } else { String::new() };
        ProjectionItem { expr, alias: None, text }
    };
    let items = items.into_iter().map(item).collect();
    Projection {
        distinct: false,
        star: false,
        items,
        group_by: None,
        order_by: Vec::new(),
        skip: None,
        limit: None,
        span,
    }
}

fn variable(name: &str, span: Span) -> Expr {
    Expr { kind: ExprKind::Variable(name.to_owned()), span }
}

fn ident(name: &str, span: Span) -> Ident {
    Ident { name: name.to_owned(), span }
}
