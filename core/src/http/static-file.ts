import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Context } from 'koa'

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Sends a built file, as small as the client can take it and for ever where its name says so; 404 without a path. */
export async function serveFile(context: Context, path: string | undefined): Promise<void> {
  const type = path && types[extname(path)]
  const file = type ? await smallest(context, path) : undefined
  if (!path || !file || !type) {
    context.status = 404
    context.body = { status: 404, error: 'Not Found' }
    return
  }
  context.status = 200
  context.set({ 'X-Content-Type-Options': 'nosniff', Vary: 'Accept-Encoding' })
  context.set('Cache-Control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
  context.set('ETag', `"${file.tag}"`)
  if (file.encoding) context.set('Content-Encoding', file.encoding)
  context.type = type
  context.length = file.bytes
  context.body = context.method === 'HEAD' ? null : createReadStream(file.path)
}

const hashed = /-[\w-]{8}\.\w+$/

/** The path of a file below a folder; undefined where the name leads out of it. */
export function insideOf(folder: string, name: string): string | undefined {
  const path = normalize(join(folder, name))
  return path.startsWith(normalize(folder + sep)) && !path.includes('\0') ? path : undefined
}

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

async function smallest(context: Context, path: string) {
  for (const [encoding, suffix] of encodings) {
    const found = context.acceptsEncodings(encoding) ? await lookAt(path + suffix) : undefined
    if (found) return { ...found, encoding }
  }
  const found = await lookAt(path)
  return found && { ...found, encoding: undefined }
}

const lookAt = (path: string): Promise<{ path: string; bytes: number; tag: string } | undefined> =>
  stat(path).then(
    (found) =>
      found.isFile() ? { path, bytes: found.size, tag: `${found.size}-${Math.floor(found.mtimeMs)}` } : undefined,
    () => undefined,
  )
