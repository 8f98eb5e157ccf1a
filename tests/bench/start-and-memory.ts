import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../support/database.ts'
import { pluginFolder } from '../support/plugin.ts'
import {
  type BenchCore,
  type BenchServer,
  median,
  memoryOf,
  root,
  say,
  startCore,
  startDatabaseServer,
  untilAnswered,
} from './processes.ts'

const plugins = 20
const rounds = 5
const idleMilliseconds = 5_000

/** B9: from the start of the process to its first 2xx, with twenty plugins; database and data directory have been used before. */
export const coldStart = () =>
  withTwenty(async (server, start) => {
    const { url } = await server.database('core')
    await (await start(url)).stop()
    const bare: number[] = []
    const whole: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const reference = await startBare(url)
      bare.push(reference.milliseconds)
      reference.child.kill()
      const core = await start(url)
      whole.push(core.milliseconds)
      await core.stop()
    }
    const [reference, core] = [median(bare), median(whole)]
    say(`B9 cold start to the first 2xx with ${plugins} plugins, medians of ${rounds}`)
    say(`   reference ${reference.toFixed(0)} ms (Koa and pg)`)
    say(`   core      ${core.toFixed(0)} ms, ratio ${(core / reference).toFixed(1)} (budget 1500 ms and 4)`)
    return core < 1_500 && core <= 4 * reference
  })

/** B10: memory of the idle core, web and worker, with twenty plugins. */
export const idleMemory = () =>
  withTwenty(async (server, start) => {
    const { url } = await server.database('core')
    const reference = await startBare(url)
    const core = await start(url)
    await pause(idleMilliseconds)
    const [bare, whole] = [memoryOf(reference.child.pid as number), memoryOf(core.process.pid as number)]
    reference.child.kill()
    await core.stop()
    say(`B10 idle memory with ${plugins} plugins`)
    say(`   reference ${bare.toFixed(0)} MB (Koa and pg)`)
    say(`   core      ${whole.toFixed(0)} MB, ratio ${(whole / bare).toFixed(1)} (budget 200 MB)`)
    return whole < 200
  })

type Start = (databaseUrl: string) => Promise<BenchCore>

async function withTwenty(work: (server: BenchServer, start: Start) => Promise<boolean>): Promise<boolean> {
  const server = await startDatabaseServer()
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-bench-data-'))
  const { path, write, remove } = await pluginFolder()
  const names = Array.from({ length: plugins - 1 }, (_, n) => `idle-${n}`)
  for (const name of names)
    await write(name, {
      manifest: {
        permissions: ['messages:write', 'messages:read'],
        contributes: { hooks: ['message.beforeCreate', 'message.created'] },
      },
      setup: `hooks['message.beforeCreate'].tap('noop', () => undefined); hooks['message.created'].tapPromise('noop', async () => {})`,
    })
  const pluginFolders = names.map((name) => `${path}/${name}`)
  try {
    return await work(server, (databaseUrl) => startCore(databaseUrl, { pluginFolders, dataFolder }))
  } finally {
    await server.stop()
    await remove()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function startBare(databaseUrl: string): Promise<{ child: ChildProcess; milliseconds: number }> {
  const port = await freePort()
  const began = performance.now()
  const child = fork(join(import.meta.dirname, 'bare-server.ts'), [databaseUrl, String(port)], { cwd: root })
  await untilAnswered(`http://127.0.0.1:${port}/`, 200, child)
  return { child, milliseconds: performance.now() - began }
}
