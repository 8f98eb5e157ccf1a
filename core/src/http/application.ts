import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { Router } from '@koa/router'
import Koa, { type Context } from 'koa'
import { systemActor } from '../actor.ts'
import type { Core } from '../core.ts'
import { Account } from '../domain/account/account.entity.ts'
import { Membership } from '../domain/membership/membership.entity.ts'
import { forbidden, notFound } from '../errors.ts'
import { authenticate } from './authentication.ts'
import { type ParsedBody, parseBody, parseForm } from './body.ts'
import { serveDashboard } from './dashboard.ts'
import { answerErrors } from './errors.ts'
import { type AccountRequest, Reply, type Request, type Route } from './route.ts'
import { bodyCheck } from './schema.ts'

/** Answers a request before Koa sees it; false hands it on. For raw-body routes of plugins. */
export type FastPath = (request: IncomingMessage, response: ServerResponse) => boolean

/** The HTTP server: fast paths first, then Koa with the route table. */
export function createApplication(core: Core, routes: readonly Route[], fastPath: FastPath = () => false): Server {
  const app = new Koa({ proxy: false })
  const router = new Router()
  for (const route of routes) router.register(route.path, [route.method], serve(core, route))
  app.use(answerErrors(core.log))
  app.use(serveDashboard())
  app.use(normalisePath)
  app.use(router.routes())
  app.use(unknownRoute)
  const handle = app.callback()
  return createServer((request, response) => {
    if (!fastPath(request, response)) void handle(request, response)
  })
}

// Clients call `/accounts.json` and `/inboxes/`; both mean the path without.
const normalisePath: Koa.Middleware = (context, next) => {
  const path = context.path.replace(/\.json$/, '').replace(/\/+$/, '')
  context.path = path === '' ? '/' : path
  return next()
}

const unknownRoute: Koa.Middleware = (context) => {
  context.status = 404
  context.body = { status: 404, error: 'Not Found' }
}

const unread: ParsedBody = { body: {}, release: async () => {} }

function serve(core: Core, route: Route) {
  const check = route.body ? bodyCheck(route.body) : undefined
  return async (context: Context & { params: Record<string, string> }) => {
    const request = await describeRequest(core, route, context)
    const parsed = route.rawBody ? unread : await parseBody(context.req)
    try {
      request.body = unwrap(route, context, parsed.body)
      check?.(request.body)
      respond(context, await run(core, route, request))
    } finally {
      await parsed.release()
    }
  }
}

async function run(core: Core, route: Route, request: Request): Promise<unknown> {
  if (route.method === 'GET' || route.transaction === false) return route.handle(request)
  const answer = await request.em.transactional(async (em) => {
    request.em = em
    return route.handle(request)
  })
  core.dispatcher.wake()
  return answer
}

function respond(context: Context, answer: unknown): void {
  const reply = answer instanceof Reply ? answer : new Reply(200, answer)
  context.status = reply.status
  context.set(reply.headers)
  if (reply.body === undefined) context.body = ''
  else if (reply.body instanceof Readable) context.body = reply.body
  else
    context.body =
      typeof reply.body === 'string' && reply.headers['content-type'] ? reply.body : JSON.stringify(reply.body)
  if (!reply.headers['content-type']) context.type = reply.body === undefined ? 'text/plain' : 'application/json'
  context.status = reply.status
}

async function describeRequest(
  core: Core,
  route: Route,
  context: Context & { params: Record<string, string> },
): Promise<Request> {
  const em = core.orm.em.fork()
  const request: Request = {
    core,
    em,
    params: context.params,
    query: parseForm(context.querystring),
    body: {},
    stream: context.req,
    headers: context.headers,
    ip: context.ip,
    requestId: randomUUID(),
    user: null,
    actor: systemActor,
    session: null,
  }
  if (route.auth === 'none') return request
  const { user, session } = await authenticate(em, context.headers)
  request.user = user
  request.session = session
  request.actor = { kind: 'user', id: user.id, name: user.displayName || user.name }
  if (route.auth === 'account') await enterAccount(request as AccountRequest)
  if (route.administrator && !mayAdminister(request)) throw forbidden()
  return request
}

async function enterAccount(request: AccountRequest): Promise<void> {
  const id = rowId(request.params.account_id)
  const account = await request.em.findOne(Account, id)
  if (!account) throw notFound()
  const membership = await request.em.findOne(Membership, { accountId: id, userId: request.user.id })
  if (!membership) throw forbidden('You are not authorized to access this account')
  if (account.status !== 0) throw forbidden('Account is suspended')
  request.account = account
  request.membership = membership
}

const administrator = 1
const mayAdminister = (request: Request): boolean =>
  'membership' in request
    ? (request as AccountRequest).membership.role === administrator
    : (request.user?.isInstallationAdministrator ?? false)

function unwrap(route: Route, context: Context, body: Record<string, unknown>): Record<string, unknown> {
  if (!route.wrapper) return body
  const inner = body[route.wrapper]
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) return inner as Record<string, unknown>
  return context.is('json') ? body : {}
}

/** A row id from a path or body; anything else is a 404, as a row that is not there. */
export function rowId(text: unknown): number {
  const id = typeof text === 'number' ? text : /^\d{1,15}$/.test(String(text)) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(id) || id < 0) throw notFound()
  return id
}
