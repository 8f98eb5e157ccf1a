const usual = 25
const most = 100

/** The cursor of a list that begins with the newest: rows older than `before`, `limit` of them. */
export function pageOf(query: Record<string, unknown>): { before: number | null; limit: number } {
  const before = Number(query.before)
  const limit = Number(query.limit)
  return {
    before: query.before !== undefined && Number.isSafeInteger(before) && before > 0 ? before : null,
    limit: Number.isSafeInteger(limit) && limit > 0 ? Math.min(limit, most) : usual,
  }
}
