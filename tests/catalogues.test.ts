import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../ui/locales')
const read = (language: string, area: string): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, language, area), 'utf8'))

const places = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? ''))].sort()

describe('the catalogues', () => {
  const areas = readdirSync(join(folder, 'en'))
  const others = readdirSync(folder).filter((language) => language !== 'en')

  for (const language of others) {
    for (const area of areas) {
      it(`say in ${language} all that ${area} says in English, with the same places to fill`, () => {
        const [english, translated] = [read('en', area), read(language, area)]
        expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort())
        for (const [key, message] of Object.entries(english))
          expect([key, places(translated[key] ?? '')]).toEqual([key, places(message)])
      })
    }
  }

  it('keep the keys of an area in its own file', () => {
    for (const area of areas)
      for (const key of Object.keys(read('en', area))) expect(`${key.split('.')[0]}.json`).toBe(area)
  })
})
