//! Coarse static types of bound expressions, for openCypher's compile-time type errors. `Any` stands for
//! everything that is not certain, also for null: an error is raised only where a value of the
//! inferred type could never be right.

use super::binder::Binder;
use super::bound::{Expr, ExprKind, Literal};
use super::errors;
use crate::error::{Result, Span};
use crate::function::{Function, Implementation, Type};
use crate::syntax::ast::ArithmeticOp;

/// A type, and that of the elements when it is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inferred {
    pub(super) ty: Type,
    pub(super) element: Type,
}

impl Inferred {
    /// A type whose elements are as the type says.
    pub(super) fn of(ty: Type) -> Inferred {
        let element = if ty == Type::RelationshipList { Type::Relationship } else { Type::Any };
        Inferred { ty, element }
    }

    fn list(element: Type) -> Inferred {
        Inferred { ty: Type::List, element }
    }
}

/// A type in a sentence.
pub(super) fn describe(ty: Type) -> &'static str {
    match ty {
        Type::Any => "any value",
        Type::Boolean => "a boolean",
        Type::Integer => "an integer",
        Type::Float => "a float",
        Type::Number => "a number",
        Type::String => "a string",
        Type::List => "a list",
        Type::RelationshipList => "a list of relationships",
        Type::Map => "a map",
        Type::Node => "a node",
        Type::Relationship => "a relationship",
        Type::Path => "a path",
        Type::Date => "a date",
        Type::LocalTime => "a local time",
        Type::Time => "a zoned time",
        Type::LocalDateTime => "a local date and time",
        Type::DateTime => "a zoned date and time",
        Type::Duration => "a duration",
        Type::Point => "a point",
    }
}

fn is_number(ty: Type) -> bool {
    matches!(ty, Type::Integer | Type::Float | Type::Number)
}

/// Whether values of the type are lists.
pub(super) fn is_list(ty: Type) -> bool {
    matches!(ty, Type::List | Type::RelationshipList)
}

/// What holds for values of either type.
fn unify(a: Type, b: Type) -> Type {
    match (a, b) {
        _ if a == b => a,
        _ if is_number(a) && is_number(b) => Type::Number,
        _ if is_list(a) && is_list(b) => Type::List,
        _ => Type::Any,
    }
}

/// Whether a value of type `given` may be passed for `wanted`.
pub(super) fn may_be(given: Type, wanted: Type) -> bool {
    given == wanted
        || matches!((given, wanted), (Type::Any, _) | (_, Type::Any))
        || (is_number(given) && is_number(wanted) && (given, wanted) != (Type::Float, Type::Integer))
        || (is_list(given) && is_list(wanted))
}

/// The type of `a op b`.
fn arithmetic(a: Type, op: ArithmeticOp, b: Type) -> Type {
    match op {
        ArithmeticOp::Add | ArithmeticOp::Concat if is_list(a) || is_list(b) => Type::List,
        ArithmeticOp::Add | ArithmeticOp::Concat if a == Type::String && (b == a || is_number(b)) => a,
        ArithmeticOp::Add if b == Type::String && is_number(a) => b,
        ArithmeticOp::Power if is_number(a) && is_number(b) => Type::Float,
        ArithmeticOp::Add
        | ArithmeticOp::Subtract
        | ArithmeticOp::Multiply
        | ArithmeticOp::Divide
        | ArithmeticOp::Modulo
            if is_number(a) && is_number(b) =>
        {
            match (a, b) {
                (Type::Float, _) | (_, Type::Float) => Type::Float,
                _ => unify(a, b),
            }
        }
        _ => Type::Any,
    }
}

/// Whether `-`, `*`, `/`, `%` and `^` can never take a value of the type.
fn never_calculates(ty: Type) -> bool {
    matches!(
        ty,
        Type::Boolean
            | Type::String
            | Type::List
            | Type::RelationshipList
            | Type::Map
            | Type::Node
            | Type::Relationship
            | Type::Path
            | Type::Point
    )
}

/// What a function takes beyond what one parameter type can say.
fn accepted(function: &Function) -> Option<(&'static [Type], &'static str)> {
    const ENTITY: &[Type] = &[Type::Node, Type::Relationship];
    const PROPERTIES: &[Type] = &[Type::Node, Type::Relationship, Type::Map];
    const SIZED: &[Type] = &[Type::String, Type::List, Type::RelationshipList];
    match function.name {
        "id" | "elementId" => Some((ENTITY, "a node or relationship")),
        "properties" | "keys" => Some((PROPERTIES, "a node, relationship or map")),
        "size" => Some((SIZED, "a string or list")),
        _ => match function.parameters.first()?.ty {
            Type::Node => Some((&[Type::Node], "a node")),
            Type::Relationship => Some((&[Type::Relationship], "a relationship")),
            Type::Path => Some((&[Type::Path], "a path")),
            _ => None,
        },
    }
}

/// Raises the compile-time error of a graph function called with another kind of value. Conversions and
/// the like check their arguments while executing, as openCypher has it.
pub(super) fn check_call(function: &Function, given: Type, span: Span) -> Result<()> {
    if given == Type::Any || matches!(function.implementation, Implementation::Aggregate(_)) {
        return Ok(());
    }
    match accepted(function) {
        Some((types, wanted)) if !types.contains(&given) => {
            Err(errors::argument_type(&format!("{}()", function.name), wanted, given, span))
        }
        _ => Ok(()),
    }
}

impl Binder<'_> {
    /// What is certain of an expression's values.
    pub(super) fn infer(&self, expr: &Expr) -> Inferred {
        match &expr.kind {
            ExprKind::Slot(slot) => self.slot_type(*slot),
            ExprKind::List(items) => Inferred::list(self.common_type(items)),
            ExprKind::Slice(list, _, _) => Inferred::list(self.infer(list).element),
            ExprKind::ListComprehension { list, map, .. } => Inferred::list(match map {
                Some(map) => self.infer(map).ty,
                None => self.infer(list).element,
            }),
            ExprKind::Function(function, arguments) => self.infer_call(function, arguments),
            ExprKind::Case { branches, otherwise, .. } => self.infer_case(branches, otherwise.as_deref()),
            _ => Inferred::of(self.infer_simple(expr)),
        }
    }

    fn infer_simple(&self, expr: &Expr) -> Type {
        match &expr.kind {
            ExprKind::Literal(literal) => match literal {
                Literal::Null => Type::Any,
                Literal::Boolean(_) => Type::Boolean,
                Literal::Integer(_) => Type::Integer,
                Literal::Float(_) => Type::Float,
                Literal::String(_) => Type::String,
            },
            ExprKind::Map(_) | ExprKind::MapProjection(..) => Type::Map,
            ExprKind::Not(_)
            | ExprKind::Logical(..)
            | ExprKind::Comparison(..)
            | ExprKind::In(..)
            | ExprKind::StringPredicate(..)
            | ExprKind::IsNull(..)
            | ExprKind::IsTyped(..)
            | ExprKind::IsNormalized(..)
            | ExprKind::HasLabels(..)
            | ExprKind::ListPredicate { .. }
            | ExprKind::DistinctRelationships(_) => Type::Boolean,
            ExprKind::MakePath(_) => Type::Path,
            ExprKind::Negate(e) | ExprKind::Plus(e) => self.infer(e).ty,
            ExprKind::Arithmetic(first, rest) => rest
                .iter()
                .fold(self.infer(first).ty, |ty, (op, operand)| arithmetic(ty, *op, self.infer(operand).ty)),
            ExprKind::Subquery(id) => self.infer_subquery(*id),
            ExprKind::Index(list, _) => self.infer(list).element,
            ExprKind::Parameter(_) | ExprKind::Property(..) | ExprKind::Reduce { .. } => Type::Any,
            // The list forms are inferred with their elements.
            ExprKind::Slot(_)
            | ExprKind::List(_)
            | ExprKind::Slice(..)
            | ExprKind::ListComprehension { .. }
            | ExprKind::Function(..)
            | ExprKind::Case { .. } => Type::Any,
        }
    }

    fn infer_subquery(&self, id: usize) -> Type {
        use super::bound::SubqueryKind;
        let Some(subquery) = self.subqueries.get(id) else { return Type::Any };
        match subquery.kind {
            SubqueryKind::Exists => Type::Boolean,
            SubqueryKind::Count => Type::Integer,
            SubqueryKind::Collect => Type::List,
            SubqueryKind::First => {
                subquery.query.columns.first().map_or(Type::Any, |column| self.slot_type(column.slot).ty)
            }
        }
    }

    // Each argument is inferred at most once: twice per level would be exponential in the nesting.
    fn infer_call(&self, function: &Function, arguments: &[Expr]) -> Inferred {
        let first = || arguments.first().map_or(Inferred::of(Type::Any), |e| self.infer(e));
        match function.name {
            "nodes" => Inferred::list(Type::Node),
            "relationships" => Inferred::list(Type::Relationship),
            "labels" | "keys" | "split" => Inferred::list(Type::String),
            "range" => Inferred::list(Type::Integer),
            "collect" => Inferred::list(first().ty),
            "tail" => Inferred::list(first().element),
            "head" | "last" => Inferred::of(first().element),
            "coalesce" => Inferred::of(self.common_type(arguments)),
            _ => Inferred::of(function.returns),
        }
    }

    fn infer_case(&self, branches: &[(Vec<Expr>, Expr)], otherwise: Option<&Expr>) -> Inferred {
        let mut results = branches.iter().map(|(_, then)| then).chain(otherwise).filter(|e| !is_null(e));
        let Some(first) = results.next() else { return Inferred::of(Type::Any) };
        let mut known = self.infer(first);
        for result in results {
            let other = self.infer(result);
            known = Inferred { ty: unify(known.ty, other.ty), element: unify(known.element, other.element) };
        }
        known
    }

    /// The type that all but the literal nulls share.
    fn common_type(&self, items: &[Expr]) -> Type {
        let mut types = items.iter().filter(|e| !is_null(e)).map(|e| self.infer(e).ty);
        match types.next() {
            Some(first) => types.fold(first, unify),
            None => Type::Any,
        }
    }

    /// An operand of `AND`, `OR`, `XOR`, `NOT`, or a condition.
    pub(super) fn check_boolean(&self, expr: &Expr, what: &str) -> Result<()> {
        match self.infer(expr).ty {
            Type::Any | Type::Boolean => Ok(()),
            other => Err(errors::argument_type(what, "true or false", other, expr.span)),
        }
    }

    /// What must be a list.
    pub(super) fn check_list(&self, expr: &Expr, what: &str) -> Result<()> {
        match self.infer(expr).ty {
            Type::Any | Type::List | Type::RelationshipList => Ok(()),
            other => Err(errors::argument_type(what, "a list", other, expr.span)),
        }
    }

    /// The subject of a property access.
    pub(super) fn check_has_properties(&self, subject: &Expr, span: Span) -> Result<()> {
        match self.infer(subject).ty {
            ty @ (Type::Boolean
            | Type::Integer
            | Type::Float
            | Type::Number
            | Type::String
            | Type::List
            | Type::RelationshipList
            | Type::Path) => Err(errors::no_properties(ty, span)),
            _ => Ok(()),
        }
    }

    /// An operand of an arithmetic operator other than `+` and `||`.
    pub(super) fn check_calculates(&self, expr: &Expr, symbol: &str) -> Result<()> {
        match self.infer(expr).ty {
            ty if never_calculates(ty) => {
                Err(errors::argument_type(&format!("`{symbol}`"), "numbers", ty, expr.span))
            }
            _ => Ok(()),
        }
    }

    /// What must be a node or a relationship.
    pub(super) fn check_entity(&self, expr: &Expr, what: &str) -> Result<()> {
        match self.infer(expr).ty {
            Type::Any | Type::Node | Type::Relationship => Ok(()),
            other => Err(errors::argument_type(what, "a node or relationship", other, expr.span)),
        }
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(Literal::Null))
}
