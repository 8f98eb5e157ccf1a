import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Koa from 'koa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PageNeeds } from '../panels/page-needs.ts'
import { serveDashboard } from './dashboard.ts'

const page = {
  entry: '/ui/assets/main-12345678.js',
  styles: ['/ui/assets/main-12345678.css'],
  imports: { lit: '/ui/vendor/assets/lit-12345678.js' },
  preload: { signIn: ['/ui/assets/sign-in-12345678.js'], desk: ['/ui/assets/desk-12345678.js'] },
}

describe('the dashboard over HTTP', () => {
  let folder: string
  let server: Server
  let base: string
  let needs: PageNeeds

  beforeEach(async () => {
    needs = { scripts: [], connections: [], integrity: {} }
    folder = await mkdtemp(join(tmpdir(), 'cordboard-dashboard-'))
    const app = new Koa()
    app.use(serveDashboard({ folder, panels: async () => needs }))
    server = createServer(app.callback())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(async () => {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true, force: true })
  })

  const build = async (change: object = {}) => {
    await mkdir(join(folder, 'assets'), { recursive: true })
    await writeFile(join(folder, 'index.html'), '<html><head><!-- head --></head></html>')
    await writeFile(join(folder, 'assets/main-12345678.js'), 'export {}')
    await writeFile(join(folder, 'assets/main-12345678.js.gz'), gzipSync('export {}'))
    await writeFile(join(folder, 'page.json'), JSON.stringify({ ...page, ...change }))
  }

  it('says what to do before it is built', async () => {
    const response = await fetch(`${base}/app/login`)

    expect(response.status).toBe(503)
    expect(await response.text()).toContain('npm run build')
  })

  it('writes a page whose scripts alone may run', async () => {
    await build()
    const [one, other] = await Promise.all([fetch(`${base}/`), fetch(`${base}/app/accounts/1/conversations/2`)])
    const policy = one.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    const html = await one.text()

    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types lit-html cordboard dompurify")
    expect(html.match(/<script [^>]*>/g)?.every((tag) => tag.includes(`nonce="${nonce}"`))).toBe(true)
    expect(html).toContain('{"imports":{"lit":"/ui/vendor/assets/lit-12345678.js"},"integrity":{}}')
    expect(html).toContain('modulepreload" href="/ui/assets/sign-in-')
    expect(await other.text()).toContain('modulepreload" href="/ui/assets/desk-')
    expect(other.headers.get('content-security-policy')).not.toBe(policy)
    expect(one.headers.get('cache-control')).toBe('no-store')
  })

  it('lets plugins use the places outside that they ask for, in the pages of accounts alone', async () => {
    await build()
    needs = {
      scripts: ['https://sdk.example'],
      connections: ['https://*.login.example'],
      integrity: { '/plugins/a/1.0.0/ui/b-12345678.js': 'sha384-abc' },
    }
    const [desk, login] = await Promise.all([fetch(`${base}/app/accounts/1/dashboard`), fetch(`${base}/app/login`)])
    const rules = Object.fromEntries(
      (desk.headers.get('content-security-policy') ?? '').split('; ').map((rule) => rule.split(/ (.*)/)),
    )

    expect(rules['script-src']).toMatch(/^'self' 'nonce-[^']+' https:\/\/sdk\.example$/)
    expect(rules['connect-src']).toContain('https://sdk.example https://*.login.example')
    expect(rules['frame-src']).toBe("'self' https://sdk.example https://*.login.example")
    expect(rules['trusted-types']).toBe('lit-html cordboard dompurify default')
    expect(desk.headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
    const page = await desk.text()
    expect(page).toContain('<meta name="cordboard-scripts" content="https://sdk.example">')
    expect(page).toContain('"integrity":{"/plugins/a/1.0.0/ui/b-12345678.js":"sha384-abc"}')
    expect(login.headers.get('content-security-policy')).not.toContain('example')
    expect(login.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(await login.text()).not.toContain('cordboard-scripts')
  })

  it('sees a new build while it runs', async () => {
    await build()
    await fetch(`${base}/app`)
    await build({ entry: '/ui/assets/main-87654321.js' })

    await expect.poll(async () => (await fetch(`${base}/app`)).text()).toContain('main-87654321.js')
  })

  it('serves files small, and for ever when their name says so', async () => {
    await build()
    const response = await fetch(`${base}/ui/assets/main-12345678.js`, { headers: { 'accept-encoding': 'gzip' } })

    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('content-type')).toContain('text/javascript')
    expect(await response.text()).toBe('export {}')
  })

  it.each([
    '/ui/../package.json',
    '/ui/%2e%2e/%2e%2e/etc/passwd',
    '/ui/assets/none.js',
    '/ui/assets',
    '/ui/page%00.json',
  ])('has nothing at %s', async (path) => {
    await build()
    expect((await fetch(base + path)).status).toBe(404)
  })

  it('leaves other paths and methods to the rest of the server', async () => {
    await build()
    expect((await fetch(`${base}/api`)).status).toBe(404)
    expect((await fetch(`${base}/app/login`, { method: 'POST' })).status).toBe(404)
  })
})
