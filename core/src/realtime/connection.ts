import type { WebSocket } from 'ws'

const maxFrameBytes = 16 * 1024
const maxFramesPerSecond = 20
const maxBufferedBytes = 1024 * 1024

/** A subscription of one socket. `prefix` is the frame up to the message, built once. */
export interface Subscription {
  readonly connection: Connection
  readonly identifier: string
  readonly prefix: string
  readonly accountId: number
  /** Set for agents; contacts see only their own stream. */
  readonly userId: number | undefined
  readonly contactId: number | undefined
  readonly streams: readonly string[]
}

/** One socket that speaks `actioncable-v1-json`. */
export interface Connection {
  readonly subscriptions: Map<string, Subscription>
  /** Sends text; a client that does not keep up is cut off and comes back by itself. */
  send(text: string): void
  close(reason: string, reconnect: boolean): void
}

export type Command = { command: 'subscribe' | 'unsubscribe' | 'message'; identifier: string; data?: string }

/** Wraps a socket; `receive` gets well-formed commands only. */
export function createConnection(
  socket: WebSocket,
  receive: (connection: Connection, command: Command) => void,
): Connection {
  let second = 0
  let frames = 0
  const connection: Connection = {
    subscriptions: new Map(),
    send(text) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > maxBufferedBytes) socket.terminate()
      else socket.send(text)
    },
    close(reason, reconnect) {
      this.send(JSON.stringify({ type: 'disconnect', reason, reconnect }))
      socket.close()
    },
  }
  const isFlood = () => {
    const now = Math.floor(Date.now() / 1000)
    frames = now === second ? frames + 1 : 1
    second = now
    return frames > maxFramesPerSecond
  }
  socket.on('message', (data: Buffer, isBinary) => {
    const command = isBinary || data.length > maxFrameBytes || isFlood() ? undefined : commandOf(data)
    if (command) receive(connection, command)
    else connection.close('invalid_request', false)
  })
  connection.send('{"type":"welcome"}')
  return connection
}

function commandOf(data: Buffer): Command | undefined {
  let frame: Partial<Record<string, unknown>>
  try {
    frame = JSON.parse(data.toString('utf8'))
  } catch {
    return undefined
  }
  const { command, identifier, data: content } = frame ?? {}
  if (command !== 'subscribe' && command !== 'unsubscribe' && command !== 'message') return undefined
  if (typeof identifier !== 'string') return undefined
  return { command, identifier, ...(typeof content === 'string' ? { data: content } : {}) }
}
