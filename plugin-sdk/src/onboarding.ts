/*
 * What a channel tells the durable processes about itself: pure tables, run inside Temporal's sandbox. Nothing here may
 * import Node's modules, read a clock or keep state of its own; the same events in the same order give the same decisions.
 */
export type Json = Record<string, unknown>

/** Why something was not seen or not done. */
export interface ProcessProblem {
  /**
   * `credentials`: the provider no longer accepts the key. `refused`: it answered no. `temporary`: it could not answer now.
   * `unanswered`: nobody knows whether it was done. `unreadable`: its answer makes no sense.
   */
  kind: 'credentials' | 'refused' | 'temporary' | 'unanswered' | 'unreadable'
  /** The provider's own numbers and words, secrets cut out. */
  code?: number
  subcode?: number
  message: string
  /** Not before this time, in milliseconds since 1970, where the provider named one. */
  retryAt?: number
}

/** The workflow's time in milliseconds since 1970, and spans in milliseconds, shortened where processes run at a pace. */
export interface Clock {
  readonly now: number
  hours(count: number): number
  minutes(count: number): number
  seconds(count: number): number
  /**
   * For tables that change while processes are open: true in a process that meets this change for the first time where it is,
   * false in one whose past was decided without it, and the same ever after. Guard a row that decides otherwise than
   * before: `clock.knows?.('2026-12-review')`. Any name, used once. Absent in `refuse`, where nothing is noted down.
   */
  knows?(change: string): boolean
}

/** Somebody's id, or nobody's. */
export type By = number | 'automatic'

/** Something that happened outside, e.g. a provider's webhook. A Temporal signal of that name. */
export interface News {
  name: string
  /** Tells a repetition from a second event. */
  msgId: string
  by?: number
  /** Never a secret and never a customer's words: this is kept in the workflow's history. */
  detail: Json
}

/** What a person asks for and waits for. A Temporal update of that name. */
export interface Wish {
  name: string
  id: string
  by?: number
  /** Never a secret: references only. */
  detail: Json
}

export type ProcessEvent<Facts> =
  | { type: 'observed'; at: number; facts: Facts }
  | { type: 'unobserved'; at: number; problem: ProcessProblem }
  /** Comes before the call, so that it counts even when the worker dies in the midst of it. */
  | { type: 'acting'; at: number; action: string; by: By }
  | { type: 'acted'; at: number; action: string; by: By; result: Json }
  | { type: 'failed'; at: number; action: string; by: By; problem: ProcessProblem }
  | { type: 'told'; at: number; news: News }
  | { type: 'asked'; at: number; wish: Wish }

/** What to do now. `why` is one sentence in plain words; operators and administrators read it. */
export type Decision =
  | { do: 'act'; action: string; state: string; why: string; by?: By; input?: Json }
  /**
   * Looks again by the usual schedule, or at `until`. With `hold` a person who waits for an answer waits on; with `resting`
   * nobody is reminded.
   */
  | { do: 'wait'; state: string; why: string; reason?: string; until?: number; hold?: boolean; resting?: boolean }
  /** State `action_required`: administrators are told once each time it begins. */
  | { do: 'ask'; reason: string; why: string; until?: number }
  | { do: 'finish'; why: string }
  | { do: 'fail'; reason: string; why: string }
  | { do: 'cancel'; why: string }

export interface ActionDescription {
  /** One line for the Temporal UI. */
  summary: string
  /** Never repeated by Temporal: what became of an unanswered call is settled by looking. */
  once?: boolean
  /** Listed among the attempts that people see. */
  counts?: boolean
}

/** When a notice is due. */
export type Occasion =
  | { kind: 'asked'; reason: string; why: string }
  /** `after`: as in the schedule, e.g. `24h`. */
  | { kind: 'reminder'; after: string; state: string; reason?: string }
  | { kind: 'stalled'; state: string; reason?: string }
  | { kind: 'failed'; reason: string; why: string }
  | { kind: 'live' }

/** What administrators read, in the application and by e-mail. */
export interface NoticeText {
  severity: 'info' | 'warning' | 'critical'
  title: string
  text: string
  /** `<message>.title` and `<message>.text` in the plugin's locales say the same in other languages, filled with `values`. */
  message?: string
  values?: Json
}

/**
 * How a channel goes live: the loop *observe, decide, act, wait* of `channelOnboarding` asks this table what to do.
 * Exported as `onboarding` by the module that the manifest names in `workflows.entry`.
 */
export interface Onboarding<Memory extends object = Json, Facts = Json> {
  /** What is remembered at the beginning. `because` says why a new process began, e.g. `reauthorized`. */
  begin(input: { now: number; because?: string }): Memory
  /** Takes an event in. Pure; answers the new memory. */
  learn(memory: Memory, event: ProcessEvent<Facts>): Memory
  /** Pure; the first row that fits wins. */
  decide(memory: Memory, clock: Clock): Decision
  /** Names of the signals and updates that the process hears. */
  news: readonly string[]
  wishes: readonly string[]
  /** Refuses a wish before anything is written down. */
  refuse?(
    memory: Memory,
    wish: Wish,
    clock: Clock,
  ): { code: string; message: string; retryAt?: number | undefined } | undefined
  actions: Readonly<Record<string, ActionDescription>>
  /** Further keys of the answer to a wish. */
  answer?(memory: Memory): Json
  describe(occasion: Occasion): NoticeText
  /** Shown beside the process in the Temporal UI, e.g. the provider's id of the number. No secret, nothing about a customer. */
  memo?(memory: Memory): Json
}

export interface Change {
  field: string
  from: unknown
  to: unknown
}

export interface Seen<Facts> {
  before?: Facts | undefined
  now?: Facts | undefined
  problem?: ProcessProblem | undefined
  /** Heard since the last look. */
  news: readonly News[]
  /** What became of the action that the last look asked for. */
  acted?: { action: string; result?: Json; problem?: ProcessProblem } | undefined
}

export interface Watched {
  memory: Json
  /** Told to plugins as `channel.healthChanged`. */
  changes: readonly Change[]
  /** Each is told once per `key`. */
  notices: readonly (NoticeText & { key: string })[]
  /** An action to carry out once before the next look. */
  act?: string
  /** Onboarding begins again, for this reason. */
  onboard?: string
  /** One sentence: how the channel is. */
  summary: string
  /** A person is needed. */
  stuck?: boolean
  /** Milliseconds until the next look, where it is not the usual time. */
  checkIn?: number
}

/** How a channel that is live is watched by `channelHealth`. Exported as `health` beside `onboarding`. */
export interface HealthWatch<Facts = Json> {
  everyHours: number
  news: readonly string[]
  actions: Readonly<Record<string, ActionDescription>>
  /** Pure: what changed between two looks, whom to tell, what to do. `memory` is the watcher's own. */
  watch(memory: Json, seen: Seen<Facts>, clock: Clock): Watched
}

export const defineOnboarding = <Memory extends object, Facts>(
  onboarding: Onboarding<Memory, Facts>,
): Onboarding<Memory, Facts> => onboarding

export const defineHealthWatch = <Facts>(watch: HealthWatch<Facts>): HealthWatch<Facts> => watch
