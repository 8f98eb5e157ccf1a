import type { Graph } from '../graph.ts'
import { GraphError } from '../graph-error.ts'
import { type Json, number, record, records, text, word } from '../json.ts'
import { SignupRefused } from './signup-refused.ts'

/** What the provider says of a token. */
export interface TokenReport {
  isValid: boolean
  appId: string | undefined
  /** Milliseconds since 1970; null = never. */
  expiresAt: number | null
  scopes: readonly string[]
  /** Business accounts that a scope is limited to; undefined where it covers all. */
  targets(scope: string): readonly string[] | undefined
}

/** Calls that the installation's own app makes about tokens. */
export interface Tokens {
  readonly appId: string
  /** The code is good for half a minute, and once. */
  exchange(code: string): Promise<{ token: string; expiresAt: number | null }>
  debug(token: string): Promise<TokenReport>
}

interface App {
  id: string
  secret: string
}

export const createTokens = (graph: Graph, { id, secret }: App): Tokens => ({
  appId: id,
  async exchange(code) {
    const answer = await graph
      .get({}, 'oauth/access_token', { client_id: id, client_secret: secret, code })
      .catch((error: unknown) => {
        throw new SignupRefused(`Token exchange failed: ${wordsOf(error)}`)
      })
    const token = word(answer.access_token)
    if (!token) throw new SignupRefused('No access token in response')
    const seconds = number(answer.expires_in)
    return { token, expiresAt: seconds ? Date.now() + seconds * 1_000 : null }
  },
  async debug(token) {
    // The provider takes the token in question in the address alone; who asks stands in the header.
    const answer = await graph.get({ token: `${id}|${secret}` }, 'debug_token', { input_token: token })
    return reportOf(record(answer.data) ?? {})
  },
})

function reportOf(data: Json): TokenReport {
  const granular = records(data.granular_scopes)
  const seconds = number(data.expires_at)
  return {
    isValid: data.is_valid === true,
    appId: text(data.app_id),
    expiresAt: seconds ? seconds * 1_000 : null,
    scopes: [...wordsIn(data.scopes), ...granular.flatMap(({ scope }) => word(scope) ?? [])],
    targets(scope) {
      const ids = granular.filter((one) => one.scope === scope).map(({ target_ids }) => target_ids)
      return ids.length > 0 && ids.every(Array.isArray) ? ids.flatMap(wordsIn) : undefined
    },
  }
}

const wordsIn = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : [])

/** Why a call failed, without the raw answer. */
export const wordsOf = (error: unknown): string =>
  error instanceof GraphError ? error.summary : error instanceof Error ? error.message : 'no answer'
