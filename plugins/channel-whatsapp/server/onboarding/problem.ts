import { ProcessFailure, type ProcessProblem } from '@cordboard/plugin-sdk'
import { isDead } from '../errors.ts'
import { GraphError, UnreachableError } from '../graph-error.ts'
import { redact } from './redact.ts'

const noPermission = new Set([3, 10, 131005])
const busy = new Set([4, 17, 32, 613, 80007])
const passing = new Set([1, 2, 131000, 131016, 133000, 133004])
const pinLocks = new Set([133008, 133009])

/** `look`: asking again does no harm. `call`: without an answer nobody knows what was done. */
type Doing = 'look' | 'call'

interface Context {
  doing: Doing
  secrets: readonly (string | undefined)[]
  now?: number
}

/** Turns whatever a call threw into what a process understands, secrets cut out. */
export function failureOf(error: unknown, context: Context): ProcessFailure {
  if (error instanceof ProcessFailure) return error
  const problem = problemOf(error, context)
  return new ProcessFailure(problem, { retry: context.doing === 'look' && problem.kind === 'temporary', cause: error })
}

export function problemOf(error: unknown, { doing, secrets, now = Date.now() }: Context): ProcessProblem {
  if (error instanceof UnreachableError)
    return { kind: doing === 'call' && error.mayHaveArrived ? 'unanswered' : 'temporary', message: error.message }
  if (error instanceof GraphError) return refusal(error, { doing, secrets, now })
  const message = error instanceof Error ? redact(error.message, secrets) : 'The call failed'
  return { kind: isUnconnected(error) ? 'credentials' : doing === 'call' ? 'unanswered' : 'temporary', message }
}

const isUnconnected = (error: unknown): boolean => error instanceof Error && error.name === 'ReauthorizationError'

function refusal(error: GraphError, { doing, secrets, now }: Required<Context>): ProcessProblem {
  const kind = kindOf(error, doing)
  const retryAt = retryOf(error, now)
  return {
    kind,
    ...(error.code === undefined ? {} : { code: error.code }),
    ...(error.subcode === undefined ? {} : { subcode: error.subcode }),
    message: redact(wordsOf(error, kind), secrets),
    ...(retryAt === undefined ? {} : { retryAt }),
  }
}

function kindOf(error: GraphError, doing: Doing): ProcessProblem['kind'] {
  const { code, status, raw } = error
  if (isDead(error)) return 'credentials'
  if (code === undefined) {
    if (status === 429) return 'temporary'
    if (status < 500) return 'refused'
    if (doing === 'call') return 'unanswered'
    return raw === undefined || status !== unreadableStatus ? 'temporary' : 'unreadable'
  }
  if (noPermission.has(code) || (code >= 200 && code < 300)) return 'credentials'
  if (busy.has(code) || passing.has(code) || status >= 500) return 'temporary'
  return 'refused'
}

// As the client says it of a good answer that is no JSON object.
const unreadableStatus = 502

function wordsOf({ message, title, details, raw }: GraphError, kind: ProcessProblem['kind']): string {
  if (kind === 'unreadable') return `The answer makes no sense: ${raw ?? ''}`
  const heading = title ?? message
  return details && !heading.includes(details) ? `${heading}. ${details}` : heading
}

const units: Record<string, number> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 }

function retryOf({ code, retryAfterSeconds, details, message }: GraphError, now: number): number | undefined {
  if (retryAfterSeconds !== undefined) return now + retryAfterSeconds * 1_000
  if (code === undefined || !pinLocks.has(code)) return undefined
  const span = /(\d+)\s*(second|minute|hour|day)/i.exec(`${details ?? ''} ${message}`)
  return span ? now + Number(span[1]) * (units[String(span[2]).toLowerCase()] ?? 0) : undefined
}
