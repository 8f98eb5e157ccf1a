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
const steps = [0, 100, 300, 600, most]
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
  const { child } = await forkScript<'ready'>('process-worker.ts', [server.address, server.namespace])
  const pid = child.pid as number
  const looked = new Set<number>()
  child.on('message', (message: { inboxId?: number }) => {
    if (message.inboxId !== undefined) looked.add(message.inboxId)
  })
  const measured: { waiting: number; memory: number }[] = []
  try {
    say('waiting: memory of the worker')
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
    const [first, last] = [measured[0], measured.at(-1)] as [(typeof measured)[0], (typeof measured)[0]]
    const each = (last.memory - first.memory) / last.waiting
    const full = measured.findLast(({ waiting }) => waiting >= 300 && waiting < most) ?? last
    const beyond = Math.max((last.memory - full.memory) / (last.waiting - full.waiting), 0)
    say(
      `   all in a line: ${first.memory.toFixed(0)} MB + ${(each * 1000).toFixed(0)} kB each: ${(first.memory + each * 10_000).toFixed(0)} MB at 10,000`,
    )
    say(
      `   the cache holds 300; beyond it ${(beyond * 1000).toFixed(0)} kB each: ${(last.memory + beyond * (10_000 - most)).toFixed(0)} MB at 10,000`,
    )
    const before = cpuOf(pid)
    for (let one = 1; one <= 200; one += 1)
      await client.signal(workflowIdOf('channelOnboarding', one), 'proofDecided', { msgId: `bench:${one}`, detail: {} })
    await settled(pid)
    say(`   a wake-up of a number that is not in the cache: ${((cpuOf(pid) - before) / 200).toFixed(1)} ms of CPU`)
  } finally {
    child.kill('SIGTERM')
    await client.close()
    await connection.close()
    await server.stop()
  }
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
