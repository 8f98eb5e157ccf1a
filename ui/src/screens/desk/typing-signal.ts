import type { ReactiveController, ReactiveControllerHost } from 'lit'

const repeated = 10_000
const silence = 4_000

/** Tells the others that this reader is typing, seldom enough, and that they stopped. */
export class TypingSignal implements ReactiveController {
  readonly #tell: (isTyping: boolean) => Promise<unknown>
  #toldAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost, tell: (isTyping: boolean) => Promise<unknown>) {
    this.#tell = tell
    host.addController(this)
  }

  typed(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.stop(), silence)
    if (performance.now() - this.#toldAt < repeated && this.#toldAt > 0) return
    this.#toldAt = performance.now()
    this.#say(true)
  }

  stop(): void {
    clearTimeout(this.#timer)
    if (this.#toldAt === 0) return
    this.#toldAt = 0
    this.#say(false)
  }

  hostDisconnected(): void {
    this.stop()
  }

  // Nobody needs to know that a hint did not arrive.
  #say(isTyping: boolean): void {
    this.#tell(isTyping).catch(() => {})
  }
}
