//! `CASE`. Out comes the one form that only compares for equality, or one without a subject: tests such as `WHEN < 5` are
//! bound to a variable that holds the subject, and choose the branch by its number.

use super::binder::{Aggregating, Binder};
use super::bound::{Expr, ExprKind, Literal, Slot};
use crate::error::{Error, Result, Span};
use crate::syntax::ast::{self, ComparisonOp};

/// Alternatives and result, as written.
type Branch = (Vec<ast::Expr>, ast::Expr);

impl Binder<'_> {
    pub(super) fn bind_case(
        &mut self,
        subject: Option<&ast::Expr>,
        branches: &[Branch],
        otherwise: Option<&ast::Expr>,
    ) -> Result<ExprKind> {
        let tests = branches.iter().flat_map(|(when, _)| when).any(ast::Expr::is_case_test);
        let (subject, whens) = match subject {
            Some(subject) if tests => {
                let chosen = self.bind_choice(subject, branches)?;
                let span = chosen.span;
                let numbers = (0..).map(|number| vec![constant(number, span)]).take(branches.len());
                (Some(Box::new(chosen)), numbers.collect())
            }
            Some(subject) => (Some(self.bind_boxed(subject)?), self.bind_whens(branches, Binder::bind_expr)?),
            None => (None, self.bind_whens(branches, |binder, when| binder.bind_condition(when, "WHEN"))?),
        };
        let results = branches.iter().map(|(_, then)| self.bind_expr(then)).collect::<Result<Vec<_>>>()?;
        let otherwise = otherwise.map(|e| self.bind_boxed(e)).transpose()?;
        Ok(ExprKind::Case { subject, branches: whens.into_iter().zip(results).collect(), otherwise })
    }

    fn bind_whens(
        &mut self,
        branches: &[Branch],
        mut bind: impl FnMut(&mut Self, &ast::Expr) -> Result<Expr>,
    ) -> Result<Vec<Vec<Expr>>> {
        branches.iter().map(|(when, _)| when.iter().map(|e| bind(self, e)).collect()).collect()
    }

    /// The number of the branch whose tests hold: `[x IN [subject] | CASE WHEN tests of x THEN 0 .. END][0]`, so that the
    /// subject is evaluated once.
    fn bind_choice(&mut self, subject: &ast::Expr, branches: &[Branch]) -> Result<Expr> {
        let span = subject.span;
        let subject = self.bind_expr(subject)?;
        let of = self.infer(&subject);
        let slot = self.new_slot("CASE".into(), of);
        let aggregating = match self.aggregating {
            Aggregating::Gather => Aggregating::Forbidden("a test of CASE"),
            other => other,
        };
        let outer = self.case_operand.replace(slot);
        let tests = self.with_aggregates(aggregating, |binder| {
            binder.bind_whens(branches, |binder, when| binder.bind_test(slot, when))
        });
        self.case_operand = outer;
        let numbered = tests?.into_iter().zip(0..).map(|(when, number)| (when, constant(number, span)));
        let choose = ExprKind::Case { subject: None, branches: numbered.collect(), otherwise: None };
        let list = Box::new(Expr { kind: ExprKind::List(vec![subject]), span });
        let map = Some(Box::new(Expr { kind: choose, span }));
        let chosen = Expr { kind: ExprKind::ListComprehension { slot, list, filter: None, map }, span };
        let kind = ExprKind::Index(Box::new(chosen), Box::new(constant(0, span)));
        Ok(Expr { kind, span })
    }

    /// A test as it is written; a value is what the subject may equal.
    fn bind_test(&mut self, slot: Slot, when: &ast::Expr) -> Result<Expr> {
        if when.is_case_test() {
            return self.bind_condition(when, "WHEN");
        }
        let value = self.bind_expr(when)?;
        let subject = Box::new(Expr { kind: ExprKind::Slot(slot), span: when.span });
        Ok(Expr { kind: ExprKind::Comparison(subject, vec![(ComparisonOp::Equal, value)]), span: when.span })
    }

    pub(super) fn bind_case_operand(&mut self) -> Result<ExprKind> {
        let slot =
            self.case_operand.ok_or_else(|| Error::internal("a test of CASE stands outside of one"))?;
        Ok(ExprKind::Slot(slot))
    }
}

fn constant(number: i64, span: Span) -> Expr {
    Expr { kind: ExprKind::Literal(Literal::Integer(number)), span }
}
