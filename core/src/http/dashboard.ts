import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context, Middleware } from 'koa'
import type { PageHosts } from '../kernel/page-hosts.ts'
import type { PageNeeds } from '../panels/page-needs.ts'
import { insideOf, serveFile } from './static-file.ts'

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

const desk = '/app/accounts/'
const nothing: PageNeeds = { scripts: [], connections: [], integrity: {} }

export interface DashboardOptions {
  folder?: string
  /** What the panels of plugins need of the page. */
  panels?: () => Promise<PageNeeds>
}

/** Serves the dashboard: its files under `/ui/`, its page for `/` and every `/app/` path. */
export function serveDashboard({
  folder = builtFolder,
  panels = async () => nothing,
}: DashboardOptions = {}): Middleware {
  const readPage = cachedPage(folder)
  return async (context, next) => {
    if (context.method !== 'GET' && context.method !== 'HEAD') return next()
    if (context.path.startsWith('/ui/')) return serveFile(context, insideOf(folder, context.path.slice('/ui/'.length)))
    if (!paths.test(context.path)) return next()
    return servePage(context, await readPage(), context.path.startsWith(desk) ? await panels() : nothing)
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

function servePage(context: Context, template: Template | undefined, needs: PageNeeds): void {
  context.set('Cache-Control', 'no-store')
  if (!template) {
    context.status = 503
    context.type = 'text/plain'
    context.body = 'The dashboard is not built yet. Run `npm run build` and load this page again.\n'
    return
  }
  const nonce = randomBytes(16).toString('base64')
  context.set(pageHeaders(nonce, context.host, needs))
  context.type = 'text/html'
  context.body = template.html.replace('<!-- head -->', () => head(template.page, { nonce, path: context.path, needs }))
}

function head(page: Page, { nonce, path, needs }: { nonce: string; path: string; needs: PageNeeds }): string {
  const view = path.startsWith(desk) ? 'desk' : 'signIn'
  const preload = (page.preload[view] ?? []).filter((url) => url !== page.entry)
  return [
    needs.scripts.length > 0 ? `<meta name="cordboard-scripts" content="${needs.scripts.join(' ')}">` : '',
    page.font ? `<link rel="preload" as="font" type="font/woff2" href="${page.font}" crossorigin>` : '',
    ...page.styles.map((url) => `<link rel="stylesheet" href="${url}">`),
    `<script type="importmap" nonce="${nonce}">${inline({ imports: page.imports, integrity: needs.integrity })}</script>`,
    ...preload.map((url) => `<link rel="modulepreload" href="${url}" nonce="${nonce}">`),
    `<script type="module" nonce="${nonce}" src="${page.entry}"></script>`,
  ].join('\n    ')
}

const inline = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

const pageHeaders = (nonce: string, host: string, { scripts, connections }: PageHosts): Record<string, string> => ({
  'Content-Security-Policy': [
    `default-src 'self'`,
    ['script-src', `'self'`, `'nonce-${nonce}'`, ...scripts].join(' '),
    `style-src-elem 'self' 'nonce-${nonce}'`,
    // positions and colours that elements set on themselves; messages lose their style attributes before they are shown
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob: https:`,
    `media-src 'self' blob: https:`,
    `font-src 'self'`,
    ['connect-src', `'self'`, ...socketsOf(host), ...scripts, ...connections].join(' '),
    ['frame-src', `'self'`, ...scripts, ...connections].join(' '),
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'self'`,
    `require-trusted-types-for 'script'`,
    // A script from outside loads more of its own by plain addresses: those go through `default`, which the page makes.
    `trusted-types lit-html cordboard dompurify${scripts.length > 0 ? ' default' : ''}`,
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  // A provider's sign-in window answers the page that opened it.
  'Cross-Origin-Opener-Policy': scripts.length > 0 ? 'same-origin-allow-popups' : 'same-origin',
})

// Safari does not count web sockets of the same host as 'self'.
const socketsOf = (host: string): string[] => (/^[\w.:[\]-]+$/.test(host) ? [`ws://${host}`, `wss://${host}`] : [])
