import { describe, expect, it } from 'vitest'
import { type Conversation, fromServer } from './conversation.ts'
import { belongs, type ConversationFilter, compare, queryOf } from './conversation-filter.ts'

const all: ConversationFilter = { tab: 'all', status: 'open', order: 'last_activity_at_desc' }
const conversation = (more: Record<string, unknown> = {}): Conversation =>
  fromServer({ id: 1, status: 'open', inbox_id: 2, last_activity_at: 100, ...more } as never)
const assigned = (id: number) => conversation({ meta: { assignee: { id } } })

describe('whether a conversation belongs to a list', () => {
  it('follows the tab', () => {
    expect(belongs({ ...all, tab: 'me' }, assigned(7), 7)).toBe(true)
    expect(belongs({ ...all, tab: 'me' }, assigned(8), 7)).toBe(false)
    expect(belongs({ ...all, tab: 'unassigned' }, assigned(7), 7)).toBe(false)
    expect(belongs({ ...all, tab: 'unassigned' }, conversation(), 7)).toBe(true)
  })

  it('follows status, inbox, team and label', () => {
    expect(belongs(all, conversation({ status: 'resolved' }), 7)).toBe(false)
    expect(belongs({ ...all, status: 'all' }, conversation({ status: 'resolved' }), 7)).toBe(true)
    expect(belongs({ ...all, inbox: 3 }, conversation(), 7)).toBe(false)
    expect(belongs({ ...all, team: 4 }, conversation({ meta: { team: { id: 4 } } }), 7)).toBe(true)
    expect(belongs({ ...all, label: 'refund' }, conversation({ labels: ['refund'] }), 7)).toBe(true)
  })

  it('leaves to the server what only it knows', () => {
    expect(belongs({ ...all, kind: 'mention' }, conversation(), 7)).toBeUndefined()
    expect(belongs({ ...all, kind: 'mention' }, conversation({ status: 'resolved' }), 7)).toBe(false)
  })
})

describe('the order of a list', () => {
  const sorted = (order: ConversationFilter['order'], ...list: Conversation[]) =>
    list.sort(compare(order)).map(({ id }) => id)

  it('puts the latest first, or the oldest', () => {
    const [one, two] = [conversation({ id: 1, last_activity_at: 10 }), conversation({ id: 2, last_activity_at: 20 })]
    expect(sorted('last_activity_at_desc', one, two)).toEqual([2, 1])
    expect(sorted('last_activity_at_asc', one, two)).toEqual([1, 2])
  })

  it('puts what has no value last in either direction', () => {
    const [none, low, urgent] = [
      conversation({ id: 1 }),
      conversation({ id: 2, priority: 'low' }),
      conversation({ id: 3, priority: 'urgent' }),
    ]
    expect(sorted('priority_desc', none, low, urgent)).toEqual([3, 2, 1])
    expect(sorted('priority_asc', none, low, urgent)).toEqual([2, 3, 1])
    expect(sorted('waiting_since_asc', none, conversation({ id: 4, waiting_since: 50 }))).toEqual([4, 1])
  })
})

describe('what the server says about a conversation', () => {
  it('keeps from the API what an event leaves out, and takes what it empties', () => {
    const known = fromServer({
      id: 1,
      muted: true,
      meta: { sender: { id: 5, name: 'Ana', email: 'ana@x.test' }, assignee: { id: 7 } },
    } as never)
    const after = fromServer({ id: 1, meta: { sender: { id: 5, name: 'Ana Silva' }, assignee: null } } as never, known)

    expect(after).toMatchObject({
      muted: true,
      meta: { sender: { name: 'Ana Silva', email: 'ana@x.test' }, assignee: null },
    })
  })

  it('never shows an older message than the one that is shown', () => {
    const known = fromServer({ id: 1, messages: [{ id: 9 }] } as never)
    expect(fromServer({ id: 1, messages: [{ id: 8 }] } as never, known).messages).toEqual([{ id: 9 }])
  })

  it('asks for labels as a list', () => {
    expect(queryOf({ ...all, label: 'refund' })).toMatchObject({
      status: 'open',
      assignee_type: 'all',
      labels: ['refund'],
    })
  })
})
