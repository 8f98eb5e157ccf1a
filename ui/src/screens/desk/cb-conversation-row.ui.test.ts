import { html } from 'lit'
import { describe, expect, it } from 'vitest'
import { expectAccessible } from '../../../test/accessible.ts'
import { draw } from '../../../test/page.ts'
import { fromServer } from '../../data/conversation.ts'
import type { CbConversationRow } from './cb-conversation-row.ts'
import './cb-conversation-row.ts'

const message = (content: string) => ({ id: 1, content, message_type: 0, content_type: 'text', content_attributes: {} })
const conversation = (more: object = {}) =>
  fromServer({
    id: 4,
    inbox_id: 1,
    labels: [],
    unread_count: 0,
    last_activity_at: 1_795_000_000,
    messages: [message('Hello')],
    meta: { channel: 'Channel::Whatsapp', sender: { id: 5, name: 'Ana' } },
    ...more,
  } as never)

describe('a row of the list', () => {
  it('is as tall with labels, unread messages and emoji as without, so that rows may change places', async () => {
    const rows = await draw(
      html`<div role="list">${[
        conversation(),
        conversation({ labels: ['damaged', 'resend', 'delivery'], unread_count: 12, priority: 'urgent' }),
        conversation({ messages: [message('😀 مرحبا 写真')] }),
        conversation({ meta: { sender: { id: 5, name: 'ليلى 佐藤 😀' }, assignee: { id: 1, name: 'Ines' } } }),
      ].map(
        (one) => html`<cb-conversation-row role="listitem" .conversation=${one} href="#"></cb-conversation-row>`,
      )}</div>`,
      'desk',
    )
    const heights = [...rows.querySelectorAll<CbConversationRow>('cb-conversation-row')].map(
      (row) => row.getBoundingClientRect().height,
    )

    expect(new Set(heights).size, heights.join(', ')).toBe(1)
    await expectAccessible(rows)
  })
})
