import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { errorTable } from '../errors-table.ts'
import { catalogue } from '../kernel/catalogue.ts'
import type { HookDefinition } from '../kernel/hook-kinds.ts'
import { pages } from './pages.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
const files = globSync('**/*.ts', { cwd: source })
  .filter((name) => !name.endsWith('.test.ts') && !name.startsWith('documentation/'))
  .map((name) => ({ name, text: readFileSync(`${source}${name}`, 'utf8') }))

describe('the pages made from code', () => {
  it.each(Object.keys(pages))('are up to date: %s (npm run docs)', (name) => {
    expect(readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')).toBe(pages[name]?.())
  })

  it('list every error code', () => {
    const codes = files.flatMap(({ text }) => [
      ...text.matchAll(/new (?:CordboardError|Refusal)\(\s*'([a-zA-Z.]+)'/g),
      ...text.matchAll(/unprocessable\([^;]*?'([a-z]+\.[a-zA-Z]+)',?\s*\)/g),
    ])
    const unlisted = codes.map(([, code]) => code as string).filter((code) => !(code in errorTable))

    expect([...new Set(unlisted)]).toEqual([])
  })

  it('say which hooks nobody calls yet', () => {
    const callers = files.filter(({ name }) => !name.startsWith('kernel/catalogue')).map(({ text }) => text)
    for (const [name, { reserved = false }] of Object.entries<HookDefinition>(catalogue))
      expect(
        callers.some((text) => text.includes(`'${name}'`)),
        name,
      ).toBe(!reserved)
  })
})
