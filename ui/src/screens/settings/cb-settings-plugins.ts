import { Task } from '@lit/task'
import { css, html, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import plug from 'lucide-static/icons/plug.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import { listPlugins, type Plugin, switchPlugin } from '../../data/plugins.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-page.ts'
import '../../elements/cb-segmented.ts'
import '../../elements/cb-switch.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { t } from '../../shell/language.ts'
import { accountPath } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import { entered, isOn } from './entered.ts'
import { loadFailed, loadingCards } from './load-states.ts'
import { mayUnplug, milliseconds, pluginBadge } from './plugin-state.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

type Shown = 'all' | 'on' | 'off'

/** What is installed, and what of it is switched on for this account. */
export class CbSettingsPlugins extends SettingsScreen {
  static override styles = [
    base,
    settingsStyles,
    channelColors,
    css`
      .plugin { display: flex; flex-direction: column; gap: var(--cb-space-8); padding: var(--cb-space-16); min-block-size: 10.5rem; position: relative; }
      .plugin:hover { box-shadow: inset 0 0 0 1px var(--cb-line-strong), var(--cb-shadow-2); }
      .top { display: flex; align-items: center; gap: var(--cb-space-12); min-inline-size: 0; }
      h2 { font-size: var(--cb-size-md); line-height: var(--cb-leading-md); overflow-wrap: anywhere; }
      h2 a::after { content: ''; position: absolute; inset: 0; border-radius: var(--cb-radius-lg); }
      .plugin cb-switch { position: relative; z-index: 1; }
      .by { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      .plugin p { flex: 1; font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); color: var(--cb-text-muted); }
      dl { display: flex; gap: var(--cb-space-16); font-size: var(--cb-size-xs); color: var(--cb-text-subtle); font-variant-numeric: tabular-nums; }
      dl div { display: flex; gap: var(--cb-space-4); } dd { color: var(--cb-text-muted); } dt::after { content: ':'; }
      .bottom { display: flex; align-items: center; gap: var(--cb-space-8); flex-wrap: wrap; } .bottom dl { margin-inline-start: auto; }
    `,
  ]

  @state() private plugins: readonly Plugin[] | undefined
  @state() private words = ''
  @state() private shown: Shown = 'all'
  readonly #load = new Task(this, {
    task: async ([account]) => {
      this.plugins = await listPlugins(account)
    },
    args: () => [this.account] as const,
  })

  async #switch(plugin: Plugin, event: Event): Promise<void> {
    const control = event.target as HTMLInputElement
    const isWanted = isOn(event)
    if (!isWanted && !(await mayUnplug(plugin))) {
      control.checked = true
      return
    }
    const done = t(isWanted ? 'settings.plugins.switchedOn' : 'settings.plugins.switchedOff', { name: plugin.name })
    if (!(await this.attempt(() => switchPlugin(this.account, plugin.id, isWanted), done))) control.checked = !isWanted
    await this.attempt(async () => {
      this.plugins = await listPlugins(this.account)
    })
  }

  override render() {
    return html`<cb-page .parent=${this.parentPage} heading=${t('settings.plugins.title')} lead=${t('settings.plugins.lead')}>
      ${this.plugins ? this.#renderList(this.plugins) : (this.#load.render({ error: (error) => loadFailed(error, () => void this.#load.run()) }) ?? loadingCards())}
    </cb-page>`
  }

  #renderList(plugins: readonly Plugin[]) {
    if (plugins.length === 0)
      return html`<div class="card"><cb-empty heading=${t('settings.plugins.empty')}>${t('settings.plugins.emptyText')}</cb-empty></div>`
    const words = this.words.trim().toLocaleLowerCase()
    const found = plugins.filter(({ name, description, enabled }) => {
      const isFound = `${name} ${description ?? ''}`.toLocaleLowerCase().includes(words)
      return isFound && (this.shown === 'all' || enabled === (this.shown === 'on'))
    })
    const on = plugins.filter(({ enabled }) => enabled).length
    const options = [
      { value: 'all', label: t('settings.plugins.all'), count: plugins.length },
      { value: 'on', label: t('settings.plugins.on'), count: on },
      { value: 'off', label: t('settings.plugins.off.filter'), count: plugins.length - on },
    ]
    return html`<div class="toolbar">
        <cb-input type="search" with-clear label=${t('settings.plugins.search')} label-hidden placeholder=${t('settings.plugins.search')} .value=${this.words} @input=${(
          event: Event,
        ) => {
          this.words = entered(event)
        }}><cb-icon slot="start" .name=${search}></cb-icon></cb-input>
        <cb-segmented label=${t('settings.plugins.show')} .options=${options} .value=${this.shown} @change=${(
          event: Event,
        ) => {
          this.shown = entered(event) as Shown
        }}></cb-segmented>
      </div>
      ${found.length === 0 ? html`<div class="card"><cb-empty heading=${t('settings.nothingFound')}>${t('settings.nothingFoundText')}</cb-empty></div>` : html`<div class="three">${found.map((plugin) => this.#renderPlugin(plugin))}</div>`}`
  }

  #renderPlugin(plugin: Plugin) {
    const look = channelLook(plugin.channels[0]?.type)
    return html`<article class="card plugin">
      <div class="top">
        <span class="tile channel-${look.accent}">${glyph(plugin.channels.length > 0 ? look.icon : plug, 'lg')}</span>
        <div class="grow"><h2><a href=${accountPath(`settings/plugins/${encodeURIComponent(plugin.id)}`, this.account)}>${plugin.name}</a></h2><span class="by">${plugin.version}</span></div>
        ${
          plugin.scope === 'account'
            ? html`<cb-switch label=${t('settings.plugins.switchNamed', { name: plugin.name })} .checked=${plugin.enabled} @change=${(event: Event) => this.#switch(plugin, event)}></cb-switch>`
            : nothing
        }
      </div>
      <p>${plugin.description ?? ''}</p>
      <div class="bottom">${pluginBadge(plugin)}
        ${
          plugin.calls > 0
            ? html`<dl><div><dt>${t('settings.plugins.calls')}</dt><dd>${plugin.calls.toLocaleString()}</dd></div><div><dt>p95</dt><dd>${milliseconds(plugin.p95_ms)}</dd></div><div><dt>${t('settings.plugins.failures')}</dt><dd>${plugin.failures.toLocaleString()}</dd></div></dl>`
            : nothing
        }
      </div>
    </article>`
  }
}

define('cb-settings-plugins', CbSettingsPlugins)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-plugins': CbSettingsPlugins
  }
}
