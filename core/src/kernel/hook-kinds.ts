import { AsyncParallelHook, AsyncSeriesBailHook, AsyncSeriesHook, AsyncSeriesWaterfallHook, HookMap } from 'tapable'
import type { Fact } from './facts.ts'
import type { Scope } from './scope.ts'

/** Change a draft: return the new one, `undefined` keeps it, throw `Refusal` to stop the command. */
export type Waterfall<Draft> = AsyncSeriesWaterfallHook<[Draft, Scope], Draft | undefined>
/** A question: the first answer that is not `undefined` wins. */
export type Bail<Question, Answer> = AsyncSeriesBailHook<[Question, Scope], Answer | undefined>
/** Something happened. Taps run side by side and answer nothing. */
export type FactHook<Payload> = AsyncParallelHook<[Fact<Payload>, Scope]>
/** Steps one after another, answering nothing; a collector as payload makes it a contribution. */
export type Series<Payload> = AsyncSeriesHook<[Payload, Scope]>
/** The same hook once per channel type or plugin: `hooks[name].for(key)`. */
export type Keyed<Hook> = HookMap<Hook>

export type Kind = 'waterfall' | 'bail' | 'fact' | 'collect' | 'series'

/** What the core does when a tap fails: go on without it, fail the command, or have the failed tap tried again. */
export type FailurePolicy = 'skip' | 'fail' | 'retry' | 'pluginFailed'

/** When a hook runs, seen from the change it belongs to. */
export type Moment = 'before commit' | 'after commit' | 'job' | 'build' | 'on demand' | 'life cycle'

export interface HookRules {
  /** One sentence for `docs/hooks.md`. */
  about: string
  /** Payload and answer in words, for `docs/hooks.md`. */
  carries: string
  moment: Moment
  /** Milliseconds a tap should take, and may take. */
  limit: readonly [soft: number, hard: number]
  onFailure: FailurePolicy
  /** What the manifest must ask for; `owner` = the plugin that declares the channel type or has the id of the key. */
  needs?: string
  /** JSON Schema of an answer (or of a waterfall's draft). */
  answer?: object
  /** False where a plugin's failures must not hold back its next calls. */
  breaker?: boolean
  /** Nothing calls it yet: part of the catalogue so that plugins can be written against it. */
  reserved?: boolean
}

export interface HookDefinition<Hook = unknown> extends HookRules {
  kind: Kind
  keyed: boolean
  create(name: string): Hook
}

export const waterfall = <Draft>(rules: HookRules): HookDefinition<Waterfall<Draft>> => ({
  ...rules,
  kind: 'waterfall',
  keyed: false,
  create: (name) => new AsyncSeriesWaterfallHook<[Draft, Scope], Draft | undefined>(['draft', 'scope'], name),
})

export const bail = <Question, Answer>(rules: HookRules): HookDefinition<Bail<Question, Answer>> => ({
  ...rules,
  kind: 'bail',
  keyed: false,
  create: (name) => new AsyncSeriesBailHook<[Question, Scope], Answer | undefined>(['question', 'scope'], name),
})

/** Facts are delivered from the event log, at least once, each plugin retried alone. */
export const fact = <Payload>(
  rules: Pick<HookRules, 'about' | 'carries' | 'needs' | 'reserved'>,
): HookDefinition<FactHook<Payload>> => ({
  moment: 'after commit',
  limit: [5_000, 30_000],
  onFailure: 'retry',
  ...rules,
  kind: 'fact',
  keyed: false,
  create: (name) => new AsyncParallelHook<[Fact<Payload>, Scope]>(['fact', 'scope'], name),
})

const inSeries =
  (kind: 'collect' | 'series') =>
  <Payload>(rules: HookRules): HookDefinition<Series<Payload>> => ({
    ...rules,
    kind,
    keyed: false,
    create: (name) => new AsyncSeriesHook<[Payload, Scope]>(['payload', 'scope'], name),
  })

/** Contributions, gathered once when a generation is built. */
export const collect = inSeries('collect')
/** Ordered side steps: boot, shutdown, switching a plugin. */
export const series = inSeries('series')

/** One hook a key. */
export const keyed = <Hook>(definition: HookDefinition<Hook>): HookDefinition<Keyed<Hook>> => ({
  ...definition,
  keyed: true,
  create: (name) => new HookMap<Hook>((key) => definition.create(`${name}:${key}`)),
})
