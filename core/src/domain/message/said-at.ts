const lateAfter = 60_000

/**
 * The provider's own time of a message that reached us late, as `external_created_at` in seconds: reply windows count
 * from when the contact wrote, and not from when we heard of it.
 */
export function lateBy(sentAt: string, now: number = Date.now()): { external_created_at?: number } {
  const said = Date.parse(sentAt)
  return said < now - lateAfter ? { external_created_at: Math.floor(said / 1000) } : {}
}

/** SQL of when the message in row `m` was written. The attribute may hold anything: it came from outside. */
export const saidAt = (m: string): string => `least(${m}.created_at,
  case when jsonb_typeof(${m}.content_attributes -> 'external_created_at') = 'number'
      and (${m}.content_attributes ->> 'external_created_at')::numeric between 0 and 4102444800
    then to_timestamp((${m}.content_attributes ->> 'external_created_at')::double precision) end)`
