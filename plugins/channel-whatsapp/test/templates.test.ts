import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTemplateSync } from '../server/sync-templates.ts'
import { juniper } from './support/juniper.ts'
import { startWorld, type World } from './support/world.ts'

let world: World
let changed: number[]
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const sync = () =>
  createTemplateSync({
    ...world,
    log: silent,
    realtime: { inboxChanged: async (_, inboxId) => void changed.push(inboxId) },
  })

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.simulator.stop())
beforeEach(() => {
  changed = []
  world.simulator.calls.length = 0
  world.channel.settings = { ...world.channel.settings, message_templates: [], message_templates_last_updated: null }
  world.number.profile.templates = juniper.templates ?? []
})

describe('reading templates', () => {
  it('follows every page by its cursor, and never the link with the key', async () => {
    world.number.profile.templates = Array.from({ length: 230 }, (_, id) => ({
      id: String(id),
      name: `t${id}`,
      language: 'en',
      status: 'APPROVED',
      components: [],
    }))
    await sync().sync(7)
    expect(world.channel.settings.message_templates).toHaveLength(230)
    expect(world.simulator.calls).toHaveLength(3)
    expect(changed).toEqual([7])
    expect(world.simulator.takeProblems()).toEqual([])
  })

  it('keeps what is known when all are gone at once', async () => {
    await sync().sync(7)
    world.number.profile.templates = []
    await sync().sync(7)
    expect(world.channel.settings.message_templates).toHaveLength(3)
  })

  it('is done for those that were not read for three hours', async () => {
    world.channel.settings.message_templates_last_updated = new Date(Date.now() - 2 * 3_600_000).toISOString()
    await sync().syncStale()
    expect(world.simulator.calls).toHaveLength(0)
    world.channel.settings.message_templates_last_updated = new Date(Date.now() - 4 * 3_600_000).toISOString()
    await sync().syncStale()
    expect(world.simulator.calls).toHaveLength(1)
  })

  it('asks the administrators to connect again when the key is dead, and then leaves the number alone', async () => {
    world.number.script.next('templates', { error: { code: 190, message: 'Session has expired' }, status: 401 })
    await sync().syncStale()
    expect(world.channel.settings.reauthorization_required).toBe(true)
    await sync().syncStale()
    expect(world.simulator.calls).toHaveLength(1)
    world.channel.settings.reauthorization_required = false
  })
})
