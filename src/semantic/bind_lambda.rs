//! Expressions with a variable of their own: list comprehensions, list predicates and `reduce`.
//! Their variable may hide another one, and nothing is aggregated behind it.

use super::binder::{Aggregating, Binder};
use super::bound::{Expr, ExprKind, ListPredicateKind, Slot};
use super::errors;
use super::types::Inferred;
use crate::error::Result;
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
        let any = Inferred::of(crate::function::Type::Any);
        let (accumulator, (slot, body)) = self.in_lambda(accumulator, any, "reduce()", |binder| {
            binder.in_lambda(variable, of, "reduce()", |binder| binder.bind_boxed(body))
        })?;
        Ok(ExprKind::Reduce { accumulator, init, slot, list, body })
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
