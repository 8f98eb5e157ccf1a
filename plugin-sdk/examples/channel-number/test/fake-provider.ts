import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A provider of phone numbers with one number. */
export interface FakeProvider extends AsyncDisposable {
  url: string
  state: string
  proof: string
  rejection: string | null
  /** What the next activations do: work, be refused, or work without an answer. */
  activation: 'works' | 'is refused' | 'is never answered'
  /** Whether the key is still accepted, and whether anything answers at all. */
  key: string
  broken: boolean
  activations: number
  looks: number
  /** The moment of the last look. */
  lookedAt: number
}

export async function startFakeProvider(): Promise<FakeProvider> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (provider.broken) return answer(500, { message: 'Out of order' })
    if (request.headers.authorization !== `Bearer ${provider.key}`) return answer(401, { message: 'Unknown API key' })
    if (request.method === 'GET') {
      provider.looks++
      provider.lookedAt = performance.timeOrigin + performance.now()
      const { state, proof, rejection } = provider
      return answer(200, { number: '+15550104477', state, proof, rejection })
    }
    if (!request.url?.endsWith('/activate')) return answer(404, { message: 'No such address' })
    provider.activations++
    if (provider.activation === 'is refused') return answer(409, { message: 'The number is not ready' })
    provider.state = 'active'
    if (provider.activation === 'works') return answer(200, { id: 'a1' })
    request.socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider: FakeProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: 'bought',
    proof: 'in_review',
    rejection: null,
    activation: 'works',
    key: 'key-1',
    broken: false,
    activations: 0,
    looks: 0,
    lookedAt: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return provider
}
