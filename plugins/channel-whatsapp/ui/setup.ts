import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { base } from '@cordboard/ui/base'
import '@cordboard/ui/cb-button'
import '@cordboard/ui/cb-icon'
import '@cordboard/ui/cb-page'
import '@cordboard/ui/cb-skeleton'
import '@cordboard/ui/cb-stepper'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw'
import { Clock } from './clock.ts'
import { ConnectByLogin } from './connect-by-login.ts'
import { fresh } from './health-values.ts'
import { type Entry, entriesOf, type Mistakes, mistakesIn, numberStep, type Secrets } from './number-step.ts'
import { needOf, type Onboarding } from './onboarding.ts'
import { People } from './people.ts'
import { ask, Reading } from './reading.ts'
import { forgetPlace, keepPlace, type Place, readPlace, start } from './setup-place.ts'
import { setupStyles } from './setup-styles.ts'
import { panelStyles } from './styles.ts'
import { type Connected, waitingStep, waitingWords } from './waiting-step.ts'
import { webhookStep } from './webhook-step.ts'

const steps = ['number', 'webhook', 'waiting'] as const

/** Connects a WhatsApp number: by Meta's login or with keys, then the way of messages to us, then Meta's review. */
export default class WhatsappSetup extends LitElement {
  static override styles = [base, panelStyles, setupStyles]

  @property({ attribute: false }) context!: PanelContext
  @state() private place: Place = start()
  @state() private secrets: Secrets = { api_key: '', app_secret: '' }
  @state() private mistakes: Mistakes = {}
  @state() private problem = ''
  @state() private busy = ''
  readonly #login = new ConnectByLogin(this)
  readonly #clock = new Clock(this)
  readonly #people = new People(this)
  readonly #inbox = new Reading<Connected>(this, (inbox) => `/inboxes/${inbox}`, { which: () => this.place.inboxId })
  readonly #onboarding = new Reading<Onboarding>(this, (inbox) => `/inboxes/${inbox}/whatsapp/onboarding`, {
    which: () => this.place.inboxId,
  })
  readonly #health = new Reading<Record<string, unknown>>(this, (inbox) => `/inboxes/${inbox}/health`, {
    which: () => (this.place.step === 'webhook' ? this.place.inboxId : undefined),
    news: fresh,
  })
  #account: number | undefined

  override willUpdate(changed: PropertyValues<this>): void {
    if (!this.context) return
    if (changed.has('context') && this.context.accountId !== this.#account) {
      this.#account = this.context.accountId
      this.place = readPlace(this.#account)
    }
    // The inbox was removed meanwhile: there is nothing to come back to.
    if (this.#inbox.problem?.status === 404) this.#begin()
  }

  override updated(): void {
    if (this.context && this.place.step === 'number') void this.#login.look()
  }

  get #way(): 'login' | 'keys' {
    if (!this.#login.authorization?.enabled) return 'keys'
    return this.place.way ?? 'login'
  }

  #move(change: Partial<Place>): void {
    const isStep = change.step !== undefined && change.step !== this.place.step
    this.place = { ...this.place, ...change }
    // Whoever went a step further goes on with the keyboard where that begins.
    if (isStep) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.step')?.focus())
    keepPlace(this.context.accountId, this.place)
  }

  #begin(): void {
    forgetPlace(this.context.accountId)
    this.place = start()
    this.problem = ''
    this.mistakes = {}
  }

  override render() {
    if (!this.context) return nothing
    const { t, accountId } = this.context
    const settings = `/app/accounts/${accountId}/settings`
    const crumbs = [
      { label: t('setup.settings'), href: settings },
      { label: t('setup.inboxes'), href: `${settings}/inboxes/list` },
    ]
    const [heading, lead] = this.#words()
    const names = ['channel', ...steps].map((name) => t(`setup.step.${name}`))
    return html`<cb-page measure="wizard" here=${t('setup.new')} .crumbs=${crumbs} heading=${heading} lead=${lead}>
      <cb-stepper slot="over" .steps=${names} current=${steps.indexOf(this.place.step) + (this.#isLive ? 2 : 1)}></cb-stepper>
      <div class="stack step" tabindex="-1">${this.#renderStep()}</div>
      <div slot="foot">${this.#renderFoot()}</div>
    </cb-page>`
  }

  get #isLive(): boolean {
    return this.place.step === 'waiting' && this.#onboarding.value?.state === 'active'
  }

  #words(): [string, string] {
    const { t } = this.context
    if (this.place.step === 'waiting') return waitingWords(this.context, this.#onboarding.value)
    if (this.place.step === 'webhook') return [t('webhook.title'), t('webhook.lead')]
    return [t('setup.number.title'), t(this.#way === 'login' ? 'setup.number.lead' : 'setup.number.leadKeys')]
  }

  #renderStep() {
    const { step } = this.place
    if (step === 'webhook')
      return webhookStep(this.context, {
        inbox: this.#inbox.value,
        health: this.#health.value,
        problem: this.#health.problem,
      })
    if (step === 'waiting') {
      const onboarding = this.#onboarding.value
      return waitingStep(this.context, {
        inbox: this.#inbox.value,
        onboarding,
        problem: this.#onboarding.problem,
        people: this.#people.namesOf(onboarding?.attempts ?? []),
        now: this.#clock.now,
        isChecking: this.busy === 'check',
        check: () => void this.#check(),
        retry: () => void this.#onboarding.read(),
        addPeople: () => this.#addPeople(),
      })
    }
    const { authorization } = this.#login
    if (!authorization) return html`<cb-skeleton kind="cards" lines="2"></cb-skeleton>`
    return numberStep(this.context, {
      canLogin: authorization.enabled,
      way: this.#way,
      login: this.#login,
      entered: { ...this.place.entered, ...this.secrets },
      mistakes: this.mistakes,
      problem: this.problem,
      isBusy: this.busy === 'connect',
      choose: (way) => this.#move({ way }),
      openLogin: () => void this.#connectByLogin(),
      enter: (name, value) => this.#enter(name, value),
      submit: () => void this.#connectByKeys(),
    })
  }

  #renderFoot() {
    const { t, navigate, accountId } = this.context
    const { step } = this.place
    const isBusy = this.busy === 'connect'
    if (step === 'number') {
      const { stage, isRunning } = this.#login
      const isLogin = this.#way === 'login'
      return html`<cb-button kind="quiet" ?disabled=${isBusy} @click=${() => navigate(`/app/accounts/${accountId}/settings/inboxes/new`)}><cb-icon slot="start" flip .name=${arrowLeft}></cb-icon>${t('setup.back')}</cb-button><span class="gap"></span>
        ${
          isLogin
            ? html`<cb-button kind="primary" ?disabled=${isRunning && stage !== 'saving'} ?loading=${stage === 'saving'} @click=${() => void this.#connectByLogin()}>${t('login.button')}</cb-button>`
            : html`<cb-button kind="primary" ?loading=${isBusy} ?disabled=${!this.#login.authorization} @click=${() => void this.#connectByKeys()}>${t('setup.connect')}</cb-button>`
        }`
    }
    if (step === 'webhook')
      return html`<span class="gap"></span><cb-button kind="quiet" @click=${() => this.#leave()}>${t('setup.later')}</cb-button>
        <cb-button kind="primary" @click=${() => this.#move({ step: 'waiting' })}>${t('setup.continue')}<cb-icon slot="end" flip .name=${arrowRight}></cb-icon></cb-button>`
    return html`<span class="note wide-only">${t('setup.saved')}</span><span class="gap"></span>
      <cb-button kind="quiet" @click=${() => this.#begin()}>${t('setup.another')}</cb-button>
      <cb-button kind="primary" @click=${() => this.#finish()}>${t('setup.open')}<cb-icon slot="end" flip .name=${arrowRight}></cb-icon></cb-button>`
  }

  async #connectByLogin(): Promise<void> {
    const id = await this.#login.run()
    if (id !== undefined) this.#move({ inboxId: id, step: 'waiting' })
  }

  #enter(name: Entry, value: string): void {
    const { [name]: _, ...mistakes } = this.mistakes
    this.mistakes = mistakes
    if (name === 'api_key' || name === 'app_secret') this.secrets = { ...this.secrets, [name]: value }
    else this.#move({ entered: { ...this.place.entered, [name]: value } })
  }

  async #connectByKeys(): Promise<void> {
    if (this.busy) return
    const { context } = this
    this.problem = ''
    const entered = entriesOf({ ...this.place.entered, ...this.secrets })
    this.mistakes = mistakesIn(context, entered)
    if (Object.keys(this.mistakes).length > 0) return this.#focusMistake()
    const { name, api_key, app_secret, ...numbers } = entered
    this.busy = 'connect'
    const { body, problem } = await ask(context, 'POST', '/inboxes', {
      name,
      channel: {
        type: 'whatsapp',
        provider: 'whatsapp_cloud',
        ...numbers,
        api_key,
        ...(app_secret ? { app_secret } : {}),
      },
    })
    this.busy = ''
    if (problem || typeof body?.id !== 'number') {
      this.problem = problem?.text || context.t('setup.offline')
      if (body?.attributes?.includes('phone_number')) this.mistakes = { phone_number: this.problem }
      return this.#focusMistake()
    }
    this.secrets = { api_key: '', app_secret: '' }
    this.#move({ inboxId: body.id, step: 'webhook', way: 'keys' })
  }

  async #focusMistake(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[data-mistake], [role=alert]')?.focus()
  }

  /** Has the number looked at now. In the midst of a review that is all; what people were asked for is taken as done. */
  async #check(): Promise<void> {
    const { context } = this
    const need = needOf(this.#onboarding.value, false)
    const signals: Partial<Record<typeof need, string>> = { verify_number: 'number_verified', webhook: 'retry_now' }
    this.busy = 'check'
    const path = `/inboxes/${this.place.inboxId}/whatsapp/onboarding/signal`
    const { problem } = await ask(context, 'POST', path, { signal: signals[need] ?? 'display_name_updated' })
    if (problem) context.toast({ tone: 'bad', title: context.t('banner.failed'), text: problem.text })
    await this.#onboarding.read()
    this.busy = ''
  }

  #addPeople(): void {
    const { inboxId } = this.place
    const { connected, navigate, accountId } = this.context
    if (inboxId === undefined) return
    if (connected) connected({ id: inboxId, next: 'people' })
    else navigate(`/app/accounts/${accountId}/settings/inboxes/${inboxId}/members`)
  }

  #finish(): void {
    const { inboxId } = this.place
    const { navigate, accountId } = this.context
    forgetPlace(accountId)
    navigate(`/app/accounts/${accountId}/settings/inboxes/${inboxId}/health`)
  }

  #leave(): void {
    this.context.navigate(`/app/accounts/${this.context.accountId}/settings/inboxes/list`)
  }
}
