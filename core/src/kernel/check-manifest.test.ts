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
    [{ permissions: ['ui:script:*.example.com'] }, 'key "permissions[0]" must name a host'],
    [{ permissions: ['ui:connect:localhost'] }, 'key "permissions[0]" must name a host'],
  ])('is told what is wrong with %j', (more, problem) => {
    const message = problemOf(more)

    expect(message).toContain('shout/cordboard.plugin.json: ')
    expect(message).toContain(problem)
    expect(message).toContain('See docs/manifest.md.')
  })

  describe('with a panel', () => {
    const panel = {
      id: 'notes',
      slot: 'inbox.settings',
      label: 'notes.title',
      module: './ui/notes.ts',
      sandbox: 'element',
    }
    const withPanel = (more: object, contributes: object = {}) => ({
      permissions: ['ui:panel:inbox.settings', 'ui:panel:inbox.setup', 'ui:panel:conversation.panel'],
      contributes: { panels: [{ ...panel, ...more }], locales: './locales', ...contributes },
    })

    it('is fine where all of it can be shown', () => {
      expect(problemOf(withPanel({}))).toBe('fine')
      expect(problemOf(withPanel({ slot: 'inbox.setup', page: true, when: { channels: ['Channel::Test'] } }))).toBe(
        'fine',
      )
    })

    it.each([
      [
        withPanel({ slot: 'conversation.panel' }),
        'has the slot "conversation.panel", which this version does not offer',
      ],
      [withPanel({ sandbox: undefined }), 'asks for a frame of its own, which this version does not offer'],
      [withPanel({ slot: 'inbox.banner' }), 'needs the permission "ui:panel:inbox.banner"'],
      [withPanel({ when: { permission: 'x' } }), 'has a condition "permission"'],
      [withPanel({ slot: 'inbox.setup' }), 'sets up no channel'],
      [withPanel({ page: true }), 'has "page"'],
      [withPanel({}, { locales: undefined }), 'needs "contributes.locales"'],
      [withPanel({}, { panels: [panel, panel] }), 'has the id "notes" of another panel'],
    ])('is refused where it can not: %j', (more, problem) => {
      expect(problemOf(more)).toContain(`key "contributes.panels[0]" ${problem}`)
    })
  })

  it('is told every problem at once', () => {
    expect(problemOf({ id: 'X', license: 7 })).toMatch(/key "id".*key "license"/)
  })
})
