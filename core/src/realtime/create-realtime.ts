import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Core } from '../core.ts'
import { broadcast } from './broadcast.ts'
import { type Command, type Connection, createConnection, type Subscription } from './connection.ts'
import { createPresence } from './presence.ts'
import type { EphemeralFrame, Realtime } from './realtime.ts'
import { authorise } from './room-channel.ts'
import { createStreams, type Streams } from './streams.ts'

const protocol = 'actioncable-v1-json'
const pingMilliseconds = 3000
// Clients have one for each account they show.
const maxSubscriptions = 32
const notifyChannel = 'cordboard_realtime'
const reconsiderChannel = 'cordboard_reconsider'
// NOTIFY takes 8000 bytes; what is longer reaches the sockets of this process alone, and others by their next read.
const notifyBytes = 7900

export function createRealtime(core: Core): Realtime {
  const node = randomUUID()
  const streams = createStreams()
  const presence = createPresence(core.pool)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 64 * 1024,
    handleProtocols: (offered) => offered.has(protocol) && protocol,
  })
  const room = { core, streams, presence }
  sockets.on('connection', (socket) => accept(room, socket))
  const ping = setInterval(() => pingAll(sockets), pingMilliseconds)
  ping.unref()

  core.dispatcher.follow((events) => broadcast(core, streams, events))
  core.listener.listen(notifyChannel, (payload) => {
    const { from, ...frame } = JSON.parse(payload) as EphemeralFrame & { from: string }
    if (from !== node) deliver(streams, frame)
  })
  const reconsiderUser = (userId: number) => reconsider(room, (subscription) => subscription.userId === userId)
  core.listener.listen(
    reconsiderChannel,
    (userId) => reconsiderUser(Number(userId)),
    () => reconsider(room, () => true),
  )
  const notify = (channel: string, payload: string) =>
    core.pool
      .query({ name: 'notify', text: 'select pg_notify($1, $2)', values: [channel, payload] })
      .catch((error: Error) => core.log.warn({ reason: error.message, channel }, 'other nodes were not told'))

  return {
    attach: (server) => attach(server, sockets),
    publish(frame) {
      deliver(streams, frame)
      const payload = JSON.stringify({ ...frame, from: node })
      if (Buffer.byteLength(payload) <= notifyBytes) void notify(notifyChannel, payload)
    },
    reconsider(userId) {
      reconsiderUser(userId)
      void notify(reconsiderChannel, String(userId))
    },
    availabilityOf: presence.availabilityOf,
    onlineContacts: async (accountId) => new Set(Object.keys(await presence.contacts(accountId)).map(Number)),
    async close() {
      clearInterval(ping)
      const text = JSON.stringify({ type: 'disconnect', reason: 'server_restart', reconnect: true })
      for (const socket of sockets.clients) {
        socket.send(text)
        socket.terminate()
      }
      sockets.close()
    },
  }
}

interface Room {
  core: Core
  streams: Streams
  presence: ReturnType<typeof createPresence>
}

const deliver = (streams: Streams, { accountId, event, data, streams: names }: EphemeralFrame) =>
  streams.send(names, { event, data: { ...data, account_id: accountId } })

function attach(server: Server, sockets: WebSocketServer): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0]
    if (path !== '/cable') return refuse(socket)
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request))
  })
}

function refuse(socket: Duplex): void {
  socket.on('error', () => socket.destroy())
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

function pingAll(sockets: WebSocketServer): void {
  const text = JSON.stringify({ type: 'ping', message: Math.floor(Date.now() / 1000) })
  for (const socket of sockets.clients) if (socket.readyState === socket.OPEN) socket.send(text)
}

function accept(room: Room, socket: WebSocket): void {
  // Commands of one socket are handled one after another: a message never overtakes its subscription.
  let queue = Promise.resolve()
  const connection = createConnection(socket, (from, command) => {
    queue = queue
      .then(() => obey(room, from, command))
      .catch((error: Error) => room.core.log.warn({ reason: error.message }, 'realtime command failed'))
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    for (const subscription of connection.subscriptions.values()) room.streams.remove(subscription)
    connection.subscriptions.clear()
  })
}

async function obey(room: Room, connection: Connection, { command, identifier, data }: Command): Promise<void> {
  const known = connection.subscriptions.get(identifier)
  if (command === 'subscribe') return known ? undefined : subscribe(room, connection, identifier)
  if (!known) return
  if (command === 'unsubscribe') {
    connection.subscriptions.delete(identifier)
    room.streams.remove(known)
  } else if (actionOf(data) === 'update_presence') await tellPresence(room, known)
}

async function subscribe(room: Room, connection: Connection, identifier: string): Promise<void> {
  const isFull = connection.subscriptions.size >= maxSubscriptions
  const subscription = isFull ? undefined : await authorise(room.core.pool, connection, identifier)
  if (!subscription) return connection.send(JSON.stringify({ identifier, type: 'reject_subscription' }))
  connection.subscriptions.set(identifier, subscription)
  room.streams.add(subscription)
  connection.send(JSON.stringify({ identifier, type: 'confirm_subscription' }))
  await tellPresence(room, subscription)
}

// The socket goes, not the subscription alone: its client comes back with what it may still have.
async function reconsider({ core, streams }: Room, concerned: (subscription: Subscription) => boolean): Promise<void> {
  for (const subscription of [...streams.all()].filter(concerned)) {
    const { connection, identifier } = subscription
    const allowed = await authorise(core.pool, connection, identifier).catch(() => undefined)
    if (!allowed) connection.close('remote', true)
  }
}

async function tellPresence(
  { presence }: Room,
  { accountId, userId, contactId, connection, prefix }: Subscription,
): Promise<void> {
  if (userId !== undefined) await presence.beat(accountId, 'user', userId)
  else if (contactId !== undefined) await presence.beat(accountId, 'contact', contactId)
  const [users, contacts] = await Promise.all([
    presence.users(accountId),
    userId === undefined ? undefined : presence.contacts(accountId),
  ])
  const message = { event: 'presence.update', data: { account_id: accountId, users, ...(contacts && { contacts }) } }
  connection.send(`${prefix}${JSON.stringify(message)}}`)
}

function actionOf(data: string | undefined): unknown {
  try {
    return (JSON.parse(data ?? '') as { action?: unknown } | null)?.action
  } catch {
    return undefined
  }
}
