//! The words of the language: one table for the lexer, completion, highlighting and "did you mean".

macro_rules! keywords {
    ($($variant:ident $text:literal $role:ident),* $(,)?) => {
        /// A word of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Keyword {
            $(#[doc = concat!("`", $text, "`")] $variant),*
        }

        /// All keywords in alphabetical order.
        pub const KEYWORDS: &[Keyword] = &[$(Keyword::$variant),*];

        impl Keyword {
            /// The keyword in upper case.
            pub fn text(self) -> &'static str {
                match self { $(Keyword::$variant => $text),* }
            }

            /// How far it may serve as a variable's name.
            pub fn role(self) -> Role {
                match self { $(Keyword::$variant => Role::$role),* }
            }

            fn from_upper(text: &str) -> Option<Keyword> {
                match text { $($text => Some(Keyword::$variant),)* _ => None }
            }
        }
    };
}

/// How far a keyword may serve as a variable's name. As a property key, label, type or part of a
/// procedure's name every keyword may be written without backticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Never in an expression: it has a meaning of its own there.
    Operator,
    /// Where what follows shows that a variable is meant.
    Structure,
    /// Everywhere.
    Free,
}

keywords! {
    Acyclic "ACYCLIC" Free,
    All "ALL" Free,
    AllReduce "ALLREDUCE" Free,
    AllShortest "ALLSHORTEST" Free,
    AllShortestPaths "ALLSHORTESTPATHS" Free,
    And "AND" Operator,
    Any "ANY" Free,
    As "AS" Structure,
    Asc "ASC" Free,
    Ascending "ASCENDING" Free,
    Assert "ASSERT" Free,
    Bfs "BFS" Free,
    Bindings "BINDINGS" Free,
    Break "BREAK" Free,
    Built "BUILT" Free,
    By "BY" Free,
    Call "CALL" Free,
    Case "CASE" Free,
    Cheapest "CHEAPEST" Free,
    Collect "COLLECT" Free,
    Concurrent "CONCURRENT" Free,
    Constraint "CONSTRAINT" Free,
    Constraints "CONSTRAINTS" Free,
    Contains "CONTAINS" Structure,
    Continue "CONTINUE" Free,
    Cost "COST" Free,
    Count "COUNT" Free,
    Create "CREATE" Structure,
    Csv "CSV" Free,
    Cypher "CYPHER" Free,
    Default "DEFAULT" Free,
    Defined "DEFINED" Free,
    Delete "DELETE" Structure,
    Desc "DESC" Free,
    Descending "DESCENDING" Free,
    Detach "DETACH" Structure,
    Dialect "DIALECT" Free,
    Different "DIFFERENT" Free,
    Distinct "DISTINCT" Operator,
    Drop "DROP" Free,
    During "DURING" Free,
    Element "ELEMENT" Free,
    Elements "ELEMENTS" Free,
    Else "ELSE" Operator,
    End "END" Free,
    Ends "ENDS" Structure,
    Error "ERROR" Free,
    Exists "EXISTS" Free,
    Explain "EXPLAIN" Free,
    Extract "EXTRACT" Free,
    Fail "FAIL" Free,
    False "FALSE" Operator,
    FieldTerminator "FIELDTERMINATOR" Free,
    Filter "FILTER" Free,
    Finish "FINISH" Free,
    For "FOR" Free,
    Foreach "FOREACH" Free,
    Forward "FORWARD" Free,
    From "FROM" Free,
    FullText "FULLTEXT" Free,
    Function "FUNCTION" Free,
    Functions "FUNCTIONS" Free,
    Group "GROUP" Free,
    Groups "GROUPS" Free,
    Headers "HEADERS" Free,
    Hops "HOPS" Free,
    If "IF" Free,
    In "IN" Operator,
    Index "INDEX" Free,
    Indexes "INDEXES" Free,
    Inf "INF" Operator,
    Infinity "INFINITY" Operator,
    Insert "INSERT" Free,
    Is "IS" Operator,
    Join "JOIN" Free,
    Key "KEY" Free,
    KShortest "KSHORTEST" Free,
    Labeled "LABELED" Free,
    Let "LET" Free,
    Limit "LIMIT" Structure,
    Load "LOAD" Free,
    Lookup "LOOKUP" Free,
    Match "MATCH" Structure,
    Merge "MERGE" Structure,
    Nan "NAN" Operator,
    Next "NEXT" Free,
    Nfc "NFC" Free,
    Nfd "NFD" Free,
    Nfkc "NFKC" Free,
    Nfkd "NFKD" Free,
    Node "NODE" Free,
    NoDetach "NODETACH" Free,
    None "NONE" Free,
    Normalized "NORMALIZED" Free,
    Not "NOT" Operator,
    Null "NULL" Operator,
    Nulls "NULLS" Free,
    Of "OF" Free,
    Offset "OFFSET" Free,
    On "ON" Free,
    Optional "OPTIONAL" Structure,
    Options "OPTIONS" Free,
    Or "OR" Operator,
    Order "ORDER" Structure,
    Path "PATH" Free,
    Paths "PATHS" Free,
    Point "POINT" Free,
    Procedure "PROCEDURE" Free,
    Procedures "PROCEDURES" Free,
    Profile "PROFILE" Free,
    Range "RANGE" Free,
    Reduce "REDUCE" Free,
    Rel "REL" Free,
    Relationship "RELATIONSHIP" Free,
    Relationships "RELATIONSHIPS" Free,
    Remove "REMOVE" Structure,
    Repeatable "REPEATABLE" Free,
    Report "REPORT" Free,
    Require "REQUIRE" Free,
    Retry "RETRY" Free,
    Return "RETURN" Structure,
    Row "ROW" Free,
    Rows "ROWS" Free,
    Scan "SCAN" Free,
    Seek "SEEK" Free,
    Session "SESSION" Free,
    Set "SET" Structure,
    Shortest "SHORTEST" Free,
    ShortestPath "SHORTESTPATH" Free,
    Show "SHOW" Free,
    Simple "SIMPLE" Free,
    Single "SINGLE" Free,
    Skip "SKIP" Structure,
    Starts "STARTS" Structure,
    Status "STATUS" Free,
    Text "TEXT" Free,
    Then "THEN" Operator,
    Trail "TRAIL" Free,
    Transactions "TRANSACTIONS" Free,
    True "TRUE" Operator,
    Typed "TYPED" Free,
    Union "UNION" Structure,
    Unique "UNIQUE" Free,
    Unwind "UNWIND" Structure,
    Use "USE" Free,
    User "USER" Free,
    Using "USING" Free,
    Vector "VECTOR" Free,
    Walk "WALK" Free,
    When "WHEN" Operator,
    Where "WHERE" Structure,
    With "WITH" Structure,
    WShortest "WSHORTEST" Free,
    Xor "XOR" Operator,
    Yield "YIELD" Free,
}

/// Keywords that are written together, for completion.
pub const PHRASES: &[&str] = &[
    "ALL SHORTEST",
    "ANY CHEAPEST",
    "ANY SHORTEST",
    "CREATE CONSTRAINT",
    "CREATE INDEX",
    "DETACH DELETE",
    "DROP CONSTRAINT",
    "DROP INDEX",
    "ENDS WITH",
    "FORWARD IN TIME",
    "GROUP BY",
    "IF EXISTS",
    "IF NOT EXISTS",
    "IN TRANSACTIONS",
    "IS NOT NULL",
    "IS NULL",
    "IS UNIQUE",
    "LOAD CSV WITH HEADERS FROM",
    "NULLS FIRST",
    "NULLS LAST",
    "ON CREATE SET",
    "ON MATCH SET",
    "OPTIONAL CALL",
    "OPTIONAL MATCH",
    "ORDER BY",
    "REPEATABLE ELEMENTS",
    "SET SESSION DIALECT",
    "SHOW CONSTRAINTS",
    "SHOW FUNCTIONS",
    "SHOW INDEXES",
    "SHOW PROCEDURES",
    "STARTS WITH",
    "UNION ALL",
    "USING HOPS LIMIT",
];

/// The longest keyword's length in bytes.
const LONGEST: usize = 16;

impl Keyword {
    /// The keyword that a word is, in whatever case it is written.
    pub fn parse(word: &str) -> Option<Keyword> {
        let mut upper = [0; LONGEST];
        let upper = upper.get_mut(..word.len())?;
        upper.copy_from_slice(word.as_bytes());
        upper.make_ascii_uppercase();
        Keyword::from_upper(std::str::from_utf8(upper).ok()?)
    }

    /// Whether a misspelt word is likely to have meant it.
    fn is_structural(self) -> bool {
        use Keyword::*;
        let spelt_out =
            matches!(self, By | On | Offset | Yield | Asc | Desc | Ascending | Descending | Shortest | End);
        self.role() != Role::Free || self.begins_clause() || spelt_out
    }

    /// Whether a clause begins with it.
    pub fn begins_clause(self) -> bool {
        use Keyword::*;
        matches!(
            self,
            Match
                | Optional
                | Unwind
                | With
                | Return
                | Finish
                | Create
                | Insert
                | Merge
                | Set
                | Remove
                | Delete
                | Detach
                | NoDetach
                | Foreach
                | Call
                | Load
                | Let
                | Filter
                | Use
                | For
                | Order
                | Skip
                | Offset
                | Limit
        )
    }
}

/// The keyword nearest to a misspelt word, if one is near enough to suggest.
pub fn nearest(word: &str) -> Option<Keyword> {
    let length = word.chars().count();
    let allowed = match length {
        0..=2 => return None,
        3..=4 => 1,
        5..=LONGEST => 2,
        _ => return None,
    };
    let upper = word.to_uppercase();
    KEYWORDS
        .iter()
        .filter(|keyword| keyword.is_structural())
        .map(|&keyword| (strsim::damerau_levenshtein(&upper, keyword.text()), keyword))
        .filter(|&(distance, keyword)| distance <= allowed && distance * 2 < keyword.text().len())
        .min_by_key(|&(distance, keyword)| {
            (distance, std::cmp::Reverse(shared_prefix(&upper, keyword.text())))
        })
        .map(|(_, keyword)| keyword)
}

fn shared_prefix(left: &str, right: &str) -> usize {
    left.bytes().zip(right.bytes()).take_while(|(l, r)| l == r).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_found_in_any_case() {
        for &keyword in KEYWORDS {
            assert_eq!(Keyword::parse(keyword.text()), Some(keyword));
            assert_eq!(Keyword::parse(&keyword.text().to_lowercase()), Some(keyword));
        }
        assert_eq!(Keyword::parse("xmatch"), None);
        assert_eq!(Keyword::parse("a word longer than every keyword"), None);
    }

    #[test]
    fn the_table_is_sorted_and_the_longest_fits() {
        assert!(KEYWORDS.windows(2).all(|pair| pair[0].text() < pair[1].text()));
        assert_eq!(KEYWORDS.iter().map(|k| k.text().len()).max(), Some(LONGEST));
    }

    #[test]
    fn misspelt_words_find_their_keyword() {
        assert_eq!(nearest("MTACH"), Some(Keyword::Match));
        assert_eq!(nearest("retrun"), Some(Keyword::Return));
        assert_eq!(nearest("wher"), Some(Keyword::Where));
        assert_eq!(nearest("banana"), None);
        assert_eq!(nearest("x"), None);
    }
}
