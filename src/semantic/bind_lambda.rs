//! Expressions with a variable of their own: list comprehensions, list predicates and `reduce`.
//! Their variable may hide another one, and nothing is aggregated behind it.

use super::binder::{Aggregating, Binder, slot_expr};
use super::bound::{Expr, ExprKind, ListPredicateKind, Literal, LogicalOp, Slot};
use super::errors;
use super::types::Inferred;
use crate::error::Result;
use crate::function::Type;
use crate::syntax::ast::{self, Ident};

impl Binder<'_> {
    pub(super) fn bind_list_comprehension(
        &mut self,
        variable: &Ident,
        list: &ast::Expr,
        filter: Option<&ast::Expr>,
        map: Option<&ast::Expr>,
    ) -> Result<ExprKind> {
        let list = self.bind_elements(list, "a list comprehension")?;
        let of = Inferred::of(self.infer(&list).element);
        let (slot, (filter, map)) = self.in_lambda(variable, of, "a list comprehension", |binder| {
            let filter = filter.map(|e| binder.bind_condition(e, "WHERE")).transpose()?;
            let map = map.map(|e| binder.bind_boxed(e)).transpose()?;
            Ok((filter.map(Box::new), map))
        })?;
        Ok(ExprKind::ListComprehension { slot, list, filter, map })
    }

    pub(super) fn bind_list_predicate(
        &mut self,
        kind: ListPredicateKind,
        variable: &Ident,
        list: &ast::Expr,
        filter: Option<&ast::Expr>,
    ) -> Result<ExprKind> {
        let word = match kind {
            ListPredicateKind::All => "all()",
            ListPredicateKind::Any => "any()",
            ListPredicateKind::None => "none()",
            ListPredicateKind::Single => "single()",
        };
        let Some(filter) = filter else {
            return Err(errors::unexpected(format!("{word} needs a condition"), variable.span)
                .hint("write all(x IN list WHERE x > 0)"));
        };
        let list = self.bind_elements(list, word)?;
        let of = Inferred::of(self.infer(&list).element);
        let (slot, predicate) =
            self.in_lambda(variable, of, word, |binder| binder.bind_condition(filter, "WHERE"))?;
        Ok(ExprKind::ListPredicate { kind, slot, list, predicate: Box::new(predicate) })
    }

    pub(super) fn bind_reduce(
        &mut self,
        accumulator: &Ident,
        init: &ast::Expr,
        variable: &Ident,
        list: &ast::Expr,
        body: &ast::Expr,
    ) -> Result<ExprKind> {
        let init = self.bind_boxed(init)?;
        let list = self.bind_elements(list, "reduce()")?;
        if accumulator.name == variable.name {
            return Err(errors::variable_already_bound(&variable.name, variable.span));
        }
        let of = Inferred::of(self.infer(&list).element);
        let any = Inferred::of(Type::Any);
        let (accumulator, (slot, body)) = self.in_lambda(accumulator, any, "reduce()", |binder| {
            binder.in_lambda(variable, of, "reduce()", |binder| binder.bind_boxed(body))
        })?;
        Ok(ExprKind::Reduce { accumulator, init, slot, list, body })
    }

    /// `allReduce(acc = init, x IN list | e, p)`: a `reduce` over a pair of the accumulator and whether `p` held so far.
    pub(super) fn bind_all_reduce(
        &mut self,
        (accumulator, init): (&Ident, &ast::Expr),
        (variable, list): (&Ident, &ast::Expr),
        body: &ast::Expr,
        predicate: &ast::Expr,
    ) -> Result<ExprKind> {
        let span = accumulator.span;
        let init = self.bind_expr(init)?;
        let list = self.bind_elements(list, "allReduce()")?;
        if accumulator.name == variable.name {
            return Err(errors::variable_already_bound(&variable.name, variable.span));
        }
        let (of, any) = (Inferred::of(self.infer(&list).element), Inferred::of(Type::Any));
        let (before, (slot, body)) = self.in_lambda(accumulator, any, "allReduce()", |binder| {
            binder.in_lambda(variable, of, "allReduce()", |binder| binder.bind_boxed(body))
        })?;
        let (after, (inner, predicate)) = self.in_lambda(accumulator, any, "allReduce()", |binder| {
            binder.in_lambda(variable, of, "allReduce()", |binder| {
                binder.bind_condition(predicate, "allReduce()")
            })
        })?;
        let pair = self.anonymous(Type::List);
        let expr = |kind| Expr { kind, span };
        let field = |position| {
            let position = expr(ExprKind::Literal(Literal::Integer(position)));
            ExprKind::Index(Box::new(slot_expr(pair, span)), Box::new(position))
        };
        let list_of = |items| Box::new(expr(ExprKind::List(items)));
        // The next accumulator is computed once, for the predicate and for the next step.
        let held = ExprKind::Logical(LogicalOp::And, vec![expr(field(1)), predicate]);
        let next = expr(ExprKind::Reduce {
            accumulator: after,
            init: Box::new(expr(ExprKind::Reduce {
                accumulator: before,
                init: Box::new(expr(field(0))),
                slot: self.anonymous(Type::Any),
                list: list_of(vec![expr(ExprKind::Literal(Literal::Null))]),
                body,
            })),
            slot: inner,
            list: list_of(vec![slot_expr(slot, span)]),
            body: list_of(vec![slot_expr(after, span), expr(held)]),
        });
        let start = list_of(vec![init, expr(ExprKind::Literal(Literal::Boolean(true)))]);
        let all = expr(ExprKind::Reduce { accumulator: pair, init: start, slot, list, body: Box::new(next) });
        Ok(ExprKind::Index(Box::new(all), Box::new(expr(ExprKind::Literal(Literal::Integer(1))))))
    }

    fn bind_elements(&mut self, list: &ast::Expr, what: &str) -> Result<Box<Expr>> {
        let list = self.bind_boxed(list)?;
        self.check_list(&list, what)?;
        Ok(list)
    }

    /// Binds with one more variable, which hides another of its name.
    fn in_lambda<T>(
        &mut self,
        variable: &Ident,
        of: Inferred,
        place: &'static str,
        bind: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(Slot, T)> {
        let aggregating = match self.aggregating {
            Aggregating::Gather => Aggregating::Forbidden(place),
            other => other,
        };
        let hidden = self.scope.local_slot(&variable.name);
        let slot = self.declare(&variable.name, of);
        let result = self.with_aggregates(aggregating, bind);
        self.scope.restore(&variable.name, hidden);
        Ok((slot, result?))
    }
}
