import { createConnection } from 'node:net'
import { textWebhook, webhookPath } from '../support/whatsapp-load.ts'

/** A process of its own, so that its work is not counted as the server's: raw sockets, requests signed beforehand. */
export interface LoadOrder {
  port: number
  connections: number
  count: number
  /** Makes the provider's ids unique among runs. */
  run: string
  contacts: number
}

export interface LoadReport {
  startedAt: number
  endedAt: number
  refused: number
}

const now = () => performance.timeOrigin + performance.now()

process.once('message', (order: LoadOrder) => {
  const requests = Array.from({ length: order.count }, (_, n) => requestOf(order, n))
  process.send?.('ready')
  process.once('message', () => {
    fire(order, requests).then((report) => {
      process.send?.(report)
      process.disconnect()
    })
  })
})

function requestOf({ run, contacts }: LoadOrder, n: number): Buffer {
  const from = contactNumber((n * 7_919) % contacts)
  const { body, signature } = textWebhook({
    id: `wamid.${run}-${n}`,
    from,
    text: `Message ${n} of a customer who asks for help`,
  })
  const head = [
    `POST ${webhookPath} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    `X-Hub-Signature-256: ${signature}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '\r\n',
  ].join('\r\n')
  return Buffer.from(head + body)
}

export const contactNumber = (n: number): string => String(15_550_100_000 + n)

async function fire({ port, connections }: LoadOrder, requests: readonly Buffer[]): Promise<LoadReport> {
  let next = 0
  let refused = 0
  const startedAt = now()
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
      let received = ''
      const send = () => {
        const request = requests[next]
        next += 1
        if (request) socket.write(request)
        else socket.end(() => resolve())
      }
      socket.setEncoding('latin1')
      socket.once('connect', send)
      socket.once('error', reject)
      socket.on('data', (chunk: string) => {
        received += chunk
        const end = endOfResponse(received)
        if (end === undefined) return
        if (!received.startsWith('HTTP/1.1 200')) refused += 1
        received = received.slice(end)
        send()
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  return { startedAt, endedAt: now(), refused }
}

function endOfResponse(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /content-length: (\d+)/i.exec(text.slice(0, head))?.[1]
  if (length === undefined) return text.endsWith('0\r\n\r\n') ? text.length : undefined
  const end = head + 4 + Number(length)
  return text.length >= end ? end : undefined
}
