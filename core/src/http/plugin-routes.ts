import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context, Middleware } from 'koa'
import type { Core } from '../core.ts'
import { Inbox } from '../domain/inbox/inbox.entity.ts'
import { InboxMember } from '../domain/inbox/inbox-member.entity.ts'
import { administrator } from '../domain/membership/role.ts'
import { forbidden, notFound } from '../errors.ts'
import type { PluginRequest, PluginResponse } from '../kernel/context.ts'
import type { Generation } from '../kernel/generation.ts'
import { type CompiledRoute, RouteTable } from '../kernel/route-table.ts'
import type { FastPath } from './application.ts'
import { errorOf } from './errors.ts'
import type { RateLimits } from './rate-limits.ts'
import { readRawBody } from './raw-body.ts'
import { type AccountRequest, Reply, type Request, type Route } from './route.ts'
import { rowId } from './row-id.ts'
import { serveRoute } from './serve-route.ts'

const defaultMaxBytes = 4 * 1024 * 1024
const nothing = new Uint8Array()
const tables = new WeakMap<Generation, RouteTable>()

function tableOf(generation: Generation): RouteTable {
  const known = tables.get(generation)
  if (known) return known
  const table = new RouteTable(generation.routes)
  tables.set(generation, table)
  return table
}

/** Answers raw-body routes of plugins (webhooks) straight from the server: they are hot, and Koa doubles their cost. */
export function pluginFastPath(core: Core): FastPath {
  return (request, response) => {
    const generation = core.kernel.generation()
    const url = request.url ?? '/'
    const end = url.indexOf('?')
    const path = end < 0 ? url : url.slice(0, end)
    const found = tableOf(generation).find(request.method ?? 'GET', path)
    if (!found?.compiled.raw) return false
    void answer(core, generation, found.compiled, { request, response, path, params: found.params, url, end })
    return true
  }
}

interface RawExchange {
  request: IncomingMessage
  response: ServerResponse
  path: string
  params: Record<string, string>
  url: string
  end: number
}

async function answer(
  core: Core,
  generation: Generation,
  { route }: CompiledRoute,
  exchange: RawExchange,
): Promise<void> {
  const { request, response, path, params, url, end } = exchange
  try {
    const method = request.method as string
    const rawBody = method === 'GET' ? nothing : await readRawBody(request, route.maxBytes ?? defaultMaxBytes)
    const query = end < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(end + 1)))
    const headers = request.headers as Record<string, string>
    write(
      response,
      await core.kernel.serve(generation, route, { method, path, params, query, headers, rawBody, body: {} }),
    )
  } catch (thrown) {
    const error = errorOf(thrown)
    if (error.status >= 500) core.log.error({ err: thrown, path: route.path, plugin: route.pluginId }, 'request failed')
    if (error.status === 413) response.setHeader('connection', 'close')
    write(response, {
      status: error.status,
      headers: error.headers ?? {},
      body: error.body ?? { error: error.message },
    })
  }
}

function write(response: ServerResponse, { status = 200, headers = {}, body }: PluginResponse): void {
  if (response.headersSent || response.destroyed) return
  const [type, content] = encode(body)
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    ...headers,
    'content-length': Buffer.byteLength(content),
  })
  response.end(content)
}

function encode(body: unknown): [type: string, content: string | Uint8Array] {
  if (body === undefined) return ['text/plain; charset=utf-8', '']
  if (typeof body === 'string') return ['text/plain; charset=utf-8', body]
  if (body instanceof Uint8Array) return ['application/octet-stream', body]
  return ['application/json; charset=utf-8', JSON.stringify(body)]
}

/** The other routes of plugins, as rows of the route table: same sign-in, bodies, errors and limits. */
export function pluginRoutes(core: Core, limits: RateLimits): Middleware {
  const handlers = new WeakMap<CompiledRoute, ReturnType<typeof serveRoute>>()
  return async (context, next) => {
    const generation = core.kernel.generation()
    const found = tableOf(generation).find(context.method, context.path)
    if (!found || found.compiled.raw) return next()
    const { compiled, params } = found
    const handler = handlers.get(compiled) ?? serveRoute(core, limits, rowFor(core, generation, compiled))
    handlers.set(compiled, handler)
    const accountId = new URLSearchParams(context.querystring).get('account_id')
    Object.assign(context, { params: { ...(accountId && { account_id: accountId }), ...params } })
    return handler(context as unknown as Context & { params: Record<string, string> })
  }
}

function rowFor(core: Core, generation: Generation, { route, path }: CompiledRoute): Route {
  const { auth } = route
  return {
    method: route.method,
    path,
    auth: auth === 'agent' || auth === 'administrator' ? 'account' : auth === 'installation' ? 'user' : 'none',
    administrator: auth === 'administrator' || auth === 'installation',
    transaction: false,
    async handle(request) {
      const account = 'account' in request ? await inAccount(core, route.pluginId, request as AccountRequest) : {}
      const {
        status = 200,
        headers = {},
        body,
      } = await core.kernel.serve(generation, route, {
        ...describe(request, route.method, path),
        ...account,
      })
      const [type, content] = encode(body)
      const sent = content instanceof Uint8Array ? Buffer.from(content) : content
      return new Reply(status, sent, { 'content-type': type, ...headers })
    },
  }
}

const describe = ({ params, query, headers, body }: Request, method: string, path: string): PluginRequest => ({
  method,
  path: path.replace(/:([a-z_]+)/gi, (_, name) => encodeURIComponent(params[name] ?? '')),
  params,
  query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
  headers: headers as Record<string, string>,
  rawBody: nothing,
  body,
})

/** What a plugin may know of the caller; 404 where the account has it switched off. */
async function inAccount(core: Core, pluginId: string, request: AccountRequest): Promise<Partial<PluginRequest>> {
  const { account, user, membership } = request
  if (!(await core.kernel.enabled(account.id, pluginId))) throw notFound()
  const inbox = request.params.inbox_id === undefined ? {} : { inbox: await findInbox(request) }
  const role = membership.role === administrator ? 'administrator' : 'agent'
  return { accountId: account.id, userId: user.id, role, ...inbox }
}

async function findInbox({ em, account, user, membership, params }: AccountRequest) {
  const inbox = await em.findOne(Inbox, { accountId: account.id, id: rowId(params.inbox_id), deletingAt: null })
  if (!inbox) throw notFound()
  const key = { accountId: account.id, inboxId: inbox.id, userId: user.id }
  if (membership.role !== administrator && !(await em.findOne(InboxMember, key))) throw forbidden()
  return { id: inbox.id, type: inbox.channelType }
}
