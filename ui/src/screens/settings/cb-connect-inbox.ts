import { Task } from '@lit/task'
import { css, html, type LitElement, nothing, type PropertyValues } from 'lit'
import { query as find, state } from 'lit/decorators.js'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import plug from 'lucide-static/icons/plug.svg?raw'
import {
  type ChannelType,
  createInbox,
  type Inbox,
  listChannelTypes,
  listInboxMembers,
  readInbox,
  replaceInboxMembers,
} from '../../data/inboxes.ts'
import { session } from '../../data/session.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-page.ts'
import '../../elements/cb-progress.ts'
import type { CbSchemaForm } from '../../elements/cb-schema-form.ts'
import '../../elements/cb-schema-form.ts'
import '../../elements/cb-stepper.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import type { FormSchema, FormValue } from '../../elements/json-schema.ts'
import type { FormErrors } from '../../elements/validate-form.ts'
import '../../registry/cb-panel.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { type PluginPanel, panelsOf } from '../../registry/panels.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { accountPath, navigate } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import './cb-inbox-members.ts'
import type { CbInboxMembers } from './cb-inbox-members.ts'
import { entered } from './entered.ts'
import { errorsOf } from './form-errors.ts'
import { loadFailed, loadingCards } from './load-states.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'
import { webhookCard } from './webhook-card.ts'

/** What the form, or a plugin's panel, made; `next` is the step to go on with. */
interface Connected {
  id: number
  next?: 'webhook' | 'people'
}

/** Connects an inbox in four steps: which channel, its keys, where the provider sends messages, who answers. */
export class CbConnectInbox extends SettingsScreen {
  static override styles = [
    base,
    settingsStyles,
    channelColors,
    css`
      .gap { flex: 1; }
      .choices { gap: var(--cb-space-12); }
      .choice { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--cb-space-4) var(--cb-space-12); align-items: start; inline-size: 100%; padding: var(--cb-space-16); border-radius: var(--cb-radius-lg); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line-strong); }
      .choice:hover { box-shadow: inset 0 0 0 1px var(--cb-line-control); }
      .choice[aria-checked='true'] { box-shadow: inset 0 0 0 2px var(--cb-brand); background: light-dark(var(--cb-core-cord-50), var(--cb-core-cord-950)); }
      .choice b { display: block; font-size: var(--cb-size-md); line-height: var(--cb-leading-md); font-weight: var(--cb-weight-strong); }
      .choice small { display: block; font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); color: var(--cb-text-muted); }
      .mark { color: var(--cb-brand); visibility: hidden; } [aria-checked='true'] .mark { visibility: visible; }
      @media (forced-colors: active) { .choice { outline: 1px solid CanvasText; } .choice[aria-checked='true'] { outline: 2px solid Highlight; } }
    `,
  ]

  /** Chosen at the first step; from the second on the address names the channel. */
  @state() private chosen: ChannelType | undefined
  @state() private name = ''
  @state() private nameError = ''
  @state() private value: FormValue = {}
  @state() private errors: FormErrors = {}
  @state() private problem = ''
  @state() private isBusy = false
  @state() private members: readonly number[] = []
  @find('cb-schema-form') private form!: CbSchemaForm | null
  readonly #agents = new Watch(this, () => this.data?.agents)
  readonly #panels = new Watch(this, () => this.data && panelsOf(this.data))
  readonly #types = new Task(this, {
    task: ([account]) => listChannelTypes(account),
    args: () => [this.account] as const,
  })
  readonly #inbox = new Task(this, {
    task: async ([account, id]) => {
      if (!id) return undefined
      const [inbox, members] = await Promise.all([readInbox(account, id), listInboxMembers(account, id)])
      const self = session.value ? [session.value.id] : []
      this.members = members.length > 0 ? members.map((agent) => agent.id) : self
      return inbox
    },
    args: () => [this.account, Number(this.query.get('inbox'))] as const,
  })
  #drawnStep = 0

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('data') && this.data) void panelsOf(this.data).load()
  }

  // Whoever went a step further goes on with the keyboard where that begins.
  override updated(): void {
    if (this.#drawnStep === this.#step) return
    const first = this.renderRoot.querySelector<LitElement>('[data-first]')
    if (!first) return
    this.#drawnStep = this.#step
    void first.updateComplete.then(() => first.focus())
  }

  /** Where the wizard stands is in the address, so that who leaves comes back to the same place. */
  get #step(): number {
    if (this.query.get('inbox')) return this.query.get('step') === 'people' ? 3 : 2
    return this.params.channel ? 1 : 0
  }

  get #type(): ChannelType | undefined {
    const { channel } = this.params
    return channel ? this.#types.value?.find(({ wire }) => wire === channel) : this.chosen
  }

  get #setup(): FormSchema {
    return (this.#type?.setup ?? {}) as FormSchema
  }

  /** The plugin's own way to set its channel up, unless somebody wants to enter the keys. */
  get #panel(): PluginPanel | undefined {
    const type = this.#type?.type
    if (!this.data || !type) return undefined
    return panelsOf(this.data).inSlot('inbox.setup', type)[0]
  }

  get #isManual(): boolean {
    return this.query.has('manual')
  }

  get #shownPanel(): PluginPanel | undefined {
    return this.#step === 1 && !this.#isManual ? this.#panel : undefined
  }

  #choose(type: ChannelType): void {
    if (this.chosen?.type !== type.type) this.value = {}
    this.chosen = type
  }

  #go(channel = '', query = '', replace = false): void {
    const path = ['settings/inboxes/new', channel].filter(Boolean).join('/')
    void navigate(accountPath(path + query, this.account), { replace })
  }

  #goBack(): void {
    if (this.#isManual && this.#panel) this.#go(this.params.channel)
    else this.#go()
  }

  // The address of the connected inbox takes the place of the form's: going back must not connect a second one.
  async #connected({ id, next }: Connected): Promise<void> {
    void this.data?.inboxes.refresh().catch(() => {})
    const step = next ?? ((await hasAddress(this.account, id)) ? 'webhook' : 'people')
    this.#go(this.params.channel, `?inbox=${id}&step=${step}`, true)
  }

  async #connect(): Promise<void> {
    const type = this.#type
    if (!type) return
    this.problem = ''
    this.errors = {}
    this.nameError = this.name.trim() ? '' : t('settings.connect.nameMissing')
    const value = await this.form?.submit()
    if (this.nameError || !value) return
    this.isBusy = true
    try {
      const channel = { type: type.wire, ...value }
      const { id, callback_webhook_url } = await createInbox(this.account, { name: this.name.trim(), channel })
      await this.#connected({ id, next: callback_webhook_url ? 'webhook' : 'people' })
    } catch (error) {
      this.errors = errorsOf(error, this.#setup)
      this.problem = failureText(error)
      await this.form?.focusError()
    } finally {
      this.isBusy = false
    }
  }

  async #finish(inbox: Inbox): Promise<void> {
    this.isBusy = true
    const isDone = await this.attempt(
      () => replaceInboxMembers(this.account, inbox.id, this.members),
      t('settings.connect.done', { name: inbox.name }),
    )
    this.isBusy = false
    if (isDone) await navigate(accountPath(`settings/inboxes/${inbox.id}`, this.account))
  }

  override render() {
    const steps = [
      t('settings.connect.step.channel'),
      this.#panel?.title ?? t('settings.connect.step.keys'),
      t('settings.connect.step.webhook'),
      t('settings.connect.step.people'),
    ]
    const crumbs = [
      { label: t('shell.settings'), href: accountPath('settings', this.account) },
      { label: t('settings.inboxes.title'), href: accountPath('settings/inboxes/list', this.account) },
    ]
    const [heading, lead] = this.#words()
    const panel = this.#shownPanel
    if (panel?.page) return this.#renderPanel(panel)
    return html`<cb-page measure="wizard" here=${t('settings.inboxes.new')} .crumbs=${crumbs} heading=${heading} lead=${lead}>
      <cb-stepper slot="over" .steps=${steps} current=${this.#step}></cb-stepper>
      ${this.#renderStep()}
      <div slot="foot">${this.#renderFoot()}</div>
    </cb-page>`
  }

  #words(): [string, string] {
    const name = this.#type?.label ?? ''
    const panel = this.#shownPanel
    switch (this.#step) {
      case 0:
        return [t('settings.connect.channel.title'), t('settings.connect.channel.lead')]
      case 1:
        return panel
          ? [wordsOf(panel, 'title') ?? t('settings.connect.keys.title', { name }), wordsOf(panel, 'lead') ?? '']
          : [t('settings.connect.keys.title', { name }), t('settings.connect.keys.lead', { name })]
      case 2:
        return [t('settings.connect.webhook.title', { name }), t('settings.connect.webhook.lead', { name })]
      default:
        return [t('settings.connect.people.title'), t('settings.connect.people.lead')]
    }
  }

  #renderStep() {
    if (this.#step > 1)
      return this.#inbox.render({
        pending: () => loadingCards(1),
        complete: (inbox) => inbox && (this.#step === 2 ? webhookCard(inbox) : this.#renderPeople()),
        error: (error) => loadFailed(error, () => void this.#inbox.run()),
      })
    return this.#types.render({
      pending: () => loadingCards(3),
      complete: (types) => (this.#step === 0 ? this.#renderTypes(types) : this.#renderSetup()),
      error: (error) => loadFailed(error, () => void this.#types.run()),
    })
  }

  #renderPeople() {
    return html`<cb-inbox-members data-first .agents=${this.#agents.value ?? []} .chosen=${this.members} @change=${(
      event: Event,
    ) => {
      this.members = (event.target as CbInboxMembers).chosen
    }}></cb-inbox-members>`
  }

  #renderSetup() {
    if (!this.#type) return this.#renderMissing()
    if (!this.#panels.value && !this.#isManual) return loadingCards(1)
    const panel = this.#shownPanel
    return panel ? this.#renderPanel(panel) : this.#renderKeys()
  }

  #renderPanel(panel: PluginPanel) {
    return html`<cb-panel .panel=${panel} .connected=${(inbox: Connected) => void this.#connected(inbox)}></cb-panel>`
  }

  #renderMissing() {
    return html`<cb-callout tone="neutral" .icon=${plug} heading=${t('settings.connect.missing')}>${t('settings.connect.missingText')}
      <cb-button slot="action" @click=${() => void navigate(accountPath('settings/plugins', this.account))}>${t('settings.connect.seePlugins')}</cb-button></cb-callout>`
  }

  #renderTypes(types: readonly ChannelType[]) {
    if (types.length === 0)
      return html`<div class="card"><cb-empty heading=${t('settings.connect.none')}>${t('settings.connect.noneText')}</cb-empty></div>${this.#renderMissing()}`
    const current = types.findIndex(({ type }) => type === this.chosen?.type)
    return html`<div class="two choices" role="radiogroup" aria-label=${t('settings.connect.channel.title')} @keydown=${(event: KeyboardEvent) => this.#arrow(event, types)}>${types.map(
      (type, index) => {
        const look = channelLook(type.type)
        return html`<button
        type="button" class="choice" role="radio" aria-checked=${index === current ? 'true' : 'false'} tabindex=${index === Math.max(0, current) ? 0 : -1}
        @click=${() => this.#choose(type)} @dblclick=${() => this.#go(type.wire)}
      ><span class="tile channel-${look.accent}">${glyph(look.icon, 'lg')}</span><span><b>${type.label}</b><small>${t('settings.connect.from', { plugin: type.plugin_id })}</small></span><span class="mark">${glyph(circleCheck)}</span></button>`
      },
    )}</div>${this.#renderMissing()}`
  }

  async #arrow(event: KeyboardEvent, types: readonly ChannelType[]): Promise<void> {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const current = Math.max(
      0,
      types.findIndex(({ type }) => type === this.chosen?.type),
    )
    const next = types[(current + step + types.length) % types.length]
    if (!next) return
    this.#choose(next)
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus()
  }

  #renderKeys() {
    return html`${this.problem ? html`<cb-callout tone="bad" role="alert" heading=${t('settings.connect.refused', { name: this.#type?.label ?? '' })}>${this.problem}</cb-callout>` : nothing}
      <section class="card"><div class="pad">
        <cb-input data-first name="name" label=${t('settings.connect.name')} hint=${t('settings.connect.nameHint')} autocomplete="off" .value=${this.name} .error=${this.nameError} ?disabled=${this.isBusy} @input=${(
          event: Event,
        ) => {
          this.name = entered(event)
        }}></cb-input>
        <cb-schema-form
          .schema=${this.#setup} .value=${this.value} .errors=${this.errors} ?disabled=${this.isBusy}
          @cb-change=${(event: CustomEvent<FormValue>) => {
            this.value = event.detail
          }} @cb-submit=${() => void this.#connect()}
        ></cb-schema-form>
        ${this.isBusy ? html`<div><p class="note" role="status">${t('settings.connect.checking', { name: this.#type?.label ?? '' })}</p><cb-progress label=${t('settings.connect.checking', { name: this.#type?.label ?? '' })}></cb-progress></div>` : nothing}
      </div></section>`
  }

  #renderFoot() {
    const list = () => void navigate(accountPath('settings/inboxes/list', this.account))
    const { chosen } = this
    const inbox = this.#inbox.value
    if (this.#step === 0)
      return html`<cb-button kind="quiet" @click=${list}>${t('settings.cancel')}</cb-button><span class="gap"></span>
        <cb-button kind="primary" ?disabled=${!chosen} @click=${() => chosen && this.#go(chosen.wire)}>${chosen ? t('settings.connect.continueWith', { name: chosen.label }) : t('settings.connect.continue')}<cb-icon slot="end" flip .name=${arrowRight}></cb-icon></cb-button>`
    if (this.#step === 1)
      return html`<cb-button kind="quiet" ?disabled=${this.isBusy} @click=${this.#goBack}><cb-icon slot="start" flip .name=${arrowLeft}></cb-icon>${t('settings.connect.back')}</cb-button><span class="gap"></span>
        ${this.#shownPanel ? nothing : html`<cb-button kind="primary" ?disabled=${!this.#type} ?loading=${this.isBusy} @click=${this.#connect}>${t('settings.connect.connect')}</cb-button>`}`
    if (this.#step === 2)
      return html`<span class="gap"></span><cb-button data-first kind="primary" @click=${() => this.#go(this.params.channel, `?inbox=${this.query.get('inbox')}&step=people`)}>${t('settings.connect.continue')}<cb-icon slot="end" flip .name=${arrowRight}></cb-icon></cb-button>`
    return html`<span class="gap"></span><cb-button kind="primary" ?disabled=${!inbox} ?loading=${this.isBusy} @click=${() => inbox && this.#finish(inbox)}>${t('settings.connect.finish')}</cb-button>`
  }
}

/** A text that a panel may bring beside its title: `<label>.title` and `<label>.lead` head its step. */
const wordsOf = ({ label, texts }: PluginPanel, part: 'title' | 'lead'): string | undefined =>
  texts.has(`${label}.${part}`) ? texts.t(`${label}.${part}`) : undefined

// Whether the provider has to be told where to send messages; where that can not be read, it is better said.
const hasAddress = (account: number, id: number): Promise<boolean> =>
  readInbox(account, id).then(
    (inbox) => Boolean(inbox.callback_webhook_url),
    () => true,
  )

define('cb-connect-inbox', CbConnectInbox)

declare global {
  interface HTMLElementTagNameMap {
    'cb-connect-inbox': CbConnectInbox
  }
}
