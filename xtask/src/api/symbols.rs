//! A symbol graph of the Swift compiler, reduced to stable lines.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files;

/// One module's graph.
pub struct Graph {
    symbols: Vec<Symbol>,
    /// Pairs of a type's path and a protocol's name.
    conformances: Vec<(String, String)>,
}

struct Symbol {
    kind: String,
    path: Vec<String>,
    declaration: String,
}

impl Graph {
    /// Reads the compiler's file.
    pub fn read(file: &Path) -> Result<Self> {
        let value: Value = serde_json::from_str(&files::read(file)?).context("the symbol graph is no JSON")?;
        Self::from(&value).with_context(|| format!("{} has another form than was known", file.display()))
    }

    fn from(value: &Value) -> Option<Self> {
        let mut symbols = Vec::new();
        let mut names = BTreeMap::new();
        for symbol in value.get("symbols")?.as_array()? {
            let path: Vec<String> = symbol
                .get("pathComponents")?
                .as_array()?
                .iter()
                .filter_map(|part| part.as_str().map(str::to_owned))
                .collect();
            let fragments = symbol.get("declarationFragments").and_then(Value::as_array);
            let spelling = |fragment: &Value| fragment.get("spelling").and_then(Value::as_str).map(str::to_owned);
            let declaration: String = fragments.into_iter().flatten().filter_map(spelling).collect();
            names.insert(symbol.get("identifier")?.get("precise")?.as_str()?.to_owned(), path.join("."));
            let kind = symbol.get("kind")?.get("identifier")?.as_str()?.to_owned();
            symbols.push(Symbol {
                kind,
                path,
                declaration: declaration.split_whitespace().collect::<Vec<_>>().join(" "),
            });
        }
        let mut conformances = Vec::new();
        for relation in value.get("relationships")?.as_array()? {
            let text = |name: &str| relation.get(name).and_then(Value::as_str).map(str::to_owned);
            if text("kind").as_deref() != Some("conformsTo") {
                continue;
            }
            let source = text("source").unwrap_or_default();
            let source = names.get(&source).cloned();
            let target = text("target").unwrap_or_default();
            let target = names.get(&target).cloned().or_else(|| text("targetFallback")).unwrap_or(target);
            // `Swift.Sendable` and `FoundationEssentials.LocalizedError` differ in module from platform to platform.
            let target = target.rsplit('.').next().unwrap_or_default().to_owned();
            if let Some(source) = source {
                conformances.push((source, target));
            }
        }
        Some(Self { symbols, conformances })
    }

    /// A line for each symbol, and for each conformance, of the types and functions whose name is `wanted`.
    pub fn lines(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let wants = |path: &str| path.split('.').next().is_some_and(&wanted);
        let mut lines = Vec::new();
        for symbol in self.symbols.iter().filter(|symbol| symbol.path.first().is_some_and(|name| wanted(name))) {
            let holder = symbol.path.split_last().map(|(_, holder)| holder.join(".")).unwrap_or_default();
            let dot = if holder.is_empty() { "" } else { ": " };
            lines.push(format!("{holder}{dot}{}", symbol.declaration));
            if ["swift.struct", "swift.enum", "swift.class", "swift.actor"].contains(&symbol.kind.as_str()) {
                lines.push(format!("type {}", symbol.path.join(".")));
            }
        }
        // Every type can be copied and dropped; that says nothing.
        let silent = ["Copyable", "Escapable", "SendableMetatype"];
        let told = |(source, target): &&(String, String)| wants(source) && !silent.contains(&target.as_str());
        lines.extend(self.conformances.iter().filter(told).map(|(source, target)| format!("{source}: {target}")));
        lines
    }

    /// The paths of all types, protocols included.
    pub fn types(&self) -> Vec<String> {
        let kinds = ["swift.struct", "swift.enum", "swift.class", "swift.actor", "swift.protocol"];
        let types = self.symbols.iter().filter(|symbol| kinds.contains(&symbol.kind.as_str()));
        types.map(|symbol| symbol.path.join(".")).collect()
    }

    /// Whether a type conforms to a protocol.
    pub fn conforms(&self, name: &str, protocol: &str) -> bool {
        self.conformances.iter().any(|(source, target)| source == name && target == protocol)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_graph_becomes_lines_of_what_is_wanted() {
        let symbol = |id: &str, kind: &str, path: &[&str], spelling: &[&str]| {
            let fragments: Vec<Value> = spelling.iter().map(|text| json!({ "spelling": text })).collect();
            json!({ "identifier": { "precise": id }, "kind": { "identifier": kind }, "pathComponents": path,
                "declarationFragments": fragments })
        };
        let graph = Graph::from(&json!({
            "symbols": [
                symbol("a", "swift.struct", &["A"], &["struct", " ", "A"]),
                symbol("b", "swift.property", &["A", "b"], &["var", " b:\n  ", "Int"]),
                symbol("p", "swift.struct", &["Plumbing"], &["struct Plumbing"]),
            ],
            "relationships": [
                { "kind": "conformsTo", "source": "a", "target": "x", "targetFallback": "Swift.Hashable" },
                { "kind": "conformsTo", "source": "a", "target": "x", "targetFallback": "Swift.Copyable" },
                { "kind": "memberOf", "source": "b", "target": "a" },
            ],
        }))
        .unwrap();
        assert_eq!(graph.lines(|name| name == "A"), ["struct A", "type A", "A: var b: Int", "A: Hashable"]);
        assert!(graph.conforms("A", "Hashable") && !graph.conforms("A", "Copyable2"));
    }
}
