import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scripted } from '../test/support/loop.ts'
import { bundleWorkflows } from './bundle.ts'

let plugins: string
let folder: string
beforeAll(async () => {
  plugins = await mkdtemp(join(tmpdir(), 'cordboard-tables-'))
  // Packages are looked for from here, as in the worker.
  const generated = join(import.meta.dirname, '../generated')
  await mkdir(generated, { recursive: true })
  folder = await mkdtemp(join(generated, 'test-'))
})
afterAll(async () => {
  for (const one of [plugins, folder]) await rm(one, { recursive: true, force: true })
})

async function plugin(id: string, text: string) {
  await mkdir(join(plugins, id))
  await writeFile(join(plugins, id, 'package.json'), '{"type":"module"}')
  await writeFile(join(plugins, id, 'tables.ts'), text)
  return { id, folder: join(plugins, id), entry: './tables.ts' }
}

const tables = 'export const onboarding = { begin() {}, learn() {}, decide() {}, describe() {} }\n'

it('makes one bundle of all tables, and makes it once', async () => {
  const sound = await plugin(
    'sound',
    `import { defineHealthWatch } from '@cordboard/plugin-sdk/onboarding'\n${tables}export const health = defineHealthWatch({ watch() {} })\n`.replace(
      "'@cordboard/plugin-sdk/onboarding'",
      JSON.stringify(join(import.meta.dirname, '../../plugin-sdk/src/onboarding.ts')),
    ),
  )
  const { codePath, leftOut } = await bundleWorkflows([scripted, sound], folder)
  expect(leftOut).toEqual([])
  const { mtimeMs } = await stat(codePath)
  const code = await readFile(codePath, 'utf8')
  for (const name of ['channelOnboarding', 'channelHealth', 'sound/tables.ts', 'scripted/tables.ts'])
    expect(code).toContain(name)
  expect(await bundleWorkflows([sound, scripted], folder)).toEqual({ codePath, leftOut: [] })
  expect((await stat(codePath)).mtimeMs).toBe(mtimeMs)
  await writeFile(join(sound.folder, 'tables.ts'), `${tables}// changed\n`)
  expect((await bundleWorkflows([sound, scripted], folder)).codePath).not.toBe(codePath)
})

it('leaves out whoever would break it, and names them with the reason', async () => {
  const broken = [
    await plugin('throws', `${tables}throw new Error('on loading')`),
    await plugin('empty', 'export const something = 1'),
    await plugin('incomplete', 'export const onboarding = { begin() {} }'),
    await plugin('reads-files', `import { readFileSync } from 'node:fs'\n${tables}export const file = readFileSync`),
    await plugin('gone', `import './nowhere.ts'\n${tables}`),
  ]
  const { codePath, leftOut } = await bundleWorkflows([...broken, scripted], folder)
  expect(Object.fromEntries(leftOut.map(({ id, error }) => [id, error.message.split('\n')[0]]))).toMatchObject({
    throws: 'on loading',
    empty: './tables.ts does not export `onboarding`',
    incomplete: '`onboarding.learn` of ./tables.ts is no function',
    'reads-files': expect.stringContaining(''),
    gone: expect.stringContaining('nowhere.ts'),
  })
  expect(leftOut).toHaveLength(5)
  const code = await readFile(codePath, 'utf8')
  expect(code).toContain('scripted/tables.ts')
  expect(code).not.toContain('incomplete/tables.ts')
})
