import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Panel } from '../data/panels.ts'
import { Panels } from './panels.ts'

const panel = (more: Partial<Panel> = {}): Panel => ({
  pluginId: 'notes',
  pluginName: 'Notes',
  version: '1.0.0',
  id: 'list',
  slot: 'inbox.settings',
  label: 'notes.list',
  icon: null,
  weight: 0,
  module: '/plugins/notes/1.0.0/ui/list.js',
  integrity: '',
  sandbox: 'element',
  page: false,
  when: { channels: [] },
  locales: {},
  scripts: [],
  ...more,
})

describe('the panels of an account', () => {
  let listed: Panel[]
  let texts: Record<string, unknown>
  let calls: string[]
  let hear: Record<string, () => void>

  beforeEach(() => {
    listed = []
    texts = {}
    calls = []
    hear = {}
    vi.spyOn(window, 'fetch').mockImplementation(async (address) => {
      calls.push(String(address))
      const known = texts[String(address)]
      if (known) return Response.json(known)
      return String(address).includes('/ui/panels') ? Response.json(listed) : new Response('', { status: 404 })
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  const open = async () => {
    const panels = new Panels(7, {
      on: (name: string | readonly string[], listener: () => void) => {
        hear[String(name)] = listener
        return () => {}
      },
      onResume: (listener: () => void) => {
        hear.resume = listener
        return () => {}
      },
    } as never)
    await panels.load()
    return panels
  }
  const named = (panels: Panels, channel = 'Channel::Test') =>
    panels.inSlot('inbox.settings', channel).map(({ pluginId, id }) => `${pluginId}/${id}`)

  it('stand by weight, then by id, then by plugin', async () => {
    listed = [
      panel({ id: 'b', weight: 2 }),
      panel({ id: 'c' }),
      panel({ id: 'a', pluginId: 'zoo' }),
      panel({ id: 'a' }),
      panel({ id: 'banner', slot: 'inbox.banner' }),
    ]

    expect(named(await open())).toEqual(['notes/a', 'zoo/a', 'notes/c', 'notes/b'])
  })

  it('are for the channels they name', async () => {
    listed = [panel({ id: 'any' }), panel({ id: 'some', when: { channels: ['Channel::Test'] } })]
    const panels = await open()

    expect(named(panels)).toEqual(['notes/any', 'notes/some'])
    expect(named(panels, 'Channel::Api')).toEqual(['notes/any'])
  })

  it('are read again when a plugin is switched, and once more for a process that heard late', async () => {
    listed = [panel()]
    const panels = await open()
    vi.useFakeTimers()

    hear['plugins.changed']?.()
    await vi.advanceTimersByTimeAsync(10)
    expect(named(panels)).toEqual(['notes/list'])
    listed = []
    await vi.advanceTimersByTimeAsync(2_000)
    await vi.waitFor(() => expect(named(panels)).toEqual([]))
  })

  it('are not read at all before somebody needs them', async () => {
    new Panels(7, { on: (_: unknown, listener: () => void) => listener(), onResume: () => {} } as never)

    expect(calls).toEqual([])
  })

  it('are none where they can not be read, until the socket is back', async () => {
    vi.mocked(window.fetch).mockResolvedValueOnce(new Response('', { status: 500 }))
    const panels = await open()
    expect(panels.value).toEqual([])

    listed = [panel()]
    hear.resume?.()
    await expect.poll(() => named(panels)).toEqual(['notes/list'])
  })

  it('speak their plugin’s words, or are called by its name', async () => {
    texts = { '/words/en.json': { 'notes.list': 'List', 'notes.of': '{count, plural, one {# note} other {# notes}}' } }
    listed = [panel({ locales: { en: '/words/en.json' } }), panel({ id: 'mute', locales: { en: '/words/gone.json' } })]
    const [list, mute] = (await open()).inSlot('inbox.settings', 'Channel::Test')

    expect([list?.title, mute?.title]).toEqual(['List', 'Notes'])
    expect(list?.texts.t('notes.of', { count: 1 })).toBe('1 note')
    expect(list?.texts.t('notes.unknown')).toBe('notes.unknown')
  })

  it('can be hidden, until there is another version', async () => {
    listed = [panel()]
    const panels = await open()
    const told = vi.fn()
    panels.subscribe(told)

    panels.hide(panel())
    expect(named(panels)).toEqual([])
    await expect.poll(() => told.mock.calls.length).toBe(1)
    listed = [panel({ version: '1.0.1' })]
    await panels.refresh()
    expect(named(panels)).toEqual(['notes/list'])
  })
})
