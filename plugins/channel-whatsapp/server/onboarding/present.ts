import type { ChannelRecord, PluginProcesses } from '@cordboard/plugin-sdk'
import { registerCalls } from './register.ts'

type Progress = NonNullable<Awaited<ReturnType<PluginProcesses['progress']>>>

interface Viewer {
  isAdministrator: boolean
  /** Of the workflow in the Temporal UI. */
  url: string | undefined
}

const windowMilliseconds = 72 * 3_600_000
const mostCalls = 10

/** How far a number is on its way to being live. */
export function presentOnboarding(
  channel: ChannelRecord,
  progress: Progress | undefined,
  { isAdministrator, url }: Viewer,
): Record<string, unknown> {
  return {
    ...progressOf(progress),
    ...budgetOf(channel, Date.now()),
    ...(isAdministrator ? { workflow_id: progress?.workflowId ?? null, temporal_url: url ?? null } : {}),
  }
}

/** A number that is watched is live, whatever the watch calls its own state. */
export const stateOf = ({ kind, state }: Pick<Progress, 'kind' | 'state'>): string =>
  kind === 'health' ? 'active' : state

function progressOf(progress: Progress | undefined): Record<string, unknown> {
  if (!progress) return nothing
  return {
    state: stateOf(progress),
    reason: progress.reason,
    since: progress.since,
    first_pending_at: progress.firstPendingAt,
    attempts: progress.attempts.map(({ at, by, action, outcome, code, subcode, message }) => ({
      at,
      by,
      action,
      outcome,
      code: code ?? null,
      subcode: subcode ?? null,
      message: message ?? null,
    })),
    next_check_at: progress.nextCheckAt,
    history: progress.history,
    details: progress.details,
    needs_administrator: progress.needsAdministrator,
    webhook: progress.facts?.webhook ?? null,
    parked: progress.parked,
    stale: progress.stale,
  }
}

const nothing = {
  state: 'none',
  reason: null,
  since: null,
  first_pending_at: null,
  attempts: [],
  next_check_at: null,
  history: [],
  details: '',
  needs_administrator: false,
  webhook: null,
  parked: false,
  stale: false,
}

/** What the provider still takes, of the calls that the inbox remembers. */
function budgetOf(channel: ChannelRecord, now: number): Record<string, unknown> {
  const { at, blockedAt } = registerCalls(channel)
  const recent = at.filter((one) => one > now - windowMilliseconds).sort((one, other) => one - other)
  const lockEnd = blockedAt === null ? 0 : blockedAt + windowMilliseconds
  const isLocked = lockEnd > now
  const oldest = recent.at(-mostCalls)
  const nextAt = isLocked ? lockEnd : oldest === undefined ? undefined : oldest + windowMilliseconds
  return {
    attempts_left_72h: isLocked ? 0 : Math.max(0, mostCalls - recent.length),
    next_allowed_at: nextAt === undefined ? null : new Date(nextAt).toISOString(),
  }
}
