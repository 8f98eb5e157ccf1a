import { describe, expect, it } from 'vitest'
import { checkManifest } from './check-manifest.ts'

const good = {
  id: 'shout',
  name: 'Shout',
  version: '1.2.0',
  engines: { cordboard: '^0.1.0' },
  permissions: ['messages:write'],
}
const problemOf = (more: Record<string, unknown>): string => {
  try {
    checkManifest({ ...good, ...more }, 'shout/cordboard.plugin.json')
    return 'fine'
  } catch (error) {
    return (error as Error).message
  }
}

describe('a manifest', () => {
  it('gets its defaults', () => {
    expect(checkManifest(good, 'x')).toMatchObject({
      scope: 'account',
      defaultEnabled: false,
      isolation: 'process',
      dependencies: {},
      contributes: { hooks: [], channels: [], routes: [], jobs: [] },
    })
  })

  it.each([
    [{ name: undefined }, 'key "name" is missing'],
    [{ colour: 'red' }, 'key "colour" is unknown'],
    [{ version: '1.2' }, 'key "version" must match pattern'],
    [{ scope: 'galaxy' }, 'key "scope" must be one of account, installation, found "galaxy"'],
    [{ permissions: ['everything'] }, 'key "permissions[0]" must match pattern'],
    [{ server: '../outside.js' }, 'key "server" must match pattern'],
    [
      { contributes: { routes: [{ method: 'POST', path: '/x', auth: 'agent', rawBody: true }] } },
      'key "contributes.routes[0]" may have "rawBody" with auth "signature" or "public" only, found "agent"',
    ],
    [
      { contributes: { routes: [{ method: 'POST', path: '/webhooks/:any', auth: 'public' }] } },
      'key "contributes.routes[0]" must name its first two parts, found "/webhooks/:any"',
    ],
    [
      { settings: { type: 'object', properties: { words: { type: 'array' } } } },
      'key "settings.properties.words" must have a default or be listed in "settings.required"',
    ],
    [
      { settings: { type: 'object', properties: { a: { type: 'text', default: '' } } } },
      'key "settings" is not a JSON Schema',
    ],
  ])('is told what is wrong with %j', (more, problem) => {
    const message = problemOf(more)

    expect(message).toContain('shout/cordboard.plugin.json: ')
    expect(message).toContain(problem)
    expect(message).toContain('See docs/manifest.md.')
  })

  it('is told every problem at once', () => {
    expect(problemOf({ id: 'X', license: 7 })).toMatch(/key "id".*key "license"/)
  })
})
