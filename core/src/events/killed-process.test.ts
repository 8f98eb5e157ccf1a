import { expect, it } from 'vitest'
import { type CoreProcess, startCoreProcess } from '../../../tests/support/core-process.ts'
import { createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { startProduct } from '../../../tests/support/product.ts'
import { emit } from './emit.ts'

const conversations = [1, 2, 3, 4, 5]
const facts = 40

it('facts of a process that is killed between commit and delivery are told by the next, in order per conversation', {
  timeout: 90_000,
}, async () => {
  const folder = await pluginFolder()
  await folder.write('listener', {
    manifest: { permissions: ['messages:read', 'storage:own'], contributes: { hooks: ['message.created'] } },
    setup: `hooks['message.created'].tapPromise('x', async ({ payload: { conversationId, messageId } }, { accountId }) => {
      const key = 'heard:' + conversationId
      const heard = (await context.store.get(key, { accountId })) ?? []
      await new Promise((resolve) => setTimeout(resolve, 10))
      await context.store.set(key, [...heard, messageId], { accountId })
    })`,
  })
  // This process writes and never delivers: the two that are started do.
  const product = await startProduct({ safeMode: true })
  await product.core.dispatcher.stop()
  await product.core.jobs.stop()
  const { account } = await createAccountWithAdministrator(product)
  const tell = (conversationId: number, messageId: number) =>
    emit(product.core.orm.em.fork(), {
      accountId: account.id,
      name: 'message.created',
      subjectType: 'message',
      subjectId: messageId,
      actor: { kind: 'system' },
      payload: { messageId, conversationId, inboxId: 1 },
      queueKey: `conversation:${conversationId}`,
    })
  const heard = async (): Promise<Map<number, number[]>> => {
    const { rows } = await product.core.pool.query(
      `select key, value from plugin_storage where account_id = $1 and plugin_id = 'listener'`,
      [account.id],
    )
    return new Map(rows.map(({ key, value }) => [Number(key.split(':')[1]), value]))
  }
  const total = async () => [...(await heard()).values()].flat().length
  const start = () =>
    startCoreProcess({ ...product.core.configuration, pluginsDirectory: folder.path, safeMode: false })
  const numbers = Array.from({ length: facts }, (_, n) => n + 1)
  const running: CoreProcess[] = []

  try {
    running.push(await start())
    for (const number of numbers) for (const conversation of conversations) await tell(conversation, number)
    // Some are told, and many committed that are not.
    await expect.poll(total, { timeout: 20_000, interval: 10 }).toBeGreaterThan(20)
    await running[0]?.kill()
    expect(await total()).toBeLessThan(facts * conversations.length)
    running.push(await start())

    await expect
      .poll(async () => [...(await heard()).values()].filter((told) => told.includes(facts)).length, {
        timeout: 40_000,
      })
      .toBe(conversations.length)
    for (const told of (await heard()).values()) expect([...new Set(told)]).toEqual(numbers)
  } finally {
    for (const one of running) await one.kill()
    await product.stop()
    await folder.remove()
  }
})
