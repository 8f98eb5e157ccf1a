import { type GraphAnswer, invalidToken, ok, refuse } from './graph-answer.ts'
import type { CallWorld, GraphCall, GraphRequest } from './graph-calls.ts'
import type { SimulatedToken } from './tokens.ts'

/** Calls that an app makes about tokens; undefined for everything else. */
export function appCall({ method, path, query, token }: GraphRequest, world: CallWorld): GraphCall | undefined {
  if (method !== 'GET') return undefined
  const { script } = world
  switch (path.join('/')) {
    case 'oauth/access_token':
      return { name: 'oauth', script, run: () => exchange(query, world) }
    case 'debug_token':
      return { name: 'debugToken', script, run: () => debug(query, token, world) }
    default:
      return undefined
  }
}

function exchange(query: URLSearchParams, { app, tokens }: CallWorld): GraphAnswer {
  if (!app || query.get('client_id') !== app.id) return refuse({ code: 101, message: 'Error validating application' })
  if (query.get('client_secret') !== app.secret) return refuse({ code: 1, message: 'Error validating client secret.' })
  const found = tokens.redeem(query.get('code') ?? '')
  if (!found) return refuse({ code: 100, subcode: 36009, message: 'This authorization code has been used.' })
  const seconds = found.expiresAt === null ? undefined : Math.round((found.expiresAt - Date.now()) / 1_000)
  return ok({
    access_token: found.token,
    token_type: 'bearer',
    ...(seconds === undefined ? {} : { expires_in: seconds }),
  })
}

function debug(query: URLSearchParams, bearer: string | undefined, { app, tokens }: CallWorld): GraphAnswer {
  if (!app || (query.get('access_token') ?? bearer) !== `${app.id}|${app.secret}`) return invalidToken()
  const found = tokens.get(query.get('input_token') ?? '')
  return ok({
    data: found ? reportOf(found) : { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid' } },
  })
}

const reportOf = ({ appId, isDead, expiresAt, scopes, accounts }: SimulatedToken) => ({
  app_id: appId,
  type: 'SYSTEM_USER',
  application: 'Cordboard',
  is_valid: !isDead,
  expires_at: expiresAt === null ? 0 : Math.round(expiresAt / 1_000),
  data_access_expires_at: 0,
  scopes,
  granular_scopes: scopes.map((scope) => ({ scope, ...(accounts ? { target_ids: accounts } : {}) })),
})
