import type { ReactiveController, ReactiveControllerHost } from 'lit'

const often = 5_000

/** The time of day, often enough for sentences such as "in 38 minutes". */
export class Clock implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  get now(): number {
    return Date.now()
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), often)
  }

  hostDisconnected(): void {
    clearInterval(this.#timer)
  }
}
