//! `CASE` in its forms. Conditions and values are the executor's; where a branch says something of the subject
//! (`WHEN > 2`), all branches become conditions about it.

use super::binder::{Binder, slot_expr};
use super::bound::{ComparisonOp, Expr, ExprKind, Literal};
use crate::error::{Error, Result, Span};
use crate::function::Type;
use crate::syntax::ast;

/// `WHEN` and `THEN`.
type Branch = (Vec<ast::Expr>, ast::Expr);

impl Binder<'_> {
    pub(super) fn bind_case(
        &mut self,
        subject: Option<&ast::Expr>,
        branches: &[Branch],
        otherwise: Option<&ast::Expr>,
    ) -> Result<ExprKind> {
        match subject {
            Some(subject) if branches.iter().flat_map(|(when, _)| when).any(is_test) => {
                self.bind_tested_case(subject, branches, otherwise)
            }
            _ => self.bind_plain_case(subject, branches, otherwise),
        }
    }

    fn bind_plain_case(
        &mut self,
        subject: Option<&ast::Expr>,
        branches: &[Branch],
        otherwise: Option<&ast::Expr>,
    ) -> Result<ExprKind> {
        let subject = subject.map(|e| self.bind_boxed(e)).transpose()?;
        let mut bound = Vec::with_capacity(branches.len());
        for (when, then) in branches {
            let when: Vec<Expr> = match subject {
                Some(_) => self.bind_all(when)?,
                None => when.iter().map(|e| self.bind_condition(e, "WHEN")).collect::<Result<_>>()?,
            };
            bound.push((when, self.bind_expr(then)?));
        }
        let otherwise = otherwise.map(|e| self.bind_boxed(e)).transpose()?;
        Ok(ExprKind::Case { subject, branches: bound, otherwise })
    }

    /// The subject is written into each condition. One that is more than a lookup is computed once before, as the
    /// accumulator of a `reduce` with one step.
    fn bind_tested_case(
        &mut self,
        subject: &ast::Expr,
        branches: &[Branch],
        otherwise: Option<&ast::Expr>,
    ) -> Result<ExprKind> {
        let init = self.bind_boxed(subject)?;
        let (of, span) = (self.infer(&init), subject.span);
        let named = (!is_lookup(&init)).then(|| self.new_slot(" subject".into(), of));
        let about = match named {
            Some(slot) => slot_expr(slot, span),
            None => init.as_ref().clone(),
        };
        let mut bound = Vec::with_capacity(branches.len());
        for (when, then) in branches {
            let conditions: Result<_> = when.iter().map(|when| self.bind_test(when, &about)).collect();
            bound.push((conditions?, self.bind_expr(then)?));
        }
        let otherwise = otherwise.map(|e| self.bind_boxed(e)).transpose()?;
        let kind = ExprKind::Case { subject: None, branches: bound, otherwise };
        let Some(accumulator) = named else { return Ok(kind) };
        let once = Expr { kind: ExprKind::Literal(Literal::Null), span };
        let list = Box::new(Expr { kind: ExprKind::List(vec![once]), span });
        let slot = self.anonymous(Type::Any);
        Ok(ExprKind::Reduce { accumulator, init, slot, list, body: Box::new(Expr { kind, span }) })
    }

    /// A test of the subject, or whether the subject equals a value.
    fn bind_test(&mut self, when: &ast::Expr, subject: &Expr) -> Result<Expr> {
        if is_test(when) {
            let outer = self.case_subject.replace(subject.clone());
            let bound = self.bind_expr(when);
            self.case_subject = outer;
            return bound;
        }
        let value = self.bind_expr(when)?;
        let kind = ExprKind::Comparison(Box::new(subject.clone()), vec![(ComparisonOp::Equal, value)]);
        Ok(Expr { kind, span: when.span })
    }

    pub(super) fn bind_case_subject(&mut self, span: Span) -> Result<ExprKind> {
        match &self.case_subject {
            Some(subject) => Ok(subject.kind.clone()),
            None => Err(Error::internal("a test of a CASE stands outside one").at(span)),
        }
    }
}

/// Whether an alternative leaves its left operand out.
fn is_test(when: &ast::Expr) -> bool {
    use ast::ExprKind::{Comparison, HasLabels, In, IsNormalized, IsNull, IsTyped, StringPredicate};
    match &when.kind {
        Comparison(left, _)
        | In(left, _)
        | StringPredicate(_, left, _)
        | IsNull(left, _)
        | IsTyped(left, _, _)
        | IsNormalized(left, _, _)
        | HasLabels(left, _) => matches!(left.kind, ast::ExprKind::CaseSubject),
        _ => false,
    }
}

/// Whether it costs next to nothing to evaluate it again.
fn is_lookup(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Slot(_) | ExprKind::Parameter(_) | ExprKind::Literal(_) => true,
        ExprKind::Property(owner, _) => is_lookup(owner),
        _ => false,
    }
}
