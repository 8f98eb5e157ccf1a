import { join } from 'node:path'
import { workflowIdOf } from '@cordboard/core/processes/process.ts'
import type { WorkflowHandle } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker } from '@temporalio/worker'
import type { Activities } from '../../src/activities.ts'
import type { ProcessInput } from '../../src/process-input.ts'
import { fixedAttributes } from '../../src/search-attributes.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import type { PluginWorkflows } from '../../worker/plugin-workflows.ts'
import type { Channel } from './channel.ts'

export const scripted: PluginWorkflows = {
  id: 'scripted',
  folder: join(import.meta.dirname, '../scripted'),
  entry: './tables.ts',
}

/** Processes of one channel under a real worker. */
export interface Loop {
  readonly inboxId: number
  readonly onboarding: WorkflowHandle
  readonly health: WorkflowHandle
  input: ProcessInput
  start(more?: Partial<ProcessInput>): Promise<void>
  startHealth(more?: Partial<ProcessInput>): Promise<void>
  tell(name: string, letter?: Record<string, unknown>): Promise<void>
  ask(name: string, detail?: Record<string, unknown>, updateId?: string): Promise<Record<string, unknown>>
  status(): Promise<Record<string, unknown>>
  /** What people read in the Temporal UI. */
  details(): Promise<string>
  /** Lets virtual time pass. */
  pass(span: string): Promise<void>
  /** As when the worker's process is started again: nothing of a workflow stays in memory. */
  restartWorker(): Promise<void>
  stop(): Promise<void>
}

let lastInbox = 0

export async function startLoop(
  environment: TestWorkflowEnvironment,
  channel: Channel,
  plugin: PluginWorkflows = scripted,
): Promise<Loop> {
  const inboxId = ++lastInbox
  const taskQueue = `loop-${inboxId}`
  const { codePath, leftOut } = await bundleWorkflows([plugin])
  if (leftOut[0]) throw leftOut[0].error
  const { workflow } = environment.client
  const input: ProcessInput = {
    accountId: 7,
    inboxId,
    pluginId: plugin.id,
    channelType: 'Channel::Test',
    inboxName: 'Support',
  }
  let running = await run(environment, taskQueue, codePath, channel.activities)
  const startOptions = (more: Partial<ProcessInput>) => ({
    taskQueue,
    args: [{ ...loop.input, ...more }],
    typedSearchAttributes: fixedAttributes(loop.input),
  })
  const loop: Loop = {
    inboxId,
    input,
    onboarding: workflow.getHandle(workflowIdOf('channelOnboarding', inboxId)),
    health: workflow.getHandle(workflowIdOf('channelHealth', inboxId)),
    async start(more = {}) {
      await workflow.start('channelOnboarding', {
        workflowId: workflowIdOf('channelOnboarding', inboxId),
        ...startOptions(more),
      })
    },
    async startHealth(more = {}) {
      await workflow.start('channelHealth', {
        workflowId: workflowIdOf('channelHealth', inboxId),
        ...startOptions(more),
      })
    },
    tell: (name, letter = {}) => loop.onboarding.signal(name, letter),
    ask: (name, detail = {}, updateId) =>
      loop.onboarding.executeUpdate<Record<string, unknown>, [unknown]>(name, {
        args: [{ detail }],
        ...(updateId !== undefined && { updateId }),
      }),
    status: () => loop.onboarding.query('status'),
    details: async () =>
      (await loop.onboarding.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails,
    pass: (span) => environment.sleep(span as '1h'),
    async restartWorker() {
      await running.stop()
      running = await run(environment, taskQueue, codePath, channel.activities)
    },
    stop: () => running.stop(),
  }
  return loop
}

async function run(environment: TestWorkflowEnvironment, taskQueue: string, codePath: string, activities: Activities) {
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    namespace: environment.namespace ?? 'default',
    taskQueue,
    workflowBundle: { codePath },
    activities,
    // A mistake in the tables ends a test at once instead of being tried for ever.
    workflowFailureErrorTypes: { '*': ['Error'] },
  })
  const ended = worker.run()
  return {
    async stop() {
      worker.shutdown()
      await ended
    },
  }
}
