//! Function calls: finding the row of the registry, checking the call, and gathering aggregates.

use super::binder::{Aggregating, Binder};
use super::bound::{Aggregate, Expr, ExprKind, Literal, RecordOrigin, Slot};
use super::errors;
use super::types::{Inferred, check_call};
use crate::error::{Error, Result, Span};
use crate::function::{self, Function, FunctionRef, Implementation, Purity, Type};
use crate::syntax::ast::{self, FunctionCall};

impl Binder<'_> {
    /// Binds a call, which yields the aggregate's slot for an aggregating function.
    pub(super) fn bind_call(&mut self, call: &FunctionCall, span: Span) -> Result<ExprKind> {
        let name = call.name.name.as_str();
        if name.eq_ignore_ascii_case("exists") {
            return self.bind_legacy_exists(call, span);
        }
        if name.eq_ignore_ascii_case("cost") {
            return self.bind_path_cost(call, span);
        }
        let Some(function) = function::find(name) else {
            return Err(errors::unknown_function(name, call.name.span));
        };
        check_arity(&function, call.arguments.len(), span)?;
        match function.name {
            "linenumber" => return Ok(self.bind_origin(|origin| origin.line)),
            "file" => return Ok(self.bind_origin(|origin| origin.file)),
            _ => {}
        }
        match function.implementation {
            Implementation::Aggregate(_) => {
                self.bind_aggregate(function, call.distinct, &call.arguments, span)
            }
            Implementation::Scalar(_) => self.bind_scalar(function, call, span),
        }
    }

    fn bind_scalar(&mut self, function: FunctionRef, call: &FunctionCall, span: Span) -> Result<ExprKind> {
        if call.distinct {
            let message = format!("`{}` does not aggregate, so DISTINCT means nothing in it", function.name);
            return Err(errors::unexpected(message, span));
        }
        if function.purity == Purity::Volatile && self.aggregating == Aggregating::Nested {
            return Err(errors::volatile_in_aggregate(function.name, span));
        }
        let arguments = match call.arguments.as_slice() {
            [text, form] if function.name == "normalize" => {
                vec![self.bind_expr(text)?, self.bind_normal_form(form)?]
            }
            [element, key] if function.name == "property_exists" => {
                vec![self.bind_expr(element)?, self.bind_key_name(key)?]
            }
            arguments => self.bind_all(arguments)?,
        };
        if let Some(first) = arguments.first() {
            check_call(&function, self.infer(first).ty, first.span)?;
        }
        Ok(ExprKind::Function(function, arguments))
    }

    /// The second argument of `property_exists`: the plain name of a key, where no variable has that name, or any
    /// expression.
    fn bind_key_name(&mut self, key: &ast::Expr) -> Result<Expr> {
        match &key.kind {
            ast::ExprKind::Variable(name) if self.scope.get(name).is_none() => {
                let kind = ExprKind::Literal(Literal::String(name.as_str().into()));
                Ok(Expr { kind, span: key.span })
            }
            _ => self.bind_expr(key),
        }
    }

    /// The second argument of `normalize`: the plain name of a form, where no variable has that name, or any expression.
    fn bind_normal_form(&mut self, form: &ast::Expr) -> Result<Expr> {
        match &form.kind {
            ast::ExprKind::Variable(name) if is_normal_form(name) && self.scope.get(name).is_none() => {
                let kind = ast::ExprKind::Literal(ast::Literal::String(name.to_uppercase()));
                self.bind_expr(&ast::Expr { kind, span: form.span })
            }
            _ => self.bind_expr(form),
        }
    }

    /// `cost(p)`: what a path cost that was found by its cost.
    fn bind_path_cost(&mut self, call: &FunctionCall, span: Span) -> Result<ExprKind> {
        let found = match call.arguments.as_slice() {
            [ast::Expr { kind: ast::ExprKind::Variable(name), .. }] if !call.distinct => {
                self.lookup(name).and_then(|slot| self.path_costs.get(&slot).copied())
            }
            _ => None,
        };
        match found {
            Some(slot) => {
                self.note_use(slot);
                Ok(ExprKind::Slot(slot))
            }
            None => {
                let message = "cost() is of a path that a MATCH before it found by its cost";
                Err(errors::unexpected(message, span)
                    .hint("carry it on from there with `WITH p, cost(p) AS total`"))
            }
        }
    }

    /// What is known of the record of a `LOAD CSV`; null where there is none.
    fn bind_origin(&mut self, part: fn(RecordOrigin) -> Slot) -> ExprKind {
        match self.origin.map(part) {
            Some(slot) => {
                self.note_use(slot);
                ExprKind::Slot(slot)
            }
            None => ExprKind::Literal(Literal::Null),
        }
    }

    /// `count(*)`
    pub(super) fn bind_count_star(&mut self, span: Span) -> Result<ExprKind> {
        let Some(function) = function::find("count") else {
            return Err(Error::internal("the registry has no row for `count`").at(span));
        };
        self.bind_aggregate(function, false, &[], span)
    }

    fn bind_aggregate(
        &mut self,
        function: FunctionRef,
        distinct: bool,
        arguments: &[ast::Expr],
        span: Span,
    ) -> Result<ExprKind> {
        match self.aggregating {
            Aggregating::Gather => {}
            Aggregating::Nested => return Err(errors::nested_aggregation(function.name, span)),
            Aggregating::Forbidden(place) => {
                return Err(errors::invalid_aggregation(function.name, span, place));
            }
        }
        let arguments = self.bind_aggregated(arguments)?;
        if let Some(first) = arguments.first() {
            check_call(&function, self.infer(first).ty, first.span)?;
        }
        self.aggregate_mentions += 1;
        Ok(ExprKind::Slot(self.gather(function, distinct, arguments, span)))
    }

    /// Arguments of an aggregate see what is there before the projection.
    fn bind_aggregated(&mut self, arguments: &[ast::Expr]) -> Result<Vec<Expr>> {
        let scope = self.argument_scope.take();
        let replaced = scope.clone().map(|scope| std::mem::replace(&mut self.scope, scope));
        let bound = self.with_aggregates(Aggregating::Nested, |binder| binder.bind_all(arguments));
        if let Some(place) = replaced {
            self.scope = place;
        }
        self.argument_scope = scope;
        bound
    }

    /// The slot of the aggregate; an equal one that is gathered already is shared.
    fn gather(&mut self, function: FunctionRef, distinct: bool, arguments: Vec<Expr>, span: Span) -> u32 {
        let ty = match function.name {
            "collect" => Inferred { ty: Type::List, element: self.infer_first(&arguments) },
            "min" | "max" => Inferred::of(self.infer_first(&arguments)),
            _ => Inferred::of(function.returns),
        };
        let name = self.text_of(span).into();
        let aggregate = Aggregate { slot: 0, function, distinct, arguments };
        if let Some(slot) = self.gathered.find(&aggregate) {
            return slot;
        }
        let slot = self.new_slot(name, ty);
        self.gathered.push(Aggregate { slot, ..aggregate });
        slot
    }

    fn infer_first(&self, arguments: &[Expr]) -> Type {
        arguments.first().map_or(Type::Any, |e| self.infer(e).ty)
    }

    /// `exists(n.key)` and `exists((a)-->(b))`, the forms from before `EXISTS { }` and `IS NOT NULL`.
    fn bind_legacy_exists(&mut self, call: &FunctionCall, span: Span) -> Result<ExprKind> {
        let [argument] = call.arguments.as_slice() else {
            return Err(errors::number_of_arguments("exists", "one argument", call.arguments.len(), span));
        };
        match &argument.kind {
            ast::ExprKind::Pattern(part) => self.bind_pattern_predicate(part),
            ast::ExprKind::Property(..) | ast::ExprKind::Index(..) => {
                Ok(ExprKind::IsNull(self.bind_boxed(argument)?, true))
            }
            _ => {
                let given = self.bind_expr(argument)?;
                let ty = self.infer(&given).ty;
                Err(errors::argument_type("exists()", "a property or a pattern", ty, argument.span)
                    .hint("ask for a value with IS NOT NULL"))
            }
        }
    }
}

fn is_normal_form(name: &str) -> bool {
    ["NFC", "NFD", "NFKC", "NFKD"].iter().any(|form| name.eq_ignore_ascii_case(form))
}

fn check_arity(function: &Function, given: usize, span: Span) -> Result<()> {
    let least = function.parameters.iter().filter(|parameter| !parameter.optional).count();
    let most = if function.variadic { usize::MAX } else { function.parameters.len() };
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let takes = match (least, most) {
        (0, 0) => "no arguments".to_owned(),
        (1, 1) => "one argument".to_owned(),
        (1, usize::MAX) => "at least one argument".to_owned(),
        (_, usize::MAX) => format!("at least {least} arguments"),
        _ if least == most => format!("{least} arguments"),
        _ => format!("{least} to {most} arguments"),
    };
    let names: Vec<&str> = function.parameters.iter().map(|parameter| parameter.name).collect();
    let error = errors::number_of_arguments(function.name, &takes, given, span);
    Err(error.hint(format!("it is {}({})", function.name, names.join(", "))))
}
