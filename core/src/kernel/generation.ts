import type { CordboardHooks } from './catalogue.ts'
import type { JobHandler } from './context.ts'
import type { Contributions, MountedRoute } from './contributions.ts'
import type { LoadedPlugin } from './import-plugin.ts'

export type GenerationState = 'building' | 'serving' | 'draining' | 'disposed'

const drainMilliseconds = 60_000

export interface GenerationPart {
  plugin: LoadedPlugin
  contributions: Contributions
}

/** One set of loaded plugins with their taps. It never changes; another set is another generation. */
export class Generation {
  readonly number: number
  readonly hooks: CordboardHooks
  readonly parts: readonly GenerationPart[]
  readonly routes: readonly MountedRoute[]
  state: GenerationState = 'building'
  readonly #aborted = new AbortController()
  readonly #things: { plugin: string; thing: Disposable | AsyncDisposable }[] = []
  #running = 0
  #idle: (() => void) | undefined

  constructor(number: number, hooks: CordboardHooks, parts: readonly GenerationPart[]) {
    this.number = number
    this.hooks = hooks
    this.parts = parts
    this.routes = parts.flatMap(({ contributions }) => contributions.routes)
  }

  /** Fires when what still runs has to stop. */
  get signal(): AbortSignal {
    return this.#aborted.signal
  }

  get running(): number {
    return this.#running
  }

  /** Runs `work` and keeps the generation alive until it is done. */
  async run<Result>(work: (hooks: CordboardHooks) => Promise<Result>): Promise<Result> {
    this.#running += 1
    try {
      return await work(this.hooks)
    } finally {
      this.#running -= 1
      if (this.#running === 0) this.#idle?.()
    }
  }

  versionOf(pluginId: string): string {
    return this.parts.find(({ plugin }) => plugin.id === pluginId)?.plugin.manifest.version ?? ''
  }

  job(pluginId: string, name: string): JobHandler | undefined {
    return this.parts.find(({ plugin }) => plugin.id === pluginId)?.contributions.jobs.get(name)
  }

  /** Starts the long-lived things of the plugins; one that fails is reported and left out. */
  async start(report: (pluginId: string, error: unknown) => void): Promise<void> {
    for (const { plugin, contributions } of this.parts)
      for (const start of contributions.starts)
        try {
          const thing = await start()
          if (thing) this.#things.push({ plugin: plugin.id, thing })
        } catch (error) {
          report(plugin.id, error)
        }
  }

  /** Waits until nothing runs on it any more; after a minute it says stop. */
  async drain(milliseconds: number = drainMilliseconds): Promise<void> {
    this.state = 'draining'
    if (this.#running > 0) {
      const idle = new Promise<void>((resolve) => {
        this.#idle = resolve
      })
      const timer = setTimeout(() => {
        this.#aborted.abort(new DOMException('The plugin generation is being replaced', 'AbortError'))
        this.#idle?.()
      }, milliseconds)
      await idle
      clearTimeout(timer)
    }
  }

  /** Disposes of the plugins' long-lived things, the last started first. */
  async dispose(report: (pluginId: string, error: unknown) => void): Promise<void> {
    this.#aborted.abort(new DOMException('The plugin generation has ended', 'AbortError'))
    for (const { plugin, thing } of this.#things.splice(0).reverse())
      try {
        if (Symbol.asyncDispose in thing) await thing[Symbol.asyncDispose]()
        else thing[Symbol.dispose]()
      } catch (error) {
        report(plugin, error)
      }
    this.state = 'disposed'
  }
}
