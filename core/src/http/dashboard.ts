import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context, Middleware } from 'koa'

/** What the build of `ui/` leaves for the page. */
interface Page {
  entry: string
  styles: string[]
  font: string | undefined
  imports: Record<string, string>
  preload: Record<string, string[]>
}

const builtFolder = fileURLToPath(new URL('../../../ui/dist/', import.meta.url))
const paths = /^\/(app(\/.*)?)?$/

/** Serves the dashboard: its files under `/ui/`, its page for `/` and every `/app/` path. */
export function serveDashboard(folder: string = builtFolder): Middleware {
  const readPage = cachedPage(folder)
  return async (context, next) => {
    if (context.method !== 'GET' && context.method !== 'HEAD') return next()
    if (context.path.startsWith('/ui/')) return serveFile(context, folder)
    if (paths.test(context.path)) return servePage(context, await readPage())
    return next()
  }
}

interface Template {
  html: string
  page: Page
}

// A new build while the server runs is seen by the time of its description.
function cachedPage(folder: string): () => Promise<Template | undefined> {
  let known: { builtAt: number; template: Template } | undefined
  return async () => {
    const description = join(folder, 'page.json')
    const builtAt = await stat(description).then(
      (found) => found.mtimeMs,
      () => undefined,
    )
    if (builtAt === undefined) return undefined
    if (known?.builtAt !== builtAt) {
      const [json, html] = await Promise.all([
        readFile(description, 'utf8'),
        readFile(join(folder, 'index.html'), 'utf8'),
      ])
      known = { builtAt, template: { html, page: JSON.parse(json) } }
    }
    return known.template
  }
}

function servePage(context: Context, template: Template | undefined): void {
  context.set('Cache-Control', 'no-store')
  if (!template) {
    context.status = 503
    context.type = 'text/plain'
    context.body = 'The dashboard is not built yet. Run `npm run build` and load this page again.\n'
    return
  }
  const nonce = randomBytes(16).toString('base64')
  context.set(pageHeaders(nonce, context.host))
  context.type = 'text/html'
  context.body = template.html.replace('<!-- head -->', () => head(template.page, nonce, context.path))
}

function head(page: Page, nonce: string, path: string): string {
  const view = path.startsWith('/app/accounts/') ? 'desk' : 'signIn'
  const preload = (page.preload[view] ?? []).filter((url) => url !== page.entry)
  return [
    page.font ? `<link rel="preload" as="font" type="font/woff2" href="${page.font}" crossorigin>` : '',
    ...page.styles.map((url) => `<link rel="stylesheet" href="${url}">`),
    `<script type="importmap" nonce="${nonce}">${inline({ imports: page.imports })}</script>`,
    ...preload.map((url) => `<link rel="modulepreload" href="${url}" nonce="${nonce}">`),
    `<script type="module" nonce="${nonce}" src="${page.entry}"></script>`,
  ].join('\n    ')
}

const inline = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

const pageHeaders = (nonce: string, host: string): Record<string, string> => ({
  'Content-Security-Policy': [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    // positions and colours that elements set on themselves; messages lose their style attributes before they are shown
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob: https:`,
    `media-src 'self' blob: https:`,
    `font-src 'self'`,
    // Safari does not count web sockets of the same host as 'self'
    /^[\w.:[\]-]+$/.test(host) ? `connect-src 'self' ws://${host} wss://${host}` : `connect-src 'self'`,
    `frame-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'self'`,
    `require-trusted-types-for 'script'`,
    `trusted-types lit-html cordboard dompurify`,
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
})

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

async function serveFile(context: Context, folder: string): Promise<void> {
  const path = insideOf(folder, context.path.slice('/ui/'.length))
  const type = path && types[extname(path)]
  const file = type ? await smallest(context, path) : undefined
  if (!file || !type) {
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

function insideOf(folder: string, name: string): string | undefined {
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
