import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface Host extends ReactiveControllerHost {
  context: PanelContext
}

export interface Problem {
  status: number
  text: string
}

export interface ReadingOptions {
  /** For panels that made their inbox themselves: the dashboard shows none there. */
  which?: () => number | undefined
  /** What to add to the address when there is news, so that nothing remembered is answered. */
  news?: string
}

/** What one address of the server says about an inbox: read at once, and again when inboxes change. */
export class Reading<Value> implements ReactiveController {
  value: Value | undefined
  problem: Problem | undefined
  isLoading = false
  readonly #host: Host
  readonly #path: (inbox: number) => string
  readonly #which: () => number | undefined
  readonly #news: string
  #inbox: number | undefined
  #turn = 0
  #stop: (() => void) | undefined

  constructor(host: Host, path: (inbox: number) => string, { which, news = '' }: ReadingOptions = {}) {
    this.#host = host
    this.#path = path
    this.#which = which ?? (() => host.context?.inbox?.id)
    this.#news = news
    host.addController(this)
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#seen)
    // A panel that is moved in the page keeps what it knows and reads once more.
    if (this.#inbox !== undefined) this.#watch(this.#inbox)
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#seen)
    this.#stop?.()
    this.#stop = undefined
  }

  hostUpdate(): void {
    const inbox = this.#host.context ? this.#which() : undefined
    if (inbox !== undefined && inbox !== this.#inbox) this.#watch(inbox)
  }

  /** Reads again; the last known value, ours or the server's, stays until the new one is there. */
  async read(query = ''): Promise<void> {
    const inbox = this.#inbox
    if (inbox === undefined) return
    this.#turn += 1
    const turn = this.#turn
    this.isLoading = true
    this.#host.requestUpdate()
    const answer = await ask(this.#host.context, 'GET', this.#path(inbox) + query)
    if (turn !== this.#turn) return
    this.isLoading = false
    if (answer.problem) {
      this.problem = answer.problem
      this.value ??= answer.body?.last
    } else {
      this.problem = undefined
      this.value = answer.body as Value
    }
    this.#host.requestUpdate()
  }

  #watch(inbox: number): void {
    if (inbox !== this.#inbox) {
      this.value = undefined
      this.problem = undefined
    }
    this.#inbox = inbox
    this.#stop?.()
    const { context } = this.#host
    // The shown inbox is told by itself; of others is only known that something changed.
    this.#stop = context.on(
      context.inbox ? 'inbox.updated' : 'account.cache_invalidated',
      () => void this.read(this.#news),
    )
    void this.read()
  }

  // Somebody who comes back to the page, from Meta's for example, sees what became of it meanwhile.
  readonly #seen = (): void => {
    if (document.visibilityState === 'visible') void this.read()
  }
}

export interface Asked {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers have every shape
  body: any
  problem?: Problem
}

/** One call to the server. A refusal and a server that does not answer are answers as well. */
export async function ask(context: PanelContext, method: string, path: string, body?: unknown): Promise<Asked> {
  try {
    const answer = await context.api(method, path, body)
    if (answer.status < 400) return answer
    return { ...answer, problem: { status: answer.status, text: wordsOf(answer.body) } }
  } catch (error) {
    const text = error instanceof Error ? error.message : ''
    return { status: 0, body: undefined, problem: { status: 0, text } }
  }
}

function wordsOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  const { error, message } = body as { error?: unknown; message?: unknown }
  for (const words of [error, message]) {
    if (typeof words === 'string') return words
    if (typeof words === 'object' && words !== null && 'message' in words) return String(words.message)
  }
  return ''
}
