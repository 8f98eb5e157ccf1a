import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../tests/support/desk.ts'
import { type PluginText, pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

const script = 'export default class extends HTMLElement {}\n'

const withPanels = (panels: object[], more: Record<string, unknown> = {}): PluginText => ({
  manifest: {
    permissions: ['ui:panel:inbox.settings', 'ui:panel:inbox.banner', 'ui:script:sdk.example', 'ui:script:NOTES_URL'],
    contributes: { panels, locales: './locales' },
    ...more,
  },
  files: {
    'ui/notes.ts': script,
    'locales/en.json': '{"notes.title":"Notes"}',
    'secret.js': 'the server’s own',
    'dist/ui/panels.json': JSON.stringify({
      panels: {
        notes: { file: 'notes-12345678.js', integrity: 'sha384-abc' },
        strip: { file: 'strip-12345678.js', integrity: 'sha384-def' },
      },
      integrity: { 'notes-12345678.js': 'sha384-abc' },
      locales: { en: 'locale-en-12345678.json' },
      files: ['notes-12345678.js', 'strip-12345678.js', 'locale-en-12345678.json'],
    }),
    'dist/ui/notes-12345678.js': script,
    'dist/ui/locale-en-12345678.json': '{"notes.title":"Notes"}',
    'dist/ui/left-12345678.js': 'of an older build',
  },
})
const panel = (more: object = {}) => ({
  id: 'notes',
  slot: 'inbox.settings',
  label: 'notes.title',
  module: './ui/notes.ts',
  sandbox: 'element',
  ...more,
})

describe('panels of plugins', () => {
  let product: Product
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let desk: Desk

  beforeAll(async () => {
    folder = await pluginFolder()
    await folder.write(
      'notes',
      withPanels([
        panel({ weight: 5, icon: 'notebook', when: { channels: ['Channel::Test'] } }),
        panel({ id: 'strip', slot: 'inbox.banner', when: { roles: ['administrator'] } }),
      ]),
    )
    await folder.write('beta', withPanels([panel({ when: { feature: 'panels_beta' } })]))
    await folder.write('unbuilt', {
      ...withPanels([panel()]),
      files: { 'ui/notes.ts': script, 'locales/en.json': '{"notes.title":"Notes"}' },
    })
    await folder.write('mute', withPanels([panel({ label: 'nothing.like.it' })]))
    await folder.write('gone', withPanels([panel({ module: './ui/gone.ts' })]))
    product = await startProduct({
      pluginsDirectory: folder.path,
      environment: { NOTES_URL: 'http://localhost:3199/sdk.js' },
    })
    desk = await openDesk(product)
  })

  afterAll(async () => {
    await product?.stop()
    await folder?.remove()
  })

  const panels = async (who = desk.administrator) => (await desk.call('GET', '/ui/panels', undefined, who)).body
  const names = async (who?: Desk['agent']) => (await panels(who)).map((one: { id: string }) => one.id)
  const file = (name: string, headers: Record<string, string> = {}) =>
    fetch(`${product.url}/plugins/notes/1.0.0/ui/${name}`, { headers })

  it('are listed with all that showing them takes', async () => {
    expect((await panels())[0]).toEqual({
      pluginId: 'notes',
      pluginName: 'notes',
      version: '1.0.0',
      id: 'notes',
      slot: 'inbox.settings',
      label: 'notes.title',
      icon: 'notebook',
      weight: 5,
      module: '/plugins/notes/1.0.0/ui/notes-12345678.js',
      integrity: 'sha384-abc',
      page: false,
      sandbox: 'element',
      when: { channels: ['Channel::Test'] },
      locales: { en: '/plugins/notes/1.0.0/ui/locale-en-12345678.json' },
      scripts: ['https://sdk.example', 'http://localhost:3199'],
    })
  })

  it('are for the roles and the features they name', async () => {
    expect(await names()).toEqual(['notes', 'strip'])
    expect(await names(desk.agent)).toEqual(['notes'])

    await desk.rows(`update accounts set features = features || '{panels_beta}' where id = $1`, [desk.account.id])
    expect((await panels()).map((one: { pluginId: string }) => one.pluginId).sort()).toEqual(['beta', 'notes', 'notes'])
  })

  it('go with the switch of the account, and of no other', async () => {
    const other = await openDesk(product, 'Other')

    await desk.call('POST', '/plugins/notes/disable', {})
    expect((await panels()).some((one: { pluginId: string }) => one.pluginId === 'notes')).toBe(false)
    expect((await other.call('GET', '/ui/panels')).body.map((one: { id: string }) => one.id)).toEqual([
      'notes',
      'strip',
    ])
    await desk.call('POST', '/plugins/notes/enable', {})
    expect((await panels()).some((one: { pluginId: string }) => one.pluginId === 'notes')).toBe(true)
  })

  it('are no business of strangers', async () => {
    const other = await openDesk(product, 'Third')

    expect((await fetch(`${product.url}/api/v1/accounts/${desk.account.id}/ui/panels`)).status).toBe(401)
    expect(
      (await desk.call('GET', '/ui/panels', undefined, { ...other.administrator, account: desk.account })).status,
    ).toBe(401)
  })

  it('are left out where they are not built, and seen once they are', async () => {
    const build = join(folder.path, 'notes', 'dist/ui/panels.json')
    const text = await readFile(build, 'utf8')

    expect((await panels()).some((one: { pluginId: string }) => one.pluginId === 'unbuilt')).toBe(false)
    await writeFile(build, text.replaceAll('notes-12345678', 'notes-87654321'))
    await expect
      .poll(async () => (await panels()).find((one: { pluginId: string }) => one.pluginId === 'notes').module)
      .toContain('87654321')
    await writeFile(build, text)
  })

  it.each([
    ['mute', 'has no text "nothing.like.it"'],
    ['gone', 'names ./ui/gone.ts, which is not there'],
  ])('keep the plugin %s from loading where its manifest is wrong about them', (id, reason) => {
    const plugin = product.core.kernel.plugins().find((one) => one.id === id)

    expect(plugin).toMatchObject({ state: 'failed' })
    expect(plugin?.error).toContain(reason)
  })

  it('are served for ever, as what they are', async () => {
    await writeFile(join(folder.path, 'notes/dist/ui/notes-12345678.js.gz'), gzipSync(script))
    const [plain, small] = await Promise.all([
      file('notes-12345678.js', { 'accept-encoding': 'identity' }),
      file('notes-12345678.js', { 'accept-encoding': 'gzip' }),
    ])

    expect(plain.headers.get('content-type')).toContain('text/javascript')
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff')
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await plain.text()).toBe(script)
    expect(small.headers.get('content-encoding')).toBe('gzip')
    expect((await file('locale-en-12345678.json')).headers.get('content-type')).toContain('application/json')
  })

  it.each([
    'panels.json',
    'left-12345678.js',
    '../../secret.js',
    '..%2f..%2fsecret.js',
    '%2e%2e/%2e%2e/secret.js',
    'notes-12345678.js/..',
    'notes-12345678.js%00',
  ])('serve nothing beside the build: %s', async (name) => {
    expect((await file(name)).status).toBe(404)
  })

  it.each(['/plugins/notes/0.9.0/ui/notes-12345678.js', '/plugins/mute/1.0.0/ui/notes-12345678.js'])(
    'serve no other version and no plugin that is not loaded: %s',
    async (path) => {
      expect((await fetch(product.url + path)).status).toBe(404)
    },
  )

  it('may fail in the dashboard, which anybody of the account tells the operator', async () => {
    const failure = { plugin: 'notes', version: '1.0.0', panel: 'notes', kind: 'render', message: 'broken' }

    expect((await desk.call('POST', '/ui/panel_failures', failure, desk.agent)).status).toBe(200)
    expect((await desk.call('POST', '/ui/panel_failures', { ...failure, kind: 'odd' })).status).toBe(422)
    expect((await desk.call('POST', '/ui/panel_failures', { ...failure, message: 'x'.repeat(501) })).status).toBe(422)
  })
})
