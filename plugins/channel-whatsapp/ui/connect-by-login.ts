import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { type Authorization, type LoginEnd, type LoginStage, login, prepareLogin } from './meta-login.ts'
import { ask } from './reading.ts'

interface Host extends ReactiveControllerHost {
  context: PanelContext
}

export interface Trouble {
  heading: string
  text: string
  /** Meta's or the server's own words. */
  detail?: string
}

/** Meta's login from the button to the connected inbox: a new one, or one that lost its connection. */
export class ConnectByLogin implements ReactiveController {
  authorization: Authorization | undefined
  /** Undefined while nothing goes on. `saving`: Meta's answer is with our server. */
  stage: LoginStage | 'saving' | undefined
  trouble: Trouble | undefined
  readonly #host: Host
  #abort: AbortController | undefined
  #account: number | undefined

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#abort?.abort()
  }

  /** Whether the installation has an app at Meta. Only administrators may ask. */
  async look(): Promise<void> {
    const { context } = this.#host
    if (this.#account === context.accountId || context.user.role !== 'administrator') return
    this.#account = context.accountId
    const { body, problem } = await ask(context, 'GET', '/whatsapp/authorization')
    this.authorization = problem ? { enabled: false } : body
    this.#host.requestUpdate()
    // A window may only be opened by the press itself: the script has to be there before.
    if (this.authorization?.enabled) await prepareLogin(context, this.authorization).catch(() => {})
  }

  get isRunning(): boolean {
    return this.stage !== undefined
  }

  /** Opens Meta's window, again if need be, and hands what it gives to the server. Answers with the inbox's id. */
  async run(inboxId?: number): Promise<number | undefined> {
    const { context } = this.#host
    if (!this.authorization?.enabled || this.stage === 'saving') return undefined
    this.#abort?.abort()
    const abort = new AbortController()
    this.#abort = abort
    this.trouble = undefined
    const stage = (reached: LoginStage) => {
      if (this.#abort === abort) this.#set(reached)
    }
    const end = await login(context, this.authorization, { stage, signal: abort.signal }).catch(
      (error: unknown): LoginEnd => ({ end: 'failed', message: error instanceof Error ? error.message : '' }),
    )
    if (this.#abort !== abort) return undefined
    if (end.end === 'done') return this.#save(end, inboxId)
    this.#fail(end)
    return undefined
  }

  async #save({ code, business }: Extract<LoginEnd, { end: 'done' }>, inboxId?: number): Promise<number | undefined> {
    const { context } = this.#host
    this.#set('saving')
    const { body, problem } = await ask(context, 'POST', '/whatsapp/authorization', {
      code,
      ...business,
      ...(inboxId === undefined ? {} : { inbox_id: inboxId }),
    })
    this.#set(undefined)
    if (!problem && typeof body?.id === 'number') return body.id
    const { t } = context
    this.trouble = {
      heading: t('login.refused'),
      text: t(problem?.status === 0 ? 'login.offline' : 'login.refusedText'),
      ...(problem?.text ? { detail: problem.text } : {}),
    }
    this.#host.requestUpdate()
    return undefined
  }

  #fail(end: Exclude<LoginEnd, { end: 'done' }>): void {
    const { t } = this.#host.context
    this.trouble =
      end.end === 'cancelled'
        ? {
            heading: t('login.cancelled'),
            text: end.step ? t('login.cancelledAt', { step: end.step }) : t('login.cancelledText'),
          }
        : {
            heading: t('login.failed'),
            text: t('login.failedText'),
            ...(end.message ? { detail: end.id ? `${end.message} (${end.id})` : end.message } : {}),
          }
    this.#set(undefined)
  }

  #set(stage: ConnectByLogin['stage']): void {
    this.stage = stage
    this.#host.requestUpdate()
  }
}
