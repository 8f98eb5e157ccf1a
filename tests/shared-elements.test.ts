import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const { exports } = JSON.parse(readFileSync(join(root, 'ui/package.json'), 'utf8')) as {
  exports: Record<string, string>
}

describe('the elements that panels share with the dashboard', () => {
  const page = readFileSync(join(root, 'docs/plugin-panels.md'), 'utf8')
  const names = Object.keys(exports).map((name) => name.replace('./', ''))

  it.each(names)('%s is promised to the authors of plugins', (name) => {
    expect(page).toMatch(new RegExp(`\`(@cordboard/ui/)?${name}\``))
  })

  it('are all there', () => {
    const promised = [...page.matchAll(/`(?:@cordboard\/ui\/)?(cb-[a-z-]+)`/g)].map(([, name]) => name)
    expect(new Set(promised)).toEqual(new Set(names.filter((name) => name.startsWith('cb-'))))
  })
})
