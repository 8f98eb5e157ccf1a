import { html } from 'lit'
import { describe, expect, it, vi } from 'vitest'
import { expectAccessible } from '../../../test/accessible.ts'
import { draw, inside } from '../../../test/page.ts'
import type { Message } from '../../data/message.ts'
import type { CbMessage } from './cb-message.ts'
import './cb-message.ts'

const message = (more: Partial<Message> = {}): Message => ({
  id: 1,
  conversation_id: 1,
  inbox_id: 1,
  content: 'Hello',
  content_type: 'text',
  content_attributes: {},
  message_type: 0,
  status: 'sent',
  private: false,
  created_at: 1_795_000_000,
  source_id: null,
  sender: { id: 5, name: 'Ana', type: 'contact' },
  ...more,
})

const show = (more: Partial<Message> = {}) =>
  draw<CbMessage>(
    html`<cb-message .message=${message(more)} first last replyable contactName="Ana"></cb-message>`,
    'desk',
  )

const textOf = (element: Element): string => {
  const root = element.shadowRoot ?? element
  return [...root.childNodes]
    .map((node) =>
      node instanceof Element ? (node.localName === 'style' ? '' : textOf(node)) : (node.textContent ?? ''),
    )
    .join(' ')
    .replace(/\s+/g, ' ')
}

const attachment = (more: object) => ({ id: 1, message_id: 1, file_type: 'file' as const, ...more })

describe('a message', () => {
  it.each([
    ['words', {}, 'Hello'],
    [
      'a private note',
      { message_type: 1, private: true, sender: { id: 2, name: 'Ines', type: 'user' as const } },
      'Private note, Ines',
    ],
    ['an activity', { message_type: 2, content: 'Ines resolved this' }, 'Ines resolved this'],
    ['an automatic message', { message_type: 3, content: 'Welcome' }, 'Automatic message'],
    [
      'a kind that cannot be shown',
      { content: null, content_attributes: { is_unsupported: true } },
      'cannot be shown here',
    ],
    [
      'a deleted one',
      { content: 'This message was deleted', content_attributes: { deleted: true } },
      'This message was deleted.',
    ],
    [
      'a failed one',
      { message_type: 1, status: 'failed' as const, content_attributes: { external_error: '131026: Undeliverable' } },
      '131026: Undeliverable',
    ],
    ['one on its way', { id: -1, message_type: 1, status: 'progress' as const }, 'Sending'],
    [
      'a question with answers',
      { content: 'Which?', content_attributes: { items: [{ title: 'Teapot', value: 'a' }] } },
      'Teapot',
    ],
    [
      'a file',
      {
        content: null,
        attachments: [attachment({ data_url: '/rails/active_storage/blobs/redirect/x/list.pdf', file_size: 1200 })],
      },
      'list.pdf',
    ],
    [
      'a place',
      {
        content: null,
        attachments: [
          attachment({
            file_type: 'location' as const,
            coordinates_lat: 51.45,
            coordinates_long: -2.58,
            fallback_title: 'Studio',
          }),
        ],
      },
      'Studio',
    ],
    [
      'a contact card',
      {
        content: null,
        attachments: [
          attachment({ file_type: 'contact' as const, fallback_title: '+44', meta: { firstName: 'Rosa' } }),
        ],
      },
      'Rosa',
    ],
    [
      'a file without an address',
      { content: null, attachments: [attachment({ file_type: 'video' as const })] },
      'This file cannot be shown.',
    ],
  ])('shows %s, readable for everybody', async (_name, more, expected) => {
    const element = await show(more)
    await expect.poll(() => textOf(element)).toContain(expected)
    await expectAccessible(element)
  })

  it('shows markup of strangers as text, and only safe links', async () => {
    const element = await show({
      content:
        '<img src=x onerror=alert(1)> **bold** [a](javascript:alert(1)) https://example.com\n![p](https://x.test/p.png)',
    })
    const text = inside(element, 'cb-rich-text')
    await expect.poll(() => text.shadowRoot?.querySelector('strong')?.textContent).toBe('bold')
    const root = text.shadowRoot as ShadowRoot

    expect(root.querySelector('img')).toBeNull()
    expect(
      [...root.querySelectorAll('a')].map(({ href }) => href).filter((href) => !href.startsWith('https:')),
    ).toEqual([])
    expect(root.querySelector('a')?.rel).toBe('noopener noreferrer nofollow')
    expect(root.textContent).toContain('<img src=x onerror=alert(1)>')
  })

  it('marks who is meant', async () => {
    const element = await show({ content: '[@Noor](mention://user/3/Noor) look', private: true, message_type: 1 })
    const text = inside(element, 'cb-rich-text')
    await expect.poll(() => text.shadowRoot?.querySelector('.mention')?.textContent).toBe('@Noor')
    expect(text.shadowRoot?.querySelector('a')).toBeNull()
  })

  it('asks to be sent again', async () => {
    const element = await show({ message_type: 1, status: 'failed' })
    const heard = vi.fn()
    element.addEventListener('cb-message-action', (event) => heard(event.detail.action))

    inside(element, '.fail button').click()

    expect(heard).toHaveBeenCalledWith('retry')
  })
})
