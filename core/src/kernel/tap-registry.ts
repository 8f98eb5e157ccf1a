import { Ajv2020 } from 'ajv/dist/2020.js'
import { type CordboardHooks, catalogue, type HookName } from './catalogue.ts'
import { kernelError, type TapError } from './errors.ts'
import { type GuardedFunction, type GuardedTap, guard } from './guard.ts'
import type { HookDefinition } from './hook-kinds.ts'
import type { Manifest } from './manifest.ts'
import { isStage, stages } from './stage.ts'
import type { Metrics } from './tap-metrics.ts'

type Tap = { name?: string; stage?: number }
type AnyFunction = (...values: never[]) => unknown
interface TappableHook {
  tapAsync(options: { name: string; stage: number }, fn: GuardedFunction): void
}

const ajv = new Ajv2020({ meta: false, validateSchema: false, strict: false, discriminator: true })

// Compiled with the first answer: most hooks never get one.
const isAnswer = ({ answer }: HookDefinition): GuardedTap['isAnswer'] =>
  answer && ((value) => ajv.compile(answer)(value) as boolean)

/** The hooks as one plugin sees them: taps are checked against its manifest, guarded, and applied when `setup` is done. */
export class TapRegistry {
  readonly hooks: CordboardHooks
  readonly #manifest: Manifest
  readonly #metrics: Metrics
  readonly #report: (error: TapError) => void
  readonly #taps: { name: string; key: string | undefined; stage: number; fn: GuardedFunction }[] = []
  #closed = false

  constructor(manifest: Manifest, metrics: Metrics, report: (error: TapError) => void) {
    this.#manifest = manifest
    this.#metrics = metrics
    this.#report = report
    this.hooks = new Proxy({} as CordboardHooks, { get: (_, name) => this.#door(String(name)) })
  }

  /** Ends `setup`: later taps are refused. */
  close(): void {
    this.#closed = true
  }

  /** Puts the taps on a generation's hooks. */
  applyTo(hooks: CordboardHooks): void {
    for (const { name, key, stage, fn } of this.#taps) {
      const hook = hooks[name as HookName] as unknown as TappableHook & { for(key: string): TappableHook }
      const target = key === undefined ? hook : hook.for(key)
      target.tapAsync({ name: this.#manifest.id, stage }, fn)
    }
  }

  /** Names of the hooks that were tapped, keyed ones as `name:key`. */
  get tapped(): string[] {
    return this.#taps.map(({ name, key }) => fullName(name, key))
  }

  #door(name: string) {
    const definition = (catalogue as Record<string, HookDefinition>)[name]
    if (!definition)
      throw kernelError(
        'plugin.unknownHook',
        `Plugin "${this.#manifest.id}" taps ${name}, which is no hook. See docs/hooks.md.`,
      )
    return definition.keyed
      ? { for: (key: string) => this.#tappable(name, key, definition) }
      : this.#tappable(name, undefined, definition)
  }

  #tappable(name: string, key: string | undefined, definition: HookDefinition) {
    const add = (options: string | Tap, fn: AnyFunction) => this.#add(name, key, definition, options, fn)
    return {
      tap: add,
      tapPromise: add,
      tapAsync: (options: string | Tap, fn: AnyFunction) => add(options, promised(fn)),
    }
  }

  #add(
    name: string,
    key: string | undefined,
    definition: HookDefinition,
    options: string | Tap,
    fn: AnyFunction,
  ): void {
    const hook = fullName(name, key)
    const stage = (typeof options === 'string' ? undefined : options.stage) ?? stages.Normal
    this.#check(hook, name, key, definition, stage)
    const { id: plugin, version } = this.#manifest
    const tap: GuardedTap = {
      plugin,
      version,
      hook,
      definition,
      isAnswer: isAnswer(definition),
      metrics: this.#metrics.of(plugin, hook),
      report: this.#report,
    }
    this.#taps.push({ name, key, stage, fn: guard(tap, fn as never) })
  }

  #check(hook: string, name: string, key: string | undefined, { needs }: HookDefinition, stage: number): void {
    const { id, contributes, permissions } = this.#manifest
    const refuse = (code: Parameters<typeof kernelError>[0], text: string) =>
      kernelError(code, `Plugin "${id}" ${text}`)
    if (this.#closed) throw refuse('plugin.late', `taps ${hook} after setup has ended. Tap in setup only.`)
    if (!isStage(stage))
      throw refuse('plugin.stage', `taps ${hook} at stage ${stage}. Use Stage.Early, Normal, Late or Observe.`)
    if (!contributes.hooks.includes(hook))
      throw refuse('plugin.undeclaredHook', `taps ${hook}, which contributes.hooks of its manifest does not list.`)
    if (needs === 'owner' ? !owns(this.#manifest, name, key) : needs !== undefined && !permissions.includes(needs))
      throw refuse(
        'plugin.permission',
        needs === 'owner'
          ? `taps ${hook}, which belongs to another plugin.`
          : `taps ${hook} without the permission ${needs}.`,
      )
  }
}

const fullName = (name: string, key: string | undefined) => (key === undefined ? name : `${name}:${key}`)

/** Keys are channel types, or for the hooks about plugins their ids. */
const owns = ({ id, contributes }: Manifest, name: string, key: string | undefined): boolean =>
  name.startsWith('plugin.') || name.startsWith('settings.')
    ? key === id
    : contributes.channels.some(({ type }) => type === key)

const promised =
  (fn: AnyFunction) =>
  (payload: unknown, scope: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const done = (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer))
      ;(fn as unknown as (...values: unknown[]) => void)(payload, scope, done)
    })
