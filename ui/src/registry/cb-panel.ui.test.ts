import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { html } from 'lit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectAccessible } from '../../test/accessible.ts'
import { draw, inside } from '../../test/page.ts'
import type { AccountData } from '../data/account-data.ts'
import { changeAppearance } from '../shell/appearance.ts'
import type { CbPanel } from './cb-panel.ts'
import './cb-panel.ts'
import { mountPanel } from './mount-panel.ts'
import type { PluginPanel } from './panels.ts'

// Lit is the page's own in a module made of text: by way of the window.
const lit = 'const { LitElement, html } = window.testLit;'
const moduleOf = (code: string) =>
  `data:text/javascript,${encodeURIComponent(`${lit}${code};window.testLoads=(window.testLoads??0)+1//`)}`

interface Probe extends HTMLElement {
  context: PanelContext
}

let count = 0

describe('cb-panel', () => {
  let reports: Record<string, string>[]
  let hearers: Map<string, (frame: object) => void>
  let panel: PluginPanel
  let data: AccountData

  beforeEach(async () => {
    const { LitElement } = await import('lit')
    Object.assign(window, { testLit: { LitElement, html } })
    sessionStorage.clear()
    reports = []
    hearers = new Map()
    vi.spyOn(window, 'fetch').mockImplementation(async (address, init) => {
      if (String(address).endsWith('/ui/panel_failures')) reports.push(JSON.parse(String(init?.body)))
      return Response.json({ refused: true }, { status: 422 })
    })
    data = {
      id: 7,
      user: { id: 3, name: 'Inês', accounts: [{ id: 7, role: 'administrator' }] },
      realtime: {
        on: (name: string, hear: (frame: object) => void) => {
          hearers.set(name, hear)
          return () => hearers.delete(name)
        },
        onResume: () => () => {},
      },
    } as unknown as AccountData
  })
  afterEach(() => {
    vi.restoreAllMocks()
    changeAppearance({ theme: 'system' })
  })

  async function show(code: string, more: Partial<PluginPanel> = {}): Promise<CbPanel> {
    count += 1
    panel = {
      pluginId: 'notes',
      pluginName: 'Notes <b>',
      version: '1.0.0',
      id: `p${count}`,
      slot: 'inbox.settings',
      module: moduleOf(code),
      texts: { has: () => true, t: (key) => `words of ${key}` },
      title: 'Notes',
      page: false,
      scripts: [],
      ...more,
    } as PluginPanel
    const inbox = { id: 4, name: 'Care', channel_type: 'Channel::Test' }
    return draw<CbPanel>(html`<cb-panel .panel=${panel} .inbox=${inbox} .data=${data}></cb-panel>`, 'panels')
  }
  const mounted = async (element: CbPanel): Promise<Probe> => {
    await expect.poll(() => element.shadowRoot?.querySelector('.mount')?.firstElementChild).toBeTruthy()
    return element.shadowRoot?.querySelector('.mount')?.firstElementChild as Probe
  }
  const card = (element: CbPanel) => element.shadowRoot?.querySelector('cb-error-card')
  const failed = async (element: CbPanel) => {
    await expect.poll(() => card(element), { timeout: 6_000 }).toBeTruthy()
    expect(element.shadowRoot?.querySelector('.mount')?.childElementCount).toBe(0)
    return card(element)?.detail
  }

  it('shows the element that the module brings, under a tag of its own', async () => {
    const code =
      "export default class extends LitElement { render() { return html`<p></p>` } updated() { this.renderRoot.querySelector('p').textContent = this.context.inbox.name } }"
    const [one, other] = [await mounted(await show(code)), await mounted(await show(code.replace('<p>', '<p >')))]

    expect(one.localName).toMatch(/^cbx-notes-p\d+-\d+$/)
    expect(other.localName).not.toBe(one.localName)
    expect(one.shadowRoot?.textContent).toContain('Care')
  })

  it('keeps the context current, the same object as long as nothing changes', async () => {
    const element = await show(
      'export default class extends HTMLElement { constructor() { super(); this.append("here") } }',
    )
    const probe = await mounted(element)
    const first = probe.context
    expect(first).toMatchObject({ accountId: 7, pluginId: 'notes', user: { id: 3, role: 'administrator' } })
    expect(first.t('a')).toBe('words of a')
    const told = vi.fn()
    first.on('inbox.updated', told)

    element.requestUpdate()
    await element.updateComplete
    expect(probe.context).toBe(first)

    element.inbox = { id: 4, name: 'Care Europe', channel_type: 'Channel::Test' }
    await element.updateComplete
    expect(probe.context.inbox?.name).toBe('Care Europe')
    expect(told).toHaveBeenCalledWith(element.inbox)

    changeAppearance({ theme: 'dark' })
    await expect.poll(() => probe.context.theme).toBe('dark')
  })

  it('hands on calls and frames, and lets go of them at the end', async () => {
    const element = await show(
      'export default class extends HTMLElement { constructor() { super(); this.append("here") } }',
    )
    const { context } = await mounted(element)
    const hear = vi.fn()
    context.on('message.created', hear)
    hearers.get('message.created')?.({ id: 1 })

    expect(hear).toHaveBeenCalledWith({ id: 1 })
    expect(await context.api('POST', '/inboxes', { a: 1 })).toEqual({ status: 422, body: { refused: true } })
    expect(vi.mocked(window.fetch)).toHaveBeenLastCalledWith(
      '/api/v1/accounts/7/inboxes',
      expect.objectContaining({ method: 'POST', body: '{"a":1}' }),
    )
    await expect(context.loadScript('https://elsewhere.example/x.js')).rejects.toThrow('no permission')
    element.remove()
    expect(hearers.size).toBe(0)
  })

  it.each([
    ['a module that throws', 'throw new Error("at the top")', 'at the top'],
    ['no default export', 'export const nothing = 1', 'no element class as default export'],
    ['something that is no element', 'export default class {}', 'no element class as default export'],
    [
      'a constructor that throws',
      'export default class extends HTMLElement { constructor() { super(); throw new Error("in the constructor") } }',
      'in the constructor',
    ],
    [
      'a first picture that fails',
      'export default class extends LitElement { render() { throw new Error("in render") } }',
      'in render',
    ],
    [
      'a connection that fails',
      'export default class extends HTMLElement { connectedCallback() { throw new Error("in connected") } }',
      'in connected',
    ],
    ['nothing to see', 'export default class extends LitElement { render() { return html`` } }', 'showed nothing'],
    [
      'an element that is never drawn',
      'export default class extends LitElement { scheduleUpdate() { return new Promise(() => {}) } }',
      'showed nothing',
    ],
    ['a taken name', 'customElements.define("cb-panel", class extends HTMLElement {})', 'has already been used'],
  ])('shows a card in place of %s, and tells the operator', async (_, code, reason) => {
    const element = await show(code)

    expect(await failed(element)).toContain(reason)
    expect(card(element)?.heading).toContain('Notes <b>')
    await expect.poll(() => reports).toMatchObject([{ plugin: 'notes', panel: panel.id, version: '1.0.0' }])
    await expectAccessible()
  })

  it('keeps a banner that has nothing to say, and gives it no room', async () => {
    const element = await show('export default class extends LitElement { render() { return html`` } }', {
      slot: 'inbox.banner',
    })
    await mounted(element)

    await expect.poll(() => element.hasAttribute('blank')).toBe(true)
    expect(getComputedStyle(element).position).toBe('absolute')
  })

  it('tries a module anew, and gives it up after three failures', async () => {
    const element = await show('throw new Error("try " + (window.testLoads = (window.testLoads ?? 0) + 1))')
    const first = await failed(element)
    for (const _ of [2, 3]) {
      const before = card(element)?.detail
      card(element)?.dispatchEvent(new CustomEvent('cb-retry'))
      await expect.poll(() => card(element) && card(element)?.detail !== before).toBe(true)
    }

    expect(card(element)?.detail).not.toBe(first)
    expect(card(element)?.withoutRetry).toBe(true)
    expect(reports).toHaveLength(3)
    expect(inside(element, 'cb-button').textContent).toBe('Hide for now')
  })

  it('tells of what fails after a click, and stays', async () => {
    const element = await show('export default class extends LitElement { render() { return html`<p>here</p>` } }')
    const probe = await mounted(element)
    const error = Object.assign(new Error('later'), { stack: `Error: later\n at ${panel.module}:1:1` })
    window.dispatchEvent(new ErrorEvent('error', { error, cancelable: true }))

    await expect.poll(() => reports).toMatchObject([{ kind: 'later', message: 'later' }])
    expect(probe.isConnected).toBe(true)
  })

  it('waits ten seconds for a module and no longer', async () => {
    vi.useFakeTimers()
    const fail = vi.fn()
    const host = document.createElement('div')
    const mounting = mountPanel({ pluginId: 'notes', id: 'slow', module: '/slow.js' } as never, {
      host,
      context: {},
      attempt: 0,
      fail,
      importModule: () => new Promise(() => {}),
    })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(fail).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    vi.useRealTimers()

    expect(await mounting).toBeUndefined()
    expect(fail).toHaveBeenCalledWith(expect.objectContaining({ kind: 'load', message: 'it did not load in 10 s' }))
  })
})
