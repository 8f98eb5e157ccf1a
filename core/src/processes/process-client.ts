import type { ProcessInput, ProcessSignal, ProcessType } from './process.ts'

export interface ProcessStart {
  type: ProcessType
  workflowId: string
  input: ProcessInput
  /** Tells a repeated start from a second one. */
  startedBy: string
}

/** How a call went. `away` is tried for ever, `broken` a few times, `missing` means that no such workflow runs. */
export type CallProblem = 'away' | 'broken' | 'missing' | 'refused'

/** Thrown by a `ProcessClient`. */
export class ProcessCallFailed extends Error {
  override readonly name = 'ProcessCallFailed'
  readonly problem: CallProblem
  /** With `refused`: what the onboarding's own table said. */
  readonly refusal: Refused | undefined
  constructor(problem: CallProblem, message: string, refusal?: Refused) {
    super(message)
    this.problem = problem
    this.refusal = refusal
  }
}

export interface Refused {
  code: string
  message: string
  retryAt?: number
}

export interface ProcessUpdate {
  name: string
  /** The server carries an update of the same id out once. */
  updateId: string
  argument: Record<string, unknown>
}

/** The few calls of Temporal that the outbox makes, each with a deadline. */
export interface ProcessClient {
  /** Starts it unless it runs. */
  start(start: ProcessStart): Promise<void>
  signal(workflowId: string, name: string, signal: ProcessSignal): Promise<void>
  signalWithStart(start: ProcessStart, name: string, signal: ProcessSignal): Promise<void>
  /** Starts it unless it runs and hands the update over; resolves when the workflow has taken it, with the answer where that is there already. */
  update(start: ProcessStart, update: ProcessUpdate): Promise<Record<string, unknown> | undefined>
  /** Waits a while for the answer to an update that was taken; undefined when there is none yet. */
  answer(workflowId: string, updateId: string): Promise<Record<string, unknown> | undefined>
  /** Which call started the latest run of a workflow; undefined where there is none. */
  startedBy(workflowId: string): Promise<string | undefined>
  /** Rejects while the server does not answer. */
  isThere(): Promise<void>
  close(): Promise<void>
}
