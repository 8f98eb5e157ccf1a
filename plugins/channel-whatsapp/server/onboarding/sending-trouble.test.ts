import type { ProcessNews, TellOptions } from '@cordboard/plugin-sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { noProcesses } from '../../test/support/world.ts'
import { createSendingTrouble } from './sending-trouble.ts'

const hour = 3_600_000
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
let told: ({ inboxId: number } & ProcessNews & TellOptions)[]
let now: number
let isBroken: boolean

beforeEach(() => {
  told = []
  now = 1_790_000_000_000
  isBroken = false
})

const create = () =>
  createSendingTrouble(
    {
      log,
      processes: {
        ...noProcesses,
        tell: async (inboxId, news, options) => {
          if (isBroken) throw new Error('no database')
          told.push({ inboxId, ...news, ...options })
        },
      },
    },
    () => now,
  )

describe('messages that fail', () => {
  it('are told once an hour for each inbox and reason', () => {
    const trouble = create()
    for (let message = 0; message < 50; message++) trouble.note(7, 131042)
    trouble.note(7, 190)
    trouble.note(8, 131042)
    expect(told.map(({ inboxId, detail }) => [inboxId, detail?.code])).toEqual([
      [7, 131042],
      [7, 190],
      [8, 131042],
    ])
    now += hour
    trouble.note(7, 131042)
    expect(told).toHaveLength(4)
    expect(new Set(told.map(({ key }) => key)).size).toBe(4)
  })

  it('say nothing when the reason is one message’s own', () => {
    const trouble = create()
    for (const code of [undefined, 131026, 131047, 100, 0]) trouble.note(7, code)
    expect(told).toEqual([])
  })

  it('are told again when telling failed', async () => {
    const trouble = create()
    isBroken = true
    trouble.note(7, 190)
    await new Promise((resolve) => setImmediate(resolve))
    isBroken = false
    trouble.note(7, 190)
    expect(told).toHaveLength(1)
  })
})
