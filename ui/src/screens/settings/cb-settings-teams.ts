import { Task } from '@lit/task'
import { css, html, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw'
import hand from 'lucide-static/icons/hand.svg?raw'
import pencil from 'lucide-static/icons/pencil.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import shuffle from 'lucide-static/icons/shuffle.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import users from 'lucide-static/icons/users-round.svg?raw'
import type { Agent } from '../../data/agents.ts'
import { Watch } from '../../data/store.ts'
import { changeTeam, createTeam, listTeamMembers, removeTeam, replaceTeamMembers, type Team } from '../../data/teams.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-combobox.ts'
import type { CbCombobox } from '../../elements/cb-combobox.ts'
import { confirm } from '../../elements/cb-confirm.ts'
import '../../elements/cb-dialog.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-menu.ts'
import '../../elements/cb-page.ts'
import '../../elements/cb-switch.ts'
import '../../elements/cb-textarea.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { entered, isOn } from './entered.ts'
import { loadFailed, loadingCards } from './load-states.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

interface Draft {
  id?: number
  name: string
  description: string
  allow_auto_assign: boolean
  members: string[]
}

/** The account's teams and who is in them. */
export class CbSettingsTeams extends SettingsScreen {
  static override styles = [
    base,
    settingsStyles,
    css`
      .team { display: grid; gap: var(--cb-space-8); padding: var(--cb-space-16); align-content: start; }
      .top { display: flex; align-items: center; gap: var(--cb-space-12); }
      .team h2 { font-size: var(--cb-size-md); line-height: var(--cb-leading-md); overflow-wrap: anywhere; }
      .team p { font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); color: var(--cb-text-muted); min-block-size: 1.125rem; }
      .bottom { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: 1.5rem; }
      .faces { display: flex; flex: 1; } .faces cb-avatar { box-shadow: 0 0 0 2px var(--cb-raised); margin-inline-start: -0.125rem; }
      .tile { background: var(--cb-hue-cord-soft); color: var(--cb-hue-cord-text); box-shadow: none; }
    `,
  ]

  @state() private members: ReadonlyMap<number, readonly Agent[]> = new Map()
  @state() private draft: Draft | undefined
  @state() private error = ''
  @state() private isSaving = false
  readonly #teams = new Watch(this, () => this.data?.teams)
  readonly #agents = new Watch(this, () => this.data?.agents)
  readonly #load = new Task(this, { task: () => this.#read(), args: () => [this.data] })

  async #read(): Promise<void> {
    if (!this.data) return
    await Promise.all([this.data.teams.refresh(), this.data.agents.load()])
    const teams = this.data.teams.value ?? []
    const members = await Promise.all(teams.map(({ id }) => listTeamMembers(this.account, id)))
    this.members = new Map(teams.map(({ id }, index) => [id, members[index] ?? []]))
  }

  async #save(event?: Event): Promise<void> {
    event?.preventDefault()
    const { draft } = this
    if (!draft) return
    this.error = draft.name.trim() ? '' : t('settings.teams.nameMissing')
    if (this.error) return
    this.isSaving = true
    const { id, members, ...input } = { ...draft, name: draft.name.trim() }
    try {
      const team = id ? await changeTeam(this.account, id, input) : await createTeam(this.account, input)
      await replaceTeamMembers(this.account, team.id, members.map(Number))
      this.draft = undefined
      await this.attempt(() => this.#read(), t('settings.teams.saved', { name: input.name }))
    } catch (error) {
      this.error = failureText(error)
    } finally {
      this.isSaving = false
    }
  }

  async #remove({ id, name }: Team): Promise<void> {
    const isSure = await confirm({
      title: t('settings.teams.removeTitle', { name }),
      text: t('settings.teams.removeText'),
      action: t('settings.teams.remove'),
      typed: name,
      typedLabel: t('settings.typeName', { name }),
    })
    if (!isSure) return
    await this.attempt(() => removeTeam(this.account, id), t('settings.teams.removed', { name }))
    await this.attempt(() => this.#read())
  }

  #edit(team?: Team): void {
    this.error = ''
    this.draft = team
      ? {
          id: team.id,
          name: team.name,
          description: team.description ?? '',
          allow_auto_assign: team.allow_auto_assign,
          members: (this.members.get(team.id) ?? []).map(({ id }) => String(id)),
        }
      : { name: '', description: '', allow_auto_assign: true, members: [] }
  }

  override render() {
    const teams = this.#teams.value
    return html`<cb-page .parent=${this.parentPage} heading=${t('settings.teams.title')} lead=${t('settings.teams.lead')}>
      <cb-button slot="action" kind="primary" @click=${() => this.#edit()}><cb-icon slot="start" .name=${plus}></cb-icon>${t('settings.teams.new')}</cb-button>
      ${teams ? this.#renderTeams(teams) : (this.#load.render({ error: (error) => loadFailed(error, () => void this.#load.run()) }) ?? loadingCards())}
      ${this.#renderDialog()}
    </cb-page>`
  }

  #renderTeams(teams: readonly Team[]) {
    if (teams.length === 0)
      return html`<div class="card"><cb-empty heading=${t('settings.teams.empty')}>${t('settings.teams.emptyText')}<cb-button slot="action" @click=${() => this.#edit()}>${t('settings.teams.new')}</cb-button></cb-empty></div>`
    return html`<div class="two">${teams.map((team) => this.#renderTeam(team))}</div>`
  }

  #renderTeam(team: Team) {
    const members = this.members.get(team.id) ?? []
    const items = [
      { value: 'edit', label: t('settings.teams.edit'), icon: pencil },
      { value: 'remove', label: t('settings.teams.remove'), icon: trash, danger: true },
    ]
    const choose = (event: CustomEvent<{ value: string }>) =>
      event.detail.value === 'edit' ? this.#edit(team) : void this.#remove(team)
    return html`<article class="card team">
      <div class="top">
        <span class="tile">${glyph(users)}</span>
        <div class="grow"><h2 dir="auto" class="auto">${team.name}</h2><small>${t('settings.teams.people', { count: members.length })}</small></div>
        <cb-menu label=${team.name} placement="end" .items=${items} @cb-choose=${choose}>
          <cb-icon-button slot="trigger" .icon=${ellipsis} label=${t('settings.moreNamed', { name: team.name })}></cb-icon-button>
        </cb-menu>
      </div>
      <p dir="auto" class="auto">${team.description ?? ''}</p>
      <div class="bottom">
        <span class="faces">${members.slice(0, 8).map(({ name, thumbnail }) => html`<cb-avatar size="s" labelled .name=${name} .src=${thumbnail}></cb-avatar>`)}</span>
        ${
          team.allow_auto_assign
            ? html`<cb-badge tone="good" .icon=${shuffle}>${t('settings.teams.automatic')}</cb-badge>`
            : html`<cb-badge .icon=${hand}>${t('settings.teams.byHand')}</cb-badge>`
        }
      </div>
    </article>`
  }

  #renderDialog() {
    const { draft } = this
    const change = (part: Partial<Draft>) => {
      if (draft) this.draft = { ...draft, ...part }
    }
    const people = (this.#agents.value ?? []).map(({ id, name, email }) => ({
      value: String(id),
      label: name,
      detail: email,
    }))
    return html`<cb-dialog label=${t(draft?.id ? 'settings.teams.edit' : 'settings.teams.new')} ?open=${draft !== undefined} @cb-close=${() => {
      this.draft = undefined
    }}>
      ${
        draft
          ? html`<form novalidate @submit=${this.#save}>
              <cb-input name="name" autofocus label=${t('settings.teams.name')} autocomplete="off" .value=${draft.name} .error=${this.error} @input=${(event: Event) => change({ name: entered(event) })}></cb-input>
              <cb-textarea name="description" rows="2" label=${t('settings.teams.description')} .value=${draft.description} @input=${(event: Event) => change({ description: entered(event) })}></cb-textarea>
              <cb-combobox
                multiple label=${t('settings.teams.members')} hint=${t('settings.teams.membersHint')} .options=${people} .values=${draft.members}
                @change=${(event: Event) => change({ members: [...(event.target as CbCombobox).values] })}
              ></cb-combobox>
              <cb-switch .checked=${draft.allow_auto_assign} .hint=${t('settings.teams.assignHint')} @change=${(event: Event) => change({ allow_auto_assign: isOn(event) })}>${t('settings.teams.assign')}</cb-switch>
            </form>`
          : nothing
      }
      <cb-button slot="footer" data-dialog="close">${t('settings.cancel')}</cb-button>
      <cb-button slot="footer" kind="primary" ?loading=${this.isSaving} @click=${() => this.#save()}>${t(draft?.id ? 'settings.save' : 'settings.teams.create')}</cb-button>
    </cb-dialog>`
  }
}

define('cb-settings-teams', CbSettingsTeams)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-teams': CbSettingsTeams
  }
}
