import { describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '../../actor.ts'
import { activityLines } from './activity.ts'

const ada: Actor = { kind: 'user', id: 1, name: 'Ada' }
const rule: Actor = { kind: 'rule', id: 2, name: 'Tidy up' }
const ana: Actor = { kind: 'contact', id: 3, name: 'Ana' }

describe('a line of the thread', () => {
  it('names who did it', () => {
    expect(activityLines({ kind: 'status', status: 'pending' }, ada)).toEqual(['Ada set the conversation to pending'])
    expect(activityLines({ kind: 'status', status: 'resolved' }, rule)).toEqual([
      'Automation resolved the conversation',
    ])
    expect(activityLines({ kind: 'status', status: 'resolved' }, ana)).toEqual(['Ana resolved the conversation'])
    expect(activityLines({ kind: 'assignee', assignee: { id: 1, name: 'Ada' } }, ada)).toEqual([
      'Ada self-assigned this conversation',
    ])
    expect(activityLines({ kind: 'team', team: 'sales', previous: null, assignee: 'Bo' }, ada)).toEqual([
      'Ada assigned Bo from sales',
    ])
    expect(activityLines({ kind: 'team', team: null, previous: 'sales', assignee: null }, ada)).toEqual([
      'Ada took the conversation from sales',
    ])
  })

  it('tells of a customer who wrote again', () => {
    expect(activityLines({ kind: 'status', status: 'open', reason: 'incoming message' }, ana)).toEqual([
      'Reopened by the system because of a new incoming message',
    ])
  })

  it('is not written where nobody did it, or nothing happened', () => {
    expect(activityLines({ kind: 'status', status: 'open' }, systemActor)).toEqual([])
    expect(activityLines({ kind: 'assignee', assignee: null }, systemActor)).toEqual([])
    expect(activityLines({ kind: 'priority', from: 'high', to: 'high' }, ada)).toEqual([])
    expect(activityLines({ kind: 'labels', added: [], removed: [] }, ada)).toEqual([])
  })
})
