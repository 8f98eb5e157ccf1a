import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** A value that several elements watch. */
export interface Readable<Value> {
  readonly value: Value
  /** Calls back after every change, until the returned function is called. */
  subscribe(listener: () => void): () => void
}

/** A value that changes by replacement. Listeners are called once a microtask, however often it changed. */
export class Store<Value> implements Readable<Value> {
  #value: Value
  readonly #listeners = new Set<() => void>()
  #told = true

  constructor(value: Value) {
    this.#value = value
  }

  get value(): Value {
    return this.#value
  }

  set value(value: Value) {
    if (Object.is(value, this.#value)) return
    this.#value = value
    this.#tell()
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(): void {
    if (!this.#told) return
    this.#told = false
    queueMicrotask(() => {
      this.#told = true
      for (const listener of this.#listeners) listener()
    })
  }
}

/** Renders its element again whenever the store that `source` names changes, also when it names another one. */
export class Watch<Value> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #source: () => Readable<Value> | undefined
  #watched: Readable<Value> | undefined
  #stop: (() => void) | undefined

  constructor(host: ReactiveControllerHost, source: () => Readable<Value> | undefined) {
    this.#host = host
    this.#source = source
    host.addController(this)
  }

  get value(): Value | undefined {
    return this.#source()?.value
  }

  hostConnected(): void {
    this.#follow()
  }

  hostUpdate(): void {
    this.#follow()
  }

  hostDisconnected(): void {
    this.#stop?.()
    this.#stop = undefined
    this.#watched = undefined
  }

  #follow(): void {
    const source = this.#source()
    if (source === this.#watched) return
    this.#stop?.()
    this.#watched = source
    this.#stop = source?.subscribe(() => this.#host.requestUpdate())
  }
}
