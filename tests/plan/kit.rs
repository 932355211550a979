//! Every query of the openCypher kit that binds gets a sound plan, also when a rule is left out. The invariants
//! are checked after building and after each rule. The kit is looked for in `OPENCYPHER_TCK` or beside the
//! repository; without it the test says so and passes.

use std::path::{Path, PathBuf};

use casegraph::optimize::{NoStatistics, OptimizerOptions, RULES, Statistics, optimize};
use casegraph::plan::explain::explain;
use casegraph::plan::invariants::check;
use casegraph::plan::logical::QueryPlan;

use super::naive;
use super::statistics::CaseStatistics;

#[test]
fn every_query_of_the_kit_has_a_sound_plan() -> std::io::Result<()> {
    let Some(kit) = kit() else {
        eprintln!("the openCypher kit is absent: set OPENCYPHER_TCK to check its queries");
        return Ok(());
    };
    let mut files = Vec::new();
    collect(&kit, &mut files)?;
    let (mut planned, mut failures) = (0, Vec::new());
    for file in files {
        for query in queries(&std::fs::read_to_string(&file)?) {
            match naive(&query) {
                Ok(plan) => {
                    planned += 1;
                    failures.extend(unsound(&query, &plan, RULES[planned % RULES.len()].name));
                }
                Err(error) if error.class().name() == "InternalError" => {
                    failures.push(format!("{error}\n{query}"));
                }
                Err(_) => {}
            }
        }
    }
    eprintln!("planned {planned} queries");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n\n"));
    Ok(())
}

/// What is wrong with the plans of a query by all rules, and by all but one.
fn unsound(query: &str, plan: &QueryPlan, without: &str) -> Option<String> {
    let all = OptimizerOptions::default();
    let variants: [(&dyn Statistics, OptimizerOptions); 3] = [
        (&NoStatistics, all.clone()),
        (&CaseStatistics, all.clone()),
        (&CaseStatistics, all.without(without)),
    ];
    for (statistics, options) in variants {
        let optimized = optimize(plan.clone(), statistics, &options).and_then(|plan| {
            check(&plan)?;
            Ok(explain(&plan))
        });
        if let Err(error) = optimized {
            return Some(format!("{error}\n{query}\n{options:?}\n{}", explain(plan)));
        }
    }
    None
}

fn kit() -> Option<PathBuf> {
    let beside = || Some(Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/openCypher-tck"));
    let folder = std::env::var_os("OPENCYPHER_TCK").map(PathBuf::from).or_else(beside)?;
    folder.is_dir().then_some(folder)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            files.push(path);
        }
    }
    Ok(())
}

/// The texts in triple quotes; some are no queries and do not parse.
fn queries(feature: &str) -> Vec<String> {
    feature.split("\"\"\"").skip(1).step_by(2).map(|text| text.trim().to_owned()).collect()
}
