//! The names of all forms of the language, each list from an exhaustive match over the syntax tree: a new variant does not
//! compile before it has a name here, and has no peace before a corpus shows it.

use casegraph::syntax::ast::*;

/// A list of names, and the function that names a thing.
macro_rules! names {
    ($list:ident, $name:ident($of:ty) { $($pattern:pat $(if $guard:expr)? => $text:literal),* $(,)? }) => {
        pub const $list: &[&str] = &[$($text),*];

        pub fn $name(thing: &$of) -> &'static str {
            match thing { $($pattern $(if $guard)? => $text),* }
        }
    };
}

names!(CLAUSES, clause(ClauseKind) {
    ClauseKind::Match { optional: false, repeatable: None, .. } => "MATCH",
    ClauseKind::Match { optional: false, repeatable: Some(true), .. } => "MATCH REPEATABLE ELEMENTS",
    ClauseKind::Match { optional: false, repeatable: Some(false), .. } => "MATCH DIFFERENT RELATIONSHIPS",
    ClauseKind::Match { optional: true, .. } => "OPTIONAL MATCH",
    ClauseKind::Unwind { .. } => "UNWIND",
    ClauseKind::With { .. } => "WITH",
    ClauseKind::Return(_) => "RETURN",
    ClauseKind::Finish => "FINISH",
    ClauseKind::Create(_) => "CREATE",
    ClauseKind::Merge { on_create, .. } if !on_create.is_empty() => "MERGE ON CREATE",
    ClauseKind::Merge { on_match, .. } if !on_match.is_empty() => "MERGE ON MATCH",
    ClauseKind::Merge { .. } => "MERGE",
    ClauseKind::Set(_) => "SET",
    ClauseKind::Remove(_) => "REMOVE",
    ClauseKind::Delete { detach: false, .. } => "DELETE",
    ClauseKind::Delete { detach: true, .. } => "DETACH DELETE",
    ClauseKind::Foreach { .. } => "FOREACH",
    ClauseKind::CallProcedure(call) if call.optional => "OPTIONAL CALL procedure",
    ClauseKind::CallProcedure(call) if call.arguments.is_none() => "CALL procedure without parentheses",
    ClauseKind::CallProcedure(_) => "CALL procedure",
    ClauseKind::CallSubquery { transactions: Some(_), .. } => "CALL { } IN TRANSACTIONS",
    ClauseKind::CallSubquery { optional: true, .. } => "OPTIONAL CALL { }",
    ClauseKind::CallSubquery { imports: None, .. } => "CALL { }",
    ClauseKind::CallSubquery { imports: Some(names), .. } if names.is_empty() => "CALL () { }",
    ClauseKind::CallSubquery { imports: Some(names), .. } if names[0].name == "*" => "CALL (*) { }",
    ClauseKind::CallSubquery { .. } => "CALL (x) { }",
    ClauseKind::LoadCsv { field_terminator: Some(_), .. } => "LOAD CSV FIELDTERMINATOR",
    ClauseKind::LoadCsv { with_headers: false, .. } => "LOAD CSV",
    ClauseKind::LoadCsv { with_headers: true, .. } => "LOAD CSV WITH HEADERS",
    ClauseKind::Let(_) => "LET",
    ClauseKind::Filter(_) => "FILTER",
    ClauseKind::Page { order_by, .. } if !order_by.is_empty() => "ORDER BY by itself",
    ClauseKind::Page { skip: Some(_), .. } => "SKIP by itself",
    ClauseKind::Page { .. } => "LIMIT by itself",
    ClauseKind::Block(_) => "{ }",
    ClauseKind::When { otherwise: None, .. } => "WHEN",
    ClauseKind::When { otherwise: Some(_), .. } => "WHEN ELSE",
    ClauseKind::Next { .. } => "NEXT",
    ClauseKind::Use(_) => "USE",
});

names!(SET_ITEMS, set_item(SetItem) {
    SetItem::Property { .. } => "SET n.k = e",
    SetItem::DynamicProperty { .. } => "SET n[e] = e",
    SetItem::Replace { .. } => "SET n = e",
    SetItem::Merge { .. } => "SET n += e",
    SetItem::Labels { .. } => "SET n:L",
});

names!(REMOVE_ITEMS, remove_item(RemoveItem) {
    RemoveItem::Property { .. } => "REMOVE n.k",
    RemoveItem::DynamicProperty { .. } => "REMOVE n[e]",
    RemoveItem::Labels { .. } => "REMOVE n:L",
});

names!(HINTS, hint(Hint) {
    Hint::Index { .. } => "USING INDEX",
    Hint::Scan { .. } => "USING SCAN",
    Hint::Join(_) => "USING JOIN",
});

names!(ON_ERRORS, on_error(OnError) {
    OnError::Fail => "ON ERROR FAIL",
    OnError::Continue => "ON ERROR CONTINUE",
    OnError::Break => "ON ERROR BREAK",
});

names!(YIELDS, yields(Yield) {
    Yield::None => "CALL without YIELD",
    Yield::All => "YIELD *",
    Yield::Items(items) if items.is_empty() => "YIELD -",
    Yield::Items(items) if items.iter().any(|(_, alias)| alias.is_some()) => "YIELD a AS b",
    Yield::Items(_) => "YIELD a",
});

names!(LABEL_NAMES, label_name(LabelName) {
    LabelName::Name(_) => "a label by name",
    LabelName::Dynamic(_) => "a computed label",
});

names!(LABELS, label(LabelExpr) {
    LabelExpr::Name(_) => ":A",
    LabelExpr::AnyOf(_) => ":$any(e)",
    LabelExpr::Any(_) => ":%",
    LabelExpr::Not(_) => ":!A",
    LabelExpr::And(_) => ":A&B",
    LabelExpr::Or(_) => ":A|B",
});

names!(EXPRESSIONS, expression(ExprKind) {
    ExprKind::Literal(_) => "a literal",
    ExprKind::Parameter(_) => "$parameter",
    ExprKind::Variable(_) => "a variable",
    ExprKind::Property(..) => "e.k",
    ExprKind::Index(..) => "e[i]",
    ExprKind::Slice(_, None, _) => "e[..b]",
    ExprKind::Slice(_, _, None) => "e[a..]",
    ExprKind::Slice(..) => "e[a..b]",
    ExprKind::List(_) => "[a, b]",
    ExprKind::Map(_) => "{k: e}",
    ExprKind::MapProjection(..) => "n {.k}",
    ExprKind::Not(_) => "NOT",
    ExprKind::Negate(_) => "-e",
    ExprKind::Plus(_) => "+e",
    ExprKind::Logical(..) => "AND, OR, XOR",
    ExprKind::Arithmetic(..) => "arithmetic",
    ExprKind::Comparison(_, tests) if tests.len() > 1 => "a < b < c",
    ExprKind::Comparison(..) => "a < b",
    ExprKind::In(..) => "IN",
    ExprKind::StringPredicate(..) => "a predicate of texts",
    ExprKind::IsNull(_, false) => "IS NULL",
    ExprKind::IsNull(_, true) => "IS NOT NULL",
    ExprKind::IsTyped(_, _, false) => "IS :: TYPE",
    ExprKind::IsTyped(_, _, true) => "IS NOT :: TYPE",
    ExprKind::IsNormalized(_, _, false) => "IS NORMALIZED",
    ExprKind::IsNormalized(_, _, true) => "IS NOT NORMALIZED",
    ExprKind::HasLabels(..) => "n:L",
    ExprKind::Call(call) if call.distinct => "f(DISTINCT e)",
    ExprKind::Call(_) => "f(e)",
    ExprKind::CountStar => "count(*)",
    ExprKind::Case { subject: None, .. } => "CASE WHEN",
    ExprKind::Case { subject: Some(_), .. } => "CASE e WHEN",
    ExprKind::CaseOperand => "CASE e WHEN < f",
    ExprKind::ListComprehension { .. } => "[x IN list | e]",
    ExprKind::PatternComprehension { .. } => "[(a)-->(b) | e]",
    ExprKind::ListPredicate { .. } => "a quantifier",
    ExprKind::Reduce { .. } => "reduce",
    ExprKind::AllReduce { .. } => "allReduce",
    ExprKind::Pattern(_) => "(a)-->(b)",
    ExprKind::Exists(_) => "EXISTS { }",
    ExprKind::Count(_) => "COUNT { }",
    ExprKind::Collect(_) => "COLLECT { }",
});

names!(SUBQUERIES, subquery(Subquery) {
    Subquery::Pattern(..) => "a pattern in braces",
    Subquery::Query(_) => "a query in braces",
});

names!(LITERALS, literal(Literal) {
    Literal::Null => "null",
    Literal::Boolean(true) => "true",
    Literal::Boolean(false) => "false",
    Literal::Integer(_) => "an integer",
    Literal::Float(_) => "a float",
    Literal::String(_) => "a text",
});

names!(MAP_ITEMS, map_item(MapProjectionItem) {
    MapProjectionItem::Property(_) => "{.k}",
    MapProjectionItem::All => "{.*}",
    MapProjectionItem::Entry(..) => "{k: e} of a map projection",
    MapProjectionItem::Variable(_) => "{x}",
});

names!(NULLS, nulls(NullOrder) {
    NullOrder::First => "NULLS FIRST",
    NullOrder::Last => "NULLS LAST",
});

names!(CONNECTIVES, connective(LogicalOp) {
    LogicalOp::And => "AND",
    LogicalOp::Or => "OR",
    LogicalOp::Xor => "XOR",
});

names!(ARITHMETIC, arithmetic(ArithmeticOp) {
    ArithmeticOp::Add => "+",
    ArithmeticOp::Subtract => "-",
    ArithmeticOp::Multiply => "*",
    ArithmeticOp::Divide => "/",
    ArithmeticOp::Modulo => "%",
    ArithmeticOp::Power => "^",
    ArithmeticOp::Concat => "||",
});

names!(COMPARISONS, comparison(ComparisonOp) {
    ComparisonOp::Equal => "=",
    ComparisonOp::NotEqual => "<>",
    ComparisonOp::Less => "<",
    ComparisonOp::LessEqual => "<=",
    ComparisonOp::Greater => ">",
    ComparisonOp::GreaterEqual => ">=",
});

names!(TEXT_TESTS, text_test(StringOp) {
    StringOp::StartsWith => "STARTS WITH",
    StringOp::EndsWith => "ENDS WITH",
    StringOp::Contains => "CONTAINS",
    StringOp::Matches => "=~",
});

names!(QUANTIFIERS, quantifier(ListPredicateKind) {
    ListPredicateKind::All => "all",
    ListPredicateKind::Any => "any",
    ListPredicateKind::None => "none",
    ListPredicateKind::Single => "single",
});

names!(SELECTORS, selector(PathSelector) {
    PathSelector::All => "all paths",
    PathSelector::ShortestPath => "shortestPath",
    PathSelector::AllShortestPaths => "allShortestPaths",
    PathSelector::Any(_) => "ANY",
    PathSelector::Shortest(_) => "SHORTEST k",
    PathSelector::AllShortest => "ALL SHORTEST",
    PathSelector::ShortestGroups(_) => "SHORTEST k GROUPS",
    PathSelector::Cheapest(None) => "ANY CHEAPEST",
    PathSelector::Cheapest(Some(_)) => "CHEAPEST k",
    PathSelector::AllCheapest => "ALL CHEAPEST",
});

names!(MODES, mode(PathMode) {
    PathMode::Walk => "WALK",
    PathMode::Trail => "TRAIL",
    PathMode::Simple => "SIMPLE",
    PathMode::Acyclic => "ACYCLIC",
});

names!(HOP_FORMS, hop_form(HopForm) {
    HopForm::Every => "-[* (r, n | e)]-",
    HopForm::Mode(_) => "-[* TRAIL]-",
    HopForm::Bfs => "-[*BFS]-",
    HopForm::WShortest => "-[*WSHORTEST (r, n | e)]-",
    HopForm::AllShortest => "-[*ALLSHORTEST (r, n | e)]-",
    HopForm::KShortest => "-[*KSHORTEST | k]-",
    HopForm::Shortest => "-[* SHORTEST]-",
    HopForm::EveryShortest => "-[* ALL SHORTEST]-",
    HopForm::WShortestBy(_) => "-[* WSHORTEST(k)]-",
    HopForm::EveryWShortestBy(_) => "-[* ALL WSHORTEST(k)]-",
});

names!(HOP_BODIES, hop_body(HopBody) {
    HopBody::Value(_) => "(r, n | e)",
    HopBody::Filtered { filter: Some(_), shown: None } => "(r, n | WHERE e)",
    HopBody::Filtered { filter: None, .. } => "(r, n | {r.k}, {n.k})",
    HopBody::Filtered { .. } => "(r, n | WHERE e | {r.k}, {n.k})",
});

names!(DIALECTS, dialect(Dialect) {
    Dialect::Cypher => "SET SESSION DIALECT cypher",
    Dialect::Gql => "SET SESSION DIALECT gql",
    Dialect::Kuzu => "SET SESSION DIALECT kuzu",
    Dialect::Memgraph => "SET SESSION DIALECT memgraph",
});

names!(ELEMENTS, element(PatternElement) {
    PatternElement::Node(node) if node.filter.is_some() => "(n WHERE e)",
    PatternElement::Node(node) if node.properties.is_some() => "(n {k: e})",
    PatternElement::Node(_) => "(n)",
    PatternElement::Relationship(rel) if rel.filter.is_some() => "-[r WHERE e]-",
    PatternElement::Relationship(rel) if rel.properties.is_some() => "-[r {k: e}]-",
    PatternElement::Relationship(rel) if rel.length.is_some() => "-[*]-",
    PatternElement::Relationship(rel) if rel.quantifier.is_some() => "-[]-{1,2}",
    PatternElement::Relationship(_) => "-[r]-",
    PatternElement::Group { quantifier: None, .. } => "((a)--(b))",
    PatternElement::Group { quantifier: Some(_), .. } => "((a)--(b)){1,2}",
});

names!(COMMANDS, command(SchemaCommand) {
    SchemaCommand::CreateIndex { .. } => "CREATE INDEX",
    SchemaCommand::CreateLookup { .. } => "CREATE LOOKUP INDEX",
    SchemaCommand::DropIndex { .. } => "DROP INDEX",
    SchemaCommand::CreateConstraint { .. } => "CREATE CONSTRAINT",
    SchemaCommand::DropConstraint { .. } => "DROP CONSTRAINT",
    SchemaCommand::Show(_) => "SHOW",
});

names!(INDEXES, index(IndexKind) {
    IndexKind::Range => "RANGE INDEX",
    IndexKind::Text => "TEXT INDEX",
    IndexKind::Point => "POINT INDEX",
});

names!(CONSTRAINTS, constraint((ConstraintKind, EntityKind)) {
    (ConstraintKind::Unique, EntityKind::Node) => "node IS UNIQUE",
    (ConstraintKind::Unique, EntityKind::Relationship) => "relationship IS UNIQUE",
    (ConstraintKind::NotNull, EntityKind::Node) => "node IS NOT NULL",
    (ConstraintKind::NotNull, EntityKind::Relationship) => "relationship IS NOT NULL",
    (ConstraintKind::Key, EntityKind::Node) => "IS NODE KEY",
    (ConstraintKind::Key, EntityKind::Relationship) => "IS RELATIONSHIP KEY",
    (ConstraintKind::Typed(_), EntityKind::Node) => "node IS :: TYPE",
    (ConstraintKind::Typed(_), EntityKind::Relationship) => "relationship IS :: TYPE",
});

names!(SHOWS, show(ShowKind) {
    ShowKind::Indexes(None) => "SHOW INDEXES",
    ShowKind::Indexes(Some(ShownIndex::Range)) => "SHOW RANGE INDEXES",
    ShowKind::Indexes(Some(ShownIndex::Text)) => "SHOW TEXT INDEXES",
    ShowKind::Indexes(Some(ShownIndex::Point)) => "SHOW POINT INDEXES",
    ShowKind::Indexes(Some(ShownIndex::Lookup)) => "SHOW LOOKUP INDEXES",
    ShowKind::Indexes(Some(ShownIndex::FullText)) => "SHOW FULLTEXT INDEXES",
    ShowKind::Indexes(Some(ShownIndex::Vector)) => "SHOW VECTOR INDEXES",
    ShowKind::Constraints(_, None) => "SHOW CONSTRAINTS",
    ShowKind::Constraints(_, Some(ShownConstraint::Unique)) => "SHOW UNIQUE CONSTRAINTS",
    ShowKind::Constraints(_, Some(ShownConstraint::Key)) => "SHOW KEY CONSTRAINTS",
    ShowKind::Constraints(_, Some(ShownConstraint::Existence)) => "SHOW EXISTENCE CONSTRAINTS",
    ShowKind::Constraints(_, Some(ShownConstraint::PropertyType)) => "SHOW PROPERTY TYPE CONSTRAINTS",
    ShowKind::Functions(_) => "SHOW FUNCTIONS",
    ShowKind::Procedures => "SHOW PROCEDURES",
});

/// What is not a variant but a part that may be there.
pub const OPTIONS: &[&str] = &[
    "UNION",
    "UNION ALL",
    "DISTINCT",
    "*",
    "AS",
    "GROUP BY",
    "GROUP BY ()",
    "GROUP BY ALL",
    "ORDER BY",
    "DESC",
    "SKIP",
    "LIMIT",
    "WHERE of MATCH",
    "USING HOPS LIMIT",
    "DURING e",
    "DURING e TO e",
    "FORWARD IN TIME",
    "COST e",
    "COST e DEFAULT e",
    "(r, n | e) total",
    "(r, n, p | e)",
    "(r, n, p, w | e)",
    "WHERE of WITH",
    "WHERE of YIELD",
    "WHERE of EXISTS { }",
    "WHERE of ((a)--(b))",
    "OF n ROWS",
    "REPORT STATUS",
    "p = (a)--(b)",
    "a pattern's properties by parameter",
    "IF NOT EXISTS",
    "IF EXISTS",
    "CREATE INDEX without a name",
    "CREATE CONSTRAINT without a name",
    "YIELD of SHOW",
    "WHERE of SHOW",
    "RETURN of SHOW",
    "an index of relationships",
    "an index of several keys",
    "IS NFD NORMALIZED",
    "a type that is NOT NULL",
    "one of several types",
];

/// All lists.
pub const LISTS: &[(&str, &[&str])] = &[
    ("clauses", CLAUSES),
    ("items of SET", SET_ITEMS),
    ("items of REMOVE", REMOVE_ITEMS),
    ("hints", HINTS),
    ("ON ERROR", ON_ERRORS),
    ("YIELD", YIELDS),
    ("names of labels", LABEL_NAMES),
    ("label expressions", LABELS),
    ("expressions", EXPRESSIONS),
    ("subqueries", SUBQUERIES),
    ("literals", LITERALS),
    ("items of map projections", MAP_ITEMS),
    ("order of nulls", NULLS),
    ("connectives", CONNECTIVES),
    ("arithmetic", ARITHMETIC),
    ("comparisons", COMPARISONS),
    ("tests of texts", TEXT_TESTS),
    ("quantifiers", QUANTIFIERS),
    ("path selectors", SELECTORS),
    ("path modes", MODES),
    ("elements of patterns", ELEMENTS),
    ("searches of hops", HOP_FORMS),
    ("lambdas of hops", HOP_BODIES),
    ("dialects", DIALECTS),
    ("schema commands", COMMANDS),
    ("indexes", INDEXES),
    ("constraints", CONSTRAINTS),
    ("SHOW", SHOWS),
    ("options", OPTIONS),
];
