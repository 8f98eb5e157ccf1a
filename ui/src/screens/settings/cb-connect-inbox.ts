import { Task } from '@lit/task'
import { css, html, nothing } from 'lit'
import { query as find, state } from 'lit/decorators.js'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import plug from 'lucide-static/icons/plug.svg?raw'
import { type ChannelType, createInbox, type Inbox, listChannelTypes, replaceInboxMembers } from '../../data/inboxes.ts'
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
import { channelColors, channelLook } from '../../registry/channels.ts'
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

  @state() private step = 0
  @state() private type: ChannelType | undefined
  @state() private name = ''
  @state() private nameError = ''
  @state() private value: FormValue = {}
  @state() private errors: FormErrors = {}
  @state() private problem = ''
  @state() private isBusy = false
  @state() private inbox: Inbox | undefined
  @state() private members: readonly number[] = []
  @find('cb-schema-form') private form!: CbSchemaForm | null
  readonly #agents = new Watch(this, () => this.data?.agents)
  readonly #types = new Task(this, {
    task: ([account]) => listChannelTypes(account),
    args: () => [this.account] as const,
  })

  get #setup(): FormSchema {
    return (this.type?.setup ?? {}) as FormSchema
  }

  #choose(type: ChannelType): void {
    if (this.type?.type !== type.type) this.value = {}
    this.type = type
  }

  #go(step: number): void {
    this.step = step
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[data-first]')?.focus())
  }

  async #connect(): Promise<void> {
    const { type } = this
    if (!type) return
    this.problem = ''
    this.errors = {}
    this.nameError = this.name.trim() ? '' : t('settings.connect.nameMissing')
    const value = await this.form?.submit()
    if (this.nameError || !value) return
    this.isBusy = true
    try {
      this.inbox = await createInbox(this.account, { name: this.name.trim(), channel: { type: type.wire, ...value } })
      this.members = session.value ? [session.value.id] : []
      this.#go(this.inbox.callback_webhook_url ? 2 : 3)
      void this.data?.inboxes.refresh().catch(() => {})
    } catch (error) {
      this.errors = errorsOf(error, this.#setup)
      this.problem = failureText(error)
      await this.form?.focusError()
    } finally {
      this.isBusy = false
    }
  }

  async #finish(): Promise<void> {
    const { inbox } = this
    if (!inbox) return
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
      t('settings.connect.step.keys'),
      t('settings.connect.step.webhook'),
      t('settings.connect.step.people'),
    ]
    const crumbs = [
      { label: t('shell.settings'), href: accountPath('settings', this.account) },
      { label: t('settings.inboxes.title'), href: accountPath('settings/inboxes/list', this.account) },
    ]
    const [heading, lead] = this.#words()
    return html`<cb-page measure="wizard" here=${t('settings.inboxes.new')} .crumbs=${crumbs} heading=${heading} lead=${lead}>
      <cb-stepper slot="over" .steps=${steps} current=${this.step}></cb-stepper>
      ${this.#renderStep()}
      <div slot="foot">${this.#renderFoot()}</div>
    </cb-page>`
  }

  #words(): [string, string] {
    const name = this.type?.label ?? ''
    switch (this.step) {
      case 0:
        return [t('settings.connect.channel.title'), t('settings.connect.channel.lead')]
      case 1:
        return [t('settings.connect.keys.title', { name }), t('settings.connect.keys.lead', { name })]
      case 2:
        return [t('settings.connect.webhook.title', { name }), t('settings.connect.webhook.lead', { name })]
      default:
        return [t('settings.connect.people.title'), t('settings.connect.people.lead')]
    }
  }

  #renderStep() {
    if (this.step === 0)
      return this.#types.render({
        pending: () => loadingCards(3),
        complete: (types) => this.#renderTypes(types),
        error: (error) => loadFailed(error, () => void this.#types.run()),
      })
    if (this.step === 1) return this.#renderKeys()
    if (this.step === 2 && this.inbox) return webhookCard(this.inbox)
    return html`<cb-inbox-members data-first .agents=${this.#agents.value ?? []} .chosen=${this.members} @change=${(
      event: Event,
    ) => {
      this.members = (event.target as CbInboxMembers).chosen
    }}></cb-inbox-members>`
  }

  #renderTypes(types: readonly ChannelType[]) {
    const missing = html`<cb-callout tone="neutral" .icon=${plug} heading=${t('settings.connect.missing')}>${t('settings.connect.missingText')}
      <cb-button slot="action" @click=${() => void navigate(accountPath('settings/plugins', this.account))}>${t('settings.connect.seePlugins')}</cb-button></cb-callout>`
    if (types.length === 0)
      return html`<div class="card"><cb-empty heading=${t('settings.connect.none')}>${t('settings.connect.noneText')}</cb-empty></div>${missing}`
    const current = types.findIndex(({ type }) => type === this.type?.type)
    return html`<div class="two choices" role="radiogroup" aria-label=${t('settings.connect.channel.title')} @keydown=${(event: KeyboardEvent) => this.#arrow(event, types)}>${types.map(
      (type, index) => {
        const look = channelLook(type.type)
        return html`<button
        type="button" class="choice" role="radio" aria-checked=${index === current ? 'true' : 'false'} tabindex=${index === Math.max(0, current) ? 0 : -1}
        @click=${() => this.#choose(type)} @dblclick=${() => this.#go(1)}
      ><span class="tile channel-${look.accent}">${glyph(look.icon, 'lg')}</span><span><b>${type.label}</b><small>${t('settings.connect.from', { plugin: type.plugin_id })}</small></span><span class="mark">${glyph(circleCheck)}</span></button>`
      },
    )}</div>${missing}`
  }

  async #arrow(event: KeyboardEvent, types: readonly ChannelType[]): Promise<void> {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const current = Math.max(
      0,
      types.findIndex(({ type }) => type === this.type?.type),
    )
    const next = types[(current + step + types.length) % types.length]
    if (!next) return
    this.#choose(next)
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus()
  }

  #renderKeys() {
    return html`${this.problem ? html`<cb-callout tone="bad" role="alert" heading=${t('settings.connect.refused', { name: this.type?.label ?? '' })}>${this.problem}</cb-callout>` : nothing}
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
        ${this.isBusy ? html`<div><p class="note" role="status">${t('settings.connect.checking', { name: this.type?.label ?? '' })}</p><cb-progress label=${t('settings.connect.checking', { name: this.type?.label ?? '' })}></cb-progress></div>` : nothing}
      </div></section>`
  }

  #renderFoot() {
    const list = () => void navigate(accountPath('settings/inboxes/list', this.account))
    if (this.step === 0)
      return html`<cb-button kind="quiet" @click=${list}>${t('settings.cancel')}</cb-button><span class="gap"></span>
        <cb-button kind="primary" ?disabled=${!this.type} @click=${() => this.#go(1)}>${this.type ? t('settings.connect.continueWith', { name: this.type.label }) : t('settings.connect.continue')}<cb-icon slot="end" flip .name=${arrowRight}></cb-icon></cb-button>`
    if (this.step === 1)
      return html`<cb-button kind="quiet" ?disabled=${this.isBusy} @click=${() => this.#go(0)}><cb-icon slot="start" flip .name=${arrowLeft}></cb-icon>${t('settings.connect.back')}</cb-button><span class="gap"></span>
        <cb-button kind="primary" ?loading=${this.isBusy} @click=${this.#connect}>${t('settings.connect.connect')}</cb-button>`
    if (this.step === 2)
      return html`<span class="gap"></span><cb-button data-first kind="primary" @click=${() => this.#go(3)}>${t('settings.connect.continue')}<cb-icon slot="end" flip .name=${arrowRight}></cb-icon></cb-button>`
    return html`<span class="gap"></span><cb-button kind="primary" ?loading=${this.isBusy} @click=${this.#finish}>${t('settings.connect.finish')}</cb-button>`
  }
}

define('cb-connect-inbox', CbConnectInbox)

declare global {
  interface HTMLElementTagNameMap {
    'cb-connect-inbox': CbConnectInbox
  }
}
