import { html } from 'lit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../test/accessible.ts'
import { draw, inside } from '../../test/page.ts'
import type { AccountData } from '../data/account-data.ts'
import { Collection } from '../data/collection.ts'
import type { Inbox } from '../data/inboxes.ts'
import type { Notice } from '../data/notices.ts'
import type { CbNotices } from './cb-notices.ts'
import './cb-notices.ts'

const notice: Notice = {
  id: 7,
  severity: 'critical',
  title: 'The number has been waiting for 7 days',
  text: 'Resubmit the display name.',
  message: null,
  values: {},
  plugin_id: 'channel-whatsapp',
  inbox_id: 3,
  created_at: new Date().toISOString(),
}

async function open(notices: Notice[]) {
  const data = {
    id: 1,
    notices: new Collection(async () => notices),
    inboxes: new Collection(async () => [{ id: 3, name: 'Shop' } as Inbox]),
    realtime: { on: () => () => {}, onResume: () => () => {} },
  } as unknown as AccountData
  await Promise.all([data.notices.load(), data.inboxes.load()])
  const element = await draw<CbNotices>(
    html`<cb-notices .data=${data}><button slot="trigger" type="button" aria-haspopup="dialog" aria-expanded="false">Notices</button></cb-notices>`,
  )
  const trigger = element.querySelector('button') as HTMLButtonElement
  trigger.focus()
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(trigger.getAttribute('aria-expanded')).toBe('true'))
  await element.updateComplete
  return { element, data, trigger, list: inside(element, '[popover]') }
}

describe('cb-notices', () => {
  const calls: string[] = []
  beforeEach(() => {
    calls.length = 0
    vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
      calls.push(`${method} ${path}`)
      return new Response(path.endsWith('panels') ? '[]' : '', { status: 200 })
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('tells what needs an administrator, and where', async () => {
    const { list } = await open([notice])

    expect(list.textContent).toContain('Resubmit the display name.')
    expect(list.textContent).toContain('Shop')
    expect(list.querySelector<HTMLAnchorElement>('h3 a')?.pathname).toBe('/app/accounts/1/settings/inboxes/3')
    await expectAccessible()
  })

  it('is put away one by one, and says so when nothing is left', async () => {
    const { element, list } = await open([notice])

    await userEvent.click(list.querySelector('cb-icon-button') as Element)

    await vi.waitFor(() => expect(list.querySelector('cb-empty')).not.toBeNull())
    expect(calls).toContain('POST /api/v1/accounts/1/notices/7/dismiss')
    await element.updateComplete
    await expectAccessible()
  })

  it('closes with Escape and gives the focus back', async () => {
    const { trigger } = await open([])

    await userEvent.keyboard('{Escape}')

    await vi.waitFor(() => expect(trigger.getAttribute('aria-expanded')).toBe('false'))
    expect(document.activeElement).toBe(trigger)
  })
})
