//! Expressions, with parentheses where precedence asks for them.

use super::Printer;
use crate::syntax::ast::*;

/// How tightly an expression holds together; an operand looser than its place allows gets parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Predicate,
    Sum,
    Product,
    Power,
    Unary,
    Labelled,
    Postfix,
    Atom,
}

fn level(expr: &Expr) -> Level {
    match &expr.kind {
        ExprKind::Logical(LogicalOp::Or, _) => Level::Or,
        ExprKind::Logical(LogicalOp::Xor, _) => Level::Xor,
        ExprKind::Logical(LogicalOp::And, _) => Level::And,
        ExprKind::Not(_) => Level::Not,
        ExprKind::Comparison(..) => Level::Comparison,
        ExprKind::In(..)
        | ExprKind::StringPredicate(..)
        | ExprKind::IsNull(..)
        | ExprKind::IsTyped(..)
        | ExprKind::IsNormalized(..) => Level::Predicate,
        ExprKind::Arithmetic(_, rest) => rest.first().map_or(Level::Atom, |&(op, _)| arithmetic_level(op)),
        ExprKind::Negate(_) | ExprKind::Plus(_) => Level::Unary,
        ExprKind::Literal(Literal::Integer(value)) if *value < 0 => Level::Unary,
        ExprKind::Literal(Literal::Float(value)) if value.is_sign_negative() && !value.is_nan() => {
            Level::Unary
        }
        ExprKind::HasLabels(..) => Level::Labelled,
        ExprKind::Property(..) | ExprKind::Index(..) | ExprKind::Slice(..) => Level::Postfix,
        ExprKind::Literal(_)
        | ExprKind::Parameter(_)
        | ExprKind::Variable(_)
        | ExprKind::List(_)
        | ExprKind::Map(_)
        | ExprKind::MapProjection(..)
        | ExprKind::Call(_)
        | ExprKind::CountStar
        | ExprKind::CaseOperand
        | ExprKind::Case { .. }
        | ExprKind::ListComprehension { .. }
        | ExprKind::PatternComprehension { .. }
        | ExprKind::ListPredicate { .. }
        | ExprKind::Reduce { .. }
        | ExprKind::AllReduce { .. }
        | ExprKind::Pattern(_)
        | ExprKind::Exists(_)
        | ExprKind::Count(_)
        | ExprKind::Collect(_) => Level::Atom,
    }
}

fn arithmetic_level(op: ArithmeticOp) -> Level {
    match op {
        ArithmeticOp::Add | ArithmeticOp::Subtract | ArithmeticOp::Concat => Level::Sum,
        ArithmeticOp::Multiply | ArithmeticOp::Divide | ArithmeticOp::Modulo => Level::Product,
        ArithmeticOp::Power => Level::Power,
    }
}

/// The level an operand of a flat chain needs: tighter than the chain's own.
fn operand_level(chain: Level) -> Level {
    match chain {
        Level::Or => Level::Xor,
        Level::Xor => Level::And,
        Level::And => Level::Not,
        Level::Not => Level::Not,
        Level::Comparison => Level::Predicate,
        Level::Predicate => Level::Sum,
        Level::Sum => Level::Product,
        Level::Product => Level::Power,
        Level::Power | Level::Unary => Level::Unary,
        Level::Labelled | Level::Postfix => Level::Postfix,
        Level::Atom => Level::Atom,
    }
}

/// The expression whose text comes first, parentheses aside.
fn leftmost(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Logical(_, operands) => operands.first().map_or(expr, leftmost),
        ExprKind::Comparison(left, _)
        | ExprKind::Arithmetic(left, _)
        | ExprKind::StringPredicate(_, left, _)
        | ExprKind::IsNull(left, _)
        | ExprKind::IsTyped(left, _, _)
        | ExprKind::IsNormalized(left, _, _)
        | ExprKind::HasLabels(left, _)
        | ExprKind::Property(left, _)
        | ExprKind::Index(left, _)
        | ExprKind::Slice(left, _, _) => leftmost(left),
        ExprKind::In(left, _) if !matches!(left.kind, ExprKind::Variable(_)) => leftmost(left),
        _ => expr,
    }
}

impl Printer {
    /// An expression in a place that takes nothing looser than `loosest`.
    pub(super) fn expr(&mut self, expr: &Expr, loosest: Level) {
        if level(expr) < loosest { self.parenthesised(expr) } else { self.bare(expr) }
    }

    fn parenthesised(&mut self, expr: &Expr) {
        self.put("(");
        self.bare(expr);
        self.put(")");
    }

    fn parenthesised_if(&mut self, needed: bool, expr: &Expr) {
        if needed { self.parenthesised(expr) } else { self.bare(expr) }
    }

    /// `WHERE e`. Behind a bare `(WHERE` or `[WHERE` a brace would make `WHERE` a variable.
    pub(super) fn filter(&mut self, filter: &Expr) {
        self.put(" WHERE ");
        self.parenthesised_if(matches!(leftmost(filter).kind, ExprKind::Map(_)), filter);
    }

    fn bare(&mut self, expr: &Expr) {
        let own = level(expr);
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal),
            ExprKind::Parameter(name) => self.parameter(name),
            ExprKind::Variable(name) => self.variable(name),
            ExprKind::Property(owner, key) => {
                self.expr(owner, Level::Postfix);
                self.put(".");
                self.name(&key.name);
            }
            ExprKind::Index(list, index) => {
                self.expr(list, Level::Postfix);
                self.put("[");
                self.expr(index, Level::Or);
                self.put("]");
            }
            ExprKind::Slice(list, from, to) => self.slice(list, from.as_deref(), to.as_deref()),
            ExprKind::List(elements) => self.list_literal(elements),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::MapProjection(variable, items) => self.map_projection(variable, items),
            ExprKind::Not(operand) => {
                self.put("NOT ");
                self.expr(operand, Level::Not);
            }
            ExprKind::Negate(operand) => self.negate(operand),
            ExprKind::Plus(operand) => {
                self.put("+");
                self.expr(operand, Level::Unary);
            }
            ExprKind::Logical(op, operands) => self.logical(*op, operands, operand_level(own)),
            ExprKind::Arithmetic(first, rest) => {
                self.expr(first, operand_level(own));
                for (op, operand) in rest {
                    self.put(arithmetic_text(*op));
                    self.expr(operand, operand_level(own));
                }
            }
            ExprKind::Comparison(first, rest) => {
                self.compared(first);
                for (op, operand) in rest {
                    self.put(comparison_text(*op));
                    self.compared(operand);
                }
            }
            ExprKind::In(left, right) => self.predicate(left, " IN ", right),
            ExprKind::StringPredicate(op, left, right) => self.predicate(left, string_text(*op), right),
            ExprKind::IsNull(operand, negated) => {
                self.expr(operand, Level::Predicate);
                self.put(if *negated { " IS NOT NULL" } else { " IS NULL" });
            }
            ExprKind::IsTyped(operand, name, negated) => {
                self.expr(operand, Level::Predicate);
                self.put(if *negated { " IS NOT :: " } else { " IS :: " });
                self.type_name(name);
            }
            ExprKind::IsNormalized(operand, form, negated) => {
                self.expr(operand, Level::Predicate);
                self.put(if *negated { " IS NOT " } else { " IS " });
                if let Some(form) = form {
                    self.put(form);
                    self.put(" ");
                }
                self.put("NORMALIZED");
            }
            ExprKind::HasLabels(operand, labels) => self.has_labels(operand, labels),
            ExprKind::Call(call) => self.call(call),
            ExprKind::CountStar => self.put("count(*)"),
            ExprKind::CaseOperand => {}
            ExprKind::Pattern(part) => self.pattern_part(part),
            ExprKind::Exists(subquery) => self.subquery("EXISTS ", subquery),
            ExprKind::Count(subquery) => self.subquery("COUNT ", subquery),
            ExprKind::Collect(query) => {
                self.put("COLLECT ");
                self.braced_query(query);
            }
            ExprKind::Case { .. }
            | ExprKind::ListComprehension { .. }
            | ExprKind::PatternComprehension { .. }
            | ExprKind::ListPredicate { .. }
            | ExprKind::Reduce { .. }
            | ExprKind::AllReduce { .. } => self.form(&expr.kind),
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Null => self.put("null"),
            Literal::Boolean(value) => self.put(if *value { "true" } else { "false" }),
            Literal::Integer(value) => self.put(&value.to_string()),
            Literal::Float(value) if value.is_nan() => self.put("NaN"),
            Literal::Float(value) if value.is_infinite() => {
                self.put(if *value < 0.0 { "-INF" } else { "INF" })
            }
            // The debug form always has a point or an exponent, and reads back to the same number.
            Literal::Float(value) => self.put(&format!("{value:?}")),
            Literal::String(text) => self.text(text),
        }
    }

    fn has_labels(&mut self, operand: &Expr, labels: &LabelExpr) {
        self.expr(operand, Level::Postfix);
        let left_out = matches!(operand.kind, ExprKind::CaseOperand);
        self.put(if left_out { " IS LABELED " } else { ":" });
        self.label_predicate(labels);
    }

    /// A minus before a bare number would become part of it.
    fn negate(&mut self, operand: &Expr) {
        self.put("-");
        let number = matches!(operand.kind, ExprKind::Literal(Literal::Integer(_) | Literal::Float(_)));
        if number && level(operand) == Level::Atom {
            return self.parenthesised(operand);
        }
        self.expr(operand, Level::Unary);
    }

    fn logical(&mut self, op: LogicalOp, operands: &[Expr], loosest: Level) {
        let text = match op {
            LogicalOp::And => " AND ",
            LogicalOp::Or => " OR ",
            LogicalOp::Xor => " XOR ",
        };
        for (i, operand) in operands.iter().enumerate() {
            if i > 0 {
                self.put(text);
            }
            self.expr(operand, loosest);
        }
    }

    fn predicate(&mut self, left: &Expr, operator: &str, right: &Expr) {
        self.expr(left, Level::Predicate);
        self.put(operator);
        self.expr(right, Level::Sum);
    }

    /// An operand of a comparison. A `<` behind a type would begin the type's own parameters.
    fn compared(&mut self, operand: &Expr) {
        let typed = matches!(operand.kind, ExprKind::IsTyped(..));
        if typed { self.parenthesised(operand) } else { self.expr(operand, Level::Predicate) }
    }

    fn slice(&mut self, list: &Expr, from: Option<&Expr>, to: Option<&Expr>) {
        self.expr(list, Level::Postfix);
        self.put("[");
        if let Some(from) = from {
            self.expr(from, Level::Or);
        }
        self.put("..");
        if let Some(to) = to {
            self.expr(to, Level::Or);
        }
        self.put("]");
    }

    /// A first element that begins with `x IN` or with a pattern would make the list a comprehension.
    fn list_literal(&mut self, elements: &[Expr]) {
        self.put("[");
        for (i, element) in elements.iter().enumerate() {
            if i > 0 {
                self.put(", ");
            }
            let misread = i == 0 && matches!(leftmost(element).kind, ExprKind::In(..) | ExprKind::Pattern(_));
            self.parenthesised_if(misread, element);
        }
        self.put("]");
    }

    pub(super) fn map(&mut self, entries: &[(Ident, Expr)]) {
        self.put("{");
        self.list(entries, |printer, (key, value)| {
            printer.name(&key.name);
            printer.put(": ");
            printer.expr(value, Level::Or);
        });
        self.put("}");
    }

    fn map_projection(&mut self, variable: &Ident, items: &[MapProjectionItem]) {
        self.variable(&variable.name);
        self.put(" {");
        self.list(items, |printer, item| match item {
            MapProjectionItem::Property(key) => {
                printer.put(".");
                printer.name(&key.name);
            }
            MapProjectionItem::All => printer.put(".*"),
            MapProjectionItem::Entry(key, value) => {
                printer.name(&key.name);
                printer.put(": ");
                printer.expr(value, Level::Or);
            }
            MapProjectionItem::Variable(variable) => printer.variable(&variable.name),
        });
        self.put("}");
    }

    fn call(&mut self, call: &FunctionCall) {
        self.function_name(&call.name.name);
        self.put(if call.distinct { "(DISTINCT " } else { "(" });
        self.list(&call.arguments, |printer, argument| printer.expr(argument, Level::Or));
        self.put(")");
    }

    fn subquery(&mut self, word: &str, subquery: &Subquery) {
        self.put(word);
        match subquery {
            Subquery::Query(query) => self.braced_query(query),
            Subquery::Pattern(parts, filter) => {
                self.put("{ ");
                self.list(parts, Printer::pattern_part);
                if let Some(filter) = filter {
                    self.filter(filter);
                }
                self.put(" }");
            }
        }
    }

    /// The special forms with named parts.
    fn form(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref());
            }
            ExprKind::ListComprehension { variable, list, filter, map } => {
                self.put("[");
                self.variable(&variable.name);
                self.put(" IN ");
                // The parser reads `x IN list` as one predicate first, which takes neither of the two there.
                let wrapped = matches!(leftmost(list).kind, ExprKind::Not(_) | ExprKind::Pattern(_));
                self.parenthesised_if(wrapped, list);
                self.comprehension_end(filter.as_deref(), map.as_deref());
            }
            ExprKind::PatternComprehension { variable, pattern, filter, map } => {
                self.put("[");
                if let Some(variable) = variable {
                    self.variable(&variable.name);
                    self.put(" = ");
                }
                self.path_pattern(pattern);
                self.comprehension_end(filter.as_deref(), Some(map));
            }
            ExprKind::ListPredicate { kind, variable, list, filter } => {
                self.put(list_predicate_text(*kind));
                self.variable(&variable.name);
                self.put(" IN ");
                self.expr(list, Level::Or);
                if let Some(filter) = filter {
                    self.filter(filter);
                }
                self.put(")");
            }
            ExprKind::Reduce { accumulator, init, variable, list, body } => {
                self.put("reduce(");
                self.reduction(accumulator, init, variable, list, body);
                self.put(")");
            }
            ExprKind::AllReduce { accumulator, init, variable, list, body, predicate } => {
                self.put("allReduce(");
                self.reduction(accumulator, init, variable, list, body);
                self.put(", ");
                self.expr(predicate, Level::Or);
                self.put(")");
            }
            _ => {}
        }
    }

    fn reduction(&mut self, accumulator: &Ident, init: &Expr, variable: &Ident, list: &Expr, body: &Expr) {
        self.variable(&accumulator.name);
        self.put(" = ");
        self.expr(init, Level::Or);
        self.put(", ");
        self.variable(&variable.name);
        self.put(" IN ");
        self.expr(list, Level::Or);
        self.put(" | ");
        self.expr(body, Level::Or);
    }

    fn comprehension_end(&mut self, filter: Option<&Expr>, map: Option<&Expr>) {
        if let Some(filter) = filter {
            self.filter(filter);
        }
        if let Some(map) = map {
            self.put(" | ");
            self.expr(map, Level::Or);
        }
        self.put("]");
    }

    fn case(&mut self, subject: Option<&Expr>, branches: &[(Vec<Expr>, Expr)], otherwise: Option<&Expr>) {
        self.put("CASE");
        if let Some(subject) = subject {
            self.put(" ");
            self.expr(subject, Level::Or);
        }
        for (conditions, value) in branches {
            self.put(" WHEN");
            for (i, condition) in conditions.iter().enumerate() {
                self.put(if i > 0 { "," } else { "" });
                // A test's operator brings its own space.
                self.put(if condition.is_case_test() { "" } else { " " });
                self.expr(condition, Level::Or);
            }
            self.put(" THEN ");
            self.expr(value, Level::Or);
        }
        if let Some(otherwise) = otherwise {
            self.put(" ELSE ");
            self.expr(otherwise, Level::Or);
        }
        self.put(" END");
    }

    /// Several alternatives are written so that no `|` can be taken for a comprehension's.
    pub(super) fn type_name(&mut self, name: &TypeName) {
        if let [only] = name.alternatives.as_slice() {
            return self.simple_type(only);
        }
        self.put("ANY<");
        for (i, alternative) in name.alternatives.iter().enumerate() {
            if i > 0 {
                self.put(" | ");
            }
            self.simple_type(alternative);
        }
        self.put(">");
    }

    fn simple_type(&mut self, simple: &SimpleType) {
        self.put(simple.kind.name());
        if let Some(inner) = &simple.inner {
            self.put("<");
            self.type_name(inner);
            self.put(">");
        }
        if simple.not_null {
            self.put(" NOT NULL");
        }
    }
}

fn arithmetic_text(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => " + ",
        ArithmeticOp::Subtract => " - ",
        ArithmeticOp::Multiply => " * ",
        ArithmeticOp::Divide => " / ",
        ArithmeticOp::Modulo => " % ",
        ArithmeticOp::Power => " ^ ",
        ArithmeticOp::Concat => " || ",
    }
}

fn comparison_text(op: ComparisonOp) -> &'static str {
    match op {
        ComparisonOp::Equal => " = ",
        ComparisonOp::NotEqual => " <> ",
        ComparisonOp::Less => " < ",
        ComparisonOp::LessEqual => " <= ",
        ComparisonOp::Greater => " > ",
        ComparisonOp::GreaterEqual => " >= ",
    }
}

fn string_text(op: StringOp) -> &'static str {
    match op {
        StringOp::StartsWith => " STARTS WITH ",
        StringOp::EndsWith => " ENDS WITH ",
        StringOp::Contains => " CONTAINS ",
        StringOp::Matches => " =~ ",
    }
}

fn list_predicate_text(kind: ListPredicateKind) -> &'static str {
    match kind {
        ListPredicateKind::All => "all(",
        ListPredicateKind::Any => "any(",
        ListPredicateKind::None => "none(",
        ListPredicateKind::Single => "single(",
    }
}
