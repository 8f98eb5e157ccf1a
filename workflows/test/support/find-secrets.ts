/** What looks like a key, whoever it belongs to. */
const patterns: readonly [string, RegExp][] = [
  ['an access token of Meta', /\bEAA[A-Za-z0-9]{16,}/],
  ['a bearer token', /\bBearer [A-Za-z0-9._-]{8,}/i],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY/],
  ['a field of a secret', /"(?:pin|password|secret|token|access_token|api_key|app_secret|code)"\s*:\s*"(?!")[^"]+"/i],
]

/**
 * Secrets in a recorded history, payloads decoded. `values` are those that the process dealt with: they must be nowhere.
 * Empty when there are none.
 */
export function findSecrets(history: unknown, values: readonly string[] = []): string[] {
  const text = texts(history).join('\n')
  const known = values
    .filter((value) => text.includes(value))
    .map((value) => `a secret of the process (${value.slice(0, 2)}…)`)
  return [...known, ...patterns.filter(([, pattern]) => pattern.test(text)).map(([name]) => name)]
}

/** Every string and every payload in it. */
function texts(value: unknown, key = ''): string[] {
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')]
  if (typeof value === 'string')
    return key === 'data' ? [Buffer.from(value, 'base64').toString('utf8'), value] : [value]
  if (Array.isArray(value)) return value.flatMap((one) => texts(one))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, one]) => texts(one, name))
}
