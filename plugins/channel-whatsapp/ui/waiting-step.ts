import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import '@cordboard/ui/cb-badge'
import '@cordboard/ui/cb-button'
import '@cordboard/ui/cb-callout'
import '@cordboard/ui/cb-card'
import '@cordboard/ui/cb-error-card'
import '@cordboard/ui/cb-icon'
import '@cordboard/ui/cb-skeleton'
import '@cordboard/ui/cb-timeline'
import { html, nothing, svg } from 'lit'
import clock from 'lucide-static/icons/clock.svg?raw'
import externalLink from 'lucide-static/icons/external-link.svg?raw'
import refresh from 'lucide-static/icons/refresh-cw.svg?raw'
import { idsOf, managerUrl } from './manager.ts'
import { isNameInReview, needOf, type Onboarding } from './onboarding.ts'
import type { Problem } from './reading.ts'
import { timelineOf } from './timeline.ts'
import { distance, exactly, moment } from './when.ts'

/** The inbox that was made, as far as this screen shows it. */
export interface Connected extends Record<string, unknown> {
  id: number
  name: string
  phone_number?: string | null
  callback_webhook_url?: string | null
  provider_config?: { webhook_verify_token?: string; business_account_id?: string; business_portfolio_id?: string }
}

interface WaitingStep {
  inbox: Connected | undefined
  onboarding: Onboarding | undefined
  problem: Problem | undefined
  people: ReadonlyMap<number, string>
  now: number
  isChecking: boolean
  check(): void
  retry(): void
  addPeople(): void
}

type Kind = 'live' | 'needed' | 'review' | 'working'

function kindOf(onboarding: Onboarding | undefined): Kind {
  if (onboarding?.state === 'active') return 'live'
  if (onboarding?.state === 'failed' || onboarding?.state === 'action_required') return 'needed'
  return onboarding && isNameInReview(onboarding) ? 'review' : 'working'
}

export function waitingWords({ t }: PanelContext, onboarding: Onboarding | undefined): [string, string] {
  const kind = kindOf(onboarding)
  return [t(`waiting.${kind}.title`), t(`waiting.${kind}.lead`)]
}

/** Meta's review, as it goes on: nobody has to stay for it. */
export function waitingStep(context: PanelContext, step: WaitingStep) {
  const { t } = context
  const { inbox, onboarding, problem, people, now } = step
  const kind = kindOf(onboarding)
  return html`<div class="split">
    <cb-card><div class="wait">
      ${art(kind === 'live')}
      <h2 dir="auto">${inbox?.name ?? ''}</h2>
      <p class="figures note"><bdi>${inbox?.phone_number ?? ''}</bdi></p>
      <div class="badges" role="status">${badges(context, onboarding, kind, now)}</div>
      <div class="wait-foot">
        ${kind === 'live' ? nothing : html`<cb-button ?loading=${step.isChecking} ?disabled=${!onboarding} @click=${step.check}><cb-icon slot="start" .name=${refresh}></cb-icon>${t('waiting.check')}</cb-button>`}
        <cb-button href=${managerUrl(idsOf(inbox))} target="_blank" rel="noreferrer">${t('manager.open')}<cb-icon slot="end" .name=${externalLink}></cb-icon></cb-button>
      </div>
    </div></cb-card>
    <cb-card heading=${t('waiting.now')}>${
      onboarding
        ? html`<cb-timeline .items=${timelineOf(context, { onboarding, people, now })}></cb-timeline>`
        : problem
          ? html`<cb-error-card heading=${t('timeline.failedRead')} detail=${problem.text} @cb-retry=${step.retry}>${t('health.failedText')}</cb-error-card>`
          : html`<cb-skeleton lines="6"></cb-skeleton>`
    }</cb-card>
  </div>
  <cb-callout heading=${t(kind === 'live' ? 'waiting.next.title' : 'waiting.while')}>${t(kind === 'live' ? 'waiting.next.text' : 'waiting.whileText')}<cb-button slot="action" @click=${step.addPeople}>${t('waiting.people')}</cb-button></cb-callout>`
}

function badges(context: PanelContext, onboarding: Onboarding | undefined, kind: Kind, now: number) {
  const { t, locale } = context
  if (!onboarding) return nothing
  const tone = kind === 'live' ? 'good' : kind === 'needed' ? 'bad' : 'warn'
  const need = needOf(onboarding, false)
  const words =
    kind === 'needed' && need !== 'failed'
      ? t(`timeline.need.${need}`, { reason: onboarding.reason ?? '' })
      : t(`waiting.${kind}.badge`)
  const next = onboarding.next_check_at
  return html`<cb-badge tone=${tone}>${words}</cb-badge>${
    next && kind !== 'live' && Date.parse(next) > now
      ? html`<cb-badge .icon=${clock} title=${exactly(locale, next)}>${t('waiting.next', { when: moment(context, next, now), distance: distance(locale, next, now) })}</cb-badge>`
      : nothing
  }`
}

/** Two jacks and a cord on its way; plugged once the line is live. */
const art = (isLive: boolean) =>
  html`<svg viewBox="0 0 420 130" aria-hidden="true">${
    isLive
      ? svg`<path class="cord" d="M60 62C130 134 290 134 360 62" />`
      : svg`<path class="cord" d="M60 62C110 128 160 128 200 84" /><path class="rest" stroke-dasharray="2 9" d="M220 62C260 14 310 14 360 62" />`
  }<circle class="live" cx="60" cy="62" r="20" /><circle class="live-hole" cx="60" cy="62" r="7" />${
    isLive
      ? nothing
      : svg`<g transform="rotate(-38 206 78)"><rect class="plug" x="190" y="66" width="30" height="20" rx="6" /><rect class="tip" x="220" y="71" width="15" height="10" rx="4" /></g>`
  }<circle class=${isLive ? 'live' : 'ring'} cx="360" cy="62" r="20" /><circle class=${isLive ? 'live-hole' : 'hole'} cx="360" cy="62" r="7" /></svg>`
