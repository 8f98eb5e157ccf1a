import { setTimeout as pause } from 'node:timers/promises'
import { type ProcessInput, workflowIdOf } from '@cordboard/core/processes/process.ts'
import { bundleWorkflows } from '@cordboard/workflows/worker/bundle'
import { prepareNamespace, searchAttributes } from '@cordboard/workflows/worker/prepare-namespace'
import { createProcessClient } from '@cordboard/workflows/worker/process-client'
import { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { numberPlugin } from './number-plugin.ts'
import { cpuOf, forkScript, memoryOf, say } from './processes.ts'
import { startTemporalServer, testServerProgram } from './temporal.ts'

const most = 1_000
/** As in `create-worker.ts`. */
const cached = 100
const steps = [0, 50, cached, 300, most]
const wakeUps = 2
const heapMegabytes = 256
const days = [1, 2, 3, 7, 14, 29]
const timings = {
  reminders: '24h,72h,7d,14d',
  stalled: '7d',
  giveUp: '30d',
  polls: '5x1m,6x5m,12x30m,2h,48h:6h,7d:12h',
}

/** What a number costs while it waits: history a day, and memory of the worker with a thousand of them. */
export async function waitingNumbers(): Promise<boolean> {
  await historyADay()
  await memoryOfAThousand()
  return true
}

async function historyADay(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } })
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await testServerProgram() } },
  })
  await environment.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes })
  const { codePath } = await bundleWorkflows([numberPlugin])
  const facts = { number: '+15550104477', state: 'bought', proof: 'in_review', rejection: null }
  let looks = 0
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue: 'bench',
    workflowBundle: { codePath },
    activities: {
      async observe() {
        looks += 1
        return { facts }
      },
      async saveProgress() {},
      async notify() {},
    },
  })
  const ended = worker.run()
  try {
    const workflowId = workflowIdOf('channelOnboarding', 1)
    const handle = await environment.client.workflow.start('channelOnboarding', {
      workflowId,
      taskQueue: 'bench',
      args: [inputOf(1)],
    })
    say('waiting: history of one number whose review takes weeks (events and bytes so far)')
    let passed = 0
    for (const day of days) {
      await environment.sleep((day - passed) * 86_400_000)
      passed = day
      const history = await handle.fetchHistory()
      const bytes = proto.temporal.api.history.v1.History.encode(history).finish().length
      const events = history.events?.length ?? 0
      say(
        `   day ${String(day).padStart(2)}: ${looks} looks, ${events} events, ${(bytes / 1000).toFixed(0)} kB; ${(events / day).toFixed(0)} events and ${(bytes / 1000 / day).toFixed(1)} kB a day`,
      )
    }
  } finally {
    worker.shutdown()
    await ended
    await environment.teardown()
  }
}

async function memoryOfAThousand(): Promise<void> {
  const server = await startTemporalServer()
  const connection = await Connection.connect({ address: server.address })
  await prepareNamespace(connection, server.namespace)
  const client = createProcessClient(server)
  // Without a limit, what is thrown away stays in memory as long as there is any.
  process.env.NODE_OPTIONS = `--max-old-space-size=${heapMegabytes}`
  const { child } = await forkScript<'ready'>('process-worker.ts', [server.address, server.namespace])
  const pid = child.pid as number
  const looked = new Set<number>()
  child.on('message', (message: { inboxId?: number }) => {
    if (message.inboxId !== undefined) looked.add(message.inboxId)
  })
  const measured: { waiting: number; memory: number }[] = []
  try {
    say(`waiting: memory of the worker, its heap limited to ${heapMegabytes} MB`)
    let started = 0
    for (const wanted of steps) {
      for (; started < wanted; started += 1) {
        const type = 'channelOnboarding' as const
        const workflowId = workflowIdOf(type, started + 1)
        await client.start({ type, workflowId, input: inputOf(started + 1), startedBy: `bench:${started}` })
      }
      await until(() => looked.size >= wanted)
      await settled(pid)
      const memory = memoryOf(pid)
      measured.push({ waiting: wanted, memory })
      say(`   ${String(wanted).padStart(5)} waiting: ${memory.toFixed(0)} MB`)
    }
    for (let round = 1; round <= wakeUps; round += 1) {
      const before = cpuOf(pid)
      for (let one = 1; one <= most; one += 1) {
        const news = { msgId: `bench:${round}:${one}`, detail: {} }
        await client.signal(workflowIdOf('channelOnboarding', one), 'proofDecided', news)
      }
      await settled(pid)
      const cpu = (cpuOf(pid) - before) / most
      measured.push({ waiting: most, memory: memoryOf(pid) })
      say(`   all woken once: ${memoryOf(pid).toFixed(0)} MB, ${cpu.toFixed(1)} ms of CPU each`)
    }
    tellModel(measured)
  } finally {
    child.kill('SIGTERM')
    await client.close()
    await connection.close()
    await server.stop()
  }
}

/**
 * Only what is in the cache is alive; the others are rows of the server, read again when they wake. What they leave behind is
 * garbage, which grows with their number until the heap's limit and no further.
 */
function tellModel(measured: { waiting: number; memory: number }[]): void {
  const at = (waiting: number) => measured.find((one) => one.waiting === waiting)?.memory ?? 0
  const each = (at(most) - at(cached)) / (most - cached)
  const last = measured.at(-1)?.memory ?? 0
  say(
    `   model: ${at(0).toFixed(0)} MB + ${cached} in the cache (${(at(cached) - at(0)).toFixed(0)} MB) + ${(each * 1000).toFixed(0)} kB for each beyond`,
  )
  say(
    `   10,000 waiting: ${(at(cached) + each * (10_000 - cached)).toFixed(0)} MB in a line without a limit of the heap`,
  )
  say(
    `   with the limit: ${last.toFixed(0)} MB at ${most} after all were woken ${wakeUps} times; more than ${at(0).toFixed(0)} + ${heapMegabytes} MB and what is outside the heap it cannot be`,
  )
}

const inputOf = (inboxId: number): ProcessInput => ({
  accountId: 1,
  inboxId,
  pluginId: numberPlugin.id,
  channelType: 'Channel::Number',
  inboxName: `Number ${inboxId}`,
  pace: 1,
  timings,
})

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('the numbers were not all looked at within two minutes')
    await pause(50)
  }
}

/** Waits until a process does next to nothing. */
async function settled(pid: number): Promise<void> {
  for (let idle = 0; idle < 3; ) {
    const before = cpuOf(pid)
    await pause(1_000)
    idle = cpuOf(pid) - before < 30 ? idle + 1 : 0
  }
}
