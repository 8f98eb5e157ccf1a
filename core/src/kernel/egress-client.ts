import type { Agent, RequestInit, Response } from 'undici'
import { once } from '../once.ts'
import { publicLookup } from './egress-address.ts'

const connectMilliseconds = 3_000

/** Where a call may go: only to public addresses, or to an origin that an operator vouches for. */
export type Reach = 'public' | 'anywhere'

/** Outgoing HTTP. Its library comes with the first call: a start that makes none is quicker and smaller without it. */
export async function callOut(url: URL, reach: Reach, options: RequestInit): Promise<Response> {
  const { request, agents } = await client()
  return request(url, { ...options, dispatcher: agents[reach] })
}

const client = once(async () => {
  const { Agent, fetch: request } = await import('undici')
  const agents: Record<Reach, Agent> = {
    public: new Agent({ connect: { timeout: connectMilliseconds, lookup: publicLookup } }),
    anywhere: new Agent({ connect: { timeout: connectMilliseconds } }),
  }
  return { request, agents }
})
