const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
])
/** Shutting down, crashed, starting up; too many connections; and class 08, connection failures. */
const passing = /^(57P0[123]|53300|08...)$/

/** Whether an error means that the database is away for now, rather than that it refuses what was asked. */
export function isUnreachable(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const code = (current as NodeJS.ErrnoException).code
    if (code !== undefined && (network.has(code) || passing.test(code))) return true
    if (
      /^(Connection terminated|timeout expired)|terminated unexpectedly|timeout exceeded when trying to connect/i.test(
        current.message,
      )
    )
      return true
    if (current instanceof AggregateError && current.errors.some(isUnreachable)) return true
  }
  return false
}
