import { Task } from '@lit/task'
import { html, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import mail from 'lucide-static/icons/mail.svg?raw'
import pencil from 'lucide-static/icons/pencil.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import userPlus from 'lucide-static/icons/user-plus.svg?raw'
import { type Agent, changeAgent, inviteAgent, removeAgent } from '../../data/agents.ts'
import { type Role, session } from '../../data/session.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import { confirm } from '../../elements/cb-confirm.ts'
import '../../elements/cb-dialog.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-page.ts'
import '../../elements/cb-segmented.ts'
import '../../elements/cb-select.ts'
import '../../elements/cb-table.ts'
import type { Column } from '../../elements/cb-table.ts'
import { define } from '../../elements/define.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { entered } from './entered.ts'
import { loadFailed, loadingRows } from './load-states.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

interface Draft {
  id?: number
  name: string
  email: string
  role: Role
}

type Shown = 'all' | 'online' | 'invited'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** The people of the account: who they are, what they may do; invite, change, remove. */
export class CbSettingsAgents extends SettingsScreen {
  static override styles = [base, settingsStyles]

  @state() private words = ''
  @state() private shown: Shown = 'all'
  @state() private draft: Draft | undefined
  @state() private errors: { email?: string; name?: string } = {}
  @state() private isSaving = false
  readonly #agents = new Watch(this, () => this.data?.agents)
  readonly #presence = new Watch(this, () => this.data?.presence)
  readonly #load = new Task(this, { task: ([data]) => data?.agents.refresh(), args: () => [this.data] })

  get #roles() {
    return (['agent', 'administrator'] as const).map((value) => ({ value, label: t(`settings.role.${value}`) }))
  }

  #presenceOf(agent: Agent) {
    return this.#presence.value?.users[String(agent.id)] ?? agent.availability_status
  }

  #isShown(agent: Agent): boolean {
    const words = this.words.trim().toLocaleLowerCase()
    const isFound = `${agent.name} ${agent.email}`.toLocaleLowerCase().includes(words)
    if (this.shown === 'online') return isFound && this.#presenceOf(agent) === 'online'
    return isFound && (this.shown === 'all' || !agent.confirmed)
  }

  async #save(event?: Event): Promise<void> {
    event?.preventDefault()
    const { draft } = this
    if (!draft || !this.data) return
    this.errors = {
      ...(draft.name.trim() ? {} : { name: t('settings.agents.nameMissing') }),
      ...(EMAIL.test(draft.email.trim()) ? {} : { email: t('settings.agents.emailWrong') }),
    }
    if (Object.keys(this.errors).length > 0) return
    this.isSaving = true
    try {
      await this.#send(draft)
      this.draft = undefined
      await this.attempt(
        async () => this.data?.agents.refresh(),
        t(draft.id ? 'settings.agents.saved' : 'settings.agents.invited', { name: draft.name }),
      )
    } catch (error) {
      this.errors = { email: failureText(error) }
    } finally {
      this.isSaving = false
    }
  }

  #send({ id, name, email, role }: Draft): Promise<Agent> {
    if (id) return changeAgent(this.account, id, { name: name.trim(), role })
    return inviteAgent(this.account, { name: name.trim(), email: email.trim(), role })
  }

  async #remove({ id, name }: Agent): Promise<void> {
    const isSure = await confirm({
      title: t('settings.agents.removeTitle', { name }),
      text: t('settings.agents.removeText'),
      action: t('settings.agents.remove'),
    })
    if (!isSure) return
    await this.attempt(() => removeAgent(this.account, id), t('settings.agents.removed', { name }))
    await this.attempt(async () => this.data?.agents.refresh())
  }

  readonly #columns: Column<Agent>[] = [
    {
      id: 'name',
      heading: t('settings.agents.agent'),
      narrow: 'title',
      sortBy: ({ name }) => name,
      cell: (agent) => html`<div class="who">
        <cb-avatar .name=${agent.name} .src=${agent.thumbnail} .presence=${this.#presenceOf(agent)}></cb-avatar>
        <div><b dir="auto">${agent.name}</b><small>${agent.email}</small></div>
      </div>`,
    },
    {
      id: 'role',
      heading: t('settings.agents.role'),
      sortBy: ({ role }) => role ?? '',
      cell: ({ role }) => t(`settings.role.${role ?? 'agent'}`),
    },
    {
      id: 'state',
      heading: t('settings.agents.state'),
      cell: ({ confirmed }) =>
        confirmed
          ? html`<cb-badge tone="good">${t('settings.agents.confirmed')}</cb-badge>`
          : html`<cb-badge tone="info" .icon=${mail}>${t('settings.agents.pending')}</cb-badge>`,
    },
    {
      id: 'tools',
      heading: t('settings.actions'),
      headingUnseen: true,
      align: 'end',
      narrow: 'beside',
      cell: (agent) => html`<span class="tools">
        <cb-icon-button size="s" .icon=${pencil} label=${t('settings.agents.editNamed', { name: agent.name })} @click=${() => this.#edit(agent)}></cb-icon-button>
        <cb-icon-button
          size="s" .icon=${trash} label=${t('settings.agents.removeNamed', { name: agent.name })} ?disabled=${agent.id === session.value?.id} @click=${() => this.#remove(agent)}
        ></cb-icon-button></span>`,
    },
  ]

  #edit({ id, name, email, role }: Agent): void {
    this.errors = {}
    this.draft = { id, name, email, role: role ?? 'agent' }
  }

  #invite(): void {
    this.errors = {}
    this.draft = { name: '', email: '', role: 'agent' }
  }

  override render() {
    const agents = this.#agents.value
    return html`<cb-page .parent=${this.parentPage} heading=${t('settings.agents.title')} lead=${agents ? t('settings.agents.lead', { count: agents.length }) : ''}>
      <cb-button slot="action" kind="primary" @click=${this.#invite}><cb-icon slot="start" .name=${userPlus}></cb-icon>${t('settings.agents.invite')}</cb-button>
      ${agents ? this.#renderList(agents) : (this.#load.render({ error: (error) => loadFailed(error, () => void this.#load.run()) }) ?? loadingRows())}
      ${this.#renderDialog()}
    </cb-page>`
  }

  #renderList(agents: readonly Agent[]) {
    const found = agents.filter((agent) => this.#isShown(agent))
    const online = agents.filter((agent) => this.#presenceOf(agent) === 'online').length
    const options = [
      { value: 'all', label: t('settings.agents.all'), count: agents.length },
      { value: 'online', label: t('settings.agents.online'), count: online },
      {
        value: 'invited',
        label: t('settings.agents.pending'),
        count: agents.filter(({ confirmed }) => !confirmed).length,
      },
    ]
    return html`<div class="toolbar">
        <cb-input type="search" label=${t('settings.agents.search')} label-hidden placeholder=${t('settings.agents.search')} with-clear .value=${this.words} @input=${(
          event: Event,
        ) => {
          this.words = entered(event)
        }}>
          <cb-icon slot="start" .name=${search}></cb-icon>
        </cb-input>
        <cb-segmented label=${t('settings.agents.show')} .options=${options} .value=${this.shown} @change=${(
          event: Event,
        ) => {
          this.shown = entered(event) as Shown
        }}></cb-segmented>
      </div>
      ${
        found.length === 0
          ? html`<div class="card"><cb-empty heading=${t('settings.nothingFound')}>${t('settings.nothingFoundText')}</cb-empty></div>`
          : html`<cb-table label=${t('settings.agents.title')} tall .columns=${this.#columns} .rows=${found} .key=${({ id }: Agent) => id}></cb-table>`
      }`
  }

  #renderDialog() {
    const { draft } = this
    const change = (part: Partial<Draft>) => {
      if (draft) this.draft = { ...draft, ...part }
    }
    const isSelf = draft?.id !== undefined && draft.id === session.value?.id
    return html`<cb-dialog label=${t(draft?.id ? 'settings.agents.edit' : 'settings.agents.inviteTitle')} ?open=${draft !== undefined} @cb-close=${() => {
      this.draft = undefined
    }}>
      ${
        draft
          ? html`<form novalidate @submit=${this.#save}>
              ${draft.id ? nothing : html`<p class="note">${t('settings.agents.inviteText')}</p>`}
              <cb-input name="name" autofocus label=${t('settings.agents.name')} autocomplete="off" .value=${draft.name} .error=${this.errors.name ?? ''} @input=${(event: Event) => change({ name: entered(event) })}></cb-input>
              <cb-input
                name="email" type="email" label=${t('settings.agents.email')} autocomplete="off" autocapitalize="off" ?readonly=${draft.id !== undefined}
                .value=${draft.email} .error=${this.errors.email ?? ''} @input=${(event: Event) => change({ email: entered(event) })}
              ></cb-input>
              <cb-select
                name="role" label=${t('settings.agents.role')} .hint=${t(`settings.role.${draft.role}.hint`)} ?disabled=${isSelf} .options=${this.#roles} .value=${draft.role}
                @change=${(event: Event) => change({ role: entered(event) as Role })}
              ></cb-select>
            </form>`
          : nothing
      }
      <cb-button slot="footer" data-dialog="close">${t('settings.cancel')}</cb-button>
      <cb-button slot="footer" kind="primary" ?loading=${this.isSaving} @click=${() => this.#save()}>${t(draft?.id ? 'settings.save' : 'settings.agents.send')}</cb-button>
    </cb-dialog>`
  }
}

define('cb-settings-agents', CbSettingsAgents)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-agents': CbSettingsAgents
  }
}
