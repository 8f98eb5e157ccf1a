import { describe, expect, it } from 'vitest'
import type { Message } from '../../data/message.ts'
import { threadItems } from './thread-items.ts'

const noon = Date.parse('2026-11-20T12:00:00') / 1000
let id = 0

const message = (more: Partial<Message> = {}): Message => {
  id += 1
  const fixed = {
    conversation_id: 1,
    inbox_id: 1,
    content: 'Hello',
    content_type: 'text',
    content_attributes: {},
    source_id: null,
  }
  return {
    id,
    ...fixed,
    message_type: 0,
    status: 'sent',
    private: false,
    created_at: noon,
    sender: { id: 5, name: 'Ana', type: 'contact' },
    ...more,
  }
}

const shape = (messages: Message[], seenAt?: number) =>
  threadItems(messages, seenAt).map((item) =>
    item.kind === 'message' ? `${item.isFirst ? '<' : ''}${item.message.id}${item.isLast ? '>' : ''}` : item.kind,
  )

describe('the items of a thread', () => {
  it('groups what one person says within a minute', () => {
    const messages = [message(), message({ created_at: noon + 20 }), message({ created_at: noon + 200 })]
    const [one, two, three] = messages.map((each) => each.id)

    expect(shape(messages)).toEqual(['day', `<${one}`, `${two}>`, `<${three}>`])
  })

  it('begins a group for another person, a note, an activity and after a failure', () => {
    const me = { id: 5, name: 'Ines', type: 'user' } as const
    const messages = [
      message({ message_type: 1, sender: me, status: 'failed' }),
      message({ message_type: 1, sender: me }),
      message({ message_type: 1, sender: me, private: true }),
      message({ message_type: 2 }),
      message(),
    ]

    expect(shape(messages)).toEqual(['day', ...messages.map((each) => `<${each.id}>`)])
  })

  it('separates days by the calendar of the reader', () => {
    expect(shape([message(), message({ created_at: noon + 86_400 })]).filter((item) => item === 'day')).toHaveLength(2)
  })

  it('draws the line above the first message that the reader had not seen', () => {
    const messages = [
      message(),
      message({ created_at: noon + 10, message_type: 1 }),
      message({ created_at: noon + 20 }),
    ]
    const [one, two, three] = messages.map((each) => each.id)

    expect(shape(messages, noon + 5)).toEqual(['day', `<${one}>`, `<${two}>`, 'unread', `<${three}>`])
    expect(shape(messages, noon + 60)).not.toContain('unread')
    expect(shape(messages)).not.toContain('unread')
  })
})
