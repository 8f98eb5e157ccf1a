import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message } from './message.ts'
import { Thread } from './thread.ts'

const message = (more: Partial<Message> = {}): Message => ({
  id: 7,
  conversation_id: 4,
  inbox_id: 1,
  content: 'Hello',
  content_type: 'text',
  content_attributes: {},
  message_type: 1,
  status: 'sent',
  private: false,
  created_at: 1_795_000_000,
  source_id: null,
  ...more,
})
const failed = message({ status: 'failed', content_attributes: { external_error: 'Undeliverable' } })
const words = { content: 'Hello', isPrivate: false, files: [] }

describe('a thread', () => {
  let thread: Thread
  let answer: (payload: unknown) => void

  beforeEach(() => {
    thread = new Thread(1, 4, { id: 9 } as never)
    vi.spyOn(window, 'fetch').mockImplementation(
      () =>
        new Promise((resolve) => {
          answer = (payload) => resolve(Response.json(payload))
        }),
    )
  })
  afterEach(() => vi.restoreAllMocks())

  const statuses = () => thread.value.messages.map(({ id, status }) => [id, status])

  it('keeps that a message failed, though the answer to sending it comes later', async () => {
    const sending = thread.send(words)
    const echo_id = thread.value.messages[0]?.echo_id ?? ''
    thread.receive(message({ echo_id }))
    thread.receive(failed)
    answer(message({ echo_id }))
    await sending

    expect(statuses()).toEqual([[7, 'failed']])
    expect(thread.value.messages[0]).toMatchObject({
      echo_id,
      content_attributes: { external_error: 'Undeliverable' },
    })
  })

  it('keeps that a message failed again, though the answer to the retry comes later', async () => {
    thread.receive(failed)
    const retrying = thread.retry(failed)
    expect(statuses()).toEqual([[7, 'progress']])
    thread.receive(failed)
    answer(message({ status: 'progress' }))
    await retrying

    expect(statuses()).toEqual([[7, 'failed']])
  })

  it('takes the answer where nothing else was heard', async () => {
    const sending = thread.send(words)
    answer(message({ echo_id: thread.value.messages[0]?.echo_id ?? '' }))
    await sending

    expect(statuses()).toEqual([[7, 'sent']])
  })

  it('does not take a page for newer than what was heard while it came', async () => {
    const loading = thread.load()
    thread.receive(failed)
    answer({ meta: {}, payload: [message({ id: 6 }), message()] })
    await loading

    expect(statuses()).toEqual([
      [6, 'sent'],
      [7, 'failed'],
    ])
  })
})
