-- What wrk found out, in one line that the bench reads: requests, seconds, p50 and p99 in milliseconds, answers of 400 and
-- above, and requests that got no answer.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("figures %d %.6f %.6f %.6f %d %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
