//! The command line's shape. Help, completions and the man page are derived from it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::database::Dialect;
use crate::persist::SyncPolicy;

/// A knowledge-graph store: who is connected to whom, how, on whose word, and since when.
///
/// Without a command it opens the shell on the KORUS case, in memory.
#[derive(Debug, Parser)]
#[command(name = "casegraph", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Start with `casegraph`, then `.help`. STORE is a file, or :memory:.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Never colour the output (NO_COLOR does the same).
    #[arg(long, global = true)]
    pub no_color: bool,
    /// Say nothing but the answer.
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Explore a store interactively, or drive it through a pipe.
    Shell(ShellArgs),
    /// Run one statement, or several separated by `;`.
    Query(QueryArgs),
    /// How are two actors connected? The shortest paths, with the evidence for every hop.
    Path(PathArgs),
    /// Load data into a store.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write a store, or a query's answer, in another form.
    #[command(subcommand)]
    Export(ExportCommand),
    /// What a store holds: counts, labels, types, indexes, file sizes.
    Info(StoreArgs),
    /// Verify every checksum and every structural invariant.
    Check(StoreArgs),
    /// Copy a store into a new file, as it is at one moment, while others write it.
    Backup {
        /// The store.
        #[arg(value_hint = ValueHint::FilePath)]
        store: PathBuf,
        /// The copy, which must not exist.
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Put a copy, after all of it was verified, in the place of a store, or where none is.
    Restore {
        /// The copy.
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// The store.
        #[arg(value_hint = ValueHint::FilePath)]
        store: PathBuf,
    },
    /// Save what can be saved of a damaged store into a new one, and tell what is lost.
    Recover {
        /// The damaged store, which is only read.
        #[arg(value_hint = ValueHint::FilePath)]
        store: PathBuf,
        /// The new store, which must not exist.
        #[arg(value_hint = ValueHint::FilePath)]
        new: PathBuf,
    },
    /// Write a store anew: one file without a log.
    Compact {
        /// The store.
        #[arg(value_hint = ValueHint::FilePath)]
        store: PathBuf,
    },
    /// Rewrite a store of an older format, after which older programs refuse it.
    Upgrade {
        /// The store.
        #[arg(value_hint = ValueHint::FilePath)]
        store: PathBuf,
    },
    /// Print a store as a script that rebuilds it, the same as `export cypher`.
    Dump(ExportArgs),
    /// Print a completion script for a shell.
    Completions {
        /// For which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of all or of one command.
    Man {
        /// The command, for example `import csv`.
        command: Vec<String>,
    },
}

/// How a store is opened.
#[derive(Clone, Debug, Args)]
pub struct StoreArgs {
    /// The store file, or :memory: for an empty one that is gone afterwards.
    #[arg(value_hint = ValueHint::FilePath)]
    pub store: PathBuf,
    /// Write nothing, not even a lock.
    #[arg(long)]
    pub readonly: bool,
}

/// What a commit waits for.
#[derive(Clone, Debug, Args)]
pub struct SyncArgs {
    /// What a commit waits for: full (until it is on the disk), group(10ms) (a power cut may lose so much), off (a power cut
    /// may lose all since the last checkpoint).
    #[arg(long, value_name = "POLICY", value_parser = parse_sync, default_value = "full")]
    pub sync: SyncPolicy,
}

/// Limits on every statement.
#[derive(Clone, Debug, Args)]
pub struct BudgetArgs {
    /// Stop a statement after this time, for example 30s, 500ms, 2m.
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub timeout: Option<std::time::Duration>,
    /// Stop a statement that holds more than this, for example 512MB, 2GB.
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub memory: Option<u64>,
    /// Run a statement that only reads on at most so many threads; on all cores unless given.
    #[arg(long, value_name = "NUMBER")]
    pub threads: Option<std::num::NonZero<usize>>,
}

/// What `LOAD CSV` may read.
#[derive(Clone, Debug, Args)]
pub struct FilesArgs {
    /// The folder whose files LOAD CSV may read; the current one unless given.
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, default_value = ".")]
    pub csv_root: PathBuf,
}

/// `casegraph shell`
#[derive(Debug, Args)]
pub struct ShellArgs {
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
    /// Limits.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// Durability.
    #[command(flatten)]
    pub sync: SyncArgs,
    /// Files.
    #[command(flatten)]
    pub csv: FilesArgs,
    /// Put an apostrophe before texts in CSV that a spreadsheet would take for a formula.
    #[arg(long)]
    pub csv_safe: bool,
    /// Whose habits hold where a pattern does not say: cypher, gql, kuzu or memgraph.
    #[arg(long, value_name = "DIALECT", value_parser = parse_dialect)]
    pub dialect: Option<Dialect>,
    /// How answers are printed; json: one line for each statement, for programs.
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Run this file first.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub init: Option<PathBuf>,
}

/// `casegraph query`
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
    /// The statement; `-` reads it from standard input.
    pub cypher: String,
    /// A parameter; the value is JSON, or text when it is none.
    #[arg(short = 'P', long = "param", value_name = "NAME=VALUE")]
    pub params: Vec<String>,
    /// Limits.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// Files.
    #[command(flatten)]
    pub csv: FilesArgs,
    /// Put an apostrophe before texts in CSV that a spreadsheet would take for a formula.
    #[arg(long)]
    pub csv_safe: bool,
    /// Whose habits hold where a pattern does not say: cypher, gql, kuzu or memgraph.
    #[arg(long, value_name = "DIALECT", value_parser = parse_dialect)]
    pub dialect: Option<Dialect>,
    /// How the answer is printed: a table on a terminal, JSON lines otherwise.
    #[arg(long, value_enum)]
    pub format: Option<Format>,
}

/// `casegraph path`
#[derive(Debug, Args)]
pub struct PathArgs {
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
    /// An actor's name or alias.
    pub from: String,
    /// Another's.
    pub to: String,
    /// How many paths, shortest first.
    #[arg(short, long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub k: u32,
    /// The longest path considered.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub max_hops: u32,
    /// Only relations of these types.
    #[arg(long = "type", value_name = "TYPE,...", value_delimiter = ',')]
    pub types: Vec<String>,
    /// Follow relations only from start to end.
    #[arg(long)]
    pub directed: bool,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = PathFormat::Text)]
    pub format: PathFormat,
}

/// `casegraph import`
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Run scripts of statements separated by `;`, all or nothing.
    Cypher {
        /// The store; created when missing.
        #[arg(value_hint = ValueHint::FilePath)]
        store: PathBuf,
        /// Scripts, run in this order.
        #[arg(required = true, value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
    },
    /// Load CSV files with neo4j-admin style headers, all or nothing.
    Csv {
        /// What to load.
        #[command(flatten)]
        tables: TableArgs,
        /// The separator.
        #[arg(long, default_value = ",", value_parser = parse_delimiter)]
        delimiter: u8,
    },
    /// Load Parquet files whose columns are named like CSV headers, all or nothing.
    ///
    /// Types that a column's name does not tell are those of the file's schema. The program has to be built with the
    /// feature `parquet`.
    Parquet(TableArgs),
}

/// The tables of an import.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// The store; created when missing.
    #[arg(value_hint = ValueHint::FilePath)]
    pub store: PathBuf,
    /// Node files: Label=FILE, Label:Label=FILE, or FILE with a :LABEL column.
    #[arg(long, value_name = "[LABEL=]FILE", num_args = 1..)]
    pub nodes: Vec<String>,
    /// Relationship files: TYPE=FILE, or FILE with a :TYPE column.
    #[arg(long, value_name = "[TYPE=]FILE", num_args = 1..)]
    pub relationships: Vec<String>,
    /// Leave bad rows out and report them, rather than refuse the import.
    #[arg(long)]
    pub skip_bad: bool,
}

/// `casegraph export`
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// A picture for Graphviz.
    Dot {
        /// Common arguments.
        #[command(flatten)]
        common: ExportArgs,
        /// Add a legend of labels and line styles.
        #[arg(long)]
        legend: bool,
        /// The direction in which the picture grows; without one, a large picture is laid out as a map.
        #[arg(long, value_enum)]
        rankdir: Option<RankDir>,
        /// Draw excerpts and sources too; otherwise they are tooltips.
        #[arg(long)]
        evidence: bool,
    },
    /// `{"nodes":[..],"relationships":[..]}`
    Json(ExportArgs),
    /// A script that rebuilds the graph in an empty store, the same text for the same graph.
    Cypher(ExportArgs),
}

/// What every export takes.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
    /// Only the nodes, relationships and paths of this query's answer.
    #[arg(long, value_name = "CYPHER")]
    pub query: Option<String>,
    /// Write here instead of to standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table that fits the terminal.
    Table,
    /// One line of JSON for each statement.
    Json,
    /// One line of JSON for each row.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// A Markdown table.
    Markdown,
}

/// How paths are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PathFormat {
    /// A sentence for each hop, and footnotes.
    Text,
    /// One object with paths, hops and citations.
    Json,
    /// A picture for Graphviz.
    Dot,
}

/// Graphviz's rank directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RankDir {
    /// Left to right.
    Lr,
    /// Top to bottom.
    Tb,
    /// Right to left.
    Rl,
    /// Bottom to top.
    Bt,
}

/// `full`, `group(10ms)`, `off`.
fn parse_sync(text: &str) -> Result<SyncPolicy, String> {
    let period = text.strip_prefix("group(").and_then(|rest| rest.strip_suffix(')'));
    match (text, period) {
        ("full", _) => Ok(SyncPolicy::Full),
        ("off", _) => Ok(SyncPolicy::Off),
        (_, Some(period)) => parse_duration(period).map(SyncPolicy::Group),
        _ => Err(format!("`{text}` is no policy; use full, group(10ms) or off")),
    }
}

fn parse_dialect(text: &str) -> Result<Dialect, String> {
    let names = Dialect::ALL.map(Dialect::name).join(", ");
    Dialect::named(text).ok_or_else(|| format!("the dialects are {names}"))
}

/// `30s`, `500ms`, `2m`, `1h`, or seconds without a unit.
fn parse_duration(text: &str) -> Result<std::time::Duration, String> {
    let (number, unit) = split_unit(text);
    let number: f64 = number.parse().map_err(|_| format!("`{text}` is no time; try 30s"))?;
    let seconds = match unit {
        "ms" => number / 1e3,
        "" | "s" => number,
        "m" | "min" => number * 60.0,
        "h" => number * 3600.0,
        other => return Err(format!("unknown unit `{other}`; use ms, s, m or h")),
    };
    std::time::Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// `512MB`, `2GB`, `64KiB`, or bytes without a unit.
fn parse_size(text: &str) -> Result<u64, String> {
    let (number, unit) = split_unit(text);
    let number: f64 = number.parse().map_err(|_| format!("`{text}` is no size; try 512MB"))?;
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "kib" => 1024.0,
        "m" | "mb" => 1e6,
        "mib" => 1024.0 * 1024.0,
        "g" | "gb" => 1e9,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        other => return Err(format!("unknown unit `{other}`; use KB, MB or GB")),
    };
    let bytes = number * factor;
    if bytes.is_finite() && bytes >= 1.0 && bytes < u64::MAX as f64 {
        Ok(bytes as u64)
    } else {
        Err(format!("`{text}` is out of range"))
    }
}

fn split_unit(text: &str) -> (&str, &str) {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    (&text[..digits], text[digits..].trim())
}

fn parse_delimiter(text: &str) -> Result<u8, String> {
    match text {
        "\\t" | "tab" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [byte] if byte.is_ascii() => Ok(*byte),
            _ => Err("the delimiter is one ASCII character, or `tab`".to_owned()),
        },
    }
}
