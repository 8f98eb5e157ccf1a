import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Context } from 'koa'
import { systemActor } from '../actor.ts'
import type { Core } from '../core.ts'
import { administrator } from '../domain/membership/role.ts'
import { availableName } from '../domain/user/user.presenter.ts'
import { forbidden, notFound, unprocessable } from '../errors.ts'
import { authenticate, type Identity } from './authentication.ts'
import { emptyBody, type ParsedBody, parseBody, parseForm } from './body.ts'
import type { RateLimits } from './rate-limits.ts'
import { type AccountRequest, Reply, type Request, type Route } from './route.ts'
import { bodyCheck } from './schema.ts'
import { sessionHeaders } from './session-headers.ts'

type RoutedContext = Context & { params: Record<string, string> }

/** Makes a Koa handler of a row of the route table: who calls, what they sent, the transaction, the answer. */
export function serveRoute(core: Core, limits: RateLimits, route: Route) {
  const check = route.body ? bodyCheck(route.body) : undefined
  return async (context: RoutedContext): Promise<void> => {
    const request = describe(core, context)
    await identify(route, request, context)
    const parsed = await readBody(route, context)
    try {
      const content = unwrap(route, parsed)
      request.body = route.prepare?.(content) ?? content
      await limits.count(route, request)
      check?.(request.body)
      respond(context, await run(core, route, request))
    } finally {
      await parsed.release()
    }
  }
}

function describe(core: Core, context: RoutedContext): Request {
  const requestId = randomUUID()
  context.set('X-Request-Id', requestId)
  return {
    core,
    em: core.orm.em.fork(),
    params: context.params,
    query: parseForm(context.querystring),
    body: {},
    stream: context.req,
    headers: context.headers,
    ip: context.state.address,
    requestId,
    user: null,
    actor: systemActor,
    session: null,
  }
}

async function identify(route: Route, request: Request, context: Context): Promise<void> {
  if (route.auth === 'none') return
  const { user, session, ...place } = await authenticate(request.em, request.headers, accountOf(route, request))
  Object.assign(request, { user, session, actor: { kind: 'user', id: user.id, name: availableName(user) } })
  if ('client' in session) context.set(sessionHeaders(user, session))
  if (route.auth === 'account') enterAccount(request as AccountRequest, place)
  if (route.administrator && !mayAdminister(request)) throw forbidden()
}

// A path that names no possible account is a 404 only for somebody who is signed in.
const accountOf = ({ auth }: Route, { params }: Request): number | null =>
  auth === 'account' && /^\d{1,15}$/.test(params.account_id ?? '') ? Number(params.account_id) : null

function enterAccount(
  request: AccountRequest,
  { account, membership }: Pick<Identity, 'account' | 'membership'>,
): void {
  if (!account) throw notFound()
  if (!membership) throw forbidden('You are not authorized to access this account')
  if (account.status !== 0) throw forbidden('Account is suspended')
  request.account = account
  request.membership = membership
}

const mayAdminister = (request: Request): boolean =>
  'membership' in request
    ? (request as AccountRequest).membership.role === administrator
    : (request.user?.isInstallationAdministrator ?? false)

function readBody(route: Route, { req }: Context): Promise<ParsedBody> | ParsedBody {
  if (route.rawBody || route.method === 'GET') return emptyBody
  return parseBody(req, { files: route.auth !== 'none' })
}

function unwrap({ wrapper }: Route, { body, json }: ParsedBody): Record<string, unknown> {
  if (!wrapper) return body
  const content = wrapper in body || !json ? body[wrapper] : body
  if (isFilled(content)) return content
  throw unprocessable(`param is missing or the value is empty: ${wrapper}`, 'request.wrapper')
}

const isFilled = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0

async function run(core: Core, route: Route, request: Request): Promise<unknown> {
  if (route.method === 'GET') return route.handle(request)
  if ('account' in request) await warmUp(core, request as AccountRequest)
  if (route.transaction === false) return route.handle(request)
  const answer = await request.em.transactional((em) => {
    request.em = em
    return route.handle(request)
  })
  core.dispatcher.wake()
  if (typeof answer !== 'function') return answer
  request.em = core.orm.em.fork()
  return answer()
}

// A transaction holds a connection of the pool. Whoever takes a second one inside waits for others who do the same: which
// plugins are on is therefore known before, and what needs the pool to be shown is waited for after.
const warmUp = (core: Core, { account, em }: AccountRequest) => core.kernel.scope({ accountId: account.id, em })

function respond(context: Context, answer: unknown): void {
  const { status, body, headers } = answer instanceof Reply ? answer : new Reply(200, answer)
  const given = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  context.status = status
  context.set(headers)
  if (!given) context.type = body === undefined ? 'text/plain' : 'application/json'
  const asItIs = body instanceof Readable || Buffer.isBuffer(body) || (given && typeof body === 'string')
  context.body = body === undefined ? '' : asItIs ? body : JSON.stringify(body)
  context.status = status
}
