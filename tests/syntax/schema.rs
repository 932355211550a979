//! Strategies for random schema commands and listings.

use casegraph::syntax::ast::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::census::seen;
use super::expressions::{AT, condition, ident, type_name, value};
use super::queries::projection;

/// A statement that is one schema command.
pub fn schema_command() -> impl Strategy<Value = Statement> {
    let mode = prop::sample::select(vec![Mode::Execute, Mode::Explain, Mode::Profile]).prop_map(seen);
    let dialect = prop::sample::select(Dialect::ALL.to_vec())
        .prop_map(|dialect| seen(StatementBody::Dialect(seen(dialect))));
    let schema = command().prop_map(|command| seen(StatementBody::Schema(seen(command))));
    let body = prop_oneof![9 => schema, 1 => dialect];
    (mode, body).prop_map(|(mode, body)| Statement { mode, hops_limit: None, body, nesting: 0, span: AT })
}

fn command() -> BoxedStrategy<SchemaCommand> {
    let head = || (option::of(schema_name()), any::<bool>(), entity());
    let drop = || (schema_name(), any::<bool>());
    let keys = || vec(ident(), 1..3);
    prop_oneof![
        (head(), index_kind(), ident(), keys()).prop_map(
            |((name, if_not_exists, entity), kind, label, mut properties)| {
                // Texts and points are indexed by one key each.
                properties.truncate(if kind == IndexKind::Range { 2 } else { 1 });
                SchemaCommand::CreateIndex { name, if_not_exists, kind, entity, label, properties }
            }
        ),
        head().prop_map(|(name, if_not_exists, entity)| SchemaCommand::CreateLookup {
            name,
            if_not_exists,
            entity,
            span: AT
        }),
        (head(), ident(), keys(), constraint_kind()).prop_map(
            |((name, if_not_exists, entity), label, properties, kind)| SchemaCommand::CreateConstraint {
                name,
                if_not_exists,
                entity,
                label,
                properties,
                kind
            }
        ),
        drop().prop_map(|(name, if_exists)| SchemaCommand::DropIndex { name, if_exists }),
        drop().prop_map(|(name, if_exists)| SchemaCommand::DropConstraint { name, if_exists }),
        show().prop_map(|show| SchemaCommand::Show(Box::new(show))),
    ]
    .boxed()
}

fn schema_name() -> impl Strategy<Value = SchemaName> {
    prop_oneof![3 => ident().prop_map(SchemaName::Written), 1 => ident().prop_map(SchemaName::Parameter)]
        .prop_map(seen)
}

fn entity() -> impl Strategy<Value = EntityKind> {
    prop::sample::select(vec![EntityKind::Node, EntityKind::Relationship]).prop_map(seen)
}

fn index_kind() -> impl Strategy<Value = IndexKind> {
    prop::sample::select(vec![IndexKind::Range, IndexKind::Text, IndexKind::Point]).prop_map(seen)
}

fn constraint_kind() -> impl Strategy<Value = ConstraintKind> {
    prop_oneof![
        Just(ConstraintKind::Unique),
        Just(ConstraintKind::NotNull),
        Just(ConstraintKind::Key),
        type_name().prop_map(ConstraintKind::Typed),
    ]
    .prop_map(seen)
}

fn show() -> impl Strategy<Value = Show> {
    let columns = (projection(value()), vec((ident(), option::of(ident())), 1..3)).prop_map(columns);
    let taken = option::of((columns, option::of(projection(value()))));
    (show_kind(), taken, option::of(condition())).prop_map(|(what, taken, filter)| {
        let (yields, returns) = taken.map_or((None, None), |(yields, returns)| (Some(yields), returns));
        Show { what, yields, filter, returns, span: AT }
    })
}

/// `YIELD` takes columns, not any expressions, and all of them.
fn columns((page, names): (Projection, Vec<(Ident, Option<Ident>)>)) -> Projection {
    let item = |(column, alias): (Ident, Option<Ident>)| ProjectionItem {
        expr: Expr { kind: ExprKind::Variable(column.name), span: AT },
        alias,
        text: String::new(),
    };
    Projection { distinct: false, items: names.into_iter().map(item).collect(), ..page }
}

fn show_kind() -> impl Strategy<Value = ShowKind> {
    use ShownIndex::{FullText, Lookup, Point, Range, Text, Vector};
    let index = prop::sample::select(vec![Range, Text, Point, Lookup, FullText, Vector]).prop_map(seen);
    let rules = vec![
        ShownConstraint::Unique,
        ShownConstraint::Key,
        ShownConstraint::Existence,
        ShownConstraint::PropertyType,
    ];
    let rule = prop::sample::select(rules).prop_map(seen);
    prop_oneof![
        option::of(index).prop_map(ShowKind::Indexes),
        (option::of(entity()), option::of(rule))
            .prop_map(|(entity, rule)| ShowKind::Constraints(entity, rule)),
        any::<Option<bool>>().prop_map(ShowKind::Functions),
        Just(ShowKind::Procedures),
    ]
    .prop_map(seen)
}
