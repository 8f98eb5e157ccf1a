import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Realtime } from '../data/realtime.ts'

const patience = 4_000

/** Whether the server has been out of reach for longer than a hiccup. */
export class Reachability implements ReactiveController {
  isLost = false
  readonly #host: ReactiveControllerHost
  readonly #source: () => Realtime | undefined
  #watched: Realtime | undefined
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost, source: () => Realtime | undefined) {
    this.#host = host
    this.#source = source
    host.addController(this)
  }

  hostConnected(): void {
    window.addEventListener('online', this.#look)
    window.addEventListener('offline', this.#look)
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.#look)
    window.removeEventListener('offline', this.#look)
    this.#stop?.()
    this.#watched = undefined
    clearTimeout(this.#timer)
  }

  hostUpdate(): void {
    const source = this.#source()
    if (source === this.#watched) return
    this.#stop?.()
    this.#watched = source
    this.#stop = source?.status.subscribe(this.#look)
  }

  #look = (): void => {
    clearTimeout(this.#timer)
    if (!navigator.onLine) this.#set(true)
    else if (this.#watched?.status.value === 'lost') this.#timer = setTimeout(() => this.#set(true), patience)
    else this.#set(false)
  }

  #set(isLost: boolean): void {
    if (isLost === this.isLost) return
    this.isLost = isLost
    this.#host.requestUpdate()
  }
}
