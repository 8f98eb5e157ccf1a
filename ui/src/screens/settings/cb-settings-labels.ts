import { Task } from '@lit/task'
import { css, html, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import plus from 'lucide-static/icons/plus.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import { changeLabel, createLabel, type Label, removeLabel } from '../../data/labels.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-color-picker.ts'
import { confirm } from '../../elements/cb-confirm.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-label.ts'
import '../../elements/cb-page.ts'
import '../../elements/cb-switch.ts'
import '../../elements/cb-table.ts'
import type { Column } from '../../elements/cb-table.ts'
import '../../elements/cb-textarea.ts'
import { define } from '../../elements/define.ts'
import { hueColors } from '../../elements/hues.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { entered, isOn } from './entered.ts'
import { loadFailed, loadingRows } from './load-states.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

type Draft = Omit<Label, 'id'> & { id?: number }

const blank: Draft = { title: '', description: '', color: hueColors.cord, show_on_sidebar: true }

/** The account's labels, and the one being made or changed beside them. */
export class CbSettingsLabels extends SettingsScreen {
  static override styles = [
    base,
    settingsStyles,
    css`.form { position: sticky; inset-block-start: var(--cb-space-24); }`,
  ]

  @state() private draft: Draft | undefined
  @state() private error = ''
  @state() private isSaving = false
  readonly #labels = new Watch(this, () => this.data?.labels)
  readonly #load = new Task(this, { task: ([data]) => data?.labels.refresh(), args: () => [this.data] })

  #edit(draft: Draft): void {
    this.draft = { ...draft, description: draft.description ?? '' }
    this.error = ''
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[name="title"]')?.focus())
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault()
    const { draft } = this
    if (!draft || !this.data) return
    this.error = /^[\p{L}\d][\p{L}\d_-]+$/u.test(draft.title.trim()) ? '' : t('settings.labels.titleWrong')
    if (this.error) return
    this.isSaving = true
    const { id, ...input } = { ...draft, title: draft.title.trim().toLowerCase() }
    try {
      if (id) await changeLabel(this.account, id, input)
      else await createLabel(this.account, input)
      this.draft = undefined
      await this.attempt(() => this.#refresh(), t('settings.labels.saved', { name: input.title }))
    } catch (error) {
      this.error = failureText(error)
    } finally {
      this.isSaving = false
    }
  }

  #refresh = async (): Promise<void> => this.data?.labels.refresh()

  async #remove(label: Pick<Label, 'id' | 'title'>): Promise<void> {
    const isSure = await confirm({
      title: t('settings.labels.removeTitle', { name: label.title }),
      text: t('settings.labels.removeText'),
      action: t('settings.labels.remove'),
    })
    if (!isSure) return
    if (
      await this.attempt(() => removeLabel(this.account, label.id), t('settings.labels.removed', { name: label.title }))
    ) {
      if (this.draft?.id === label.id) this.draft = undefined
      await this.attempt(this.#refresh)
    }
  }

  async #pin(label: Label, event: Event): Promise<void> {
    const isPinned = isOn(event)
    await this.attempt(() => changeLabel(this.account, label.id, { show_on_sidebar: isPinned }))
    await this.attempt(this.#refresh)
  }

  readonly #columns: Column<Label>[] = [
    {
      id: 'title',
      heading: t('settings.labels.label'),
      narrow: 'title',
      sortBy: ({ title }) => title,
      cell: ({ title, color }) => html`<cb-label size="m" color=${color}>${title}</cb-label>`,
    },
    {
      id: 'description',
      heading: t('settings.labels.usedFor'),
      cell: ({ description }) => html`<span class="clamp muted" dir="auto">${description ?? ''}</span>`,
    },
    {
      id: 'sidebar',
      heading: t('settings.labels.inSidebar'),
      align: 'mid',
      narrow: 'none',
      cell: (label) => html`<cb-switch
        label=${t('settings.labels.inSidebarNamed', { name: label.title })} .checked=${label.show_on_sidebar} @change=${(event: Event) => this.#pin(label, event)}
      ></cb-switch>`,
    },
    {
      id: 'tools',
      heading: t('settings.actions'),
      headingUnseen: true,
      align: 'end',
      narrow: 'beside',
      cell: (label) => html`<cb-icon-button
        size="s" .icon=${trash} label=${t('settings.labels.removeNamed', { name: label.title })} @click=${() => this.#remove(label)}
      ></cb-icon-button>`,
    },
  ]

  override render() {
    return html`<cb-page .parent=${this.parentPage} heading=${t('settings.labels.title')} lead=${t('settings.labels.lead')}>
      <cb-button slot="action" kind="primary" @click=${() => this.#edit(blank)}><cb-icon slot="start" .name=${plus}></cb-icon>${t('settings.labels.new')}</cb-button>
      ${this.#renderBody()}
    </cb-page>`
  }

  #renderBody() {
    const labels = this.#labels.value
    if (!labels)
      return (
        this.#load.render({
          error: (error) => loadFailed(error, () => void this.#load.run()),
          pending: () => loadingRows(),
        }) ?? loadingRows()
      )
    const list =
      labels.length === 0
        ? html`<div class="card"><cb-empty heading=${t('settings.labels.empty')}>${t('settings.labels.emptyText')}<cb-button slot="action" @click=${() => this.#edit(blank)}>${t('settings.labels.new')}</cb-button></cb-empty></div>`
        : html`<cb-table
            label=${t('settings.labels.title')} choosable .columns=${this.#columns} .rows=${labels} .key=${({ id }: Label) => id} .selected=${this.draft?.id}
            @cb-row=${(event: CustomEvent<Label>) => this.#edit(event.detail)}
          ></cb-table>`
    return this.draft ? html`<div class="split"><div>${list}</div>${this.#renderForm(this.draft)}</div>` : list
  }

  #renderForm(draft: Draft) {
    const change = (part: Partial<Draft>) => {
      this.draft = { ...draft, ...part }
    }
    const { id } = draft
    return html`<section class="card form" aria-label=${t(id ? 'settings.labels.edit' : 'settings.labels.new')}><form novalidate @submit=${this.#save}>
      <div class="head"><h2>${t(id ? 'settings.labels.edit' : 'settings.labels.new')}</h2></div>
      <div class="pad">
        <cb-input
          name="title" label=${t('settings.labels.name')} hint=${t('settings.labels.nameHint')} autocomplete="off" autocapitalize="off" spellcheck="false"
          .value=${draft.title} .error=${this.error} @input=${(event: Event) => change({ title: entered(event) })}
        ></cb-input>
        <cb-textarea
          name="description" rows="3" label=${t('settings.labels.usedFor')} .value=${draft.description ?? ''} @input=${(event: Event) => change({ description: entered(event) })}
        ></cb-textarea>
        <cb-color-picker label=${t('settings.labels.colour')} .value=${draft.color} @change=${(event: Event) => change({ color: entered(event) })}></cb-color-picker>
        <cb-switch .checked=${draft.show_on_sidebar} @change=${(event: Event) => change({ show_on_sidebar: isOn(event) })}>${t('settings.labels.showInSidebar')}</cb-switch>
      </div>
      <div class="foot">
        ${id ? html`<cb-button kind="danger-quiet" quiet @click=${() => this.#remove({ id, title: draft.title })}>${t('settings.labels.remove')}</cb-button>` : nothing}<span class="spacer"></span>
        <cb-button @click=${() => {
          this.draft = undefined
        }}>${t('settings.cancel')}</cb-button>
        <cb-button type="submit" kind="primary" ?loading=${this.isSaving}>${t('settings.save')}</cb-button>
      </div>
    </form></section>`
  }
}

define('cb-settings-labels', CbSettingsLabels)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-labels': CbSettingsLabels
  }
}
