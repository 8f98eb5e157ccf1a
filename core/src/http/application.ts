import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Router } from '@koa/router'
import Koa, { type Middleware } from 'koa'
import type { Core } from '../core.ts'
import { pageNeeds } from '../panels/page-needs.ts'
import { clientAddress } from './client-address.ts'
import { serveDashboard } from './dashboard.ts'
import { answerErrors } from './errors.ts'
import { servePanelFiles } from './panel-files.ts'
import { pluginFastPath, pluginRoutes } from './plugin-routes.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'
import type { Method, Route } from './route.ts'
import { securityHeaders } from './security-headers.ts'
import { serveRoute } from './serve-route.ts'

/** Answers a request before Koa sees it; false hands it on. For raw-body routes of plugins. */
export type FastPath = (request: IncomingMessage, response: ServerResponse) => boolean

/** The HTTP server: fast paths first, then Koa with the route table. */
export function createApplication(
  core: Core,
  routes: readonly Route[],
  fastPath: FastPath = pluginFastPath(core),
): Server {
  const app = new Koa()
  const limits = createRateLimits(core)
  const router = new Router()
  for (const route of routes) router.register(route.path, methodsOf(route, routes), serveRoute(core, limits, route))
  app.use(securityHeaders(core.configuration.url.startsWith('https:')))
  app.use(answerErrors(core.log))
  app.use(serveDashboard({ panels: () => pageNeeds(core) }))
  app.use(servePanelFiles(core))
  app.use(normalisePath)
  app.use(countRequest(core, limits))
  app.use(pluginRoutes(core, limits))
  app.use(router.routes())
  app.use(unknownRoute)
  // Connections that break while an answer is on its way; nothing is wrong with us.
  app.on('error', (error) => core.log.debug({ err: error }, 'answer not delivered'))
  const handle = app.callback()
  return createServer((request, response) => {
    if (!fastPath(request, response)) void handle(request, response)
  })
}

// Clients use PATCH and PUT for the same change; a table row for one of them serves both.
function methodsOf({ method, path }: Route, routes: readonly Route[]): Method[] {
  const twin = { PATCH: 'PUT', PUT: 'PATCH' }[method as string] as Method | undefined
  return twin && !routes.some((route) => route.path === path && route.method === twin) ? [method, twin] : [method]
}

// Clients call `/accounts.json` and `/inboxes/`; both mean the path without.
const normalisePath: Middleware = (context, next) => {
  const path = (context.path ?? '').replace(/\.json$/, '').replace(/\/+$/, '')
  context.path = path === '' ? '/' : path
  return next()
}

const countRequest =
  (core: Core, limits: RateLimits): Middleware =>
  async (context, next) => {
    const address = clientAddress(context.req, core.configuration.trustedProxies ?? [])
    context.state.address = address
    await limits.countRequest(address)
    return next()
  }

const unknownRoute: Middleware = (context) => {
  context.status = 404
  context.body = { status: 404, error: 'Not Found' }
}
