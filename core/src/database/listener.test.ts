import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { createLog } from '../observe/log.ts'
import { createListener } from './listener.ts'

it('knocks on the door of a database that refuses it once at a time, however long that lasts', async () => {
  const knocks: number[] = []
  const server = createServer((socket) => {
    knocks.push(performance.now())
    socket.on('error', () => {}).destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const listener = createListener(`postgresql://nobody@127.0.0.1:${port}/none`, createLog('silent'))

  void listener.start()
  await expect.poll(() => knocks.length).toBeGreaterThanOrEqual(5)

  const pauses = knocks.slice(1, 5).map((at, index) => at - (knocks[index] as number))
  expect(Math.min(...pauses)).toBeGreaterThan(400)
  await listener.stop()
  server.close()
})
