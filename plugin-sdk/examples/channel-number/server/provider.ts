import { ProcessFailure } from '@cordboard/plugin-sdk'
import type { NumberFacts } from '../workflows/facts.ts'

type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>

/** The provider's few calls. Every way in which one can fail becomes one kind of problem for the table. */
export interface Provider {
  number(id: string, apiKey: string): Promise<NumberFacts>
  activate(id: string, apiKey: string): Promise<Record<string, unknown>>
  send(id: string, apiKey: string, to: string, text: string): Promise<string>
}

export function createProvider(fetch: Fetch, address: string): Provider {
  async function call(method: string, path: string, apiKey: string, body?: unknown): Promise<Record<string, unknown>> {
    const isRead = method === 'GET'
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${address}${path}`, init).catch(() => undefined)
    // Nothing came back. What was only read can be read again; whether an order was carried out, nobody knows.
    if (!response) throw failure(isRead ? 'temporary' : 'unanswered', 'The provider did not answer', isRead)
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>
    if (response.ok) return answer
    const message = typeof answer.message === 'string' ? answer.message : `The provider answered ${response.status}`
    if (response.status === 401) throw failure('credentials', message)
    if (response.status >= 500) throw failure(isRead ? 'temporary' : 'unanswered', message, isRead)
    throw failure('refused', message, false, response.status)
  }

  return {
    number: async (id, apiKey) => factsOf(await call('GET', `/numbers/${id}`, apiKey)),
    activate: (id, apiKey) => call('POST', `/numbers/${id}/activate`, apiKey),
    async send(id, apiKey, to, text) {
      const { message_id: sent } = await call('POST', `/numbers/${id}/messages`, apiKey, { to, text })
      return String(sent)
    },
  }
}

const failure = (
  kind: 'credentials' | 'refused' | 'temporary' | 'unanswered' | 'unreadable',
  message: string,
  retry = false,
  code?: number,
) => new ProcessFailure({ kind, message, ...(code !== undefined && { code }) }, { retry })

const states: readonly unknown[] = ['bought', 'active', 'released']
const proofs: readonly unknown[] = ['missing', 'in_review', 'approved', 'rejected']

/** An answer that makes no sense is a failed look, never a reason to act. */
function factsOf({ number, state, proof, rejection }: Record<string, unknown>): NumberFacts {
  if (typeof number !== 'string' || !states.includes(state) || !proofs.includes(proof))
    throw failure('unreadable', 'The provider’s answer makes no sense')
  return {
    number,
    state: state as NumberFacts['state'],
    proof: proof as NumberFacts['proof'],
    rejection: typeof rejection === 'string' ? rejection : null,
  }
}
