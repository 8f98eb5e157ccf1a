import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../ui/locales')
const read = async (language: string, file: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(join(folder, language, file), 'utf8'))

const languages = await readdir(folder)
const areas = await readdir(join(folder, 'en'))

const placesOf = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort()

describe.each(languages)('the texts in %s', (language) => {
  it.each(areas)('%s says everything that English says, with the same places', async (file) => {
    const [english, texts] = await Promise.all([read('en', file), read(language, file)])

    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort())
    for (const [key, message] of Object.entries(texts)) {
      const words = /plural|select/.test(message) ? [] : placesOf(message)
      const expected = /plural|select/.test(message) ? [] : placesOf(english[key] ?? '')
      expect([key, ...words]).toEqual([key, ...expected])
    }
  })

  it.each(areas)('%s can be formatted, and every key names its area', async (file) => {
    for (const [key, message] of Object.entries(await read(language, file))) {
      expect(key.startsWith(`${file.replace('.json', '')}.`)).toBe(true)
      expect(() => new IntlMessageFormat(message, language)).not.toThrow()
    }
  })
})
