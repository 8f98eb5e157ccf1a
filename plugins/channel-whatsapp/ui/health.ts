import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { base } from '@cordboard/ui/base'
import '@cordboard/ui/cb-button'
import '@cordboard/ui/cb-callout'
import '@cordboard/ui/cb-card'
import '@cordboard/ui/cb-empty'
import '@cordboard/ui/cb-error-card'
import '@cordboard/ui/cb-health-card'
import '@cordboard/ui/cb-icon'
import '@cordboard/ui/cb-skeleton'
import '@cordboard/ui/cb-timeline'
import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import externalLink from 'lucide-static/icons/external-link.svg?raw'
import refresh from 'lucide-static/icons/refresh-cw.svg?raw'
import { Clock } from './clock.ts'
import { CompleteRegistration, saidBriefly } from './complete-registration.ts'
import { fresh, type Health, healthItems, isPending, isRenameReady } from './health-values.ts'
import { idsOf, managerUrl } from './manager.ts'
import type { Onboarding } from './onboarding.ts'
import { People } from './people.ts'
import { PinKeeper } from './pin-keeper.ts'
import { Reading } from './reading.ts'
import { panelStyles } from './styles.ts'
import { changesOf, timelineOf } from './timeline.ts'
import { type Snapshot, trend, trendStyles } from './trend.ts'
import { exactly, moment } from './when.ts'

const secondLook = 5_500

/** The tab Account health: what Meta says of the number, its way to being live, and how it fared. */
export default class WhatsappHealth extends LitElement {
  static override styles = [
    base,
    panelStyles,
    trendStyles,
    css`
      .bar { display: flex; align-items: center; gap: var(--cb-space-8); flex-wrap: wrap; } .bar p { flex: 1 1 18rem; }
      cb-health-card [slot='note'] { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); }
      .bones { padding: var(--cb-space-4); }
    `,
  ]

  @property({ attribute: false }) context!: PanelContext
  @state() private isAsked = false
  readonly #health = new Reading<Health>(this, (inbox) => `/inboxes/${inbox}/health`, { news: fresh })
  readonly #onboarding = new Reading<Onboarding>(this, (inbox) => `/inboxes/${inbox}/whatsapp/onboarding`)
  readonly #registration = new CompleteRegistration(this)
  readonly #people = new People(this)
  readonly #pin = new PinKeeper(this)
  readonly #clock = new Clock(this)
  #caughtUp = ''
  #later: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#later)
  }

  override updated(): void {
    const { since } = this.#onboarding.value ?? {}
    const { fetched_at } = this.#health.value ?? {}
    if (!since || !fetched_at || since === this.#caughtUp || Date.parse(fetched_at) >= Date.parse(since)) return
    // The number went a step further after Meta was last asked. The server asks it once in five seconds at most.
    this.#caughtUp = since
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#health.read(fresh), secondLook)
  }

  async #check(): Promise<void> {
    this.isAsked = true
    await Promise.all([this.#health.read(fresh), this.#onboarding.read()])
    this.isAsked = false
  }

  override render() {
    if (!this.context?.inbox) return nothing
    return html`<div class="stack">
      ${this.#renderBar()}${this.#renderRename()}
      <div class="split">
        <div class="stack">${this.#renderHealth()}${this.#renderTrend()}</div>
        <div class="stack">${this.#renderOnboarding()}${this.#pin.render(this.context)}</div>
      </div>
    </div>`
  }

  #renderBar() {
    const { t } = this.context
    const known = idsOf(this.context.inbox)
    const ids = { ...known, business_id: known.business_id ?? this.#health.value?.business_id }
    return html`<div class="bar"><p class="note">${t('health.lead')}</p>
      <cb-button ?loading=${this.isAsked} @click=${this.#check}><cb-icon slot="start" .name=${refresh}></cb-icon>${t('health.check')}</cb-button>
      <cb-button kind="quiet" href=${managerUrl(ids)} target="_blank" rel="noreferrer">${t('manager.open')}<cb-icon slot="end" .name=${externalLink}></cb-icon></cb-button>
    </div>`
  }

  #renderRename() {
    const { t, user } = this.context
    const { value } = this.#health
    if (!value || !isRenameReady(value) || user.role !== 'administrator') return nothing
    return html`<cb-callout tone="info" heading=${t('rename.title')}>${t('rename.text')}
      <cb-button slot="action" ?loading=${this.#registration.isRunning} @click=${() => void this.#register()}>${t('rename.do')}</cb-button>
    </cb-callout>`
  }

  async #register(): Promise<void> {
    const { context } = this
    const outcome = await this.#registration.run()
    if (!outcome) return
    const said = saidBriefly(context, outcome)
    context.toast({ tone: outcome.kind === 'registered' ? 'good' : 'warn', ...said })
    await this.#check()
  }

  #renderHealth() {
    const { t, locale } = this.context
    const { value, problem, isLoading } = this.#health
    const fetchedAt = value?.fetched_at
    return html`<cb-health-card
      heading=${t('health.title')} ?loading=${!value && !problem && isLoading}
      .items=${value ? healthItems(this.context, value) : []}
      .failure=${!value && problem ? t('health.failed') : ''} .stale=${value && problem ? t('health.stale') : ''} .detail=${problem?.text ?? ''}
      @cb-retry=${this.#check}
    >
      ${fetchedAt ? html`<span slot="note" title=${exactly(locale, fetchedAt)}>${t('health.read', { when: moment(this.context, fetchedAt, this.#clock.now) })}</span>` : nothing}
      <span slot="error">${t('health.failedText')}</span>
      <cb-empty slot="empty" heading=${t('health.none')}>${t('health.noneText')}</cb-empty>
    </cb-health-card>`
  }

  #renderTrend() {
    const snapshots = this.#health.value?.trend
    return Array.isArray(snapshots) ? trend(this.context, snapshots as Snapshot[], this.#clock.now) : nothing
  }

  #renderOnboarding() {
    const { t } = this.context
    const { value, problem } = this.#onboarding
    if (!value && problem)
      return html`<cb-card heading=${t('timeline.title')}><cb-error-card heading=${t('timeline.failedRead')} detail=${problem.text} @cb-retry=${() => void this.#onboarding.read()}>${t('health.failedText')}</cb-error-card></cb-card>`
    if (!value)
      return html`<cb-card heading=${t('timeline.title')}><div class="bones"><cb-skeleton lines="6"></cb-skeleton></div></cb-card>`
    const { temporal_url, stale, history } = value
    const people = this.#people.namesOf(value.attempts)
    const items = timelineOf(this.context, {
      onboarding: value,
      health: this.#health.value,
      people,
      now: this.#clock.now,
    })
    return html`<cb-card heading=${t('timeline.title')}>
      ${temporal_url && this.context.user.role === 'administrator' ? html`<a slot="note" class="link" href=${temporal_url} target="_blank" rel="noreferrer">${t('timeline.temporal')}</a>` : nothing}
      <div class="close">
        ${stale || problem ? html`<cb-callout tone="warn" heading=${t('timeline.stale')}>${t('timeline.staleText')}</cb-callout>` : nothing}
        <cb-timeline .items=${items}></cb-timeline>
        ${this.#renderStart(value)}
        ${history.length > 0 ? changesOf(this.context, value) : nothing}
      </div>
    </cb-card>`
  }

  /** A number that nothing leads, and that is not registered: there is no banner for it. */
  #renderStart({ state }: Onboarding) {
    const { t, user } = this.context
    const isLed = state !== 'none' && state !== 'cancelled'
    const { value } = this.#health
    if (isLed || !value || !isPending(value) || user.role !== 'administrator') return nothing
    return html`<div class="actions"><cb-button kind="primary" ?loading=${this.#registration.isRunning} @click=${() => void this.#register()}>${t('banner.complete')}</cb-button></div>`
  }
}
