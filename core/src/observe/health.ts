import type { IncomingMessage, ServerResponse } from 'node:http'

export type DependencyStatus = 'up' | 'down' | 'starting'

/** What a dependency's probe says. More keys than these are shown as they are. */
export interface DependencyReport {
  status: DependencyStatus
  address: string | null
  [detail: string]: unknown
}

export type Probe = () => Promise<DependencyReport>

export interface HealthReport {
  /** `starting`: the database is there, but requests are not answered yet. */
  status: 'ready' | 'starting' | 'unavailable'
  version: string
  /** Of the process that answers. */
  pid: number
  dependencies: Record<string, DependencyReport>
}

export interface Health {
  report(): Promise<HealthReport>
}

const freshFor = 500

/**
 * Whether this process can do its work. Only the database decides: the product goes on without the others. Answers
 * are kept for half a second, so that asking often costs nothing.
 */
export function createHealth(version: string, probes: { database: Probe } & Record<string, Probe>): Health {
  let asked = Number.NEGATIVE_INFINITY
  let answer: Promise<HealthReport> | undefined
  const look = async (): Promise<HealthReport> => {
    const entries = Object.entries(probes).map(async ([name, probe]) => [name, await probe()] as const)
    const dependencies = Object.fromEntries(await Promise.all(entries))
    const status = dependencies.database?.status === 'up' ? 'ready' : 'unavailable'
    return { status, version, pid: process.pid, dependencies }
  }
  return {
    report() {
      if (!answer || performance.now() - asked > freshFor) {
        asked = performance.now()
        answer = look()
      }
      return answer
    },
  }
}

/** Answers `/health/live` and `/health/ready`; false for every other address. */
export const answerHealth =
  (health: Health, isServing: () => boolean) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = request.url ?? ''
    if (!path.startsWith('/health/')) return false
    const route = path.split('?')[0]
    if (route !== '/health/live' && route !== '/health/ready') return false
    if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, { error: 'Method Not Allowed' })
    else if (route === '/health/live') send(response, 200, { status: 'live', pid: process.pid })
    else
      void health.report().then((report) => {
        const status = report.status === 'ready' && !isServing() ? 'starting' : report.status
        send(response, status === 'ready' ? 200 : 503, { ...report, status })
      })
    return true
  }

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}
