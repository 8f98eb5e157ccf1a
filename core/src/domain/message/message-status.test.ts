import { Client } from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createTestDatabase } from '../../../../tests/support/database.ts'

import { messageStatuses } from './message.names.ts'
import { advances, advancesSql, mayBecome } from './message-status.ts'

describe('the status of a message', () => {
  it('follows a provider forward and never back', () => {
    expect(advances('sent', 'delivered')).toBe(true)
    expect(advances('delivered', 'read')).toBe(true)
    expect(advances('sent', 'failed')).toBe(true)
    expect(advances('failed', 'delivered')).toBe(true)
    expect(advances('read', 'delivered')).toBe(false)
    expect(advances('delivered', 'failed')).toBe(false)
    expect(advances('failed', 'sent')).toBe(false)
  })

  it('follows the same rule in SQL', async () => {
    const database = await createTestDatabase(inject('postgres'))
    const client = new Client(database.url)
    await client.connect()
    try {
      for (const [from, name] of messageStatuses.entries())
        for (const [to, next] of messageStatuses.entries()) {
          const { rows } = await client.query(`select ${advancesSql(String(from), String(to))} as moves`)
          expect([name, next, rows[0].moves]).toEqual([name, next, advances(name, next)])
        }
    } finally {
      await client.end()
      await database.drop()
    }
  })

  it('may be set at will by an API client, but what was read stays read', () => {
    expect(mayBecome('read', 'delivered')).toBe(false)
    expect(mayBecome('failed', 'sent')).toBe(true)
  })
})
