//! Expressions: every kind of the syntax tree becomes one bound expression. Each kind has a function of its
//! own, so that the frame of the recursion stays small.

use super::binder::{Binder, slot_expr};
use super::bound::{Expr, ExprKind, LabelExpr, LabelName, Literal, MapProjectionItem, Name};
use super::errors;
use super::type_name::bind_type_name;
use crate::error::{Result, Span};
use crate::function::Type;
use crate::syntax::ast::{self, ArithmeticOp, Ident, LogicalOp};

impl Binder<'_> {
    /// Binds an expression that stands for a value.
    pub(super) fn bind_expr(&mut self, expr: &ast::Expr) -> Result<Expr> {
        let kind = self.bind_kind(expr)?;
        Ok(Expr { kind, span: expr.span })
    }

    // Every arm is one call in tail position: temporaries of the arms would add up in the recursion's frame.
    fn bind_kind(&mut self, expr: &ast::Expr) -> Result<ExprKind> {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Literal(literal) => bind_literal(literal),
            ast::ExprKind::Parameter(name) => self.bind_parameter(name),
            ast::ExprKind::Variable(name) => self.bind_variable(name, span),
            ast::ExprKind::Property(subject, key) => self.bind_property(subject, key, span),
            ast::ExprKind::Index(subject, index) => self.bind_pair(subject, index, ExprKind::Index),
            ast::ExprKind::Slice(subject, from, to) => {
                self.bind_slice(subject, from.as_deref(), to.as_deref())
            }
            ast::ExprKind::List(items) => self.bind_list(items),
            ast::ExprKind::Map(entries) => self.bind_map(entries),
            ast::ExprKind::MapProjection(subject, items) => self.bind_map_projection(subject, items),
            ast::ExprKind::Not(operand) => self.bind_not(operand),
            ast::ExprKind::Negate(operand) => self.bind_signed(operand, "-", ExprKind::Negate),
            ast::ExprKind::Plus(operand) => self.bind_signed(operand, "+", ExprKind::Plus),
            ast::ExprKind::Logical(op, operands) => self.bind_logical(*op, operands),
            ast::ExprKind::Arithmetic(first, rest) => self.bind_arithmetic(first, rest),
            ast::ExprKind::Comparison(first, rest) => self.bind_comparison(first, rest),
            ast::ExprKind::In(element, list) => self.bind_in(element, list),
            ast::ExprKind::StringPredicate(op, text, part) => {
                self.bind_pair(text, part, |text, part| ExprKind::StringPredicate(*op, text, part))
            }
            ast::ExprKind::IsNull(operand, negated) => self.bind_is_null(operand, *negated),
            ast::ExprKind::IsTyped(operand, ty, negated) => self.bind_is_typed(operand, ty, *negated),
            ast::ExprKind::IsNormalized(operand, form, negated) => {
                self.bind_is_normalized(operand, form.as_deref(), *negated, span)
            }
            ast::ExprKind::HasLabels(subject, labels) => self.bind_has_labels(subject, labels),
            ast::ExprKind::Call(call) => self.bind_call(call, span),
            ast::ExprKind::CountStar => self.bind_count_star(span),
            ast::ExprKind::Case { subject, branches, otherwise } => {
                self.bind_case(subject.as_deref(), branches, otherwise.as_deref())
            }
            ast::ExprKind::CaseOperand => self.bind_case_operand(),
            ast::ExprKind::ListComprehension { variable, list, filter, map } => {
                self.bind_list_comprehension(variable, list, filter.as_deref(), map.as_deref())
            }
            ast::ExprKind::PatternComprehension { variable, pattern, filter, map } => {
                self.bind_pattern_comprehension(variable.as_ref(), pattern, filter.as_deref(), map)
            }
            ast::ExprKind::ListPredicate { kind, variable, list, filter } => {
                self.bind_list_predicate(*kind, variable, list, filter.as_deref())
            }
            ast::ExprKind::Reduce { accumulator, init, variable, list, body } => {
                self.bind_reduce(accumulator, init, variable, list, body)
            }
            ast::ExprKind::AllReduce { accumulator, init, variable, list, body, predicate } => {
                self.bind_all_reduce((accumulator, init), (variable, list), body, predicate)
            }
            ast::ExprKind::Pattern(part) => self.bind_pattern_value(part, span),
            ast::ExprKind::Exists(subquery) => self.bind_exists(subquery),
            ast::ExprKind::Count(subquery) => self.bind_count(subquery),
            ast::ExprKind::Collect(query) => self.bind_collect(query),
        }
    }

    /// Binds an expression that stands for true, false or null; a pattern asks whether it is there.
    pub(super) fn bind_condition(&mut self, expr: &ast::Expr, what: &str) -> Result<Expr> {
        if let ast::ExprKind::Pattern(part) = &expr.kind {
            let kind = self.bind_pattern_predicate(part)?;
            return Ok(Expr { kind, span: expr.span });
        }
        let bound = self.bind_expr(expr)?;
        self.check_boolean(&bound, what)?;
        Ok(bound)
    }

    /// Binds a `WHERE`, in which nothing is aggregated, and splits it at `AND`.
    pub(super) fn bind_conjuncts(&mut self, filter: &ast::Expr, into: &mut Vec<Expr>) -> Result<()> {
        let bound = self.bind_filter(filter)?;
        split_conjuncts(bound, into);
        Ok(())
    }

    /// Binds a `WHERE`, in which nothing is aggregated.
    pub(super) fn bind_filter(&mut self, filter: &ast::Expr) -> Result<Expr> {
        let mode = super::binder::Aggregating::Forbidden("WHERE");
        self.with_aggregates(mode, |binder| binder.bind_condition(filter, "WHERE"))
    }

    pub(super) fn bind_boxed(&mut self, expr: &ast::Expr) -> Result<Box<Expr>> {
        self.bind_expr(expr).map(Box::new)
    }

    pub(super) fn bind_all(&mut self, exprs: &[ast::Expr]) -> Result<Vec<Expr>> {
        exprs.iter().map(|expr| self.bind_expr(expr)).collect()
    }

    fn bind_parameter(&mut self, name: &str) -> Result<ExprKind> {
        Ok(ExprKind::Parameter(self.parameter(name)))
    }

    fn bind_variable(&mut self, name: &str, span: Span) -> Result<ExprKind> {
        Ok(ExprKind::Slot(self.resolve(name, span)?))
    }

    fn bind_pair(
        &mut self,
        left: &ast::Expr,
        right: &ast::Expr,
        make: impl FnOnce(Box<Expr>, Box<Expr>) -> ExprKind,
    ) -> Result<ExprKind> {
        let left = self.bind_boxed(left)?;
        Ok(make(left, self.bind_boxed(right)?))
    }

    fn bind_list(&mut self, items: &[ast::Expr]) -> Result<ExprKind> {
        Ok(ExprKind::List(self.bind_all(items)?))
    }

    fn bind_map(&mut self, entries: &[(Ident, ast::Expr)]) -> Result<ExprKind> {
        let entries: Result<_> = entries
            .iter()
            .map(|(key, value)| Ok((key.name.as_str().into(), self.bind_expr(value)?)))
            .collect();
        Ok(ExprKind::Map(entries?))
    }

    fn bind_not(&mut self, operand: &ast::Expr) -> Result<ExprKind> {
        Ok(ExprKind::Not(Box::new(self.bind_condition(operand, "NOT")?)))
    }

    fn bind_is_null(&mut self, operand: &ast::Expr, negated: bool) -> Result<ExprKind> {
        Ok(ExprKind::IsNull(self.bind_boxed(operand)?, negated))
    }

    fn bind_is_typed(&mut self, operand: &ast::Expr, ty: &ast::TypeName, negated: bool) -> Result<ExprKind> {
        Ok(ExprKind::IsTyped(self.bind_boxed(operand)?, bind_type_name(ty), negated))
    }

    fn bind_property(&mut self, subject: &ast::Expr, key: &Ident, span: Span) -> Result<ExprKind> {
        let subject = self.bind_boxed(subject)?;
        self.check_has_properties(&subject, span)?;
        Ok(ExprKind::Property(subject, key.name.as_str().into()))
    }

    fn bind_slice(
        &mut self,
        subject: &ast::Expr,
        from: Option<&ast::Expr>,
        to: Option<&ast::Expr>,
    ) -> Result<ExprKind> {
        let subject = self.bind_boxed(subject)?;
        let from = from.map(|e| self.bind_boxed(e)).transpose()?;
        let to = to.map(|e| self.bind_boxed(e)).transpose()?;
        Ok(ExprKind::Slice(subject, from, to))
    }

    fn bind_map_projection(&mut self, subject: &Ident, items: &[ast::MapProjectionItem]) -> Result<ExprKind> {
        let subject = slot_expr(self.resolve(&subject.name, subject.span)?, subject.span);
        self.check_has_properties(&subject, subject.span)?;
        let mut bound = Vec::with_capacity(items.len());
        for item in items {
            bound.push(match item {
                ast::MapProjectionItem::All => MapProjectionItem::All,
                ast::MapProjectionItem::Property(key) => {
                    let name: Name = key.name.as_str().into();
                    let kind = ExprKind::Property(Box::new(subject.clone()), name.clone());
                    MapProjectionItem::Entry(name, Expr { kind, span: key.span })
                }
                ast::MapProjectionItem::Entry(key, value) => {
                    MapProjectionItem::Entry(key.name.as_str().into(), self.bind_expr(value)?)
                }
                ast::MapProjectionItem::Variable(variable) => {
                    let slot = self.resolve(&variable.name, variable.span)?;
                    MapProjectionItem::Entry(variable.name.as_str().into(), slot_expr(slot, variable.span))
                }
            });
        }
        Ok(ExprKind::MapProjection(Box::new(subject), bound))
    }

    fn bind_signed(
        &mut self,
        operand: &ast::Expr,
        symbol: &str,
        make: impl FnOnce(Box<Expr>) -> ExprKind,
    ) -> Result<ExprKind> {
        let operand = self.bind_boxed(operand)?;
        self.check_calculates(&operand, symbol)?;
        Ok(make(operand))
    }

    fn bind_logical(&mut self, op: LogicalOp, operands: &[ast::Expr]) -> Result<ExprKind> {
        let word = match op {
            LogicalOp::And => "AND",
            LogicalOp::Or => "OR",
            LogicalOp::Xor => "XOR",
        };
        let operands: Result<_> = operands.iter().map(|e| self.bind_condition(e, word)).collect();
        Ok(ExprKind::Logical(op, operands?))
    }

    fn bind_arithmetic(&mut self, first: &ast::Expr, rest: &[(ArithmeticOp, ast::Expr)]) -> Result<ExprKind> {
        let first = self.bind_boxed(first)?;
        let mut bound = Vec::with_capacity(rest.len());
        for (index, (op, operand)) in rest.iter().enumerate() {
            let operand = self.bind_expr(operand)?;
            if let Some(symbol) = calculating_symbol(*op) {
                // What precedes a later operator is a number or an error already.
                if index == 0 {
                    self.check_calculates(&first, symbol)?;
                }
                self.check_calculates(&operand, symbol)?;
            }
            bound.push((*op, operand));
        }
        Ok(ExprKind::Arithmetic(first, bound))
    }

    fn bind_comparison(
        &mut self,
        first: &ast::Expr,
        rest: &[(ast::ComparisonOp, ast::Expr)],
    ) -> Result<ExprKind> {
        let first = self.bind_boxed(first)?;
        let rest: Result<_> = rest.iter().map(|(op, e)| Ok((*op, self.bind_expr(e)?))).collect();
        Ok(ExprKind::Comparison(first, rest?))
    }

    fn bind_in(&mut self, element: &ast::Expr, list: &ast::Expr) -> Result<ExprKind> {
        let element = self.bind_boxed(element)?;
        let list = self.bind_boxed(list)?;
        self.check_list(&list, "IN")?;
        Ok(ExprKind::In(element, list))
    }

    fn bind_is_normalized(
        &mut self,
        operand: &ast::Expr,
        form: Option<&str>,
        negated: bool,
        span: Span,
    ) -> Result<ExprKind> {
        let operand = self.bind_boxed(operand)?;
        let form = form.unwrap_or("NFC").to_uppercase();
        match form.as_str() {
            "NFC" | "NFD" | "NFKC" | "NFKD" => Ok(ExprKind::IsNormalized(operand, form.into(), negated)),
            _ => Err(errors::unexpected(format!("`{form}` is no normal form"), span)
                .hint("the forms are NFC, NFD, NFKC and NFKD")),
        }
    }

    fn bind_has_labels(&mut self, subject: &ast::Expr, labels: &ast::LabelExpr) -> Result<ExprKind> {
        let subject = self.bind_boxed(subject)?;
        self.check_entity(&subject, "a label predicate")?;
        Ok(ExprKind::HasLabels(subject, self.bind_labels(labels)?))
    }

    /// Binds a label or type expression.
    pub(super) fn bind_labels(&mut self, labels: &ast::LabelExpr) -> Result<LabelExpr> {
        Ok(match labels {
            ast::LabelExpr::Name(ast::LabelName::Name(name)) => LabelExpr::Name(name.name.as_str().into()),
            ast::LabelExpr::Name(ast::LabelName::Dynamic(expr)) => LabelExpr::Dynamic(self.bind_boxed(expr)?),
            ast::LabelExpr::AnyOf(expr) => LabelExpr::AnyOf(self.bind_boxed(expr)?),
            ast::LabelExpr::Any(_) => LabelExpr::Any,
            ast::LabelExpr::Not(inner) => LabelExpr::Not(Box::new(self.bind_labels(inner)?)),
            ast::LabelExpr::And(parts) => LabelExpr::And(self.bind_label_parts(parts)?),
            ast::LabelExpr::Or(parts) => LabelExpr::Or(self.bind_label_parts(parts)?),
        })
    }

    fn bind_label_parts(&mut self, parts: &[ast::LabelExpr]) -> Result<Vec<LabelExpr>> {
        parts.iter().map(|part| self.bind_labels(part)).collect()
    }

    /// Binds a single label or type, named or computed.
    pub(super) fn bind_label_name(&mut self, label: &ast::LabelName) -> Result<LabelName> {
        match label {
            ast::LabelName::Name(name) => Ok(LabelName::Name(name.name.as_str().into())),
            ast::LabelName::Dynamic(expr) => Ok(LabelName::Dynamic(self.bind_expr(expr)?)),
        }
    }

    /// The text of a place, for messages.
    pub(super) fn text_of(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Whether an expression's values are nodes or relationships for certain.
    pub(super) fn is_entity(&self, expr: &Expr) -> bool {
        matches!(self.infer(expr).ty, Type::Node | Type::Relationship)
    }
}

fn bind_literal(literal: &ast::Literal) -> Result<ExprKind> {
    Ok(ExprKind::Literal(match literal {
        ast::Literal::Null => Literal::Null,
        ast::Literal::Boolean(value) => Literal::Boolean(*value),
        ast::Literal::Integer(value) => Literal::Integer(*value),
        ast::Literal::Float(value) => Literal::Float(*value),
        ast::Literal::String(text) => Literal::String(text.as_str().into()),
    }))
}

fn calculating_symbol(op: ArithmeticOp) -> Option<&'static str> {
    match op {
        ArithmeticOp::Add | ArithmeticOp::Concat => None,
        ArithmeticOp::Subtract => Some("-"),
        ArithmeticOp::Multiply => Some("*"),
        ArithmeticOp::Divide => Some("/"),
        ArithmeticOp::Modulo => Some("%"),
        ArithmeticOp::Power => Some("^"),
    }
}

/// Splits a condition at `AND`, and a label test at `&`.
pub(super) fn split_conjuncts(condition: Expr, into: &mut Vec<Expr>) {
    let span = condition.span;
    match condition.kind {
        ExprKind::Logical(LogicalOp::And, operands) => {
            operands.into_iter().for_each(|operand| split_conjuncts(operand, into));
        }
        ExprKind::HasLabels(subject, LabelExpr::And(parts)) => {
            for part in parts {
                split_conjuncts(Expr { kind: ExprKind::HasLabels(subject.clone(), part), span }, into);
            }
        }
        kind => into.push(Expr { kind, span }),
    }
}
