import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Customer, MediaType } from '../customer.ts'
import { read } from '../graph-server.ts'
import type { MediaStore } from '../media-store.ts'
import type { Chats } from './chats.ts'
import type { MetaPage } from './meta-page.ts'

const assets: Record<string, string> = {
  '/': 'index.html text/html',
  '/page.css': 'page.css text/css',
  '/page.js': 'page.js text/javascript',
  '/meta': 'meta.html text/html',
  '/meta.js': 'meta.js text/javascript',
}

const largestFile = 100 * 1024 * 1024

/** The page that plays the customers of a number, and the few calls it makes. */
export function createPage(chats: () => Chats, media: MediaStore, meta: MetaPage) {
  const listeners = new Set<ServerResponse>()
  let followed: Chats | undefined

  // The number is added after the page is there.
  function follow(): void {
    if (followed) return
    followed = chats()
    followed.on('change', (what) => {
      for (const listener of listeners) listener.write(`data: ${JSON.stringify(what)}\n\n`)
    })
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page')
    const asset = assets[pathname]
    if (request.method === 'GET' && asset) return sendAsset(asset, response)
    if (request.method === 'GET' && pathname === '/meta/numbers') return sendJson(response, meta.state())
    follow()
    if (request.method === 'GET' && pathname === '/chats') return sendJson(response, state(chats()))
    if (request.method === 'GET' && pathname === '/events') return listen(request, response, listeners)
    if (request.method === 'GET' && pathname.startsWith('/files/')) return sendFile(response, pathname.slice(7), media)
    if (request.method !== 'POST') return false
    const bytes = await read(request)
    if (bytes.length > largestFile) return false
    if (pathname === '/meta/decisions') return decide(bytes, meta, response)
    const done = act(pathname, searchParams, bytes, request.headers['content-type'] ?? '', chats(), media)
    if (done) sendJson(response, { ok: true })
    return done
  }
}

function decide(bytes: Buffer, meta: MetaPage, response: ServerResponse): boolean {
  const { id, action } = JSON.parse(bytes.toString('utf8') || '{}')
  return meta.act(id, action) && sendJson(response, { ok: true })
}

const state = (chats: Chats) => ({
  number: { name: chats.number.profile.verifiedName, phone: chats.number.profile.displayPhoneNumber },
  customers: [...chats.number.customers.values()].map(({ profile }) => ({ waId: profile.waId, name: profile.name })),
  chats: chats.all(),
})

function act(
  path: string,
  query: URLSearchParams,
  bytes: Buffer,
  contentType: string,
  chats: Chats,
  media: MediaStore,
): boolean {
  if (path === '/files') return sendMedia(query, bytes, contentType, chats, media)
  const body = JSON.parse(bytes.toString('utf8') || '{}')
  if (path === '/customers') {
    chats.number.customer({ waId: String(body.waId).replace(/\D/g, ''), name: String(body.name) })
    chats.emit('change', String(body.waId))
    return true
  }
  const customer = chats.number.customers.get(String(body.waId))
  if (!customer) return false
  if (path === '/messages') write(body, customer, chats)
  else if (path === '/reactions') chats.react(customer, String(body.id), body.emoji ?? null)
  else if (path === '/seen') chats.look(String(body.waId))
  else return false
  return true
}

interface Typed {
  text: string
  replyTo?: string
  choice?: { id: string; title: string; kind: string }
}

function write({ text, replyTo, choice }: Typed, customer: Customer, chats: Chats): void {
  const reply = replyTo ? { replyTo } : {}
  const written = choice ? choose(choice, customer, reply) : customer.writes(String(text), reply)
  chats.say(customer, written, { text: choice?.title ?? String(text), ...reply })
}

const choose = ({ id, title, kind }: NonNullable<Typed['choice']>, customer: Customer, reply: { replyTo?: string }) =>
  customer.sends({ type: 'interactive', interactive: { type: kind, [kind]: { id, title } } }, reply)

function sendMedia(
  query: URLSearchParams,
  bytes: Buffer,
  contentType: string,
  chats: Chats,
  media: MediaStore,
): boolean {
  const customer = chats.number.customers.get(query.get('waId') ?? '')
  if (!customer) return false
  const name = query.get('name') ?? 'file'
  const caption = query.get('caption') ?? ''
  const file = media.add(bytes, contentType || 'application/octet-stream', name)
  const written = customer.sendsMedia(mediaType(contentType), file, caption ? { caption } : {})
  chats.say(customer, written, { text: caption, file: { id: file.id, contentType, name } })
  return true
}

const mediaType = (contentType: string): MediaType => {
  const kind = contentType.split('/')[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document'
}

function sendAsset(asset: string, response: ServerResponse): true {
  const [name = '', type] = asset.split(' ')
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': "default-src 'self'; img-src 'self' data:",
  })
  createReadStream(join(import.meta.dirname, name)).pipe(response)
  return true
}

function sendJson(response: ServerResponse, body: unknown): true {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  return true
}

function sendFile(response: ServerResponse, id: string, media: MediaStore): boolean {
  const file = media.get(id)
  if (!file) return false
  // Only what cannot run is shown in place.
  const isShown = /^(image\/(png|jpeg|webp|gif)|video\/|audio\/)/.test(file.contentType)
  response.writeHead(200, {
    'content-type': isShown ? file.contentType : 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'cache-control': 'max-age=3600',
  })
  response.end(file.bytes)
  return true
}

function listen(request: IncomingMessage, response: ServerResponse, listeners: Set<ServerResponse>): true {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(':\n\n')
  listeners.add(response)
  request.on('close', () => listeners.delete(response))
  return true
}
