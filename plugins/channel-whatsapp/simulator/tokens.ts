import { randomBytes } from 'node:crypto'

const codeLives = 30_000

/** What a token of the simulated provider is good for. */
export interface SimulatedToken {
  token: string
  appId: string
  /** Milliseconds since 1970; null = never. */
  expiresAt: number | null
  scopes: string[]
  /** Business accounts it may use; undefined = all of them. */
  accounts: string[] | undefined
  isDead: boolean
}

export const neededScopes = ['whatsapp_business_management', 'whatsapp_business_messaging']

/** Tokens and the codes that are exchanged for them. */
export class TokenBook {
  readonly #tokens = new Map<string, SimulatedToken>()
  readonly #codes = new Map<string, { token: string; until: number }>()

  /** Makes a token known, or changes it. */
  add(token: string, changes: Partial<SimulatedToken> = {}): SimulatedToken {
    const known = this.#tokens.get(token) ?? {
      token,
      appId: '900000000000001',
      expiresAt: null,
      scopes: [...neededScopes],
      accounts: [],
      isDead: false,
    }
    Object.assign(known, changes)
    this.#tokens.set(token, known)
    return known
  }

  get(token: string | undefined): SimulatedToken | undefined {
    return token === undefined ? undefined : this.#tokens.get(token)
  }

  /** The business takes the access back, or its password changed: every call with the token fails from now on. */
  kill(token: string): void {
    this.add(token, { isDead: true })
  }

  /** The same for every token of a business account. */
  killAll(accountId: string): void {
    for (const token of this.#of(accountId)) token.isDead = true
  }

  /** Whether the account has tokens, and none of them is good for anything. */
  isRevoked(accountId: string): boolean {
    const tokens = this.#of(accountId)
    return tokens.length > 0 && tokens.every(({ isDead }) => isDead)
  }

  all(): SimulatedToken[] {
    return [...this.#tokens.values()]
  }

  #of(accountId: string): SimulatedToken[] {
    return this.all().filter(({ accounts }) => accounts?.includes(accountId))
  }

  /** A code as Meta's window hands it out: good for half a minute, and once. */
  issueCode(changes: Partial<SimulatedToken>): string {
    const token = `EAA${randomBytes(24).toString('hex')}`
    this.add(token, changes)
    const code = `AQ${randomBytes(24).toString('base64url')}`
    this.#codes.set(code, { token, until: Date.now() + codeLives })
    return code
  }

  redeem(code: string): SimulatedToken | undefined {
    const found = this.#codes.get(code)
    this.#codes.delete(code)
    return found && found.until > Date.now() ? this.get(found.token) : undefined
  }
}
