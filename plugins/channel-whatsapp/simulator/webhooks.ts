import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

/** How the simulated provider treats the webhooks of a number. */
export interface WebhookManners {
  /** Milliseconds before each is sent. */
  delay: number
  /** How often each is sent. */
  copies: number
  /** Sends two that wait in the other order. */
  reorder: boolean
  /** Sends nothing, as if the network was gone; what was held goes out once this is false again. */
  hold: boolean
}

interface Pending {
  body: string
  done: (status: number) => void
}

interface Options {
  url: () => string
  secret: () => string | undefined
  manners: WebhookManners
  /** Milliseconds between tries while Cordboard does not answer 200. */
  retryEvery?: number
}

/** The webhooks of one number: signed, one after another, sent again until they are answered with 200. */
export class WebhookQueue {
  readonly #options: Options
  readonly #waiting: Pending[] = []
  readonly #stop = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #isRunning = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Resolves with the status of the answer once there was a final one. */
  post(payload: unknown): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting.push({ body: asProviderWrites(payload), done: resolve })
      this.wake()
    })
  }

  /** Goes on with what waits, e.g. after `hold` ended. */
  wake(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    this.#running = this.#drain()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running.catch(() => {})
  }

  async #drain(): Promise<void> {
    const { manners } = this.#options
    while (this.#waiting.length > 0 && !manners.hold && !this.#stop.signal.aborted) {
      if (manners.delay > 0) await this.#pause(manners.delay)
      if (manners.reorder && this.#waiting.length > 1) swapFirstTwo(this.#waiting)
      const next = this.#waiting.shift() as Pending
      let status = 0
      for (let copy = 0; copy < Math.max(1, manners.copies); copy++) status = await this.#deliver(next.body)
      next.done(status)
    }
    // In the same step as the last look at the queue: whoever adds to it now starts a new run.
    this.#isRunning = false
  }

  // A refusal that another try cannot change (401, 400) is final here, to show in tests and not to loop for days.
  async #deliver(body: string): Promise<number> {
    for (;;) {
      const status = await this.#send(body)
      if (status > 0 && status < 500 && status !== 429) return status
      if (this.#stop.signal.aborted) return status
      await this.#pause(this.#options.retryEvery ?? 500)
    }
  }

  async #send(body: string): Promise<number> {
    const secret = this.#options.secret()
    const signature = secret && `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    const headers = { 'content-type': 'application/json', ...(signature ? { 'x-hub-signature-256': signature } : {}) }
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(10_000)])
    return fetch(this.#options.url(), { method: 'POST', headers, body, signal }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => 0,
    )
  }

  #pause(milliseconds: number): Promise<void> {
    return wait(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => {})
  }
}

function swapFirstTwo(list: Pending[]): void {
  const [first, second] = list
  if (first && second) list.splice(0, 2, second, first)
}

/** The provider escapes everything that is not ASCII, and slashes: signatures must be checked over the bytes as sent. */
const asProviderWrites = (payload: unknown): string =>
  JSON.stringify(payload)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
