import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { digest, newToken } from '../../secrets/token.ts'

const purpose = 'access token'

interface SealedToken {
  sealed_token: Uint8Array
}

/** The user's one API token; it comes into being when it is first asked for. */
export async function accessTokenOf(core: Core, em: EntityManager, userId: number): Promise<string> {
  const [known] = await query<SealedToken>(em, find, [userId])
  return unseal(core, known ?? (await write(core, em, userId, keep)))
}

/** Replaces the user's API token; the old one is refused from now on. */
export async function resetAccessToken(core: Core, em: EntityManager, userId: number): Promise<string> {
  return unseal(core, await write(core, em, userId, replace))
}

const find = `select sealed_token from access_tokens where owner_type = 'User' and owner_id = $1`
const insert = `insert into access_tokens (owner_type, owner_id, token_digest, sealed_token) values ('User', $1, $2, $3)
  on conflict (owner_type, owner_id) do update`
const keep = `${insert} set updated_at = access_tokens.updated_at returning sealed_token`
const replace = `${insert} set token_digest = excluded.token_digest, sealed_token = excluded.sealed_token, updated_at = now()
  returning sealed_token`

async function write(core: Core, em: EntityManager, userId: number, statement: string): Promise<SealedToken> {
  const token = newToken()
  const [row] = await query<SealedToken>(em, statement, [userId, digest(token), core.cipher.seal(purpose, token)])
  return row as SealedToken
}

const unseal = (core: Core, row: SealedToken) => core.cipher.open<string>(purpose, row.sealed_token)
