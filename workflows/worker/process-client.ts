import { setTimeout as pause } from 'node:timers/promises'
import {
  type CallProblem,
  ProcessCallFailed,
  type ProcessClient,
  type ProcessStart,
  type Refused,
} from '@cordboard/core/processes/process-client.ts'
import {
  Client,
  Connection,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client'
import { ApplicationFailure, type Workflow, WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { fixedAttributes } from '../src/search-attributes.ts'
import { summaryOf } from '../src/summary.ts'
import { connectionOptions, type TemporalServer, usualQueue } from './connect.ts'

const pingMilliseconds = 2_000
const shortMilliseconds = 5_000
// An update must be taken by a worker, which may have to read the history first.
const takenMilliseconds = 10_000
const graceMilliseconds = 50
const answerMilliseconds = 20_000

/** The calls of the outbox over Temporal's own client. It connects when it is first needed, and again whenever it must. */
export function createProcessClient(server: TemporalServer, taskQueue = usualQueue): ProcessClient {
  const connection = Connection.lazy({
    ...connectionOptions(server),
    connectTimeout: shortMilliseconds,
    // The outbox tries again by itself, and whoever waits for an answer hears at once that nobody is there. The library's own
    // repetition would also outlive the connection and end the process.
    interceptors: [],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2_000 },
  })
  const { workflow } = new Client({ connection, namespace: server.namespace })
  const ended = new AbortController()
  const within = <Result>(milliseconds: number, call: () => Promise<Result>): Promise<Result> =>
    connection
      .withAbortSignal(ended.signal, () => connection.withDeadline(Date.now() + milliseconds, call))
      .catch((error) => {
        throw asCallFailed(error)
      })
  const options = ({ type, workflowId, input, startedBy }: ProcessStart) => ({
    workflowId,
    taskQueue,
    args: [input] as [typeof input],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    memo: { inboxName: input.inboxName, startedBy },
    typedSearchAttributes: fixedAttributes(input),
    staticSummary: summaryOf(type, input),
  })

  return {
    async start(start) {
      await within(shortMilliseconds, () => workflow.start(start.type, options(start)))
    },
    signal: (workflowId, name, signal) =>
      within(shortMilliseconds, () => workflow.getHandle(workflowId).signal(name, signal)),
    async signalWithStart(start, name, signal) {
      await within(shortMilliseconds, () =>
        workflow.signalWithStart(start.type, { ...options(start), signal: name, signalArgs: [signal] }),
      )
    },
    update: (start, { name, updateId, argument }) =>
      within(takenMilliseconds, async () => {
        const handle = await workflow.startUpdateWithStart<Workflow, Record<string, unknown>, [typeof argument]>(name, {
          startWorkflowOperation: new WithStartWorkflowOperation(start.type, options(start)),
          args: [argument],
          updateId,
          waitForStage: 'ACCEPTED',
        })
        // A refusal, or an answer that was ready at once, came with the handle; anything else is asked for later.
        const result = handle.result()
        result.catch(() => {})
        return Promise.race([result, pause(graceMilliseconds, undefined)])
      }),
    async answer(workflowId, updateId) {
      try {
        return await within(answerMilliseconds, () =>
          workflow.getHandle(workflowId).getUpdateHandle<Record<string, unknown>>(updateId).result(),
        )
      } catch (error) {
        if (error instanceof ProcessCallFailed && error.problem === 'away') return undefined
        throw error
      }
    },
    async startedBy(workflowId) {
      try {
        const { memo } = await within(shortMilliseconds, () => workflow.getHandle(workflowId).describe())
        return typeof memo?.startedBy === 'string' ? memo.startedBy : undefined
      } catch (error) {
        if (error instanceof ProcessCallFailed && error.problem === 'missing') return undefined
        throw error
      }
    },
    async isThere() {
      await within(pingMilliseconds, () => connection.workflowService.getSystemInfo({}))
    },
    async close() {
      ended.abort()
      await connection.close()
    },
  }
}

// INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED: the same call fails again until somebody repairs something.
const broken = new Set([3, 7, 12, 16])

function asCallFailed(error: unknown): ProcessCallFailed {
  const { message } = error as Error
  if (error instanceof WorkflowNotFoundError) return new ProcessCallFailed('missing', message)
  if (error instanceof WorkflowExecutionAlreadyStartedError) return new ProcessCallFailed('away', message)
  if (error instanceof WorkflowUpdateFailedError) return new ProcessCallFailed('refused', message, refusalOf(error))
  const code = codeOf(error)
  const problem: CallProblem = code !== undefined && broken.has(code) ? 'broken' : 'away'
  return new ProcessCallFailed(problem, (error as { cause?: Error }).cause?.message ?? message)
}

function codeOf(error: unknown): number | undefined {
  for (let one = error as { cause?: unknown } | undefined; one; one = one.cause as typeof one)
    if (isGrpcServiceError(one)) return one.code as number
  return undefined
}

function refusalOf({ cause }: WorkflowUpdateFailedError): Refused | undefined {
  if (!(cause instanceof ApplicationFailure) || cause.type !== 'refused') return undefined
  return (cause.details?.[0] as Refused | undefined) ?? { code: 'refused', message: cause.message }
}
