//! Bound expressions as readable Cypher, with the names that slots had in the text.

use std::fmt::Write;

use crate::semantic::bound::{
    ArithmeticOp, ComparisonOp, Expr, ExprKind, LabelExpr, ListPredicateKind, Literal, LogicalOp,
    MapProjectionItem, Name, SimpleType, Slot, SlotInfo, StringOp, TypeName,
};

/// How tightly an expression binds; a child that binds less tightly than its place asks for gets parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Lowest,
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Additive,
    Multiplicative,
    Power,
    Unary,
    Postfix,
    Atom,
}

/// Prints expressions of one statement.
#[derive(Clone, Copy)]
pub struct Printer<'a> {
    /// The statement's slots.
    pub slots: &'a [SlotInfo],
}

impl Printer<'_> {
    /// The name of a slot; of an anonymous one its generated name with an underscore in front.
    pub fn slot(&self, slot: Slot) -> String {
        match self.slots.get(slot as usize) {
            Some(info) => match info.name.strip_prefix(' ') {
                Some(generated) => format!("_{generated}"),
                None => identifier(&info.name),
            },
            None => format!("_{slot}"),
        }
    }

    /// Names of slots, separated by commas.
    pub fn slots(&self, slots: &[Slot]) -> String {
        join(slots.iter().map(|slot| self.slot(*slot)))
    }

    /// An expression.
    pub fn expr(&self, expr: &Expr) -> String {
        self.at(expr, Level::Lowest)
    }

    /// Expressions, separated by commas.
    pub fn exprs(&self, exprs: &[Expr]) -> String {
        join(exprs.iter().map(|e| self.expr(e)))
    }

    fn at(&self, expr: &Expr, place: Level) -> String {
        let text = self.bare(expr);
        if level(expr) < place { format!("({text})") } else { text }
    }

    fn bare(&self, expr: &Expr) -> String {
        use ExprKind::*;
        match &expr.kind {
            Literal(value) => literal(value),
            Parameter(name) => format!("${}", identifier(name)),
            Slot(slot) => self.slot(*slot),
            Property(e, key) => format!("{}.{}", self.at(e, Level::Postfix), identifier(key)),
            Index(e, i) => format!("{}[{}]", self.at(e, Level::Postfix), self.expr(i)),
            Slice(e, from, to) => self.slice(e, from.as_deref(), to.as_deref()),
            List(items) => format!("[{}]", self.exprs(items)),
            Map(entries) => format!("{{{}}}", self.entries(entries)),
            MapProjection(e, items) => self.map_projection(e, items),
            Not(e) => format!("NOT {}", self.at(e, Level::Not)),
            Negate(e) => format!("-{}", self.at(e, Level::Postfix)),
            Plus(e) => format!("+{}", self.at(e, Level::Postfix)),
            Logical(op, operands) => self.logical(*op, operands),
            Arithmetic(first, rest) => self.arithmetic(first, rest),
            Comparison(first, rest) => self.comparison(first, rest),
            In(e, list) => {
                format!("{} IN {}", self.at(e, Level::Additive), self.at(list, Level::Additive))
            }
            StringPredicate(op, e, pattern) => {
                let (e, pattern) = (self.at(e, Level::Additive), self.at(pattern, Level::Additive));
                format!("{e} {} {pattern}", string_op(*op))
            }
            IsNull(e, negated) => format!("{} IS {}NULL", self.at(e, Level::Additive), not(*negated)),
            IsTyped(e, ty, negated) => {
                format!("{} IS {}:: {}", self.at(e, Level::Additive), not(*negated), type_name(ty))
            }
            IsNormalized(e, form, negated) => {
                format!("{} IS {}{form} NORMALIZED", self.at(e, Level::Additive), not(*negated))
            }
            HasLabels(e, labels) => {
                format!("{}:{}", self.at(e, Level::Postfix), self.labels(labels, false))
            }
            Function(function, arguments) => format!("{}({})", function.name, self.exprs(arguments)),
            Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref())
            }
            ListComprehension { slot, list, filter, map } => {
                self.comprehension(*slot, list, filter.as_deref(), map.as_deref())
            }
            ListPredicate { kind, slot, list, predicate } => format!(
                "{}({} IN {} WHERE {})",
                list_predicate(*kind),
                self.slot(*slot),
                self.expr(list),
                self.expr(predicate)
            ),
            Reduce { accumulator, init, slot, list, body } => format!(
                "reduce({} = {}, {} IN {} | {})",
                self.slot(*accumulator),
                self.expr(init),
                self.slot(*slot),
                self.expr(list),
                self.expr(body)
            ),
            MakePath(slots) => format!("path({})", self.slots(slots)),
            DistinctRelationships(slots) => format!("distinct_relationships({})", self.slots(slots)),
            Subquery(id) => format!("subquery {id}"),
        }
    }

    fn slice(&self, e: &Expr, from: Option<&Expr>, to: Option<&Expr>) -> String {
        let bound = |bound: Option<&Expr>| bound.map_or_else(String::new, |e| self.expr(e));
        format!("{}[{}..{}]", self.at(e, Level::Postfix), bound(from), bound(to))
    }

    fn entries(&self, entries: &[(Name, Expr)]) -> String {
        join(entries.iter().map(|(key, e)| format!("{}: {}", identifier(key), self.expr(e))))
    }

    fn map_projection(&self, e: &Expr, items: &[MapProjectionItem]) -> String {
        let item = |item: &MapProjectionItem| match item {
            MapProjectionItem::All => ".*".to_owned(),
            MapProjectionItem::Entry(key, e) => format!("{}: {}", identifier(key), self.expr(e)),
        };
        format!("{} {{{}}}", self.at(e, Level::Postfix), join(items.iter().map(item)))
    }

    fn logical(&self, op: LogicalOp, operands: &[Expr]) -> String {
        let (word, inner) = match op {
            LogicalOp::And => (" AND ", Level::Not),
            LogicalOp::Or => (" OR ", Level::Xor),
            LogicalOp::Xor => (" XOR ", Level::And),
        };
        operands.iter().map(|e| self.at(e, inner)).collect::<Vec<_>>().join(word)
    }

    fn arithmetic(&self, first: &Expr, rest: &[(ArithmeticOp, Expr)]) -> String {
        let level = rest.first().map_or(Level::Additive, |(op, _)| arithmetic_level(*op));
        let mut text = self.at(first, level);
        for (op, e) in rest {
            // The right operand of an equal level stands in parentheses: chains are left-associative.
            let _ = write!(text, " {} {}", arithmetic_op(*op), self.at(e, tighter(level)));
        }
        text
    }

    fn comparison(&self, first: &Expr, rest: &[(ComparisonOp, Expr)]) -> String {
        let mut text = self.at(first, Level::Additive);
        for (op, e) in rest {
            let _ = write!(text, " {} {}", comparison_op(*op), self.at(e, Level::Additive));
        }
        text
    }

    fn case(
        &self,
        subject: Option<&Expr>,
        branches: &[(Vec<Expr>, Expr)],
        otherwise: Option<&Expr>,
    ) -> String {
        let mut text = "CASE".to_owned();
        if let Some(subject) = subject {
            let _ = write!(text, " {}", self.expr(subject));
        }
        for (when, then) in branches {
            let _ = write!(text, " WHEN {} THEN {}", self.exprs(when), self.expr(then));
        }
        if let Some(otherwise) = otherwise {
            let _ = write!(text, " ELSE {}", self.expr(otherwise));
        }
        text + " END"
    }

    fn comprehension(&self, slot: Slot, list: &Expr, filter: Option<&Expr>, map: Option<&Expr>) -> String {
        let mut text = format!("[{} IN {}", self.slot(slot), self.expr(list));
        if let Some(filter) = filter {
            let _ = write!(text, " WHERE {}", self.expr(filter));
        }
        if let Some(map) = map {
            let _ = write!(text, " | {}", self.expr(map));
        }
        text + "]"
    }

    /// A label expression; `nested` asks for parentheses around connectives.
    fn labels(&self, labels: &LabelExpr, nested: bool) -> String {
        let several = |all: &[LabelExpr], sign: &str| {
            let text = all.iter().map(|one| self.labels(one, true)).collect::<Vec<_>>().join(sign);
            if nested { format!("({text})") } else { text }
        };
        match labels {
            LabelExpr::Name(name) => identifier(name),
            LabelExpr::Dynamic(e) => format!("$({})", self.expr(e)),
            LabelExpr::AnyOf(e) => format!("$any({})", self.expr(e)),
            LabelExpr::Any => "%".to_owned(),
            LabelExpr::Not(inner) => format!("!{}", self.labels(inner, true)),
            LabelExpr::And(all) => several(all, "&"),
            LabelExpr::Or(all) => several(all, "|"),
        }
    }
}

fn level(expr: &Expr) -> Level {
    use ExprKind::*;
    match &expr.kind {
        Literal(_) | Parameter(_) | Slot(_) | List(_) | Map(_) | MapProjection(_, _) => Level::Atom,
        Function(_, _) | Case { .. } | ListComprehension { .. } | ListPredicate { .. } => Level::Atom,
        Reduce { .. } | MakePath(_) | DistinctRelationships(_) | Subquery(_) => Level::Atom,
        Property(_, _) | Index(_, _) | Slice(_, _, _) => Level::Postfix,
        Not(_) => Level::Not,
        Negate(_) | Plus(_) => Level::Unary,
        Logical(LogicalOp::And, _) => Level::And,
        Logical(LogicalOp::Or, _) => Level::Or,
        Logical(LogicalOp::Xor, _) => Level::Xor,
        Arithmetic(_, rest) => rest.first().map_or(Level::Additive, |(op, _)| arithmetic_level(*op)),
        Comparison(_, _) | In(_, _) | StringPredicate(_, _, _) | IsNull(_, _) => Level::Comparison,
        IsTyped(_, _, _) | IsNormalized(_, _, _) | HasLabels(_, _) => Level::Comparison,
    }
}

fn tighter(level: Level) -> Level {
    match level {
        Level::Additive => Level::Multiplicative,
        Level::Multiplicative => Level::Power,
        Level::Power => Level::Unary,
        Level::Lowest | Level::Or | Level::Xor | Level::And | Level::Not | Level::Comparison => {
            Level::Additive
        }
        Level::Unary | Level::Postfix | Level::Atom => Level::Atom,
    }
}

fn arithmetic_level(op: ArithmeticOp) -> Level {
    match op {
        ArithmeticOp::Add | ArithmeticOp::Subtract | ArithmeticOp::Concat => Level::Additive,
        ArithmeticOp::Multiply | ArithmeticOp::Divide | ArithmeticOp::Modulo => Level::Multiplicative,
        ArithmeticOp::Power => Level::Power,
    }
}

fn arithmetic_op(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
        ArithmeticOp::Modulo => "%",
        ArithmeticOp::Power => "^",
        ArithmeticOp::Concat => "||",
    }
}

fn comparison_op(op: ComparisonOp) -> &'static str {
    match op {
        ComparisonOp::Equal => "=",
        ComparisonOp::NotEqual => "<>",
        ComparisonOp::Less => "<",
        ComparisonOp::LessEqual => "<=",
        ComparisonOp::Greater => ">",
        ComparisonOp::GreaterEqual => ">=",
    }
}

fn string_op(op: StringOp) -> &'static str {
    match op {
        StringOp::StartsWith => "STARTS WITH",
        StringOp::EndsWith => "ENDS WITH",
        StringOp::Contains => "CONTAINS",
        StringOp::Matches => "=~",
    }
}

fn list_predicate(kind: ListPredicateKind) -> &'static str {
    match kind {
        ListPredicateKind::All => "all",
        ListPredicateKind::Any => "any",
        ListPredicateKind::None => "none",
        ListPredicateKind::Single => "single",
    }
}

fn not(negated: bool) -> &'static str {
    if negated { "NOT " } else { "" }
}

fn type_name(ty: &TypeName) -> String {
    let simple = |simple: &SimpleType| {
        let mut text = simple.kind.name().to_owned();
        if let Some(inner) = &simple.inner {
            let _ = write!(text, "<{}>", type_name(inner));
        }
        text + if simple.not_null { " NOT NULL" } else { "" }
    };
    ty.alternatives.iter().map(simple).collect::<Vec<_>>().join(" | ")
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::String(text) => quoted(text),
    }
}

/// A string literal.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted + "'"
}

/// A name, in backticks when it is no plain one.
pub fn identifier(name: &str) -> String {
    let mut chars = name.chars();
    let plain = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_');
    if plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

pub(super) fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
