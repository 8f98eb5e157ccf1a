const serverGoesAway = /^(08|53|57P|58)/
const lostTheRace = new Set(['40001', '40P01', '55P03'])
const socketErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
])

/** Whether the database was away or busy, so that the same statement may succeed later. */
export function isTransient(thrown: unknown): boolean {
  const code = codeOf(thrown)
  if (code !== undefined) return serverGoesAway.test(code) || lostTheRace.has(code) || socketErrors.has(code)
  return /connection (terminated|is away|to the database is away)|timeout exceeded when trying to connect|not queryable/i.test(
    (thrown as Error | undefined)?.message ?? '',
  )
}

/** SQLSTATE, or the code of a socket error. */
export function codeOf(thrown: unknown): string | undefined {
  const error = thrown as { code?: unknown; cause?: { code?: unknown } } | null | undefined
  const code = error?.code ?? error?.cause?.code
  return typeof code === 'string' ? code : undefined
}
