/**
 * Tests of a plugin against a real Cordboard. First version, for plugins in this repository: it needs vitest with the
 * global set-up of `tests/support/database.ts`, which brings a PostgreSQL server.
 *
 *     const here = await world({ plugin: join(import.meta.dirname, '..'), environment: { TELEGRAM_BASE_URL: simulator.url } })
 *     const inbox = await here.inbox({ type: 'telegram', bot_token: '1:a' })
 *     await here.receives('/webhooks/telegram/1', update)
 *     await here.settle()
 *     expect(await here.conversations()).toHaveLength(1)
 *
 * With `processes: true` durable processes run too, on a real Temporal server that the tests of a run share, and a
 * namespace of the world's own. Nothing sleeps: `await here.until(async () => (await here.api('GET', …)).body.live)`.
 */
export * from './world.ts'
