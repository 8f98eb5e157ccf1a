import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An address that answers the provider's challenge like Cordboard does, and takes its webhooks. */
export async function startCallback(verifyToken: string) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here')
    asked.push(pathname)
    const isRight = request.method === 'POST' || searchParams.get('hub.verify_token') === verifyToken
    response.writeHead(isRight ? 200 : 401).end(searchParams.get('hub.challenge') ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => server.close(),
  }
}
