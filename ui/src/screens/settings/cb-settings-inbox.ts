import { Task } from '@lit/task'
import { html, nothing, type PropertyValues } from 'lit'
import { query as find, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import { repeat } from 'lit/directives/repeat.js'
import {
  type ChannelType,
  changeInbox,
  type Inbox,
  listChannelTypes,
  listInboxMembers,
  readInbox,
  replaceInboxMembers,
} from '../../data/inboxes.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-form-row.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-page.ts'
import type { CbSchemaForm } from '../../elements/cb-schema-form.ts'
import '../../elements/cb-schema-form.ts'
import '../../elements/cb-switch.ts'
import '../../elements/cb-tabs.ts'
import '../../elements/cb-textarea.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import type { FormSchema, FormValue } from '../../elements/json-schema.ts'
import type { FormErrors } from '../../elements/validate-form.ts'
import '../../registry/cb-panel.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { type PluginPanel, panelKey, panelsOf } from '../../registry/panels.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { accountPath, navigate, replaceAddress } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import './cb-inbox-members.ts'
import type { CbInboxMembers } from './cb-inbox-members.ts'
import { entered, isOn } from './entered.ts'
import { errorsOf } from './form-errors.ts'
import { addressOf } from './inbox-address.ts'
import { loadFailed, loadingRows } from './load-states.ts'
import { removeInboxAfterAsking } from './remove-inbox.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'
import { webhookCard } from './webhook-card.ts'

const ownParts = ['settings', 'members', 'configuration']

/** A panel as a tab. */
interface PanelTab {
  value: string
  label: string
  panel: PluginPanel
}

interface Loaded {
  inbox: Inbox
  type: ChannelType | undefined
}

type Draft = Pick<
  Inbox,
  | 'name'
  | 'greeting_enabled'
  | 'greeting_message'
  | 'enable_auto_assignment'
  | 'lock_to_single_conversation'
  | 'allow_messages_after_resolved'
>

/** One inbox: its settings, its people, its connection to the provider. */
export class CbSettingsInbox extends SettingsScreen {
  static override styles = [base, settingsStyles, channelColors]

  @state() private shown = 'settings'
  @state() private inbox: Inbox | undefined
  @state() private type: ChannelType | undefined
  @state() private draft: Draft | undefined
  @state() private members: readonly number[] = []
  @state() private value: FormValue = {}
  @state() private errors: FormErrors = {}
  @state() private problem = ''
  @state() private isSaving = false
  /** A plugin's banner says something. */
  @state() private isWarned = false
  @find('cb-schema-form') private form!: CbSchemaForm | null
  readonly #agents = new Watch(this, () => this.data?.agents)
  readonly #panels = new Watch(this, () => this.data && panelsOf(this.data))
  #stopHearing: (() => void) | undefined
  #isReading = false
  readonly #load = new Task(this, {
    task: async ([account, id]): Promise<Loaded> => {
      const [inbox, types, members] = await Promise.all([
        readInbox(account, id),
        listChannelTypes(account),
        listInboxMembers(account, id),
      ])
      this.members = members.map((agent) => agent.id)
      return this.#take(
        inbox,
        types.find(({ type }) => type === inbox.channel_type),
      )
    },
    args: () => [this.account, Number(this.params.inbox_id)] as const,
  })

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('params')) this.shown = this.params.part || 'settings'
    if (changed.has('data')) this.#follow()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopHearing?.()
  }

  #follow(): void {
    this.#stopHearing?.()
    const { data } = this
    if (!data) return
    void panelsOf(data).load()
    this.#stopHearing = data.realtime.on('account.cache_invalidated', () => void this.#readAgain())
  }

  /** What others changed, for the head and the panels; what is being written here stays. */
  async #readAgain(): Promise<void> {
    if (this.#isReading || !this.inbox) return
    this.#isReading = true
    try {
      this.inbox = await readInbox(this.account, this.inbox.id)
    } catch {
      // It stays as it was: the next change, or the next visit, tries again.
    } finally {
      this.#isReading = false
    }
  }

  get #panelTabs(): PanelTab[] {
    const { data, inbox } = this
    if (!data || !inbox) return []
    const taken = new Set(ownParts)
    return panelsOf(data)
      .inSlot('inbox.settings', inbox.channel_type)
      .map((panel) => {
        const value = taken.has(panel.id) ? `${panel.pluginId}.${panel.id}` : panel.id
        taken.add(value)
        return { value, label: panel.title, panel }
      })
  }

  /** The part that is shown: the one the address names, where there is such a one. */
  get #part(): string {
    const isKnown = ownParts.includes(this.shown) || this.#panelTabs.some(({ value }) => value === this.shown)
    return isKnown || !this.#panels.value ? this.shown : 'settings'
  }

  #choose(part: string): void {
    this.shown = part
    const rest = `settings/inboxes/${this.params.inbox_id}${part === 'settings' ? '' : `/${part}`}`
    replaceAddress(accountPath(rest, this.account))
  }

  #take(inbox: Inbox, type: ChannelType | undefined): Loaded {
    const {
      name,
      greeting_enabled,
      greeting_message,
      enable_auto_assignment,
      lock_to_single_conversation,
      allow_messages_after_resolved,
    } = inbox
    this.inbox = inbox
    this.type = type
    this.draft = {
      name,
      greeting_enabled,
      greeting_message,
      enable_auto_assignment,
      lock_to_single_conversation,
      allow_messages_after_resolved,
    }
    this.value = knownValues(inbox, (type?.setup ?? {}) as FormSchema)
    return { inbox, type }
  }

  async #save(): Promise<void> {
    this.isSaving = true
    if (this.#part === 'members') await this.#saveMembers()
    else if (this.#part === 'configuration') await this.#saveConfiguration()
    else await this.#saveSettings()
    this.isSaving = false
  }

  async #saveSettings(): Promise<void> {
    const { inbox, draft } = this
    if (!inbox || !draft) return
    this.errors = draft.name.trim() ? {} : { name: t('settings.connect.nameMissing') }
    if (this.errors.name) return
    const isDone = await this.attempt(
      async () =>
        this.#take(await changeInbox(this.account, inbox.id, { ...draft, name: draft.name.trim() }), this.type),
      t('settings.saved'),
    )
    if (isDone) void this.data?.inboxes.refresh().catch(() => {})
  }

  async #saveMembers(): Promise<void> {
    const { inbox } = this
    if (inbox) await this.attempt(() => replaceInboxMembers(this.account, inbox.id, this.members), t('settings.saved'))
  }

  async #saveConfiguration(): Promise<void> {
    const { inbox } = this
    this.problem = ''
    this.errors = {}
    const values = await this.form?.submit()
    if (!inbox || !values) return
    const channel = withoutEmptySecrets(values, (this.type?.setup ?? {}) as FormSchema)
    try {
      this.#take(await changeInbox(this.account, inbox.id, { channel }), this.type)
      await this.attempt(async () => this.data?.inboxes.refresh(), t('settings.saved'))
    } catch (error) {
      this.errors = errorsOf(error, (this.type?.setup ?? {}) as FormSchema)
      this.problem = failureText(error)
      await this.form?.focusError()
    }
  }

  async #remove(): Promise<void> {
    if (!this.inbox || !(await removeInboxAfterAsking(this.account, this.inbox))) return
    void this.data?.inboxes.refresh().catch(() => {})
    await navigate(accountPath('settings/inboxes/list', this.account))
  }

  override render() {
    const { inbox } = this
    const look = channelLook(inbox?.channel_type)
    const crumbs = [
      { label: t('shell.settings'), href: accountPath('settings', this.account) },
      { label: t('settings.inboxes.title'), href: accountPath('settings/inboxes/list', this.account) },
    ]
    return html`<cb-page .crumbs=${crumbs} heading=${inbox?.name ?? t('settings.inboxes.inbox')} lead=${inbox ? [this.type?.label ?? look.name, addressOf(inbox)].filter(Boolean).join(' · ') : ''}>
      <span slot="before" class="tile channel-${look.accent}">${glyph(look.icon, 'lg')}</span>
      ${inbox ? this.#renderBadge(inbox) : nothing}
      ${ownParts.includes(this.#part) ? html`<cb-button slot="action" kind="primary" ?disabled=${!inbox} ?loading=${this.isSaving} @click=${this.#save}>${t('settings.saveChanges')}</cb-button>` : nothing}
      ${inbox && this.draft ? this.#renderParts(inbox, this.draft) : (this.#load.render({ error: (error) => loadFailed(error, () => void this.#load.run()) }) ?? loadingRows(4))}
    </cb-page>`
  }

  #renderParts(inbox: Inbox, draft: Draft) {
    const panels = this.#panelTabs
    const tabs = [
      { value: 'settings', label: t('settings.inbox.settings') },
      { value: 'members', label: t('settings.inbox.members'), count: this.members.length },
      { value: 'configuration', label: t('settings.inbox.configuration') },
      ...panels,
    ]
    const shown = this.#part
    return html`${inbox.reauthorization_required ? this.#renderBroken(inbox) : nothing}
      ${this.#renderBanners(inbox)}
      <cb-tabs label=${inbox.name} .tabs=${tabs} .value=${shown} @change=${(event: Event) => this.#choose(entered(event))}></cb-tabs>
      <div role="tabpanel" class="stack" aria-label=${tabs.find(({ value }) => value === shown)?.label ?? ''}>${this.#renderPart(shown, inbox, draft, panels)}</div>`
  }

  // Where a plugin's banner says what is missing, the head does not say that all is well.
  #renderBadge({ reauthorization_required: isBroken }: Inbox) {
    if (!isBroken && this.isWarned) return nothing
    return html`<cb-badge slot="badge" tone=${isBroken ? 'bad' : 'good'}>${t(isBroken ? 'settings.inboxes.broken' : 'settings.inboxes.live')}</cb-badge>`
  }

  /** The channel's plugin says itself what happened and what to do, where it has a banner. */
  #renderBroken(inbox: Inbox) {
    if (!this.#panels.value || this.#banners(inbox).length > 0) return nothing
    return html`<cb-callout tone="bad" heading=${t('settings.inbox.brokenTitle')}>${t('settings.inbox.brokenText')}<cb-button slot="action" @click=${() => this.#choose('configuration')}>${t('settings.inbox.renew')}</cb-button></cb-callout>`
  }

  #banners(inbox: Inbox): PluginPanel[] {
    return this.data ? panelsOf(this.data).inSlot('inbox.banner', inbox.channel_type) : []
  }

  #renderBanners(inbox: Inbox) {
    return repeat(
      this.#banners(inbox),
      panelKey,
      (panel) =>
        html`<cb-panel class="banner" .panel=${panel} .inbox=${inbox} @cb-blank=${this.#lookAtBanners}></cb-panel>`,
    )
  }

  readonly #lookAtBanners = () => {
    this.isWarned = this.renderRoot.querySelector('cb-panel.banner:not([blank])') !== null
  }

  #renderPart(part: string, inbox: Inbox, draft: Draft, panels: readonly PanelTab[]) {
    const panel = panels.find(({ value }) => value === part)?.panel
    if (panel) return keyed(panelKey(panel), html`<cb-panel .panel=${panel} .inbox=${inbox}></cb-panel>`)
    if (!ownParts.includes(part)) return loadingRows(4)
    if (part === 'members')
      return html`<cb-inbox-members .agents=${this.#agents.value ?? []} .chosen=${this.members} @change=${(
        event: Event,
      ) => {
        this.members = (event.target as CbInboxMembers).chosen
      }}></cb-inbox-members>`
    return part === 'configuration' ? this.#renderConfiguration(inbox) : this.#renderSettings(draft)
  }

  #renderSettings(draft: Draft) {
    const change = (part: Partial<Draft>) => {
      this.draft = { ...draft, ...part }
    }
    return html`<div class="card rows">
        <cb-form-row heading=${t('settings.inbox.name')} help=${t('settings.inbox.nameHelp')}>
          <cb-input name="name" label=${t('settings.inbox.name')} label-hidden .value=${draft.name} .error=${this.errors.name ?? ''} @input=${(event: Event) => change({ name: entered(event) })}></cb-input>
        </cb-form-row>
        <cb-form-row heading=${t('settings.inbox.greeting')} help=${t('settings.inbox.greetingHelp')}>
          <cb-switch .checked=${draft.greeting_enabled} @change=${(event: Event) => change({ greeting_enabled: isOn(event) })}>${t('settings.inbox.greetingSwitch')}</cb-switch>
          ${draft.greeting_enabled ? html`<cb-textarea rows="2" label=${t('settings.inbox.greetingText')} .value=${draft.greeting_message ?? ''} @input=${(event: Event) => change({ greeting_message: entered(event) })}></cb-textarea>` : nothing}
        </cb-form-row>
        <cb-form-row heading=${t('settings.inbox.assignment')} help=${t('settings.inbox.assignmentHelp')}>
          <cb-switch .checked=${draft.enable_auto_assignment} @change=${(event: Event) => change({ enable_auto_assignment: isOn(event) })}>${t('settings.inbox.assignmentSwitch')}</cb-switch>
        </cb-form-row>
        <cb-form-row heading=${t('settings.inbox.threads')} help=${t('settings.inbox.threadsHelp')}>
          <cb-switch .checked=${draft.lock_to_single_conversation} @change=${(event: Event) => change({ lock_to_single_conversation: isOn(event) })}>${t('settings.inbox.threadsSwitch')}</cb-switch>
        </cb-form-row>
      </div>
      <section class="card"><div class="foot"><div class="grow"><b>${t('settings.inbox.removeTitle')}</b><small>${t('settings.inboxes.removeText')}</small></div>
        <cb-button kind="danger-quiet" @click=${this.#remove}>${t('settings.inboxes.remove')}</cb-button></div></section>`
  }

  #renderConfiguration(inbox: Inbox) {
    return html`${this.problem ? html`<cb-callout tone="bad" role="alert" heading=${t('settings.connect.refused', { name: this.type?.label ?? '' })}>${this.problem}</cb-callout>` : nothing}
      ${webhookCard(inbox)}
      ${
        this.type
          ? html`<section class="card"><div class="head"><h2>${t('settings.inbox.keys')}</h2></div><div class="pad">
              <cb-schema-form
                .schema=${(this.type.setup ?? {}) as FormSchema} .value=${this.value} .stored=${storedSecrets(this.type)} .unsure=${optionalSecrets(this.type)} .errors=${this.errors}
                @cb-change=${(event: CustomEvent<FormValue>) => {
                  this.value = event.detail
                }} @cb-submit=${() => void this.#save()}
              ></cb-schema-form></div></section>`
          : html`<cb-callout tone="warn" heading=${t('settings.inbox.unpluggedTitle')}>${t('settings.inbox.unpluggedText')}<cb-button slot="action" @click=${() => void navigate(accountPath('settings/plugins', this.account))}>${t('settings.connect.seePlugins')}</cb-button></cb-callout>`
      }`
  }
}

const secretNames = (schema: FormSchema): string[] =>
  Object.entries(schema.properties ?? {})
    .filter(([, { format, writeOnly }]) => format === 'secret' || writeOnly)
    .map(([name]) => name)

// What is connected has the secrets it cannot do without. Which of the others are set, the server does not say.
const storedSecrets = ({ setup }: ChannelType): string[] => secretsWhere((setup ?? {}) as FormSchema, true)
const optionalSecrets = ({ setup }: ChannelType): string[] => secretsWhere((setup ?? {}) as FormSchema, false)

const secretsWhere = (schema: FormSchema, isRequired: boolean): string[] =>
  secretNames(schema).filter((name) => (schema.required?.includes(name) ?? false) === isRequired)

/** A secret that was left empty, or emptied again, stays what it is. */
function withoutEmptySecrets(value: FormValue, schema: FormSchema): FormValue {
  const secrets = new Set(secretNames(schema))
  return Object.fromEntries(Object.entries(value).filter(([name, entered]) => !secrets.has(name) || entered !== ''))
}

/** What the server tells of the fields of a setup form; never a secret. */
function knownValues(inbox: Inbox, schema: FormSchema): FormValue {
  const secrets = new Set(secretNames(schema))
  const configuration = (inbox.provider_config ?? {}) as FormValue
  const names = Object.keys(schema.properties ?? {}).filter((name) => !secrets.has(name))
  return Object.fromEntries(
    names
      .map((name) => [name, inbox[name] ?? configuration[name]])
      .filter(([, value]) => value !== undefined && value !== null),
  )
}

define('cb-settings-inbox', CbSettingsInbox)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-inbox': CbSettingsInbox
  }
}
