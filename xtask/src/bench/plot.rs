//! Bar charts as SVG: a group for each concurrency, a bar for each program.

use std::fmt::Write as _;

use super::STAGES;
use super::page::label;
use super::table::Results;

const COLOURS: [&str; 9] =
    ["#b0b7c3", "#8792a2", "#1f6feb", "#7f52ff", "#a47cff", "#c9b3ff", "#f05138", "#e8a33d", "#4b8bbe"];
const BAR: f64 = 16.0;
const LEFT: f64 = 190.0;
const WIDTH: f64 = 760.0;

/// The plots of a page, by their file names.
pub fn all(results: &Results) -> Vec<(&'static str, String)> {
    [
        ("calls.svg", "Calls a second (more is better)", "calls_per_second", 1.0),
        ("cpu.svg", "CPU for each call, µs (less is better)", "cpu_us_per_call", 1.0),
        ("p99.svg", "99 of 100 calls end within, ms (less is better)", "p99_us", 1e-3),
        ("memory.svg", "Peak memory, MB (less is better)", "peak_kb", 1.0 / 1024.0),
    ]
    .map(|(file, title, number, scale)| (file, chart(results, title, number, scale)))
    .into()
}

fn chart(results: &Results, title: &str, number: &str, scale: f64) -> String {
    let value = |program: &str, stage| results.median(program, "load", Some(stage), number).map(|value| value * scale);
    let programs = results.programs();
    let all = STAGES.iter().flat_map(|stage| programs.iter().filter_map(|program| value(program, *stage)));
    let most = all.fold(f64::MIN_POSITIVE, f64::max);
    let height = 40.0 + STAGES.len() as f64 * (programs.len() as f64 * BAR + 34.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\" \
         role=\"img\" aria-label=\"{title}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<text x=\"10\" y=\"22\" \
         font-size=\"15\" fill=\"#222\">{title}</text>\n"
    );
    let mut y = 40.0;
    for stage in STAGES {
        y += 22.0;
        // A text cannot fail to grow.
        let _ = writeln!(svg, "<text x=\"10\" y=\"{y}\" font-weight=\"bold\" fill=\"#222\">{stage} at once</text>");
        y += 6.0;
        for (at, program) in programs.iter().enumerate() {
            if let Some(value) = value(program, stage) {
                let width = value / most * (WIDTH - LEFT - 90.0);
                let (middle, end) = (y + BAR * 0.75, LEFT + width + 5.0);
                let colour = COLOURS.get(at % COLOURS.len()).unwrap_or(&"#888");
                let _ = writeln!(
                    svg,
                    "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\" fill=\"#222\">{}</text><rect x=\"{LEFT}\" y=\"{y}\" \
                     width=\"{width:.1}\" height=\"{}\" fill=\"{colour}\"/><text x=\"{end:.1}\" y=\"{middle}\" \
                     fill=\"#444\">{}</text>",
                    LEFT - 6.0,
                    label(program),
                    BAR - 3.0,
                    shown(value)
                );
            }
            y += BAR;
        }
        y += 6.0;
    }
    svg.push_str("</svg>\n");
    svg
}

/// As many digits as mean something.
pub fn shown(value: f64) -> String {
    match value {
        value if value >= 1000.0 => {
            let whole = value.round() as u64;
            format!("{},{:03}", whole / 1000, whole % 1000)
        }
        value if value >= 20.0 || value.fract() == 0.0 => format!("{value:.0}"),
        value if value >= 1.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_as_many_digits_as_mean_something() {
        assert_eq!(
            [41_049.6, 1000.0, 34.4, 3.64, 3.0, 0.123].map(shown),
            ["41,050", "1,000", "34", "3.6", "3", "0.12"]
        );
    }
}
