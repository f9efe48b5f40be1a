//! What is printed.

use std::io::Write;

use crate::Fallible;

/// What one server did for one row.
#[derive(Clone, Copy, Default)]
pub(crate) struct Figures {
    /// Requests a second, or sign-ins.
    pub(crate) rate: f64,
    /// Milliseconds.
    pub(crate) p50: f64,
    /// Milliseconds.
    pub(crate) p99: f64,
    /// Microseconds of processor time of the server's process, for each request or sign-in.
    pub(crate) cpu: f64,
    /// Proportional set size in MiB, at the end of the row.
    pub(crate) pss: f64,
    /// Answers of another kind than the one that is measured, and requests without one.
    pub(crate) wrong: f64,
}

/// Prints a line, at once: a run may be ended before its last row.
pub(crate) fn line(text: &str) -> Fallible<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

pub(crate) fn head() -> Fallible<()> {
    line(&format!(
        "{:<18} {:<10} {:<9} {:>9} {:>6}  {:>8} {:>6}  {:>8} {:>6}  {:>7} {:>6}  {:>7} {:>6} {:>6}  target",
        "",
        "",
        "",
        "1/s",
        "ratio",
        "p50 ms",
        "ratio",
        "p99 ms",
        "ratio",
        "CPU µs",
        "ratio",
        "PSS MiB",
        "ratio",
        "wrong"
    ))
}

/// A line for each: the bare server, the build before where there is one, and the program, with their ratios to the first.
pub(crate) fn row(
    name: &str,
    database: &str,
    target: &str,
    (base, before, ours): (&Figures, Option<&Figures>, &Figures),
) -> Fallible<()> {
    for (who, figures, target) in [("bare", Some(base), ""), ("before", before, ""), ("doorpost", Some(ours), target)] {
        let Some(Figures { rate, p50, p99, cpu, pss, wrong }) = figures else { continue };
        line(&format!(
            "{name:<18} {database:<10} {who:<9} {rate:>9.0} {:>6.2}  {p50:>8.2} {:>6.2}  {p99:>8.2} {:>6.2}  {cpu:>7.1} {:>6.2}  {pss:>7.1} {:>6.2} {wrong:>6.0}  {target}",
            rate / base.rate,
            p50 / base.p50,
            p99 / base.p99,
            cpu / base.cpu,
            pss / base.pss
        ))?;
    }
    Ok(())
}

/// How the program compares with the build before.
pub(crate) fn to_before(before: &Figures, ours: &Figures) -> Fallible<()> {
    line(&format!(
        "{:>35} {:.3} of the build before, with {:.3} of its processor time for each",
        "",
        ours.rate / before.rate,
        ours.cpu / before.cpu
    ))
}

/// The value below which this part of the samples lies.
pub(crate) fn percentile(samples: &mut [f64], part: f64) -> f64 {
    samples.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
    let index = (crate::count(samples.len()) * part) as usize;
    samples.get(index.min(samples.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
