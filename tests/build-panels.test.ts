import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildPanels } from '../ui/build-panels.ts'
import { writePlugin } from './support/plugin.ts'

const root = join(import.meta.dirname, '..')

describe('the build of panels', () => {
  const environment = process.env.NODE_ENV
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cordboard-panels-'))
  })
  afterEach(async () => {
    process.env.NODE_ENV = environment
    await rm(directory, { recursive: true, force: true })
  })

  const write = (code: string) =>
    writePlugin(join(directory, 'notes'), 'notes', {
      manifest: {
        contributes: {
          panels: [{ id: 'list', slot: 'inbox.settings', label: 'notes.list', module: './ui/list.ts' }],
          locales: './locales',
        },
      },
      files: { 'ui/list.ts': code, 'locales/en.json': '{"notes.list":"List"}', 'locales/es.json': '{}' },
    })
  const element = (imports: string) => `${imports}
    import { LitElement } from 'lit'
    import { property } from 'lit/decorators.js'
    export default class extends LitElement { @property() word = 'a' }`
  const built = (name: string) => join(directory, 'notes/dist/ui', name)

  it('leaves modules and texts with hashed names, and says what they must be', async () => {
    await write(element("import '@cordboard/ui/cb-button'"))

    expect(await buildPanels(directory)).toEqual(['notes'])
    const { panels, integrity, locales, files } = JSON.parse(await readFile(built('panels.json'), 'utf8'))
    const { file } = panels.list
    expect(file).toMatch(/^list-[\w-]{8}\.js$/)
    expect(integrity[file]).toBe(panels.list.integrity)
    expect(integrity[file]).toMatch(/^sha384-.{64}$/)
    expect(locales).toEqual({ en: expect.stringMatching(/^locale-en-\w{8}\.json$/), es: expect.anything() })
    expect(files).toEqual([file, locales.en, locales.es])
    expect(await readdir(built(''))).toEqual(expect.arrayContaining([`${file}.br`, `${file}.gz`]))
  })

  it('is whole although another one runs at the same time', async () => {
    await write(element(''))
    await Promise.all([1, 2, 3].map(() => buildPanels(directory, { force: true })))

    const { files } = JSON.parse(await readFile(built('panels.json'), 'utf8'))
    expect(await readdir(built(''))).toEqual(expect.arrayContaining(files))
    expect(await readdir(join(directory, 'notes/dist'))).toEqual(['ui'])
  })

  it('leaves out what the page shares, and keeps the accessors of Lit', async () => {
    await write(element("import '@cordboard/ui/cb-button'"))
    await buildPanels(directory)
    const { panels } = JSON.parse(await readFile(built('panels.json'), 'utf8'))
    const code = await readFile(built(panels.list.file), 'utf8')

    expect(code).toMatch(/from ?["']lit["']/)
    expect(code).toMatch(/import ?["']@cordboard\/ui\/cb-button["']/)
    expect(code).not.toMatch(/[{;]word ?=/)
    expect(code).toMatch(/this\.word ?=/)
  })

  it('happens again only when something is newer', async () => {
    const { folder } = await write(element(''))
    expect(await buildPanels(directory)).toEqual(['notes'])
    expect(await buildPanels(directory)).toEqual([])

    const later = new Date(Date.now() + 60_000)
    await utimes(join(folder, 'locales/es.json'), later, later)
    expect(await buildPanels(directory)).toEqual(['notes'])
  })

  it.each([
    ['Lit', `import '${root}/node_modules/lit/index.js'`, /bundle (lit|lit-html)\/.*Import it by its shared name/],
    ['an element', `import '${root}/ui/src/elements/cb-spinner.ts'`, 'Import it by its shared name.'],
    ['an unknown element', "import '@cordboard/ui/cb-nothing'", 'import @cordboard/ui/cb-nothing, which is not shared'],
  ])('fails where a panel brings %s', async (_, imports, problem) => {
    await write(element(imports))

    await expect(buildPanels(directory)).rejects.toThrow(problem)
    expect(await readdir(join(directory, 'notes'))).not.toContain('dist')
  })

  it('has nothing to do for plugins without panels, and for none at all', async () => {
    await writePlugin(join(directory, 'plain'), 'plain', {})

    expect(await buildPanels(directory)).toEqual([])
    expect(await buildPanels(join(directory, 'nowhere'))).toEqual([])
  })
})
