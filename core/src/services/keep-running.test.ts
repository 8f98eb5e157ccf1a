import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { StartProblem } from '../configuration/start-problem.ts'
import { keepRunning, type Service } from './keep-running.ts'
import { identityOf } from './process-identity.ts'

const sleeper = (started: ChildProcess[]): Service => ({
  name: 'sleeper',
  manners: [{ signal: 'SIGTERM', patience: 2000 }],
  async start(spawned) {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
    spawned(child)
    await once(child, 'spawn')
    started.push(child)
  },
})

it('starts again what dies, and nothing after it was stopped', async () => {
  const started: ChildProcess[] = []
  const lines: string[] = []
  const kept = keepRunning(sleeper(started), { say: (line) => lines.push(line) })
  await kept.ready
  started[0]?.kill('SIGKILL')
  await expect.poll(() => started.length).toBe(2)
  expect(lines).toEqual(['sleeper stopped (signal SIGKILL). Starting it again in 0.2 s.', 'sleeper runs again.'])
  await kept.stop()
  expect(started.map(({ pid }) => identityOf(pid as number))).toEqual([undefined, undefined])
  expect(started).toHaveLength(2)
})

it('tries a first start as often as it is told to, and gives up at once where only the operator can help', async () => {
  let tries = 0
  const failing = (error: Error): Service => ({
    name: 'failing',
    manners: [],
    async start() {
      tries += 1
      throw error
    },
  })
  await expect(keepRunning(failing(new Error('no')), { say() {}, attempts: 2 }).ready).rejects.toThrow('no')
  expect(tries).toBe(2)
  await expect(keepRunning(failing(new StartProblem('set it')), { say() {}, attempts: 9 }).ready).rejects.toThrow(
    'set it',
  )
  expect(tries).toBe(3)
})
