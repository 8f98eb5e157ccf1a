import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conversationStatuses } from '../conversation/conversation.names.ts'
import { messageTypes } from './message.names.ts'
import { type Arrival, moveClocks, type ThreadState } from './message-clocks.ts'

const arrival = fc.record({
  type: fc.constantFrom(...messageTypes),
  private: fc.boolean(),
  human: fc.boolean(),
  at: fc.integer({ min: 1, max: 1_000_000 }).map((seconds) => new Date(seconds * 1000)),
})
const beginning = fc.record({ status: fc.constantFrom(...conversationStatuses), blocked: fc.boolean() })

/** A thread and everything written in it, in the order of time. */
const story = fc
  .tuple(beginning, fc.array(arrival, { maxLength: 20 }))
  .map(([start, arrivals]) => ({ start, arrivals: arrivals.toSorted((a, b) => a.at.getTime() - b.at.getTime()) }))

function* play(start: Pick<ThreadState, 'status' | 'blocked'>, arrivals: readonly Arrival[]) {
  let thread: ThreadState = { ...start, waitingSince: null, firstReplyCreatedAt: null, answeredBefore: false }
  for (const message of arrivals) {
    const before = thread
    const { reply, ...moved } = moveClocks(thread, message)
    thread = { ...thread, ...moved }
    yield { before, after: thread, message, reply }
  }
}

describe('the clocks of a conversation, whatever is written', () => {
  it('keep the first reply once there is one', () => {
    fc.assert(
      fc.property(story, ({ start, arrivals }) => {
        for (const { before, after } of play(start, arrivals))
          if (before.firstReplyCreatedAt) expect(after.firstReplyCreatedAt).toEqual(before.firstReplyCreatedAt)
      }),
    )
  })

  it('start waiting at the earliest message without an answer', () => {
    fc.assert(
      fc.property(story, ({ start, arrivals }) => {
        let expected: Date | null = null
        for (const { after, message } of play(start, arrivals)) {
          const answers = message.type === 'outgoing' && !message.private && message.human
          if (answers) expected = null
          else if (message.type === 'incoming' && after.status !== 'resolved') expected ??= message.at
          expect(after.waitingSince).toEqual(expected)
        }
      }),
    )
  })

  it('open only what slept, only for an incoming message, and never for a muted contact', () => {
    fc.assert(
      fc.property(story, ({ start, arrivals }) => {
        for (const { before, after, message } of play(start, arrivals)) {
          if (before.status === after.status) continue
          expect(after.status).toBe('open')
          expect(message.type).toBe('incoming')
          expect(start.blocked).toBe(false)
        }
      }),
    )
  })

  it('tell a first reply at most once', () => {
    fc.assert(
      fc.property(story, ({ start, arrivals }) => {
        const firsts = [...play(start, arrivals)].filter(({ reply }) => reply?.first)
        expect(firsts.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})
