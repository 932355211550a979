//! Neo4j's status codes, which its drivers and the programs above them tell errors apart by.

use super::{Error, ErrorClass};

impl Error {
    /// The code that Neo4j gives this error, for example `Neo.ClientError.Statement.SyntaxError`.
    pub fn status(&self) -> &'static str {
        of_detail(self.detail()).unwrap_or_else(|| of_class(self.class()))
    }
}

/// Where the detail says more than the class.
fn of_detail(detail: &str) -> Option<&'static str> {
    Some(match detail {
        "IndexAlreadyExists" => "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
        "NameAlreadyExists" => "Neo.ClientError.Schema.IndexWithNameAlreadyExists",
        "ConstraintAlreadyExists" | "ConflictingConstraint" => {
            "Neo.ClientError.Schema.ConstraintAlreadyExists"
        }
        "IndexNotFound" => "Neo.ClientError.Schema.IndexNotFound",
        "ConstraintNotFound" => "Neo.ClientError.Schema.ConstraintNotFound",
        "IndexBelongsToConstraint" => "Neo.ClientError.Schema.ForbiddenOnConstraintIndex",
        "ProcedureNotFound" => "Neo.ClientError.Procedure.ProcedureNotFound",
        "FileNotAllowed" | "FileNotReadable" | "UnsupportedUrl" | "MalformedCsv" => {
            "Neo.ClientError.Statement.ExternalResourceFailed"
        }
        "ReadOnlyStore" => "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
        "StoreNotFound" => "Neo.ClientError.Database.DatabaseNotFound",
        "StoreClosed" => "Neo.TransientError.General.DatabaseUnavailable",
        "TimeBudgetExceeded" => "Neo.ClientError.Transaction.TransactionTimedOut",
        "StatementTooLong" | "StatementTooComplex" | "NestingTooDeep" => {
            "Neo.ClientError.Statement.SyntaxError"
        }
        _ => return None,
    })
}

fn of_class(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::SyntaxError => "Neo.ClientError.Statement.SyntaxError",
        ErrorClass::SemanticError => "Neo.ClientError.Statement.SemanticError",
        ErrorClass::TypeError => "Neo.ClientError.Statement.TypeError",
        ErrorClass::ArgumentError => "Neo.ClientError.Statement.ArgumentError",
        ErrorClass::ArithmeticError => "Neo.ClientError.Statement.ArithmeticError",
        ErrorClass::EntityNotFound => "Neo.ClientError.Statement.EntityNotFound",
        ErrorClass::PropertyNotFound => "Neo.ClientError.Statement.PropertyNotFound",
        ErrorClass::ParameterMissing => "Neo.ClientError.Statement.ParameterMissing",
        ErrorClass::ProcedureError => "Neo.ClientError.Procedure.ProcedureCallFailed",
        ErrorClass::ConstraintValidationFailed | ErrorClass::ConstraintVerificationFailed => {
            "Neo.ClientError.Schema.ConstraintValidationFailed"
        }
        ErrorClass::DataError => "Neo.ClientError.Statement.ExternalResourceFailed",
        ErrorClass::Unsupported => "Neo.ClientError.Statement.UnsupportedOperationError",
        ErrorClass::BudgetExceeded => "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
        ErrorClass::Cancelled => "Neo.ClientError.Transaction.Terminated",
        ErrorClass::LockError => "Neo.TransientError.General.DatabaseUnavailable",
        ErrorClass::StorageError => "Neo.DatabaseError.General.StorageDamage",
        ErrorClass::IoError | ErrorClass::InternalError => "Neo.DatabaseError.General.UnknownError",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_detail_goes_before_the_class() {
        let code = |class, detail| Error::new(class, detail, "it failed").status();
        assert_eq!(
            code(ErrorClass::SyntaxError, "UndefinedVariable"),
            "Neo.ClientError.Statement.SyntaxError"
        );
        assert_eq!(
            code(ErrorClass::BudgetExceeded, "TimeBudgetExceeded"),
            "Neo.ClientError.Transaction.TransactionTimedOut"
        );
        assert_eq!(
            code(ErrorClass::BudgetExceeded, "MemoryBudgetExceeded"),
            "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
        );
    }
}
