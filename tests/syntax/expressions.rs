//! Strategies for random expressions, labels, types and patterns, in the shapes the parser produces.

use casegraph::Span;
use casegraph::graph::Direction;
use casegraph::syntax::ast::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::census::seen;
use super::queries::small_query;

/// A place; all are zero in generated trees.
pub const AT: Span = Span { start: 0, end: 0 };

pub fn at(kind: ExprKind) -> Expr {
    Expr { kind: seen(kind), span: AT }
}

/// Names of every sort: plain, keywords, and such that need backticks.
pub fn ident() -> impl Strategy<Value = Ident> {
    let names = [
        "a",
        "n",
        "x1",
        "_y",
        "naïve",
        "order",
        "null",
        "IN",
        "Match",
        "count",
        "exists",
        "all",
        "case",
        "end",
        "where",
        "nan",
        "odd name",
        "tick`s",
        "1x",
        "",
        "any",
        "reduce",
        "shortestPath",
        "is",
        "limit",
        "p$",
    ];
    prop::sample::select(names.to_vec()).prop_map(|name| Ident { name: name.to_owned(), span: AT })
}

/// A function's or procedure's name.
pub fn dotted() -> impl Strategy<Value = Ident> {
    let names = [
        "f",
        "size",
        "count",
        "any",
        "a.b.c",
        "odd name.f",
        "not",
        "case",
        "exists",
        "db.match",
        "filter",
        "inf",
    ];
    prop::sample::select(names.to_vec()).prop_map(|name| Ident { name: name.to_owned(), span: AT })
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Boolean),
        any::<i64>().prop_map(Literal::Integer),
        (-9..9_i64).prop_map(Literal::Integer),
        Just(Literal::Integer(i64::MIN)),
        any::<f64>().prop_map(Literal::Float),
        Just(Literal::Float(-0.0)),
        Just(Literal::Float(1e300)),
        Just(Literal::Float(f64::NEG_INFINITY)),
        any::<String>().prop_map(Literal::String),
        "[a-z'\"\\\\\n\u{1}ä]{0,6}".prop_map(Literal::String),
    ]
    .prop_map(seen)
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        literal().prop_map(|literal| at(ExprKind::Literal(literal))),
        ident().prop_map(|name| at(ExprKind::Variable(name.name))),
        prop::sample::select(vec!["p", "0", "12a", "odd name", "all", "`"])
            .prop_map(|name| at(ExprKind::Parameter(name.to_owned()))),
        Just(at(ExprKind::CountStar)),
    ]
}

fn boxed(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

fn sum_op() -> impl Strategy<Value = ArithmeticOp> {
    prop::sample::select(vec![ArithmeticOp::Add, ArithmeticOp::Subtract, ArithmeticOp::Concat]).prop_map(seen)
}

fn product_op() -> impl Strategy<Value = ArithmeticOp> {
    prop::sample::select(vec![ArithmeticOp::Multiply, ArithmeticOp::Divide, ArithmeticOp::Modulo])
        .prop_map(seen)
}

fn comparison_op() -> impl Strategy<Value = ComparisonOp> {
    use ComparisonOp::*;
    prop::sample::select(vec![Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual]).prop_map(seen)
}

/// What to make of an alternative of a simple `CASE`.
#[derive(Clone, Debug)]
enum CaseTest {
    Value,
    Compare(ComparisonOp),
    Text(StringOp),
    IsNull(bool),
}

impl CaseTest {
    fn of(&self, value: Expr) -> Expr {
        let subject = boxed(at(ExprKind::CaseOperand));
        match self {
            CaseTest::Value => value,
            CaseTest::Compare(op) => at(ExprKind::Comparison(subject, vec![(*op, value)])),
            CaseTest::Text(op) => at(ExprKind::StringPredicate(*op, subject, boxed(value))),
            CaseTest::IsNull(negated) => at(ExprKind::IsNull(subject, *negated)),
        }
    }
}

fn case_test() -> impl Strategy<Value = CaseTest> {
    prop_oneof![
        Just(CaseTest::Value),
        comparison_op().prop_map(CaseTest::Compare),
        string_op().prop_map(CaseTest::Text),
        any::<bool>().prop_map(CaseTest::IsNull),
    ]
}

fn string_op() -> impl Strategy<Value = StringOp> {
    use StringOp::*;
    prop::sample::select(vec![StartsWith, EndsWith, Contains, Matches]).prop_map(seen)
}

fn chain<Op: std::fmt::Debug + Clone>(
    op: impl Strategy<Value = Op>,
    operand: BoxedStrategy<Expr>,
) -> impl Strategy<Value = Vec<(Op, Expr)>> {
    vec((op, operand), 1..4)
}

fn operators(value: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let v = || value.clone();
    let predicate = predicate(value.clone());
    prop_oneof![
        (v(), chain(sum_op(), v())).prop_map(|(a, rest)| at(ExprKind::Arithmetic(boxed(a), rest))),
        (v(), chain(product_op(), v())).prop_map(|(a, rest)| at(ExprKind::Arithmetic(boxed(a), rest))),
        (v(), chain(Just(ArithmeticOp::Power).prop_map(seen), v()))
            .prop_map(|(a, rest)| at(ExprKind::Arithmetic(boxed(a), rest))),
        (v(), chain(comparison_op(), v())).prop_map(|(a, rest)| at(ExprKind::Comparison(boxed(a), rest))),
        (
            prop::sample::select(vec![LogicalOp::And, LogicalOp::Or, LogicalOp::Xor]).prop_map(seen),
            vec(predicate.clone(), 2..4)
        )
            .prop_map(|(op, operands)| at(ExprKind::Logical(op, operands))),
        predicate.prop_map(|e| at(ExprKind::Not(boxed(e)))),
        v().prop_map(|e| at(ExprKind::Negate(boxed(e)))),
        v().prop_map(|e| at(ExprKind::Plus(boxed(e)))),
        (v(), v()).prop_map(|(a, b)| at(ExprKind::In(boxed(a), boxed(b)))),
        (string_op(), v(), v()).prop_map(|(op, a, b)| at(ExprKind::StringPredicate(op, boxed(a), boxed(b)))),
        (v(), any::<bool>()).prop_map(|(e, not)| at(ExprKind::IsNull(boxed(e), not))),
        (v(), type_name(), any::<bool>()).prop_map(|(e, t, not)| at(ExprKind::IsTyped(boxed(e), t, not))),
        (v(), option::of(Just("NFKC".to_owned())), any::<bool>())
            .prop_map(|(e, form, not)| at(ExprKind::IsNormalized(boxed(e), form, not))),
        (v(), labels(value.clone())).prop_map(|(e, labels)| at(ExprKind::HasLabels(boxed(e), labels))),
    ]
    .boxed()
}

/// An expression that may be, or hold in its logic, a bare pattern.
fn predicate(value: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let pattern = (node(value.clone()), vec((relationship(value.clone()), node(value.clone())), 1..3))
        .prop_map(|(first, rest)| at(ExprKind::Pattern(Box::new(part_of(first, rest)))));
    let negated = pattern.clone().prop_map(|e| at(ExprKind::Not(boxed(e))));
    prop_oneof![4 => value, 1 => pattern, 1 => negated].boxed()
}

fn part_of(first: NodePattern, rest: Vec<(RelationshipPattern, NodePattern)>) -> PatternPart {
    // A node of nothing but a parameter or a filter is no pattern's beginning in an expression.
    let first = NodePattern { variable: Some(Ident { name: "a".to_owned(), span: AT }), ..first };
    let mut elements = vec![seen(PatternElement::Node(first))];
    for (relationship, node) in rest {
        elements.push(seen(PatternElement::Relationship(relationship)));
        elements.push(PatternElement::Node(node));
    }
    let pattern = PathPattern { elements, span: AT };
    PatternPart {
        variable: None,
        selector: PathSelector::All,
        mode: None,
        pattern,
        during: None,
        forward: false,
        span: AT,
    }
}

fn entries(value: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<(Ident, Expr)>> {
    vec((ident(), value), 0..3)
}

fn compounds(value: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let v = || value.clone();
    let o = || option::of(v().prop_map(boxed));
    let arguments = vec(v(), 0..3);
    prop_oneof![
        (v(), ident()).prop_map(|(e, key)| at(ExprKind::Property(boxed(e), key))),
        (v(), v()).prop_map(|(e, i)| at(ExprKind::Index(boxed(e), boxed(i)))),
        (v(), o(), o()).prop_map(|(e, from, to)| at(ExprKind::Slice(boxed(e), from, to))),
        vec(v(), 0..4).prop_map(|elements| at(ExprKind::List(elements))),
        entries(v()).prop_map(|entries| at(ExprKind::Map(entries))),
        (ident(), vec(projection_item(v()), 0..3))
            .prop_map(|(x, items)| at(ExprKind::MapProjection(x, items))),
        (dotted(), any::<bool>(), arguments).prop_map(|(name, distinct, arguments)| at(ExprKind::Call(
            FunctionCall { name, distinct, arguments }
        ))),
    ]
    .boxed()
}

fn projection_item(value: BoxedStrategy<Expr>) -> impl Strategy<Value = MapProjectionItem> {
    prop_oneof![
        ident().prop_map(MapProjectionItem::Property),
        Just(MapProjectionItem::All),
        (ident(), value).prop_map(|(key, e)| MapProjectionItem::Entry(key, e)),
        ident().prop_map(MapProjectionItem::Variable),
    ]
    .prop_map(seen)
}

fn forms(value: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    use ListPredicateKind::{All, Any, None, Single};
    let v = || value.clone();
    let o = || option::of(v().prop_map(boxed));
    let p = || option::of(predicate(v()).prop_map(boxed));
    let kinds = prop::sample::select(vec![All, Any, None, Single]).prop_map(seen);
    let branches = vec((vec(v(), 1..3), v()), 1..3);
    let tests = vec(case_test(), 4);
    let path = path(v(), false);
    prop_oneof![
        (o(), branches, tests, o()).prop_map(|(subject, mut branches, tests, otherwise)| {
            let whens = branches.iter_mut().flat_map(|(when, _)| when).filter(|_| subject.is_some());
            whens.zip(tests).for_each(|(when, test)| *when = test.of(when.clone()));
            at(ExprKind::Case { subject, branches, otherwise })
        }),
        (ident(), v(), p(), o()).prop_map(|(variable, list, filter, map)| at(ExprKind::ListComprehension {
            variable,
            list: boxed(list),
            filter,
            map
        })),
        (kinds, ident(), v(), p()).prop_map(|(kind, variable, list, filter)| at(ExprKind::ListPredicate {
            kind,
            variable,
            list: boxed(list),
            filter
        })),
        (ident(), v(), ident(), v(), v()).prop_map(|(accumulator, init, variable, list, body)| at(
            ExprKind::Reduce {
                accumulator,
                init: boxed(init),
                variable,
                list: boxed(list),
                body: boxed(body)
            }
        )),
        (option::of(ident()), path.clone(), p(), v()).prop_map(|(variable, pattern, filter, map)| at(
            ExprKind::PatternComprehension { variable, pattern: Box::new(pattern), filter, map: boxed(map) }
        )),
        shortest_path(path).prop_map(|part| at(ExprKind::Pattern(Box::new(part)))),
        (ident(), v(), ident(), v(), v(), predicate(v())).prop_map(
            |(accumulator, init, variable, list, body, p)| at(ExprKind::AllReduce {
                accumulator,
                init: boxed(init),
                variable,
                list: boxed(list),
                body: boxed(body),
                predicate: boxed(p)
            })
        ),
        subquery(v()).prop_map(|subquery| at(ExprKind::Exists(Box::new(subquery)))),
        subquery(v()).prop_map(|subquery| at(ExprKind::Count(Box::new(subquery)))),
        small_query(v()).prop_map(|query| at(ExprKind::Collect(Box::new(query)))),
    ]
    .boxed()
}

/// What `EXISTS` and `COUNT` take.
fn subquery(value: BoxedStrategy<Expr>) -> BoxedStrategy<Subquery> {
    let pattern = (vec(part(value.clone()), 1..3), option::of(predicate(value.clone())))
        .prop_map(|(parts, filter)| Subquery::Pattern(parts, filter));
    prop_oneof![2 => pattern, 1 => small_query(value).prop_map(Subquery::Query)].prop_map(seen).boxed()
}

/// `shortestPath(..)` and `allShortestPaths(..)`
fn shortest_path(path: BoxedStrategy<PathPattern>) -> BoxedStrategy<PatternPart> {
    let selectors = vec![PathSelector::ShortestPath, PathSelector::AllShortestPaths];
    let selector = prop::sample::select(selectors).prop_map(seen);
    (path, selector)
        .prop_map(|(pattern, selector)| PatternPart {
            variable: None,
            selector,
            mode: None,
            pattern,
            during: None,
            forward: false,
            span: AT,
        })
        .boxed()
}

/// Expressions that yield values.
pub fn value() -> BoxedStrategy<Expr> {
    leaf()
        .boxed()
        .prop_recursive(4, 40, 4, |inner| {
            prop_oneof![4 => operators(inner.clone()), 3 => compounds(inner.clone()), 2 => forms(inner)]
        })
        .boxed()
}

/// Where a bare pattern may stand.
pub fn condition() -> BoxedStrategy<Expr> {
    predicate(value())
}

/// A type behind `::`.
pub fn type_name() -> BoxedStrategy<TypeName> {
    let plain = (prop::sample::select(NamedType::ALL), any::<bool>())
        .prop_map(|(kind, not_null)| SimpleType { kind, inner: None, not_null });
    let named = |simple: BoxedStrategy<SimpleType>| {
        vec(simple, 1..3).prop_map(|alternatives| TypeName { alternatives, span: AT })
    };
    let list = (named(plain.clone().boxed()), any::<bool>()).prop_map(|(inner, not_null)| SimpleType {
        kind: NamedType::List,
        inner: Some(Box::new(inner)),
        not_null,
    });
    named(prop_oneof![plain, list].boxed()).boxed()
}

/// A label's or type's name.
pub fn label_name(value: BoxedStrategy<Expr>) -> impl Strategy<Value = LabelName> {
    prop_oneof![5 => ident().prop_map(LabelName::Name), 1 => value.prop_map(|e| LabelName::Dynamic(boxed(e)))]
        .prop_map(seen)
}

fn labels(value: BoxedStrategy<Expr>) -> BoxedStrategy<LabelExpr> {
    let any_of = value.clone().prop_map(|e| LabelExpr::AnyOf(boxed(e)));
    let name = label_name(value).prop_map(LabelExpr::Name);
    let leaf = prop_oneof![6 => name, 1 => any_of, 1 => Just(LabelExpr::Any(AT))].prop_map(seen);
    leaf.boxed()
        .prop_recursive(2, 6, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(|e| LabelExpr::Not(Box::new(e))),
                vec(inner.clone(), 2..4).prop_map(LabelExpr::And),
                vec(inner, 2..4).prop_map(LabelExpr::Or),
            ]
            .prop_map(seen)
        })
        .boxed()
}

fn properties(value: BoxedStrategy<Expr>) -> impl Strategy<Value = Option<Box<Expr>>> {
    let map = entries(value).prop_map(|entries| at(ExprKind::Map(entries)));
    let parameter = Just(at(ExprKind::Parameter("props".to_owned())));
    option::of(prop_oneof![map, parameter].prop_map(boxed))
}

fn node(value: BoxedStrategy<Expr>) -> BoxedStrategy<NodePattern> {
    let filter = option::weighted(0.2, value.clone().prop_map(boxed));
    (option::of(ident()), option::of(labels(value.clone())), properties(value), filter)
        .prop_map(|(variable, labels, properties, filter)| NodePattern {
            variable,
            labels,
            properties,
            filter,
            span: AT,
        })
        .boxed()
}

fn quantifier() -> impl Strategy<Value = Quantifier> {
    (0..3_u64, option::of(0..3_u64)).prop_map(|(min, max)| Quantifier { min, max, span: AT })
}

fn relationship(value: BoxedStrategy<Expr>) -> BoxedStrategy<RelationshipPattern> {
    let direction =
        prop::sample::select(vec![Direction::Outgoing, Direction::Incoming, Direction::Both]).prop_map(seen);
    // `*n..` and `*..n`, `*n`, `*`: a range with equal bounds is written `*n`.
    let length = (option::of(0..3_u64), option::of(0..3_u64), hop_search(value.clone()))
        .prop_map(|(min, max, search)| VariableLength { min, max, search, span: AT });
    let filter = option::weighted(0.2, value.clone().prop_map(boxed));
    let names = (option::of(ident()), option::of(labels(value.clone())));
    let counts = (option::weighted(0.3, length), option::weighted(0.2, quantifier()));
    (names, direction, counts, properties(value.clone()), (filter, cost(value)))
        .prop_map(|((variable, types), direction, (length, quantifier), properties, (filter, cost))| {
            RelationshipPattern {
                variable,
                types,
                direction,
                length,
                quantifier,
                properties,
                filter,
                cost,
                span: AT,
            }
        })
        .boxed()
}

fn cost(value: BoxedStrategy<Expr>) -> impl Strategy<Value = Option<Box<Cost>>> {
    let cost = (value.clone(), option::weighted(0.3, value))
        .prop_map(|(value, default)| Box::new(Cost { value, default }));
    option::weighted(0.1, cost)
}

/// What other systems write beside the bounds of a repeated relationship.
fn hop_search(value: BoxedStrategy<Expr>) -> impl Strategy<Value = Option<Box<HopSearch>>> {
    let lambda = || hop_lambda(value.clone());
    let count = prop_oneof![
        Just(at(ExprKind::Literal(Literal::Integer(2)))),
        Just(at(ExprKind::Parameter("k".to_owned())))
    ];
    let plain = |form: HopForm| HopSearch { form, count: None, weight: None, total: None, filter: None };
    let forms = prop_oneof![
        prop::sample::select(vec![
            HopForm::Mode(PathMode::Trail),
            HopForm::Mode(PathMode::Acyclic),
            HopForm::Bfs,
            HopForm::Shortest,
            HopForm::EveryShortest,
        ]),
        ident().prop_map(HopForm::WShortestBy),
        ident().prop_map(HopForm::EveryWShortestBy),
    ];
    let filtered = (forms, option::of(lambda()))
        .prop_map(move |(form, filter)| HopSearch { filter, ..plain(seen(form)) });
    let every =
        lambda().prop_map(move |filter| HopSearch { filter: Some(filter), ..plain(seen(HopForm::Every)) });
    let several = (count, option::of(lambda())).prop_map(move |(count, filter)| HopSearch {
        count: Some(Box::new(count)),
        filter,
        ..plain(seen(HopForm::KShortest))
    });
    let weighted = (
        prop::sample::select(vec![HopForm::WShortest, HopForm::AllShortest]),
        lambda(),
        option::of(ident()),
        option::of(lambda()),
    )
        .prop_map(move |(form, weight, total, filter)| HopSearch {
            weight: Some(weight),
            total,
            filter,
            ..plain(seen(form))
        });
    option::weighted(
        0.4,
        prop_oneof![2 => filtered, 1 => every, 1 => several, 2 => weighted].prop_map(Box::new),
    )
}

fn hop_lambda(value: BoxedStrategy<Expr>) -> impl Strategy<Value = HopLambda> {
    let shown = option::of((vec(value.clone(), 0..2), vec(value.clone(), 0..2)));
    let filtered = (value.clone(), shown)
        .prop_map(|(filter, shown)| HopBody::Filtered { filter: Some(boxed(filter)), shown });
    let only_shown = (vec(value.clone(), 0..2), vec(value.clone(), 0..2))
        .prop_map(|shown| HopBody::Filtered { filter: None, shown: Some(shown) });
    let body = prop_oneof![
        2 => value.prop_map(|value| HopBody::Value(boxed(value))),
        1 => filtered,
        1 => only_shown,
    ];
    (vec(ident(), 2..5), body.prop_map(seen)).prop_map(|(variables, body)| HopLambda {
        variables,
        body,
        span: AT,
    })
}

/// A chain of nodes, with groups between them if `groups`.
fn path(value: BoxedStrategy<Expr>, groups: bool) -> BoxedStrategy<PathPattern> {
    let chain = (node(value.clone()), vec((relationship(value.clone()), node(value.clone())), 1..3))
        .prop_map(|(first, rest)| part_of(first, rest).pattern);
    if !groups {
        return chain.boxed();
    }
    let filter = option::of(value.clone().prop_map(boxed));
    let group = (chain.clone(), filter, cost(value), option::of(quantifier())).prop_map(
        |(pattern, filter, cost, quantifier)| {
            seen(PatternElement::Group { pattern, filter, cost, quantifier, span: AT })
        },
    );
    let grouped =
        (option::of(chain.clone()), group, option::of(chain.clone())).prop_map(|(before, group, after)| {
            let mut elements = before.map_or_else(Vec::new, |path| path.elements);
            elements.push(group);
            elements.extend(after.into_iter().flat_map(|path| path.elements));
            PathPattern { elements, span: AT }
        });
    prop_oneof![3 => chain, 1 => grouped].boxed()
}

fn selector() -> impl Strategy<Value = PathSelector> {
    let count = || {
        option::of(
            prop_oneof![
                Just(at(ExprKind::Literal(Literal::Integer(2)))),
                Just(at(ExprKind::Parameter("k".to_owned())))
            ]
            .prop_map(boxed),
        )
    };
    prop_oneof![
        6 => Just(PathSelector::All),
        1 => count().prop_map(PathSelector::Any),
        1 => count().prop_map(PathSelector::Shortest),
        1 => Just(PathSelector::AllShortest),
        1 => count().prop_map(PathSelector::ShortestGroups),
        1 => count().prop_map(PathSelector::Cheapest),
        1 => Just(PathSelector::AllCheapest),
    ]
    .prop_map(seen)
}

/// A part of a clause's pattern.
pub fn part(value: BoxedStrategy<Expr>) -> BoxedStrategy<PatternPart> {
    let modes =
        prop::sample::select(vec![PathMode::Walk, PathMode::Trail, PathMode::Simple, PathMode::Acyclic])
            .prop_map(seen);
    let plain = (option::of(ident()), selector(), option::weighted(0.2, modes), path(value.clone(), true));
    let selected = plain.prop_map(|(variable, selector, mode, pattern)| PatternPart {
        variable,
        selector,
        mode,
        pattern,
        during: None,
        forward: false,
        span: AT,
    });
    let shortest = (option::of(ident()), shortest_path(path(value.clone(), false)))
        .prop_map(|(variable, part)| PatternPart { variable, ..part });
    let during = (value.clone(), option::of(value)).prop_map(|(from, to)| Box::new(During { from, to }));
    let times = (option::weighted(0.2, during), prop::bool::weighted(0.1));
    (prop_oneof![6 => selected, 1 => shortest], times)
        .prop_map(|(part, (during, forward))| PatternPart { during, forward, ..part })
        .boxed()
}
