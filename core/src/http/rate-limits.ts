import type { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Core } from '../core.ts'
import { CordboardError } from '../errors.ts'
import { once } from '../once.ts'
import { isLoopback } from './client-address.ts'
import type { Request, Route } from './route.ts'

/** At most `points` requests in `seconds` for what `by` says: an address, an e-mail, an account. */
export interface RateLimit {
  points: number
  seconds: number
  /** The key that is counted; undefined: this request does not count. */
  by(request: Request): string | undefined
}

const overall = { points: 3000, seconds: 60 }
const minute = 60
// With the first request that is counted: the library brings a store for every database there is.
const library = once(() => import('rate-limiter-flexible'))

/** Counts requests: all of an address in this process, those of limited routes in the database, for every process. */
export function createRateLimits(core: Core) {
  const { pool, configuration } = core
  const everything = once(
    async () => new (await library()).RateLimiterMemory({ points: overall.points, duration: overall.seconds }),
  )
  const limiters = new Map<string, RateLimiterPostgres>()
  const limiterFor = async (name: string, { points, seconds }: RateLimit): Promise<RateLimiterPostgres> => {
    const { RateLimiterPostgres } = await library()
    const known = limiters.get(name)
    if (known) return known
    const limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: seconds,
    })
    limiters.set(name, limiter)
    return limiter
  }
  // Operators, health checks and tests on the machine itself are not held up.
  const isExempt = (address: string) => configuration.limitLoopback !== true && isLoopback(address)
  return {
    /** Counts any request of an address. Throws a 429. */
    async countRequest(address: string): Promise<void> {
      if (!isExempt(address)) await consume(await everything(), address)
    },
    /** Counts a request of a route with limits of its own. Throws a 429. */
    async count(route: Pick<Route, 'method' | 'path' | 'limits'>, request: Request): Promise<void> {
      if (!route.limits || isExempt(request.ip)) return
      for (const [index, limit] of route.limits.entries()) {
        const key = limit.by(request)
        if (key) await consume(await limiterFor(`${route.method} ${route.path} ${index}`, limit), key.slice(0, 100))
      }
    },
  }
}
export type RateLimits = ReturnType<typeof createRateLimits>

export const byAddress = ({ ip }: Request): string => ip

/** The limit of the contract for something an address may do `points` times in `minutes`. */
export const perAddress = (points: number, minutes: number): RateLimit => ({
  points,
  seconds: minutes * minute,
  by: byAddress,
})

async function consume(limiter: RateLimiterMemory | RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal
    throw tooManyRequests((refusal as RateLimiterRes).msBeforeNext)
  }
}

/** 429 as the contract has it: plain text and when to come back. */
const tooManyRequests = (milliseconds: number) =>
  new CordboardError('request.tooMany', 429, 'Retry later', {
    body: 'Retry later\n',
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(milliseconds / 1000))), 'Content-Type': 'text/plain' },
  })
