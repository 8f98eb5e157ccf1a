/** What the simulated provider does with a call instead of answering it as usual. */
export interface ScriptedAnswer {
  /** A refusal as the provider words it. */
  error?: { code: number; message: string; details?: string; subcode?: number; type?: string }
  /** HTTP status of the refusal; 400 when absent. */
  status?: number
  /** Body as it is, for gateways that answer no JSON. */
  body?: string
  /** Milliseconds before anything happens. */
  delay?: number
  /** Cuts the connection: `before` the call is carried out, or `after`, when only the answer is lost. */
  drop?: 'before' | 'after'
  retryAfterSeconds?: number
}

/** The calls that can be scripted: those of a number, of its business account, and of the app. */
export type ScriptedCall =
  | 'phone'
  | 'messages'
  | 'upload'
  | 'media'
  | 'download'
  | 'templates'
  | 'register'
  | 'deregister'
  | 'configure'
  | 'account'
  | 'phoneNumbers'
  | 'subscribedApps'
  | 'subscribe'
  | 'unsubscribe'
  | 'oauth'
  | 'debugToken'

/** Answers waiting for their call, first come, first served. */
export class Script {
  readonly #waiting = new Map<ScriptedCall, ScriptedAnswer[]>()

  /** The next calls of this kind get these answers, one each. */
  next(call: ScriptedCall, ...answers: ScriptedAnswer[]): void {
    this.#waiting.set(call, [...(this.#waiting.get(call) ?? []), ...answers])
  }

  take(call: ScriptedCall): ScriptedAnswer | undefined {
    return this.#waiting.get(call)?.shift()
  }
}
