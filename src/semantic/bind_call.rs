//! Procedure calls: `CALL name(args) YIELD columns WHERE e`, inside a query or as the whole statement.

use std::sync::Arc;

use super::binder::{Aggregating, Binder};
use super::bound::{Clause, Column, Expr, ExprKind, Literal, ProcedureCall, PropertyName, Slot, Update};
use super::errors;
use super::types::{Inferred, describe, may_be};
use crate::error::{Error, Result};
use crate::function::{Procedure, ProcedureMode, Type};
use crate::syntax::ast::{self, Ident, Yield};

impl Binder<'_> {
    /// Binds a call; returns also the columns it would have as a whole statement.
    pub(super) fn bind_procedure(
        &mut self,
        call: &ast::CallProcedure,
        standalone: bool,
    ) -> Result<(ProcedureCall, Vec<Column>)> {
        let procedure = self.find_procedure(&call.name)?;
        let arguments = match &call.arguments {
            Some(arguments) => self.bind_arguments(&procedure, arguments, &call.name)?,
            None if standalone => self.implicit_arguments(&procedure, &call.name),
            None => return Err(errors::argument_passing(&procedure.name, call.name.span)),
        };
        let columns = self.bind_yields(&procedure, call, standalone)?;
        let filter = call.filter.as_ref().map(|filter| self.bind_filter(filter)).transpose()?;
        self.updates |= procedure.mode == ProcedureMode::Write;
        let yields = columns.iter().map(|(index, column)| (*index, column.slot)).collect();
        let bound = ProcedureCall {
            optional: call.optional,
            name: procedure.name.as_str().into(),
            arguments,
            yields,
            filter,
            is_void: procedure.yields.is_empty(),
        };
        Ok((bound, columns.into_iter().map(|(_, column)| column).collect()))
    }

    /// Binds `CALL algorithm(..) WRITE PROPERTY name` as the call and a `SET` of what it yields: the second column for the
    /// element in the first, or true where there is no figure.
    pub(super) fn bind_written(&mut self, call: &ast::CallProcedure, into: &mut Vec<Clause>) -> Result<()> {
        let Some(property) = &call.write else { return Err(Error::internal("nothing is to be written")) };
        let procedure = self.find_procedure(&call.name)?;
        let types: Vec<Type> = procedure.yields.iter().map(|column| column.ty).collect();
        let [Type::Node | Type::Relationship, rest @ ..] = types.as_slice() else {
            let message = format!("`{}` yields no figures for nodes or relationships", procedure.name);
            return Err(errors::unexpected(message, property.span).hint(yield_hint(&procedure)));
        };
        let has_figure = matches!(rest.first(), Some(Type::Integer | Type::Float | Type::Boolean));
        let arguments =
            self.bind_arguments(&procedure, call.arguments.as_deref().unwrap_or(&[]), &call.name)?;
        let slot = |binder: &mut Self, at: usize| {
            let column = &procedure.yields[at];
            binder.new_slot(column.name.as_str().into(), Inferred::of(column.ty))
        };
        let mut yields = vec![(0, slot(self, 0))];
        if has_figure {
            yields.push((1, slot(self, 1)));
        }
        let span = property.span;
        let expr = |slot: &(usize, Slot)| Expr { kind: ExprKind::Slot(slot.1), span };
        let value = yields.get(1).map(expr);
        let value = value.unwrap_or(Expr { kind: ExprKind::Literal(Literal::Boolean(true)), span });
        let target = expr(&yields[0]);
        let name = procedure.name.as_str().into();
        into.push(Clause::CallProcedure(ProcedureCall {
            optional: false,
            name,
            arguments,
            yields,
            filter: None,
            is_void: false,
        }));
        let key = PropertyName::Name(property.name.as_str().into());
        into.push(Clause::Update(vec![Update::Property { target, key, value }]));
        self.updates = true;
        Ok(())
    }

    pub(super) fn find_procedure(&self, name: &Ident) -> Result<Arc<Procedure>> {
        match self.procedures.find(&name.name) {
            Some(procedure) => Ok(procedure.clone()),
            None => {
                let known = self.procedures.iter().map(|procedure| procedure.name.as_str());
                Err(errors::unknown_procedure(&name.name, name.span, known))
            }
        }
    }

    fn bind_arguments(
        &mut self,
        procedure: &Procedure,
        arguments: &[ast::Expr],
        name: &Ident,
    ) -> Result<Vec<Expr>> {
        let most = procedure.parameters.len();
        let least = required(procedure);
        if !(least..=most).contains(&arguments.len()) {
            let takes = match most {
                _ if least < most => format!("{least} to {most} arguments"),
                1 => "one argument".to_owned(),
                _ => format!("{most} arguments"),
            };
            let names: Vec<&str> = procedure.parameters.iter().map(|p| p.name.as_str()).collect();
            let error = errors::number_of_arguments(&procedure.name, &takes, arguments.len(), name.span);
            return Err(error.hint(format!("it is {}({})", procedure.name, names.join(", "))));
        }
        let place = Aggregating::Forbidden("a procedure's argument");
        let arguments = self.with_aggregates(place, |binder| binder.bind_all(arguments))?;
        for (argument, parameter) in arguments.iter().zip(&procedure.parameters) {
            let given = self.infer(argument).ty;
            if !may_be(given, parameter.ty) {
                let what = format!("`{}` of `{}`", parameter.name, procedure.name);
                return Err(errors::argument_type(&what, describe(parameter.ty), given, argument.span));
            }
        }
        Ok(arguments)
    }

    /// The statement's parameters of the same names.
    fn implicit_arguments(&mut self, procedure: &Procedure, name: &Ident) -> Vec<Expr> {
        let parameters = procedure.parameters.iter().take(required(procedure));
        parameters
            .map(|parameter| Expr {
                kind: ExprKind::Parameter(self.parameter(&parameter.name)),
                span: name.span,
            })
            .collect()
    }

    /// The columns that are taken, with their index in the procedure's.
    fn bind_yields(
        &mut self,
        procedure: &Procedure,
        call: &ast::CallProcedure,
        standalone: bool,
    ) -> Result<Vec<(usize, Column)>> {
        let span = call.name.span;
        match &call.yields {
            Yield::Items(items) => items
                .iter()
                .map(|(name, alias)| self.bind_yield(procedure, name, alias.as_ref().unwrap_or(name)))
                .collect(),
            Yield::None if procedure.yields.is_empty() => Ok(Vec::new()),
            Yield::None | Yield::All if standalone => {
                let names = procedure.yields.iter().enumerate();
                Ok(names.map(|(index, column)| (index, self.yielded(&column.name, column.ty))).collect())
            }
            Yield::None => {
                let message = format!("a query has to say what it takes from `{}`", procedure.name);
                Err(errors::unexpected(message, span).hint(yield_hint(procedure)))
            }
            Yield::All => {
                let message = "YIELD * can only be used when the call is the whole statement";
                Err(errors::unexpected(message, span).hint(yield_hint(procedure)))
            }
        }
    }

    fn bind_yield(
        &mut self,
        procedure: &Procedure,
        name: &Ident,
        variable: &Ident,
    ) -> Result<(usize, Column)> {
        let found = procedure.yields.iter().enumerate().find(|(_, column)| column.name == name.name);
        let Some((index, column)) = found else {
            return Err(errors::unknown_yield(&name.name, name.span, procedure));
        };
        let slot = self.declare_new(variable, Inferred::of(column.ty))?;
        Ok((index, Column { name: variable.name.as_str().into(), slot }))
    }

    fn yielded(&mut self, name: &str, ty: crate::function::Type) -> Column {
        let slot: Slot = self.declare(name, Inferred::of(ty));
        Column { name: name.into(), slot }
    }
}

fn yield_hint(procedure: &Procedure) -> String {
    let names: Vec<&str> = procedure.yields.iter().map(|column| column.name.as_str()).collect();
    format!("write YIELD {}", names.join(", "))
}

/// How many arguments a call has to give.
fn required(procedure: &Procedure) -> usize {
    procedure.parameters.iter().take_while(|parameter| parameter.default.is_none()).count()
}
