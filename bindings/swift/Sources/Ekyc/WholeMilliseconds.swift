extension Duration {
    /// Rounded up, so that a short wait does not become none; the largest number if it is too long to count.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let perMillisecond: Int64 = 1_000_000_000_000_000
        let rest = attoseconds / perMillisecond + (attoseconds % perMillisecond > 0 ? 1 : 0)
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, carry) = whole.addingReportingOverflow(rest)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }
}
