import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { base } from '@cordboard/ui/base'
import '@cordboard/ui/cb-button'
import '@cordboard/ui/cb-callout'
import '@cordboard/ui/cb-copy-field'
import '@cordboard/ui/cb-icon'
import '@cordboard/ui/cb-input'
import '@cordboard/ui/cb-progress'
import '@cordboard/ui/cb-quote'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import externalLink from 'lucide-static/icons/external-link.svg?raw'
import { Clock } from './clock.ts'
import { CompleteRegistration, type Outcome, refusalKey, wantsPin } from './complete-registration.ts'
import { ConnectByLogin } from './connect-by-login.ts'
import { billingUrl, idsOf, managerUrl } from './manager.ts'
import { isNameInReview, isRunning, type Need, needOf, type Onboarding } from './onboarding.ts'
import { ask, Reading } from './reading.ts'
import { panelStyles } from './styles.ts'
import { citeOf, failureOf } from './timeline.ts'
import { distance, moment, span } from './when.ts'

/** Needs that people settle at Meta; afterwards they say so here. */
const settledAtMeta: Partial<Record<Need, { signal: string; done: string }>> = {
  display_name: { signal: 'display_name_updated', done: 'banner.nameEdited' },
  verify_number: { signal: 'number_verified', done: 'banner.numberVerified' },
  policy: { signal: 'retry_now', done: 'banner.settled' },
  payment: { signal: 'retry_now', done: 'banner.settled' },
  on_premise: { signal: 'display_name_updated', done: 'banner.moved' },
  webhook: { signal: 'retry_now', done: 'banner.pasted' },
  other: { signal: 'retry_now', done: 'banner.settled' },
}

const patience = 24 * 3_600_000

/** Above the tabs of an inbox: the one thing that keeps a number from working, what happened and what to do. */
export default class WhatsappBanner extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      .words { display: grid; gap: var(--cb-space-8); justify-items: start; } .words > * { max-inline-size: 100%; }
      .words > :is(cb-progress, cb-quote, .two) { justify-self: stretch; }
      form { display: flex; align-items: end; gap: var(--cb-space-8); flex-wrap: wrap; }
      .pin { inline-size: 11rem; } .key { inline-size: min(26rem, 100%); }
      .buttons { display: flex; gap: var(--cb-space-8); flex-wrap: wrap; align-self: center; justify-content: end; }
      @media (max-width: 767px) { .buttons { justify-content: stretch; } .buttons > * { flex: 1; } }
    `,
  ]

  @property({ attribute: false }) context!: PanelContext
  @state() private pin = ''
  @state() private pinError = ''
  @state() private key = ''
  @state() private keyError = ''
  @state() private isKeyShown = false
  @state() private busy = ''
  readonly #onboarding = new Reading<Onboarding>(this, (inbox) => `/inboxes/${inbox}/whatsapp/onboarding`)
  readonly #registration = new CompleteRegistration(this)
  readonly #login = new ConnectByLogin(this)
  readonly #clock = new Clock(this)
  #shown: number | undefined
  #seen = ''

  get #need(): Need {
    return needOf(this.#onboarding.value, this.context.inbox?.reauthorization_required === true)
  }

  get #isAdministrator(): boolean {
    return this.context.user.role === 'administrator'
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const inbox = this.context?.inbox?.id
    if (changed.has('context') && inbox !== this.#shown) {
      this.#shown = inbox
      this.#registration.forget()
      this.pin = ''
      this.key = ''
      this.isKeyShown = false
    }
    const { state = '', reason } = this.#onboarding.value ?? {}
    const seen = `${state} ${reason}`
    // The line is live by itself, or waits for something else by now: what was said about the last press is over.
    if (seen !== this.#seen && (state === 'active' || state === 'none')) this.#registration.forget()
    this.#seen = seen
  }

  override updated(): void {
    if (this.context?.inbox && this.#need === 'reauthorize') void this.#login.look()
  }

  override render() {
    if (!this.context?.inbox) return nothing
    const need = this.#need
    if (need === 'nothing' || need === 'wait') return nothing
    return html`<section aria-label=${this.context.t('banner.label')}>${this.#renderNeed(need)}</section>`
  }

  #renderNeed(need: Need) {
    if (need === 'reauthorize') return this.#renderReauthorize()
    const onboarding = this.#onboarding.value
    if (!onboarding) return nothing
    if (need === 'registration' || need === 'pin') return this.#renderRegistration(need, onboarding)
    if (need === 'failed') return this.#renderFailed(onboarding)
    return this.#renderAtMeta(need, onboarding)
  }

  #renderRegistration(need: 'registration' | 'pin', onboarding: Onboarding) {
    const { t } = this.context
    const [heading, text] =
      need === 'pin' ? [t('banner.pin.title'), t('banner.pin.text')] : this.#registrationWords(onboarding)
    const isBusy = this.#registration.isRunning || isRunning(onboarding)
    const isPinWanted = need === 'pin' || wantsPin(this.#registration.outcome)
    return html`<cb-callout tone=${onboarding.state === 'stalled' ? 'bad' : 'warn'} heading=${heading}>
      <div class="words">
        <p>${text}</p>
        ${isBusy ? this.#renderProgress() : this.#renderOutcome(this.#registration.outcome)}
        ${isPinWanted && this.#isAdministrator ? this.#renderPin(isBusy) : nothing}
        ${this.#isAdministrator ? nothing : html`<p class="note">${t('banner.forAdministrators')}</p>`}
      </div>
      ${this.#renderButtons(html`${isNameInReview(onboarding) || onboarding.state === 'stalled' || need === 'pin' ? this.#managerButton() : nothing}
        ${isPinWanted ? nothing : html`<cb-button kind="primary" ?loading=${isBusy} @click=${() => void this.#complete()}>${t('banner.complete')}</cb-button>`}`)}
    </cb-callout>`
  }

  #registrationWords(onboarding: Onboarding): [string, string] {
    const { t, locale } = this.context
    const { state, first_pending_at, since, next_check_at } = onboarding
    const waiting = first_pending_at ?? since
    const time = waiting ? span(locale, waiting, this.#clock.now) : ''
    const name = String(this.context.inbox?.verified_name ?? '')
    if (state === 'stalled') return [t('banner.stalled.title', { time }), t('banner.stalled.text')]
    if (state === 'cooldown')
      return [
        t('banner.cooldown.title'),
        t('banner.cooldown.text', { when: next_check_at ? moment(this.context, next_check_at) : '' }),
      ]
    if (isNameInReview(onboarding)) {
      // On the first day nobody has to do anything; later a name that was edited or sent again is looked at sooner.
      const isYoung = waiting !== null && this.#clock.now - Date.parse(waiting) < patience
      const text = isYoung ? 'textYoung' : name ? 'textNamed' : 'text'
      return [t('banner.name.title'), t(`banner.name.${text}`, { name, time })]
    }
    return [t('banner.registration.title'), t('banner.registration.text')]
  }

  #renderProgress() {
    const { t } = this.context
    const isOurs = this.#registration.isRunning
    const words = t(
      isOurs
        ? 'banner.running'
        : this.#onboarding.value?.state === 'confirming'
          ? 'banner.confirming'
          : 'banner.runningAlready',
    )
    return html`<p role="status" class="note">${words}</p><cb-progress label=${words}></cb-progress>`
  }

  #renderOutcome(outcome: Outcome | undefined) {
    if (!outcome) return nothing
    const { t, locale } = this.context
    const next = (iso: string | null) =>
      iso
        ? html` ${t('banner.next', { when: moment(this.context, iso), distance: distance(locale, iso, this.#clock.now) })}`
        : nothing
    switch (outcome.kind) {
      case 'registered':
        return html`<p role="status">${t('banner.registered')}</p>`
      case 'queued':
        return html`<p role="status">${t('banner.queued')}</p>`
      case 'waits':
        return html`<p role="status">${t('banner.waits')}${next(outcome.nextCheckAt)}</p>`
      case 'limited':
        return html`<p role="alert">${outcome.until ? t('banner.limited', { when: moment(this.context, outcome.until), distance: distance(locale, outcome.until, this.#clock.now) }) : t('banner.limitedForNow')}</p>`
      case 'failed':
        return html`<p role="alert">${t('banner.failed')}</p>${outcome.problem.text ? html`<cb-quote>${outcome.problem.text}</cb-quote>` : nothing}`
      case 'refused':
        return html`<p role="alert">${t(refusalKey(outcome.error))}${next(outcome.nextCheckAt)}</p>${
          outcome.error.message
            ? html`<cb-quote cite=${citeOf(this.context, outcome.error as { code?: number })}>${outcome.error.message}</cb-quote>`
            : nothing
        }`
    }
  }

  #renderPin(isBusy: boolean) {
    const { t } = this.context
    return html`<form @submit=${this.#sendPin}>
      <cb-input class="pin" name="pin" label=${t('banner.pin.label')} inputmode="numeric" autocomplete="off" maxlength="6" .value=${this.pin} .error=${this.pinError} ?disabled=${isBusy} @input=${(
        event: Event,
      ) => {
        this.pin = (event.target as HTMLInputElement).value
        this.pinError = ''
      }}></cb-input>
      <cb-button type="submit" kind="primary" ?loading=${isBusy}>${t('banner.complete')}</cb-button>
    </form>`
  }

  readonly #sendPin = (event: Event): void => {
    event.preventDefault()
    const pin = this.pin.trim()
    // Digits stay a text: a PIN may begin with zeros.
    this.pinError = /^\d{6}$/.test(pin) ? '' : this.context.t('banner.pin.error')
    if (!this.pinError) void this.#complete(pin)
  }

  async #complete(pin?: string): Promise<void> {
    const { context } = this
    const outcome = await this.#registration.run(pin)
    if (pin) this.pin = ''
    if (outcome?.kind === 'registered') context.toast({ tone: 'good', title: context.t('banner.live') })
    await this.#onboarding.read()
  }

  #renderReauthorize() {
    const { t } = this.context
    const { authorization, stage, trouble, isRunning: isOpen } = this.#login
    const isPossible = authorization?.enabled === true
    const isKeyShown = this.isKeyShown || (authorization !== undefined && !isPossible)
    return html`<cb-callout tone="bad" heading=${t('banner.reauthorize.title')}>
      <div class="words">
        <p>${t('banner.reauthorize.text')}</p>
        ${isOpen ? html`<p role="status" class="note">${t(stage === 'saving' ? 'login.saving' : 'login.open')}</p><cb-progress label=${t('login.open')}></cb-progress>` : nothing}
        ${trouble ? html`<p role="alert"><strong>${trouble.heading}.</strong> ${trouble.text}</p>${trouble.detail ? html`<cb-quote>${trouble.detail}</cb-quote>` : nothing}` : nothing}
        ${this.#isAdministrator ? (isKeyShown ? this.#renderKey() : nothing) : html`<p class="note">${t('banner.forAdministrators')}</p>`}
      </div>
      ${
        isPossible
          ? this.#renderButtons(html`
        ${
          isKeyShown
            ? nothing
            : html`<cb-button kind="quiet" @click=${() => {
                this.isKeyShown = true
              }}>${t('banner.reauthorize.byKey')}</cb-button>`
        }
        <cb-button kind="primary" ?loading=${stage === 'saving' || stage === 'loading'} @click=${() => void this.#reauthorize()}>${t(isOpen ? 'login.again' : 'banner.reauthorize.login')}</cb-button>`)
          : nothing
      }
    </cb-callout>`
  }

  async #reauthorize(): Promise<void> {
    const { context } = this
    const id = await this.#login.run(context.inbox?.id)
    if (id === undefined) return
    context.toast({ tone: 'good', title: context.t('banner.reauthorize.done') })
    await this.#onboarding.read()
  }

  #renderKey() {
    const { t } = this.context
    const isBusy = this.busy === 'key'
    return html`<form @submit=${this.#saveKey}>
      <cb-input class="key" name="key" type="password" password-toggle label=${t('banner.key.label')} hint=${t('banner.key.hint')} autocomplete="off" .value=${this.key} .error=${this.keyError} ?disabled=${isBusy} @input=${(
        event: Event,
      ) => {
        this.key = (event.target as HTMLInputElement).value
        this.keyError = ''
      }}></cb-input>
      <cb-button type="submit" kind=${this.#login.authorization?.enabled ? 'secondary' : 'primary'} ?loading=${isBusy}>${t('banner.key.save')}</cb-button>
    </form>`
  }

  readonly #saveKey = async (event: Event): Promise<void> => {
    event.preventDefault()
    const { context } = this
    const { t } = context
    const key = this.key.trim()
    if (!key) {
      this.keyError = t('banner.key.missing')
      return
    }
    this.busy = 'key'
    const { problem } = await ask(context, 'PATCH', `/inboxes/${context.inbox?.id}`, { channel: { api_key: key } })
    this.busy = ''
    if (problem) {
      this.keyError = problem.text || t('banner.failed')
      return
    }
    this.key = ''
    this.isKeyShown = false
    context.toast({ tone: 'good', title: t('banner.reauthorize.done') })
    await this.#onboarding.read()
  }

  #renderAtMeta(need: Need, onboarding: Onboarding) {
    const { t, inbox } = this.context
    const settled = settledAtMeta[need]
    const callback = typeof inbox?.callback_webhook_url === 'string' ? inbox.callback_webhook_url : ''
    const configuration = inbox?.provider_config as { webhook_verify_token?: string } | undefined
    const token = configuration?.webhook_verify_token
    const words = onboarding.details || onboarding.history.at(-1)?.why
    return html`<cb-callout tone="bad" heading=${t(`banner.${need}.title`)}>
      <div class="words">
        <p>${t(`banner.${need}.text`)}</p>
        ${need === 'other' && words ? html`<cb-quote>${words}</cb-quote>` : nothing}
        ${need === 'webhook' && callback ? html`<div class="two"><cb-copy-field label=${t('webhook.url')} .value=${callback}></cb-copy-field>${token ? html`<cb-copy-field secret label=${t('webhook.token')} .value=${token}></cb-copy-field>` : nothing}</div>` : nothing}
        ${this.#isAdministrator ? nothing : html`<p class="note">${t('banner.forAdministrators')}</p>`}
      </div>
      ${this.#renderButtons(html`
        ${settled ? html`<cb-button ?loading=${this.busy === settled.signal} @click=${() => void this.#signal(settled.signal)}>${t(settled.done)}</cb-button>` : nothing}
        ${need === 'payment' ? this.#managerButton(billingUrl(idsOf(this.context.inbox)), 'banner.payment.open') : this.#managerButton()}`)}
    </cb-callout>`
  }

  async #signal(signal: string): Promise<void> {
    const { context } = this
    this.busy = signal
    const { problem } = await ask(context, 'POST', `/inboxes/${context.inbox?.id}/whatsapp/onboarding/signal`, {
      signal,
    })
    this.busy = ''
    const { t } = context
    if (problem) context.toast({ tone: 'bad', title: t('banner.failed'), text: problem.text })
    else context.toast({ tone: 'info', title: t('banner.looking') })
    await this.#onboarding.read()
  }

  #renderFailed(onboarding: Onboarding) {
    const { t } = this.context
    const isBusy = this.#registration.isRunning
    return html`<cb-callout tone="bad" heading=${t('banner.gaveUp.title')}>
      <div class="words"><p>${failureOf(t, onboarding.reason)} ${t('banner.gaveUp.text')}</p>
        ${isBusy ? this.#renderProgress() : this.#renderOutcome(this.#registration.outcome)}
        ${this.#isAdministrator ? nothing : html`<p class="note">${t('banner.forAdministrators')}</p>`}
      </div>
      ${this.#renderButtons(html`${this.#managerButton()}<cb-button kind="primary" ?loading=${isBusy} @click=${() => void this.#complete()}>${t('banner.complete')}</cb-button>`)}
    </cb-callout>`
  }

  #managerButton(url = managerUrl(idsOf(this.context.inbox)), label = 'manager.open') {
    return html`<cb-button href=${url} target="_blank" rel="noreferrer">${this.context.t(label)}<cb-icon slot="end" .name=${externalLink}></cb-icon></cb-button>`
  }

  #renderButtons(buttons: unknown) {
    return this.#isAdministrator ? html`<div slot="action" class="buttons">${buttons}</div>` : nothing
  }
}
