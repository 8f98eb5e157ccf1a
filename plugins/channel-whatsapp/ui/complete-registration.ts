import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import type { ReactiveControllerHost } from 'lit'
import { ask, type Problem } from './reading.ts'
import { distance, moment } from './when.ts'

interface Host extends ReactiveControllerHost {
  context: PanelContext
}

/** Meta's refusal, as the server passes it on. */
export interface Refused {
  code?: number | null
  subcode?: number | null
  message?: string | null
  kind?: string
}

/** What became of the last press. */
export type Outcome =
  | { kind: 'registered' }
  | { kind: 'waits'; state: string; nextCheckAt: string | null }
  | { kind: 'refused'; error: Refused; nextCheckAt: string | null }
  | { kind: 'limited'; until: string | null }
  | { kind: 'queued' }
  | { kind: 'failed'; problem: Problem }

/** "Complete registration": one press, one call. A second press joins, here and on the server. */
export class CompleteRegistration {
  isRunning = false
  outcome: Outcome | undefined
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
  }

  async run(pin?: string): Promise<Outcome | undefined> {
    if (this.isRunning) return undefined
    const { context } = this.#host
    const inbox = context.inbox?.id
    this.isRunning = true
    this.outcome = undefined
    this.#host.requestUpdate()
    const body = pin ? { pin } : {}
    const answer = await ask(context, 'POST', `/inboxes/${inbox}/whatsapp/registration`, body)
    this.isRunning = false
    // The panel shows another inbox by now: the answer is not about that one.
    if (context.inbox?.id === this.#host.context.inbox?.id) this.outcome = outcomeOf(answer)
    this.#host.requestUpdate()
    return this.outcome
  }

  /** The inbox shows another state: what the last press said is over. */
  forget(): void {
    this.outcome = undefined
  }
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has every shape
function outcomeOf({ status, body, problem }: { status: number; body: any; problem?: Problem }): Outcome {
  if (status === 429) return { kind: 'limited', until: body?.next_allowed_at ?? null }
  if (problem) return { kind: 'failed', problem }
  if (status === 202 || body?.state === 'queued') return { kind: 'queued' }
  if (body?.registered) return { kind: 'registered' }
  const nextCheckAt = body?.next_check_at ?? null
  const error = body?.error
  if (!error) return { kind: 'waits', state: String(body?.state ?? ''), nextCheckAt }
  return { kind: 'refused', error: typeof error === 'string' ? { message: error } : error, nextCheckAt }
}

/** Codes that we have our own words for: what they mean and what to do. */
const explained = new Set([
  '100.2388001',
  '133000',
  '133004',
  '133005',
  '133006',
  '133008',
  '133009',
  '133015',
  '133016',
  '131031',
  '131042',
  '190',
  '10',
  '368',
  '100',
])

/** Key of the words for a refusal. */
export function refusalKey({ code, subcode, kind }: Refused): string {
  for (const key of [`${code}.${subcode}`, String(code)]) if (explained.has(key)) return `refused.${key}`
  if (code !== undefined && code !== null && (code === 3 || (code >= 200 && code <= 299))) return 'refused.10'
  return kind === 'temporary' || kind === 'unanswered' ? `refused.${kind}` : 'refused.other'
}

/** An outcome in a line, where there is no room for more. */
export function saidBriefly({ t, locale }: PanelContext, outcome: Outcome): { title: string; text?: string } {
  switch (outcome.kind) {
    case 'registered':
      return { title: t('banner.live') }
    case 'queued':
      return { title: t('banner.queued') }
    case 'waits':
      return { title: t('banner.waits') }
    case 'limited':
      return outcome.until
        ? {
            title: t('banner.limited', {
              when: moment({ locale, t }, outcome.until),
              distance: distance(locale, outcome.until),
            }),
          }
        : { title: t('banner.limitedForNow') }
    case 'refused':
      return { title: t(refusalKey(outcome.error)), ...(outcome.error.message ? { text: outcome.error.message } : {}) }
    case 'failed':
      return { title: t('banner.failed'), ...(outcome.problem.text ? { text: outcome.problem.text } : {}) }
  }
}

const pinCodes = new Set([133005, 133008, 133009])

/** The number has a PIN that is not the one that was sent. */
export const wantsPin = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === 'refused' && pinCodes.has(outcome.error.code ?? 0)
