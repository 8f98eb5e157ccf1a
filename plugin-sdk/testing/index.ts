/**
 * Tests of a plugin against a real Cordboard. First version, for plugins in this repository: it needs vitest with the
 * global set-up of `tests/support/database.ts`, which brings a PostgreSQL server.
 *
 *     const here = await world({ plugin: join(import.meta.dirname, '..'), environment: { TELEGRAM_BASE_URL: simulator.url } })
 *     const inbox = await here.inbox({ type: 'telegram', bot_token: '1:a' })
 *     await here.receives('/webhooks/telegram/1', update)
 *     await here.settle()
 *     expect(await here.conversations()).toHaveLength(1)
 */
export * from './world.ts'
