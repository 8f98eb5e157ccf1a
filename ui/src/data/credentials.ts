/** The session headers of the public contract, kept as it says: JSON in the cookie `cw_d_session_info`. */
export interface Credentials {
  'access-token': string
  'token-type': string
  client: string
  expiry: string
  uid: string
}

const cookie = 'cw_d_session_info'
const names = ['access-token', 'token-type', 'client', 'expiry', 'uid'] as const

export function readCredentials(): Credentials | undefined {
  const text = document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1)
  if (!text) return undefined
  try {
    const found = JSON.parse(decodeURIComponent(text)) as Partial<Credentials>
    return found['access-token'] && found.client && found.uid ? (found as Credentials) : undefined
  } catch {
    return undefined
  }
}

/** Keeps what a sign-in, sign-up or new password answered with. */
export function keepCredentials(headers: Headers): void {
  if (!headers.get('access-token')) return
  const found = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? '']))
  const expires = new Date(Number(found.expiry) * 1000)
  write(encodeURIComponent(JSON.stringify(found)), expires)
}

export function forgetCredentials(): void {
  write('', new Date(0))
}

function write(value: string, expires: Date): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  const until = Number.isNaN(expires.getTime()) ? '' : `; Expires=${expires.toUTCString()}`
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${cookie}=${value}; Path=/; SameSite=Lax${secure}${until}`
}
